"""What a replay of a season reads and writes: one folder of parquet files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fantasy.whole_file import whole

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.game.rules import Rules

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


def written(rows: pl.DataFrame, path: Path) -> None:
    """Write a frame whole or not at all."""
    with whole(path) as file:
        rows.write_parquet(file)
