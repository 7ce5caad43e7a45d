"""The bonus points system: points for what happens in a match, and the bonus they decide.

Weights as FPL lists them for 2024-25 (https://www.premierleague.com/news/106533); those for what
no public feed counts (passes, crosses, dribbles, fouls, errors) come as one number, `on_the_ball`.
"""

from functools import reduce
from operator import add

import polars as pl

BONUS = (3, 2, 1)
GOALS = {"GKP": 12, "DEF": 12, "MID": 18, "FWD": 24}
CLEAN_SHEETS = {"GKP": 12, "DEF": 12, "MID": 0, "FWD": 0}
CONCEDED = {"GKP": -4, "DEF": -4, "MID": 0, "FWD": 0}
FLAT = {
    "assists": 9,
    "saves": 2,
    "penalties_saved": 7,
    "key_passes": 1,
    "shots_on_target": 2,
    "tackles": 2,
    "yellow_cards": -3,
    "red_cards": -9,
    "own_goals": -6,
    "penalties_missed": -6,
}
CLEARANCES_FOR_ONE, RECOVERIES_FOR_ONE = 2, 3
SHORT_PLAY, LONG_PLAY, LONG = 3, 6, 60


def bps() -> pl.Expr:
    """Points in the system of a match, 0 for one who did not play.

    Reads position, minutes, goals_scored, clean_sheets, goals_conceded,
    clearances_blocks_interceptions, recoveries, on_the_ball and the columns of `FLAT`.
    """
    minutes = pl.col("minutes")
    by_position = (("goals_scored", GOALS), ("clean_sheets", CLEAN_SHEETS))
    parts = [
        pl.when(minutes > LONG).then(LONG_PLAY).otherwise(SHORT_PLAY),
        *(_worth(points) * pl.col(name) for name, points in by_position),
        _worth(CONCEDED) * pl.col("goals_conceded"),
        *(points * pl.col(name) for name, points in FLAT.items()),
        pl.col("clearances_blocks_interceptions") // CLEARANCES_FOR_ONE,
        pl.col("recoveries") // RECOVERIES_FOR_ONE,
        pl.col("on_the_ball"),
    ]
    played = pl.when(minutes > 0).then(reduce(add, parts)).otherwise(0)
    return played.cast(pl.Int32).alias("bps")


def bonus(*, match: list[str]) -> pl.Expr:
    """Bonus of each player: 3, 2 and 1 for the best three of a match by `bps`.

    Who is level shares the better place, and the places below it fall away: two first get 3
    each and the next 1.

    Args:
        match: the columns that tell matches apart.
    """
    place = pl.when(pl.col("minutes") > 0).then("bps").rank("min", descending=True).over(match)
    points = {float(number): each for number, each in enumerate(BONUS, start=1)}
    return (
        place.cast(pl.Float64)
        .replace_strict(points, default=0, return_dtype=pl.Int32)
        .fill_null(0)
        .alias("bonus")
    )


def _worth(points: dict[str, int]) -> pl.Expr:
    return pl.col("position").replace_strict(points, return_dtype=pl.Int32)
