"""Defensive contributions: what they are made of, and points without them.

They score from 2025-26 on, but their parts were counted only in 2016-17 to 2018-19 and from 2025-26
on. What is learned about points is therefore learned of `base_points`, in which they never score;
what they add is forecast on its own.
"""

from functools import reduce

import polars as pl

from fantasy.game.rules import Rules
from fantasy.game.scoring import defensive_actions, defensive_contribution

FIRST_SEASON = "2025-26"
PARTS = ("clearances_blocks_interceptions", "tackles", "recoveries")


def with_defence(matches: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of `player_matches` with `defensive_actions` and `base_points`.

    `defensive_actions` are those that count for the position, null where nobody counted them;
    `base_points` are `total_points` without points for them.
    """
    counted = reduce(lambda a, b: a & b, (pl.col(part).is_not_null() for part in PARTS))
    scoring = Rules.for_season(FIRST_SEASON).scoring
    given = pl.when(pl.col("season") >= FIRST_SEASON).then(defensive_contribution(scoring))
    return matches.with_columns(
        pl.when(counted).then(defensive_actions(scoring)).alias("defensive_actions"),
        (pl.col("total_points") - given.fill_null(0)).cast(pl.Float64).alias("base_points"),
    )
