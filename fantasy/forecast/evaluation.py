"""How good a forecast was: errors in points, ranks, and how sure it rightly was."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from fantasy.forecast.intervals import LIKELY

GAMEWEEK = ("season", "gameweek")
TOP = 20
BINS = 10
PARTS_OF_ROWS: Mapping[str, pl.Expr] = {
    "all": pl.lit(value=True),
    "active": pl.col("active"),
    "played": pl.col("minutes") > 0,
}
CLASSES: Mapping[str, pl.Expr] = {
    "zeros": pl.col("minutes") == 0,
    "blanks": (pl.col("minutes") > 0) & (pl.col("points") <= 2),  # noqa: PLR2004 - an appearance
    "tickers": (pl.col("minutes") > 0) & pl.col("points").is_between(3, 4),
    "haulers": (pl.col("minutes") > 0) & (pl.col("points") >= 5),  # noqa: PLR2004 - a haul
}
"""Classes of returns, after the OpenFPL paper: did not play, up to 2, 3 or 4, 5 or more points."""

CERTAINTIES = {
    "play_60": pl.col("minutes") >= 60,  # noqa: PLR2004 - a long appearance
    "clean_sheet": pl.col("clean_sheets") > 0,
    "at_least_5": pl.col("points") >= 5,  # noqa: PLR2004 - a haul
    "at_least_10": pl.col("points") >= 10,  # noqa: PLR2004 - a big haul
}
"""Chances that are told, and what came of them; of single fixtures."""


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


def by_class(rows: pl.DataFrame, model: str) -> dict[str, float | None]:
    """RMSE of each class of returns; None for one without rows."""
    error = pl.col(model) - pl.col("points")
    return {
        name: rows.filter(chosen).select((error**2).mean().sqrt()).item()
        for name, chosen in CLASSES.items()
    }


def top_20(rows: pl.DataFrame, model: str) -> dict[str, float]:
    """What the 20 highest forecasts of each gameweek promised and got, in points a player."""
    top = rows.sort(model, descending=True).group_by(GAMEWEEK, maintain_order=True).head(TOP)
    promised, got = top.select(pl.col(model).mean(), pl.col("points").mean()).row(0)
    return {"predicted": promised, "actual": got}


def coverage(rows: pl.DataFrame) -> pl.DataFrame:
    """How many scored within their interval: all, and those likely to play by position.

    Returns:
        `horizon`, `position` (`everybody` for all rows, `likely` for those likely to play), `n`,
        `covered` (0-1) and `width` in points.
    """
    inside = pl.col("points").is_between(pl.col("low"), pl.col("high"))
    told = rows.select(
        *("horizon", "position"),
        inside.alias("covered"),
        (pl.col("high") - pl.col("low")).alias("width"),
        (pl.col("play") >= LIKELY).alias("likely"),
    )
    likely = told.filter("likely")
    groups = (
        told.with_columns(position=pl.lit("everybody")),
        likely.with_columns(position=pl.lit("likely")),
        likely,
    )
    return pl.concat(
        group.group_by("horizon", "position", maintain_order=True).agg(
            pl.len().alias("n"), pl.col("covered").mean(), pl.col("width").mean()
        )
        for group in groups
    ).sort("horizon", maintain_order=True)


def calibration(rows: pl.DataFrame, chance: str, came: pl.Expr) -> pl.DataFrame:
    """How often what was given some chance came about.

    Returns:
        For each tenth of chances: `n`, the mean chance `told` and the share that `came`.
    """
    tenth = (pl.col(chance) * BINS).floor().clip(0, BINS - 1).cast(pl.Int8).alias("tenth")
    return (
        rows.select(tenth, pl.col(chance).alias("told"), came.cast(pl.Float64).alias("came"))
        .group_by("tenth")
        .agg(pl.len().alias("n"), pl.col("told").mean(), pl.col("came").mean())
        .sort("tenth")
    )


def calibration_error(rows: pl.DataFrame, chance: str, came: pl.Expr) -> float:
    """Expected calibration error (M. P. Naeini and others, 2015): 0 is perfect."""
    bins = calibration(rows, chance, came)
    gap = (pl.col("told") - pl.col("came")).abs() * pl.col("n")
    error: float = bins.select(gap.sum() / pl.col("n").sum()).item()
    return error


def bootstrap(
    rows: pl.DataFrame, one: str, other: str, *, draws: int = 1000
) -> tuple[float, float]:
    """Where the difference of two RMSE lies in 95 of 100 draws of whole gameweeks.

    Negative where `one` is better. Gameweeks are drawn with replacement.
    """
    squares = rows.group_by(GAMEWEEK).agg(
        pl.len().alias("n"),
        *(((pl.col(name) - pl.col("points")) ** 2).sum().alias(name) for name in (one, other)),
    )
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, squares.height, (draws, squares.height))
    count, first, second = (
        squares[name].to_numpy()[drawn].sum(axis=1) for name in ("n", one, other)
    )
    gaps = np.sqrt(first / count) - np.sqrt(second / count)
    low, high = np.quantile(gaps, [0.025, 0.975])
    return float(low), float(high)
