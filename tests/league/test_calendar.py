from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.game.rules import Rules
from fantasy.league import calendar
from fantasy.league.randomness import randomness

SEEDS = st.integers(0, 10_000)
RULES = Rules.for_season("2025-26")


@given(SEEDS)
def test_everybody_meets_everybody_once_at_home_and_once_away(seed: int) -> None:
    rounds = calendar.round_robin(20, np.random.default_rng(seed))
    pairs = Counter(pair for each in rounds for pair in each)
    assert len(rounds) == 38
    assert set(pairs.values()) == {1}
    assert len(pairs) == 20 * 19
    assert all(len({club for pair in each for club in pair}) == 20 for each in rounds)


@given(SEEDS)
def test_no_club_plays_three_times_in_a_gameweek_or_twice_in_a_day(seed: int) -> None:
    fixtures = calendar.schedule(RULES, randomness(seed, "calendar"))
    sides = pl.concat(
        fixtures.select("gameweek", pl.col("kickoff_time").dt.date(), pl.col(side).alias("club"))
        for side in ("home", "away")
    )
    assert fixtures.height == 380
    assert sides.group_by("gameweek", "club").len()["len"].max() == 2
    assert sides.group_by("kickoff_time", "club").len()["len"].max() == 1


@given(SEEDS)
def test_deadlines_come_before_every_match_of_their_gameweek(seed: int) -> None:
    fixtures = calendar.schedule(RULES, randomness(seed, "calendar"))
    deadlines = calendar.deadlines(fixtures, RULES)
    assert list(deadlines) == list(range(1, 39))
    assert list(deadlines.values()) == sorted(deadlines.values())
    for gameweek, kickoff in fixtures.select("gameweek", "kickoff_time").iter_rows():
        assert deadlines[gameweek] < kickoff


@pytest.mark.parametrize("seed", range(5))
def test_a_postponed_match_has_no_date_until_it_is_told(seed: int) -> None:
    fixtures = calendar.schedule(RULES, randomness(seed, "calendar"))
    storm = (
        fixtures.filter(pl.col("told") > pl.col("first_gameweek")).sort("told").row(-1, named=True)
    )
    own = pl.col("fixture") == storm["fixture"]

    def known(gameweek: int) -> dict[str, object]:
        return calendar.as_known(fixtures, gameweek).filter(own).row(0, named=True)

    assert known(storm["first_gameweek"])["gameweek"] == storm["first_gameweek"]
    assert known(storm["first_gameweek"] + 1)["gameweek"] is None
    assert known(storm["first_gameweek"] + 1)["kickoff_time"] is None
    assert known(storm["told"])["gameweek"] == storm["gameweek"]


def test_in_mid_season_there_is_a_double_a_blank_to_come_and_a_match_without_a_date() -> None:
    fixtures = calendar.as_known(calendar.schedule(RULES, randomness(1, "calendar")), 24)
    ahead = fixtures.filter(pl.col("gameweek") >= 24)
    matches = Counter(ahead["gameweek"])
    assert matches[24] > 10
    assert min(matches.values()) < 10
    assert fixtures["gameweek"].null_count() == 1
