"""How good a forecast was, and walking forward through a season to find out."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from fantasy.track import Track

GAMEWEEK = ("season", "gameweek")
PLAYER = (*GAMEWEEK, "element")
REFIT_EVERY = 4

Forecast = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""From a training matrix and the matrix of a gameweek to one column a model, rows aligned."""


@dataclass(frozen=True)
class Score:
    """Errors in points over rows of one player and gameweek each.

    `spearman` is the rank correlation within a gameweek, averaged over gameweeks; None where
    all players of every gameweek are forecast alike.
    """

    n: int
    rmse: float
    mae: float
    spearman: float | None


def score(rows: pl.DataFrame, model: str) -> Score:
    """Score the column `model` against the column `points`."""
    error = pl.col(model) - pl.col("points")
    within = rows.group_by(GAMEWEEK).agg(
        pl.corr(model, "points", method="spearman").alias("spearman")
    )
    return Score(
        n=rows.height,
        rmse=rows.select((error**2).mean().sqrt()).item(),
        mae=rows.select(error.abs().mean()).item(),
        spearman=within.select(pl.col("spearman").fill_nan(None).mean()).item(),
    )


def by_gameweek(matrix: pl.DataFrame, forecasts: pl.DataFrame) -> pl.DataFrame:
    """Fixtures summed: a row for each player and gameweek.

    Returns:
        `season`, `gameweek`, `element`, `code`, `fixtures`, `points` (null if any fixture's
        are), the sum of each model's expected points, `active`: whether he played in any of his
        last five matches before the deadline, and `played`: whether he did in these fixtures.
    """
    models = forecasts.columns
    kept = matrix.select(*PLAYER, "code", "points", "minutes", "minutes_mean_5")
    return (
        pl.concat([kept, forecasts], how="horizontal")
        .group_by(*PLAYER, maintain_order=True)
        .agg(
            pl.col("code").first(),
            pl.len().cast(pl.Int16).alias("fixtures"),
            pl.when(pl.col("points").is_not_null().all()).then(pl.col("points").sum()),
            (pl.col("minutes_mean_5").first() > 0).fill_null(value=False).alias("active"),
            (pl.col("minutes").sum() > 0).alias("played"),
            *(pl.col(name).sum() for name in models),
        )
    )


def walk_forward(
    matrix: pl.DataFrame,
    season: str,
    forecast: Forecast,
    *,
    track: Track,
) -> pl.DataFrame:
    """Forecast a season as it would have been forecast, refitted every four gameweeks.

    Args:
        matrix: the feature matrix of that season and all before it.
        season: the season to forecast.
        forecast: fits on its first argument and predicts its second.
        track: goes through the blocks of gameweeks and may show how far it is.

    Returns:
        The rows of `by_gameweek` of the whole season.
    """
    target = matrix.filter(pl.col("season") == season)
    gameweeks = target["gameweek"].unique().sort().to_list()
    blocks = [gameweeks[i : i + REFIT_EVERY] for i in range(0, len(gameweeks), REFIT_EVERY)]
    rows = []
    for block in track(blocks, f"walk forward {season}"):
        test = target.filter(pl.col("gameweek").is_in(block))
        train = matrix.filter(pl.col("points_known_at") <= test["deadline"].min())
        rows.append(by_gameweek(test, forecast(train, test)))
    return pl.concat(rows)
