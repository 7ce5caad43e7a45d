from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_oracle import a_problem, best_by_hand, problems, with_matches

from fantasy.errors import InputError
from fantasy.roster import wishes
from fantasy.roster.answers import alternatives, survival, verdict
from fantasy.roster.plan import Plan
from fantasy.roster.problem import Problem, Wishes
from fantasy.roster.search import best_plan

SOME = problems(horizon=2, chips=0)


def squads(plan: Plan) -> list[set[int]]:
    return [set(move.team["element"]) for move in plan.moves]


@settings(max_examples=20)
@given(SOME, st.integers(1, 12))
def test_who_is_locked_is_there_and_who_is_banned_is_not(problem: Problem, element: int) -> None:
    best = best_plan(problem).worth
    for make, wanted in ((wishes.lock, True), (wishes.ban, False)):
        try:
            wished = wishes.granted(problem, [make(element, "He", problem.gameweeks)])
            plan = best_plan(wished)
        except InputError:
            continue
        assert [element in squad for squad in squads(plan)] == [wanted] * 2
        assert plan.worth <= best + 1e-6


@settings(max_examples=25)
@given(problems(horizon=2, chips=1), st.sets(st.integers(1, 12), max_size=5), st.data())
def test_no_plan_by_hand_grants_the_same_wishes_and_beats_the_search(
    problem: Problem, seldom: set[int], data: st.DataObject
) -> None:
    owned = problem.elements[problem.owned].tolist()
    named = data.draw(st.dictionaries(st.sampled_from(owned), st.booleans(), max_size=3))
    makes = {True: wishes.keep, False: wishes.sell}
    asked = [makes[kept](each, "He", problem.gameweeks) for each, kept in named.items()]
    asked.append(wishes.only_who_plays(60, seldom - set(owned), problem.gameweeks))
    wished = replace(problem, wishes=wishes.together(asked))
    by_hand = best_by_hand(wished)
    if np.isinf(by_hand):
        with pytest.raises(InputError):
            best_plan(wished)
        return
    plan = best_plan(wishes.granted(problem, asked))
    assert plan.worth == pytest.approx(by_hand, abs=1e-5)
    for squad in squads(plan):
        assert {each: each in squad for each in named} == named
        assert not squad & (seldom - set(owned))


@settings(max_examples=25)
@given(problems(horizon=2, chips=1), st.integers(0, 10**6), st.integers(0, 2))
def test_no_plan_by_hand_keeps_opponents_as_far_apart_and_beats_the_search(
    problem: Problem, seed: int, most: int
) -> None:
    posed = with_matches(problem, seed)
    by_hand = best_by_hand(replace(posed, wishes=wishes.apart(most).demands))
    if np.isinf(by_hand):
        with pytest.raises(InputError):
            best_plan(wishes.granted(posed, [wishes.apart(most)]))
        return
    plan = best_plan(wishes.granted(posed, [wishes.apart(most)]))
    assert plan.worth == pytest.approx(by_hand, abs=1e-5)
    assert plan.gap == 0


@settings(max_examples=15)
@given(SOME)
def test_no_hits_and_no_transfers_are_kept_to(problem: Problem) -> None:
    asked = [wishes.hits_at_most(0), wishes.at_most(0, problem.gameweeks[0])]
    plan = best_plan(wishes.granted(problem, asked))
    assert [move.hits for move in plan.moves] == [0, 0]
    assert plan.moves[0].transfers == ()


def test_wishes_that_conflict_are_named_and_no_others() -> None:
    problem = a_problem(1)
    keepers = problem.players.filter(pl.col("position") == "GKP")["element"].to_list()
    asked = [wishes.lock(each, f"Keeper{each}", problem.gameweeks) for each in keepers]
    with pytest.raises(
        InputError, match="; ".join(f"lock Keeper{each}" for each in keepers)
    ) as told:
        wishes.granted(problem, [wishes.hits_at_most(9), *asked])
    assert "hits" not in str(told.value)


def test_who_is_locked_and_banned_is_a_conflict() -> None:
    problem = a_problem(1)
    asked = [make(1, "He", problem.gameweeks) for make in (wishes.lock, wishes.ban)]
    with pytest.raises(InputError, match="lock He; ban He"):
        wishes.granted(problem, asked)


@settings(max_examples=10)
@given(SOME)
def test_a_booked_transfer_is_made(problem: Problem) -> None:
    owned = problem.players.drop_nulls("selling_tenths")
    out = owned.row(0, named=True)
    others = problem.players.filter(
        pl.col("selling_tenths").is_null(), pl.col("position") == out["position"]
    )
    into = others.row(0, named=True)
    second = problem.gameweeks[1]
    booked = wishes.book(second, (out["element"], out["name"]), (into["element"], into["name"]))
    try:
        plan = best_plan(wishes.granted(problem, [booked]))
    except InputError:
        return
    made = {(each.element_out, each.element_in) for each in plan.moves[1].transfers}
    assert out["element"] in {a for a, _ in made}
    assert into["element"] in {b for _, b in made}


@settings(max_examples=10)
@given(SOME)
def test_alternatives_differ_at_once_and_get_no_better(problem: Problem) -> None:
    best = best_plan(problem)
    plans = [best, *alternatives(problem, best, 3)]
    first = [frozenset(squads(plan)[0]) for plan in plans]
    assert len(set(first)) == len(plans)
    worths = [plan.worth for plan in plans]
    assert worths == pytest.approx(sorted(worths, reverse=True), abs=1e-6)


@settings(max_examples=8)
@given(SOME, st.integers(1, 12))
def test_a_player_enters_at_the_price_and_with_the_points_that_are_said(
    problem: Problem, element: int
) -> None:
    best = best_plan(problem)
    try:
        said = verdict(problem, best, element)
    except InputError:
        return
    assert max(said.with_him, said.without_him) <= best.worth + 1e-6
    if said.held:
        return
    place = problem.place(element)
    points = problem.points.copy()
    points[place, points[place] != 0] += said.entry_points + 1e-4
    lifted = best_plan(replace(problem, points=points))
    if points[place].any():
        assert any(element in squad for squad in squads(lifted))


def test_moves_that_are_sure_survive_every_draw() -> None:
    problem = a_problem(1)
    best = best_plan(problem)
    found = survival(problem, best, draws=3, error=0.0)
    assert found["share"].min() == 1
    assert set(found.filter(pl.col("role") == "captain")["element"]) == set(
        best.moves[0].team.filter("captain")["element"]
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bank_tenths": -1}, "the bank cannot hold"),
        ({"free_transfers": 9}, "free transfers go from 0 to"),
        ({"wishes": Wishes(held=frozenset({(1, 20)}), without=frozenset({(1, 20)}))}, "no plan"),
    ],
)
def test_problems_that_are_none_are_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        best_plan(replace(a_problem(1), **change))


def test_points_that_are_no_number_are_refused_by_name() -> None:
    problem = a_problem(1)
    points = problem.points.copy()
    points[2, 1] = float("nan")
    with pytest.raises(InputError, match="Player3 in gameweek 21"):
        best_plan(replace(problem, points=points))


def test_a_squad_that_is_not_whole_is_refused() -> None:
    problem = a_problem(1)
    first = problem.players.drop_nulls("selling_tenths")["element"][0]
    sold = pl.when(pl.col("element") != first).then("selling_tenths").alias("selling_tenths")
    with pytest.raises(InputError, match="the squad has 5 players, it must have 6"):
        best_plan(replace(problem, players=problem.players.with_columns(sold)))
