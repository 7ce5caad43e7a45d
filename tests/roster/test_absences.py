from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_oracle import best_by_hand, problems

from fantasy.roster.absences import Absences, absence, absences_of, needed, weighed
from fantasy.roster.checks import check
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem
from fantasy.roster.search import best_plan

CHANCES = st.lists(st.floats(0, 1), max_size=10)


@given(CHANCES, st.integers(1, 4))
def test_a_later_place_on_the_bench_is_never_needed_more_often(
    absent: list[float], places: int
) -> None:
    weights = needed(absent, places)
    assert len(weights) == places
    assert list(weights) == sorted(weights, reverse=True)
    assert all(0 <= each <= 1 for each in weights)


@given(st.lists(st.floats(0, 1), max_size=6))
def test_the_chances_are_those_of_every_way_to_be_absent(absent: list[float]) -> None:
    by_hand = np.zeros(4)
    for gone in product((False, True), repeat=len(absent)):
        chance = prod(p if out else 1 - p for p, out in zip(absent, gone, strict=True))
        by_hand[: min(4, sum(gone))] += chance
    assert needed(absent, 4) == pytest.approx(by_hand, abs=1e-12)


@given(CHANCES.filter(bool), st.floats(0, 1))
def test_who_is_likelier_to_be_absent_makes_no_place_less_needed(
    absent: list[float], more: float
) -> None:
    likelier = [max(absent[0], more), *absent[1:]]
    pairs = zip(needed(likelier, 3), needed(absent, 3), strict=True)
    assert all(after >= before - 1e-12 for after, before in pairs)


def test_all_are_needed_where_nobody_plays_and_none_where_all_do() -> None:
    assert needed([1.0] * 10, 3) == (1, 1, 1)
    assert needed([0.0] * 10, 3) == (0, 0, 0)


@given(st.lists(st.floats(0, 180), min_size=2, max_size=2))
def test_more_expected_minutes_never_make_absence_likelier(minutes: list[float]) -> None:
    more, fewer = absence(np.array(sorted(minutes, reverse=True)))
    assert 0.04 <= more <= fewer <= 1


def test_absence_is_sure_without_minutes_rare_with_all_and_unknown_where_they_are() -> None:
    found = absence(np.array([0.0, 45, 90, 180, np.nan]))
    assert found == pytest.approx([1, 0.25, 0.04, 0.04, np.nan], nan_ok=True)


@settings(max_examples=25)
@given(problems(horizon=2, chips=1), st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_no_plan_by_hand_beats_the_search_whatever_the_absences(
    problem: Problem, chances: list[float]
) -> None:
    *outfield, keeper, captain = chances
    weights = weighed(problem.preferences, Absences(tuple(outfield), keeper, captain))
    problem = replace(problem, preferences=weights)
    check(problem)
    assert best_plan(problem).worth == pytest.approx(best_by_hand(problem), abs=1e-5)


def test_absences_are_those_of_the_starters() -> None:
    team = pl.DataFrame(
        {
            "element": [1, 2, 3, 4],
            "position": ["GKP", "DEF", "MID", "GKP"],
            "starter": [True, True, True, False],
            "captain": [False, False, True, False],
        }
    )
    found = absences_of(team, {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4})
    assert found == Absences(outfield=(0.2, 0.3), keeper=0.1, captain=0.3)
    assert weighed(Preferences(bench=(0.5,)), found).bench == pytest.approx((0.44,))
