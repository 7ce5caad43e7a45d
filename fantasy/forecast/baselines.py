"""Baselines: forecasts anyone could make, always printed beside the models."""

import polars as pl

LAST_5 = "last_5"
EP_NEXT = "ep_next"
BASELINES = (LAST_5, EP_NEXT)


def last_5() -> pl.Expr:
    """The player's mean points over his last five matches; 0 for one without a match."""
    return pl.col("total_points_mean_5").fill_null(0.0).alias(LAST_5)


def ep_next() -> pl.Expr:
    """FPL's own forecast of the gameweek, shared among its fixtures; 0 where it gave none."""
    return (pl.col("ep_next") / pl.col("fixtures_in_gameweek")).fill_null(0.0).alias(EP_NEXT)


def baselines(matrix: pl.DataFrame) -> pl.DataFrame:
    """The baselines' expected points of every row of a feature matrix."""
    return matrix.select(last_5(), ep_next())
