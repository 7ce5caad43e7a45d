"""Published forecasts of others beside ours, on exactly their rows.

A file of peers is a CSV with `season`, `gameweek`, `code`, `points`, `minutes` and a column for
each forecast, a row for each player and gameweek, such as `peers/dastan_2024-25_gw15_38.csv`.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.baselines import BASELINES
from fantasy.forecast.evaluation import bootstrap
from fantasy.forecast.outlook import FANTASY

KEY = ("season", "gameweek", "code")
NOT_POINTS = ("p60",)


@dataclass(frozen=True)
class Peers:
    """Forecasts of the same rows.

    Attributes:
        rows: `season`, `gameweek`, `points` and a column for each of `names`.
        names: the forecasts, ours first.
    """

    rows: pl.DataFrame
    names: tuple[str, ...]

    def difference(self, name: str) -> tuple[float, float]:
        """Where our RMSE less theirs lies in 95 of 100 draws of gameweeks."""
        return bootstrap(self.rows, FANTASY, name)


def beside(folder: Path | None, season: str, ours: pl.DataFrame) -> Peers:
    """Our forecasts of the next gameweek beside those of peers, on their rows.

    A row we have no forecast of, as of a player FPL listed after the last full capture before the
    deadline, counts with 0 points expected.

    Args:
        folder: the history archive, with `peers/`.
        season: the season.
        ours: rows of `walk_forward`.

    Raises:
        InputError: if there is no file of peers for the season, or it is none.
    """
    found = sorted((folder / "peers").glob(f"*{season}*.csv")) if folder else []
    if not found:
        raise InputError(
            f"no forecasts of peers for {season}: put a CSV named *{season}*.csv into the "
            "archive's folder peers/"
        )
    theirs = pl.read_csv(found[0], schema_overrides={"season": pl.String})
    if missing := {*KEY, "points", "minutes"} - set(theirs.columns):
        raise InputError(f"{found[0]} lacks {', '.join(sorted(missing))}")
    names = [
        each for each in theirs.columns if each not in {*KEY, "points", "minutes", *NOT_POINTS}
    ]
    next_one = ours.filter(pl.col("horizon") == 1)
    joined = theirs.join(
        next_one.select(
            "season",
            pl.col("gameweek", "code").cast(pl.Int64),
            *(FANTASY, *BASELINES),
        ),
        on=KEY,
        how="left",
        validate="1:1",
    )
    rows = joined.with_columns(pl.col(FANTASY, *BASELINES).fill_null(0.0))
    return Peers(rows, (FANTASY, *names, *BASELINES))
