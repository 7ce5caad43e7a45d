"""What a replay of a season reads and writes: one folder of parquet files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import fantasy
from fantasy.errors import InputError
from fantasy.whole_file import whole

if TYPE_CHECKING:
    from fantasy.game.rules import Rules
    from fantasy.store import AsOf

BOARD, RESULTS, CALENDAR = "board.parquet", "results.parquet", "calendar.parquet"


@dataclass(frozen=True)
class Season:
    """A season as managers saw it, and what came of it.

    Attributes:
        rules: of the season.
        calendar: gameweeks with a deadline, in order.
        board: everybody listed before each deadline: the rows of `weekly.listed` with `gameweek`
            and `deadline`.
        results: `gameweek`, `element`, `points`, `minutes` and whether he `played`.
        forecasts: by what they go without ("" for nothing): the rows of `Fitted.forecast`, as of
            every gameweek.
    """

    rules: Rules
    calendar: list[int]
    board: pl.DataFrame
    results: pl.DataFrame
    forecasts: dict[str, pl.DataFrame]

    @property
    def gameweeks(self) -> list[int]:
        """Those that can be played: with players listed, and results."""
        over = set(self.results["gameweek"]) & set(self.board["gameweek"])
        return [gameweek for gameweek in self.calendar if gameweek in over]

    def listed(self, gameweek: int) -> pl.DataFrame:
        """Everybody listed up to a gameweek; who is no longer has left (status u)."""
        here = pl.col("gameweek") == gameweek
        return (
            self.board.filter(pl.col("gameweek") <= gameweek)
            .sort("gameweek")
            .unique("element", keep="last", maintain_order=True)
            .with_columns(pl.when(here).then("status").otherwise(pl.lit("u")).alias("status"))
            .sort("element")
        )

    def came(self, gameweek: int) -> pl.DataFrame:
        """The results of a gameweek."""
        return self.results.filter(pl.col("gameweek") == gameweek)


def deadlines(known: AsOf, season: str) -> pl.DataFrame:
    """The gameweeks of a season with their `deadline` (UTC), in order."""
    return (
        known.table("gameweeks")
        .filter(pl.col("season") == season)
        .select("gameweek", "deadline")
        .sort("deadline")
        .collect()
    )


def results(known: AsOf, season: str) -> pl.DataFrame:
    """`gameweek`, `element`, `points`, `minutes` and whether he `played`, of a season so far.

    Raises:
        InputError: if there are none.
    """
    cards = pl.col("yellow_cards").sum() + pl.col("red_cards").sum()
    rows = (
        known.table("player_matches")
        .filter(pl.col("season") == season)
        .group_by("gameweek", "element")
        .agg(
            pl.col("total_points").sum().cast(pl.Int64).alias("points"),
            pl.col("minutes").sum(),
            ((pl.col("minutes").sum() > 0) | (cards > 0)).alias("played"),
        )
        .sort("gameweek", "element")
        .collect()
    )
    if rows.is_empty():
        raise InputError(f"there are no results of {season} yet: give another --season")
    return rows


def fingerprint(*made_of: object) -> str:
    """A short name of whatever these things make; another for other things."""
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:8]


@cache
def code_of(*rooms: str) -> str:
    """The fingerprint of the code of rooms: what other code made is not taken for its own."""
    package = Path(fantasy.__file__).parent
    files = sorted(file for room in rooms for file in (package / room).rglob("*.py")) + sorted(
        package / f"{room}.py" for room in rooms if (package / f"{room}.py").is_file()
    )
    return fingerprint([file.read_bytes() for file in files])


def written(rows: pl.DataFrame, path: Path) -> None:
    """Write a frame whole or not at all."""
    with whole(path) as file:
        rows.write_parquet(file)
