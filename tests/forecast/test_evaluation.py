import math

import polars as pl
import pytest

from fantasy.forecast.evaluation import by_gameweek, score


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


def matrix(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame({"season": "2024-25", "gameweek": 1, "code": 9, "minutes": 90.0, **columns})


def test_the_fixtures_of_a_double_gameweek_are_summed() -> None:
    double = matrix(element=[1, 1, 2], points=[2.0, 6.0, 1.0], minutes_mean_5=[0.0, 0.0, 45.0])
    summed = by_gameweek(double, pl.DataFrame({"model": [1.5, 2.5, 0.5]}))
    assert summed.select("element", "fixtures", "points", "active", "model").rows() == [
        (1, 2, 8.0, False, 4.0),
        (2, 1, 1.0, True, 0.5),
    ]


def test_points_are_unknown_until_every_fixture_is_played() -> None:
    half = matrix(element=[1, 1], points=[2.0, None], minutes_mean_5=[0.0, 0.0])
    assert by_gameweek(half, pl.DataFrame({"model": [1.0, 1.0]}))["points"].to_list() == [None]
