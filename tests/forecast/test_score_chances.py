"""Points from minutes and rates, beside the same game played many times."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fantasy.forecast.components import ROUNDS
from fantasy.forecast.minutes import Minutes
from fantasy.forecast.scoring import (
    COMPONENTS,
    GRID,
    Doing,
    expected_points,
    score_chances,
    shifted,
    together,
)
from fantasy.game.rules import Rules
from fantasy.game.scoring import points as scored_points

RULES = Rules.for_season("2025-26")
BONUS = dict.fromkeys(("GKP", "DEF", "MID", "FWD"), (0.1, 1.0, 2.0))


def doing(position: str = "MID", *, short: float = 0.2, long: float = 0.7, **rates: float) -> Doing:
    told = dict.fromkeys(ROUNDS, 0.0) | rates
    return Doing(
        positions=pl.Series([position]),
        minutes=Minutes(*(np.array([each]) for each in (short, long, 20.0, 85.0))),
        rates={name: np.array([rate]) for name, rate in told.items()},
        opponent_goals=np.array([1.2]),
        spread=0.05,
        bonus_by_goals=BONUS,
    )


def expected(game: Doing, rules: Rules = RULES) -> Mapping[str, float]:
    return expected_points(game, rules).row(0, named=True)


def test_components_add_up_to_what_the_rules_give_in_many_games() -> None:
    rates = {
        "goals_scored": 0.5,
        "assists": 0.3,
        "yellow_cards": 0.2,
        "red_cards": 0.01,
        "defensive_actions": 9.0,
        "saves": 0.0,
        "bonus": 0.4,
    }
    game = doing("DEF", **rates)
    rng = np.random.default_rng(5)
    games = 200_000
    kind = rng.choice(3, games, p=[0.1, 0.2, 0.7])
    minutes = np.array([0, 20, 85])[kind]
    share = minutes / 90
    conceded = rng.poisson(1.2 * share)
    spread = rng.gamma(1 / 0.05, 0.05, games)
    played = pl.DataFrame(
        {
            "position": "DEF",
            "minutes": minutes,
            "goals_scored": rng.poisson(0.5 * share),
            "assists": rng.poisson(0.3 * share),
            "clean_sheets": ((conceded == 0) & (minutes >= 60)).astype(int),
            "goals_conceded": conceded,
            "saves": 0,
            "penalties_saved": 0,
            "penalties_missed": 0,
            "yellow_cards": rng.poisson(0.2 * share),
            "red_cards": rng.poisson(0.01 * share),
            "own_goals": 0,
            "bonus": 0,
            "clearances_blocks_interceptions": rng.poisson(9.0 * share * spread),
            "tackles": 0,
            "recoveries": 0,
        }
    )
    got = played.select(scored_points(RULES)).to_series()
    told = expected(game)
    without_bonus = sum(told.values()) - told["bonus"]
    assert without_bonus == pytest.approx(got.mean(), abs=0.02)
    chances = score_chances(doing("DEF", **rates | {"bonus": 0.0}), RULES)[0]
    by_hand = np.array([(got == each).mean() for each in GRID])
    assert np.abs(chances - by_hand).max() < 0.01


def test_who_surely_stays_away_scores_nothing() -> None:
    away = doing(short=0.0, long=0.0, goals_scored=1.0)
    assert sum(expected(away).values()) == 0
    assert score_chances(away, RULES)[0, -GRID[0]] == pytest.approx(1.0)


@settings(max_examples=30, deadline=None)
@given(
    position=st.sampled_from(["GKP", "DEF", "MID", "FWD"]),
    goals=st.floats(0, 1.2),
    assists=st.floats(0, 0.8),
    bonus=st.floats(0, 1.0),
    short=st.floats(0, 0.5),
    long=st.floats(0, 0.5),
)
def test_chances_sum_to_one_and_have_the_mean_of_the_components(
    position: str, goals: float, assists: float, bonus: float, short: float, long: float
) -> None:
    game = doing(position, short=short, long=long, goals_scored=goals, assists=assists, bonus=bonus)
    chances = score_chances(game, RULES)[0]
    assert chances.sum() == pytest.approx(1.0)
    assert (chances >= -1e-12).all()
    assert chances @ GRID == pytest.approx(sum(expected(game).values()), abs=0.12)


def test_defensive_contributions_score_only_where_the_rules_say_so() -> None:
    busy = doing("DEF", defensive_actions=12.0)
    assert expected(busy)["defensive_contribution"] > 0.8
    assert expected(busy, Rules.for_season("2024-25"))["defensive_contribution"] == 0


def test_a_goal_of_a_keeper_counts_by_the_season() -> None:
    keeper = doing("GKP", goals_scored=0.1)
    before, after = (
        expected(keeper, Rules.for_season(season))["goals_scored"]
        for season in ("2023-24", "2024-25")
    )
    assert after == pytest.approx(before * 10 / 6)


def test_every_component_is_named_and_finite() -> None:
    told = expected(doing(goals_scored=0.3))
    assert tuple(told) == COMPONENTS
    assert all(np.isfinite(list(told.values())))


def test_two_fixtures_together_have_the_sum_of_their_means() -> None:
    one, other = (score_chances(doing(goals_scored=goals), RULES) for goals in (0.2, 0.6))
    both = together(one, other)
    assert both.sum() == pytest.approx(1.0)
    assert (both @ GRID)[0] == pytest.approx((one @ GRID + other @ GRID)[0], abs=1e-3)


def test_scores_beyond_the_grid_stay_at_its_ends() -> None:
    chances = np.zeros((1, len(GRID)))
    chances[0, 0] = 1.0
    assert shifted(chances, -3)[0, 0] == 1.0
    assert shifted(chances, 1000)[0, -1] == 1.0
