from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fantasy.league.second_tier import SecondTier, play_second_tier

NAMES = [f"Club {number}" for number in range(24)]


def _season(seed: int, attack: np.ndarray | None = None) -> SecondTier:
    level = np.zeros(24) if attack is None else attack
    return play_second_tier(NAMES, level, level, date(2024, 8, 10), np.random.default_rng(seed))


@given(st.integers(0, 1000))
def test_the_table_adds_up(seed: int) -> None:
    season = _season(seed)
    results, table = season.results, season.table
    assert results.height == 24 * 23
    assert set(table["played"]) == {46}
    draws = (results["home_goals"] == results["away_goals"]).sum()
    assert table["points"].sum() == 3 * results.height - draws
    assert table["difference"].sum() == 0
    assert table["goals"].sum() == (results["home_goals"] + results["away_goals"]).sum()
    assert table["points"].is_sorted(descending=True)


def test_the_best_club_comes_up_almost_always() -> None:
    attack = np.zeros(24)
    attack[7] = 0.8
    promoted = [_season(seed, attack).table["name"].head(3).to_list() for seed in range(20)]
    assert sum("Club 7" in three for three in promoted) >= 19


def test_home_sides_score_more() -> None:
    results = pl.concat(_season(seed).results for seed in range(5))
    assert results["home_goals"].mean() > results["away_goals"].mean() + 0.15
