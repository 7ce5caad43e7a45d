import math

import numpy as np
import polars as pl
import pytest

from fantasy.forecast.evaluation import (
    bootstrap,
    by_class,
    calibration_error,
    coverage,
    score,
    top_20,
)


def rows(
    points: list[float], model: list[float], gameweeks: list[int] | None = None
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "season": ["2024-25"] * len(points),
            "gameweek": gameweeks or [1] * len(points),
            "points": points,
            "model": model,
        }
    )


def test_errors_are_in_points() -> None:
    result = score(rows([0.0, 2.0, 4.0], [0.0, 5.0, 4.0]), "model")
    assert result.n == 3
    assert result.rmse == pytest.approx(math.sqrt(3))
    assert result.mae == pytest.approx(1.0)


def test_ranks_are_compared_within_a_gameweek_only() -> None:
    perfect = rows([1, 2, 30, 40], [10, 20, 1, 2], [1, 1, 2, 2])
    assert score(perfect, "model").spearman == pytest.approx(1.0)
    backwards = rows([2, 1, 40, 30], [10, 20, 1, 2], [1, 1, 2, 2])
    assert score(backwards, "model").spearman == pytest.approx(-1.0)


def test_a_gameweek_where_everybody_is_forecast_alike_has_no_rank_and_does_not_count() -> None:
    mixed = rows([1, 2, 3, 4], [5, 5, 1, 2], [1, 1, 2, 2])
    assert score(mixed, "model").spearman == pytest.approx(1.0)


def test_classes_of_returns_part_those_who_played_by_points_and_the_rest_as_zeros() -> None:
    told = rows([0.0, 1.0, 3.0, 9.0, -1.0], [1.0, 1.0, 1.0, 1.0, 1.0]).with_columns(
        minutes=pl.Series([0, 30, 90, 90, 90])
    )
    assert by_class(told, "model") == {
        "zeros": 1.0,
        "blanks": pytest.approx(math.sqrt(2)),
        "tickers": 2.0,
        "haulers": 8.0,
    }


def test_the_top_20_are_taken_within_each_gameweek() -> None:
    weeks = [1] * 30 + [2] * 30
    told = rows([2.0] * 60, [float(each) for each in range(60)], weeks)
    assert top_20(told, "model") == {"predicted": pytest.approx(34.5), "actual": 2.0}


def test_coverage_counts_both_ends_of_an_interval_and_those_likely_to_play_apart() -> None:
    told = pl.DataFrame(
        {
            "horizon": [1, 1, 1, 1],
            "position": ["DEF", "DEF", "MID", "MID"],
            "points": [1.0, 6.0, 7.0, 0.0],
            "low": [1, 0, 0, 0],
            "high": [2, 6, 6, 0],
            "play": [0.9, 0.9, 0.9, 0.1],
        }
    )
    found = {row["position"]: row for row in coverage(told).to_dicts()}
    assert found["everybody"]["covered"] == 0.75
    assert found["likely"]["covered"] == pytest.approx(2 / 3)
    assert (found["DEF"]["covered"], found["MID"]["n"]) == (1.0, 1)


def test_the_calibration_error_weighs_the_gap_of_each_tenth_by_its_rows() -> None:
    told = pl.DataFrame({"chance": [0.05] * 10 + [0.95] * 30, "came": [True] * 10 + [True] * 30})
    expected = (10 * 0.95 + 30 * 0.05) / 40
    assert calibration_error(told, "chance", pl.col("came")) == pytest.approx(expected)


def test_the_bootstrap_tells_a_better_forecast_from_a_worse_one() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=2000)
    told = pl.DataFrame(
        {
            "season": "2024-25",
            "gameweek": np.repeat(np.arange(20), 100),
            "points": points,
            "good": points + rng.normal(scale=0.5, size=2000),
            "bad": points + rng.normal(scale=1.0, size=2000),
        }
    )
    low, high = bootstrap(told, "good", "bad")
    assert low < high < 0
