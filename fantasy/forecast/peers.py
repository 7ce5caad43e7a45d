"""Published forecasts of others beside ours, on exactly their rows.

A file of peers is a CSV with `season`, `gameweek`, `code`, `points`, `minutes` and a column for
each forecast, a row for each player and gameweek, such as `peers/dastan_2024-25_gw15_38.csv`.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.baselines import BASELINES, LAST_5
from fantasy.forecast.evaluation import bootstrap
from fantasy.forecast.outlook import FANTASY

KEY = ("season", "gameweek", "code")
NOT_POINTS = ("p60",)
LAST_MATCHES = 5


@dataclass(frozen=True)
class Peers:
    """Forecasts of the same rows.

    Attributes:
        rows: `season`, `gameweek`, `points` and a column for each of `names`.
        names: the forecasts, ours first.
        openfpl: of `openfpl_window`; None for another season.
    """

    rows: pl.DataFrame
    names: tuple[str, ...]
    openfpl: dict[str, dict[str, float]] | None

    def difference(self, name: str) -> tuple[float, float]:
        """Where our RMSE less theirs lies in 95 of 100 draws of gameweeks."""
        return bootstrap(self.rows, FANTASY, name)


OPENFPL = ("2024-25", range(32, 39))
"""The window of the OpenFPL paper (D. Groos, 2025): every registered footballer with a fixture."""

OPENFPL_CLASSES = {
    "zeros": pl.col("minutes") == 0,
    "blanks": pl.col("points") <= 2,  # noqa: PLR2004 - an appearance; zeros are among them
    "tickers": pl.col("points").is_between(3, 4),
    "haulers": pl.col("points") >= 5,  # noqa: PLR2004 - a haul
    "all": pl.lit(value=True),
}


def openfpl_window(matches: pl.DataFrame, ours: pl.DataFrame) -> dict[str, dict[str, float]]:
    """RMSE by class of returns over the window of the OpenFPL paper, of ours and of the last 5.

    The mean of the last 5 is of single matches, times the fixtures of the gameweek.

    Args:
        matches: rows of `player_matches` of the season.
        ours: rows of `walk_forward`.
    """
    season, gameweeks = OPENFPL
    played = matches.filter(pl.col("season") == season).sort("element", "kickoff_time")
    before = (
        pl.col("total_points").rolling_mean(LAST_MATCHES, min_samples=1).shift().over("element")
    )
    rows = (
        played.with_columns(before.alias("form"))
        .group_by("season", "gameweek", "element", maintain_order=True)
        .agg(
            pl.col("total_points").sum().cast(pl.Float64).alias("points"),
            pl.col("minutes").cast(pl.Int32).sum(),
            (pl.col("form").first() * pl.len()).fill_null(0.0).alias(LAST_5),
        )
        .filter(pl.col("gameweek").is_in(gameweeks))
        .join(
            ours.filter(pl.col("horizon") == 1).select("season", "gameweek", "element", FANTASY),
            on=["season", "gameweek", "element"],
            how="left",
            validate="1:1",
        )
        .with_columns(pl.col(FANTASY).fill_null(0.0))
    )
    return {
        model: {
            name: rows.filter(part)
            .select(((pl.col(model) - pl.col("points")) ** 2).mean().sqrt())
            .item()
            for name, part in OPENFPL_CLASSES.items()
        }
        for model in (FANTASY, LAST_5)
    } | {"rows": {"n": float(rows.height)}}


def beside(folder: Path | None, season: str, ours: pl.DataFrame, matches: pl.DataFrame) -> Peers:
    """Our forecasts of the next gameweek beside those of peers, on their rows.

    A row we have no forecast of, as of a player FPL listed after the last full capture before the
    deadline, counts with 0 points expected.

    Args:
        folder: the history archive, with `peers/`.
        season: the season.
        ours: rows of `walk_forward`.
        matches: rows of `player_matches` of the season.

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
    window = openfpl_window(matches, ours) if season == OPENFPL[0] else None
    return Peers(rows, (FANTASY, *names, *BASELINES), window)
