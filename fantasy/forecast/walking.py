"""Walking forward through a season: forecast it as it would have been, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from fantasy.forecast.ensemble import USUAL, Weights, weigh
from fantasy.forecast.intervals import Intervals
from fantasy.forecast.members import Members
from fantasy.forecast.outlook import Outlook, look_ahead, with_doubt
from fantasy.game.rules import Rules
from fantasy.track import Track

REFIT_EVERY = 4
WARM_UP = 4
"""Gameweeks before the season that are forecast first, to weigh members by."""

REMEMBERED = 3
"""Blocks of gameweeks that members are weighed by."""


@dataclass(frozen=True)
class Matrices:
    """Feature matrices of all that is known.

    Attributes:
        near: at a horizon of 1.
        far: at the horizons the models of later gameweeks learn from.
        ahead: of the season to forecast, at the longer horizons asked for; empty if none is.
    """

    near: pl.DataFrame
    far: pl.DataFrame
    ahead: pl.DataFrame


def walk_forward(matrices: Matrices, season: str, *, track: Track) -> pl.DataFrame:
    """Forecast a season, refitted every four gameweeks on results known by then.

    Members are weighed, and intervals chosen, by the forecasts of the blocks before.

    Returns:
        The rows of `Fitted.forecast`, of every gameweek and horizon, with the weights of the
        members in columns `weight_<member>`.
    """
    known = matrices.near.drop_nulls("points")
    past: list[Outlook] = []
    rows = []
    for block in track(blocks_of(known, season, WARM_UP, REFIT_EVERY), f"walk forward {season}"):
        at = start_of(block)
        near = Members.fit(known.filter(pl.col("points_known_at") <= at))
        weights, intervals = learn(past[-REMEMBERED:], at)
        rules = Rules.for_season(block["season"][0])
        seen = look_ahead(near, weights, of_block(known, block), rules)
        past.append(seen)
        if block["season"][0] != season:
            continue
        told = weights.named()
        weighed = [pl.lit(value).alias(f"weight_{name}") for name, value in told.items()]
        rows.append(with_doubt(seen, intervals).with_columns(weighed))
        later = of_block(matrices.ahead.drop_nulls("points"), block)
        if later.height:
            far = Members.fit(matrices.far.filter(pl.col("points_known_at") <= at))
            ahead = look_ahead(far, weights, later, rules)
            rows.append(with_doubt(ahead, intervals).with_columns(weighed))
    return pl.concat(rows)


def blocks_of(matrix: pl.DataFrame, season: str, warm_up: int, size: int) -> list[pl.DataFrame]:
    """The gameweeks of a season that are forecast by the same models.

    Args:
        matrix: a feature matrix at a horizon of 1.
        season: the season.
        warm_up: gameweeks before it in a first block; none if 0.
        size: most gameweeks in each other block.

    Returns:
        `season`, `as_of_gameweek` and `deadline`, a frame a block, in time.
    """
    weeks = matrix.select("season", "as_of_gameweek", "deadline").unique(maintain_order=True)
    weeks = weeks.unique(["season", "as_of_gameweek"], keep="first").sort("deadline")
    target = weeks.filter(pl.col("season") == season)
    before = weeks.filter(pl.col("deadline") < target["deadline"].min()).tail(warm_up)
    blocks = [target[at : at + size] for at in range(0, target.height, size)]
    return [before, *blocks] if before.height else blocks


def start_of(block: pl.DataFrame) -> datetime:
    """The first deadline of a block (UTC)."""
    moment: datetime = block.select(pl.col("deadline").min()).item()
    return moment


def of_block(matrix: pl.DataFrame, block: pl.DataFrame) -> pl.DataFrame:
    """The rows of a matrix as of the gameweeks of a block."""
    weeks = ["season", "as_of_gameweek"]
    return matrix.join(block, on=weeks, how="semi", maintain_order="left")


def learn(past: Sequence[Outlook], at: datetime) -> tuple[Weights, Intervals]:
    """Weights and intervals by forecasts of gameweeks whose results were known at a time."""
    told = [
        (each.rows.filter(pl.col("points_known_at") <= at), each.chances[_known(each, at)])
        for each in past
    ]
    if not any(rows.height for rows, _ in told):
        return USUAL, Intervals({})
    rows = pl.concat([rows for rows, _ in told])
    chances = np.concatenate([chances for _, chances in told])
    return weigh(rows, rows["points"]), Intervals.fit(
        chances, rows["position"], rows["points"].to_numpy()
    )


def _known(outlook: Outlook, at: datetime) -> np.ndarray:
    known = outlook.rows["points_known_at"] <= at
    return known.fill_null(value=False).to_numpy()
