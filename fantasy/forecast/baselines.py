"""Baselines: forecasts anyone could make, always printed beside the models."""

import polars as pl

LAST_5 = "last_5"
SEASON_MEAN = "season_mean"
EP_NEXT = "ep_next"
BASELINES = (LAST_5, SEASON_MEAN, EP_NEXT)


def last_5() -> pl.Expr:
    """The player's mean points over his last five matches; 0 for one without a match."""
    return pl.col("last_5_points").fill_null(0.0).alias(LAST_5)


def season_mean() -> pl.Expr:
    """The player's mean points over his club's matches this season; 0 before the first."""
    matches = pl.col("matches_this_season")
    mean = pl.col("points_this_season") / pl.when(matches > 0).then(matches)
    return mean.fill_null(0.0).alias(SEASON_MEAN)


def ep_next() -> pl.Expr:
    """FPL's own forecast of the next gameweek, shared among its fixtures; 0 where it gave none.

    FPL forecasts no later gameweek: at longer horizons it stands for these too.
    """
    return (pl.col("ep_next") / pl.col("fixtures_in_gameweek")).fill_null(0.0).alias(EP_NEXT)


def baselines(matrix: pl.DataFrame) -> pl.DataFrame:
    """The baselines' expected points of every row of a feature matrix."""
    return matrix.select(last_5(), season_mean(), ep_next())


def baseline_forecast(matrix: pl.DataFrame) -> pl.DataFrame:
    """What the baselines alone say: a row for each player and gameweek of a feature matrix.

    Returns:
        `season`, `gameweek`, `horizon`, `element`, `code`, `position`, `fixtures` and the
        expected points of `BASELINES`, the fixtures of a double gameweek summed.
    """
    key = ("season", "gameweek", "horizon", "element")
    return (
        matrix.select(*key, "code", "position", last_5(), season_mean(), ep_next())
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("code", "position").first(),
            pl.len().cast(pl.Int16).alias("fixtures"),
            pl.col(BASELINES).sum(),
        )
    )
