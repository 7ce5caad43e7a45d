"""The forecast of the gameweeks to come, logged for a later look back."""

from datetime import datetime

import polars as pl

from fantasy.errors import InputError
from fantasy.features import feature_matrix
from fantasy.forecast.baselines import LAST_5, baseline_forecast
from fantasy.forecast.outlook import FANTASY, MODELS
from fantasy.forecast.training import Trained
from fantasy.game.rules import Rules
from fantasy.gameweeks import rules_of
from fantasy.roster.problem import LONGEST_HORIZON
from fantasy.store import Lake
from fantasy.weekly.players import last_listed

TOLD = (
    *("expected_minutes", "play", "play_60", "clean_sheet"),
    *("low", "high", "at_least_5", "at_least_10"),
)
"""What the ensemble tells beside the points."""


def forecast(
    lake: Lake, trained: Trained | None, week: tuple[str, int], *, now: datetime, horizon: int = 1
) -> pl.DataFrame:
    """Forecast a gameweek and those after it with every model, and log all of it in `forecasts`.

    They are forecast from what FPL said before the gameweek, or last before it: then each is
    further ahead, and the last of them may be too far.

    Args:
        lake: the lake.
        trained: the models; the baselines alone if None.
        week: season and gameweek.
        now: the time (UTC).
        horizon: how many gameweeks, the given one included.

    Returns:
        The rows of `Fitted.forecast`, with `expected_points` by the model that is served; nobody
        without a fixture. Of the baselines alone no doubts are known.

    Raises:
        InputError: if nobody has a fixture in the gameweek, or as `last_listed`.
    """
    season, gameweek = week
    seen, back = last_listed(lake, week, now=now)
    horizons = range(back + 1, min(back + horizon, LONGEST_HORIZON) + 1)
    asked = pl.DataFrame(
        {"season": season, "gameweek": seen, "horizon": horizons},
        schema={"season": pl.String, "gameweek": pl.Int32, "horizon": pl.Int32},
    )
    matrix = feature_matrix(lake.as_of(now), asked)
    if matrix.filter(pl.col("gameweek") == gameweek).is_empty():
        raise InputError(
            f"nobody has a fixture in gameweek {gameweek} of {season}: nothing to forecast"
        )
    if trained is None:
        rows, served = _without_doubts(baseline_forecast(matrix)), LAST_5
    else:
        rows, served = _by_models(trained, matrix, rules_of(lake, season, now=now)), trained.served
    lake.write("forecasts", _logged(rows, now), source="forecast")
    return rows.with_columns(pl.col(served).alias("expected_points"))


def _by_models(trained: Trained, matrix: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    near = pl.col("horizon") == 1
    parts = ((trained.near, matrix.filter(near)), (trained.far, matrix.filter(~near)))
    return pl.concat(fitted.forecast(rows, rules) for fitted, rows in parts if not rows.is_empty())


def _without_doubts(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the baselines with what only the models tell, all null."""
    return rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in TOLD)


def _logged(rows: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Rows of `forecasts`: one a model, the doubts beside that of the ensemble."""
    return (
        rows.unpivot(
            [model for model in MODELS if model in rows.columns],
            index=["season", "gameweek", "element", "horizon", "code", "fixtures", *TOLD],
            variable_name="model",
            value_name="expected_points",
        )
        .with_columns(pl.when(pl.col("model") == FANTASY).then(name).alias(name) for name in TOLD)
        .with_columns(known_at=pl.lit(now))
    )
