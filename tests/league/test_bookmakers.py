import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.league.bookmakers import MARGINS, odds, probabilities

RATES = st.floats(0.2, 4.0)


def _book(count: int = 3000, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    rng = np.random.default_rng(seed)
    rates = pl.DataFrame(
        {"home_rate": rng.uniform(0.6, 2.6, count), "away_rate": rng.uniform(0.5, 2.2, count)}
    )
    return rates, odds(rates, rng)


@given(RATES, RATES)
def test_probabilities_add_up_and_favour_the_better_side(home: float, away: float) -> None:
    each = probabilities(np.array([home]), np.array([away]))
    assert each.result.sum() == pytest.approx(1)
    assert (each.result[0, 0] > each.result[0, 2]) == (home > away) or home == away
    assert each.wins + each.loses <= 1 + 1e-9
    assert abs(each.handicap[0] - (away - home)) <= 0.125 + 1e-9


def test_two_known_matches_come_out_as_by_hand() -> None:
    each = probabilities(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert each.result[0] == pytest.approx([0, 1, 0])
    assert each.result[1, 1] == pytest.approx(0.3085, abs=1e-4)
    assert each.over[1] == pytest.approx(1 - np.exp(-2) * (1 + 2 + 2), abs=1e-6)


@pytest.mark.parametrize("name", MARGINS)
def test_every_bookmaker_keeps_his_margin(name: str) -> None:
    _, book = _book()
    implied = sum(1 / book[f"{name}{side}"] for side in "HDA")
    assert implied.mean() == pytest.approx(1 + MARGINS[name], abs=0.01)


def test_the_market_is_near_the_truth_and_nearer_when_it_closes() -> None:
    rates, book = _book()
    truth = probabilities(rates["home_rate"].to_numpy(), rates["away_rate"].to_numpy()).result[:, 0]
    errors = {}
    for mark in ("", "C"):
        implied = np.stack([1 / book[f"Avg{mark}{side}"].to_numpy() for side in "HDA"])
        fair = implied[0] / implied.sum(axis=0)
        errors[mark] = float(np.abs(fair - truth).mean())
        assert fair.mean() == pytest.approx(truth.mean(), abs=0.01)
    assert 0.002 < errors["C"] < errors[""] < 0.04


def test_the_best_odds_are_no_worse_than_the_mean() -> None:
    _, book = _book(200)
    for end in ("H", "D", "A", ">2.5", "<2.5", "AHH", "AHA", "CH", "CA"):
        assert (book[f"Max{end}"] >= book[f"Avg{end}"] - 0.005).all()
        assert (book[f"Max{end}"] > 1).all()
