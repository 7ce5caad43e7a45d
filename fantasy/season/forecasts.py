"""The forecasts of a season, one set a deadline, made once and kept for every policy.

Models are refitted every eight gameweeks, those of later gameweeks every sixteen, on results known
by then; members are weighed, and intervals chosen, by the forecasts of the blocks before. A block
of gameweeks is written when it is done: a run that was killed goes on after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.features import every_gameweek
from fantasy.features.without import matrix_without
from fantasy.forecast.members import Members
from fantasy.forecast.outlook import Outlook, look_ahead, with_doubt
from fantasy.forecast.training import FAR_HORIZONS
from fantasy.forecast.walking import (
    REMEMBERED,
    WARM_UP,
    Matrices,
    blocks_of,
    learn,
    of_block,
    start_of,
)
from fantasy.game.rules import Rules
from fantasy.season.folder import (
    BOARD,
    CALENDAR,
    RESULTS,
    Season,
    code_of,
    deadlines,
    fingerprint,
    results,
    written,
)
from fantasy.track import Track, quietly
from fantasy.weekly import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from fantasy.store import AsOf

HORIZON = 6
REFIT_EVERY = 8
CHANCES, DONE = "chances", "done"
MADE_BY = ("game/rules", "game/scoring", "news", "features", "forecast", "season/forecasts")
"""The code forecasts are made by."""

READ = (
    *("teams", "gameweeks", "fixtures", "players", "player_status", "player_matches"),
    *("team_matches", "club_expected", "player_expected", "player_match_expected", "odds"),
    *("championship", "news_claims", "news_signals"),
)
"""The tables they rest on."""

FAR_EVERY = 2
"""Blocks between fits of the models of later gameweeks."""


@dataclass(frozen=True)
class _Block:
    """Gameweeks forecast by the same models, and those that were fitted for it."""

    number: int
    weeks: pl.DataFrame
    far_at: datetime


def folder_of(known: AsOf, season: str) -> Path:
    """Where a season's forecasts are kept: another folder once they would come out otherwise.

    That is with other code of the rooms that make them, or once more or other rows are known.
    """
    tables = [known.states(table).filter(pl.col("season") <= season) for table in READ]
    rows = [each.select(pl.len(), pl.col("known_at").max()).collect().row(0) for each in tables]
    folder = known.lake.folder
    stamp = fingerprint(code_of(*MADE_BY), rows)
    return folder.parent / "seasons" / folder.name / f"{season}-{stamp}"


def prepare_board(
    known: AsOf,
    season: str,
    folder: Path,
    *,
    track: Track = quietly,  # noqa: ARG001 - a piece of work
) -> None:
    """Keep who was listed at each deadline of a season, and what came of it.

    Args:
        known: the archive until the season's end.
        season: the season.
        folder: where all is kept; what it holds is not made again.
        track: shows progress.

    Raises:
        InputError: if the archive has no results of the season.
    """
    if not (folder / CALENDAR).exists():
        weeks = deadlines(known, season)
        written(results(known, season), folder / RESULTS)
        written(_board(known, season, weeks), folder / BOARD)
        written(weeks, folder / CALENDAR)


def prepare(
    known: AsOf, season: str, folder: Path, left_out: str, *, track: Track = quietly
) -> None:
    """Make a season's forecasts; blocks of gameweeks that are done are not made again.

    Args:
        known: the archive until the season's end.
        season: the season.
        folder: where all is kept.
        left_out: a source to go without, of `fantasy.features.without`; "" for none.
        track: shows progress.

    Raises:
        InputError: if nothing is known from before the season.
    """
    part = part_of(folder, left_out)
    if not (part / DONE).exists():
        _forecast(known, season, left_out, part, track)
        (part / DONE).touch()


def read(folder: Path, season: str, sources_left_out: Iterable[str]) -> Season:
    """A season that is prepared."""
    forecasts = {
        each: pl.read_parquet(part_of(folder, each) / "rows-*.parquet") for each in sources_left_out
    }
    board, came, weeks = (pl.read_parquet(folder / name) for name in (BOARD, RESULTS, CALENDAR))
    return Season(Rules.for_season(season), weeks["gameweek"].to_list(), board, came, forecasts)


def chances(folder: Path, season: str) -> pl.DataFrame:
    """How likely each score of the next gameweek was: `gameweek`, `element`, `play`, `chances`."""
    near = pl.read_parquet(part_of(folder, "") / "near-*.parquet")
    return near.filter(pl.col("season") == season).select("gameweek", "element", "play", CHANCES)


def part_of(folder: Path, left_out: str) -> Path:
    """Where the forecasts without a source are kept."""
    return folder / (left_out or "everything")


def _board(known: AsOf, season: str, weeks: pl.DataFrame) -> pl.DataFrame:
    """Who was listed before each deadline; nothing of a gameweek that was not captured."""
    status = known.table("player_status").filter(pl.col("season") == season)
    captured = status.select("gameweek").unique().collect()
    return pl.concat(
        listed(known.lake, (season, gameweek), now=known.moment).with_columns(
            gameweek=pl.lit(gameweek, pl.Int32), deadline=pl.lit(deadline)
        )
        for gameweek, deadline in weeks.join(captured, on="gameweek", how="semi").iter_rows()
    )


def _forecast(known: AsOf, season: str, left_out: str, folder: Path, track: Track) -> None:
    """Write the forecasts of a season, block by block."""
    gameweeks = every_gameweek(known).filter(pl.col("season") <= season)
    own = gameweeks.filter(pl.col("season") == season)
    later = [own.with_columns(horizon=pl.lit(each, pl.Int32)) for each in range(2, HORIZON + 1)]
    matrices = Matrices(
        near=matrix_without(left_out, known, gameweeks),
        far=matrix_without(left_out, known, every_gameweek(known, FAR_HORIZONS)),
        ahead=matrix_without(left_out, known, pl.concat(later)),
    )
    past: list[Outlook] = []
    far: dict[datetime, Members] = {}
    blocks = _blocks(matrices.near, season)
    if _known(matrices.near, start_of(blocks[0].weeks)).is_empty():
        raise InputError(f"nothing is known of the seasons before {season} to learn from")
    for block in track(blocks, f"forecasts of {season}"):
        near_path = folder / f"near-{block.number:02}.parquet"
        if near_path.exists():
            past.append(_outlook(pl.read_parquet(near_path)))
            continue
        at = start_of(block.weeks)
        rules = Rules.for_season(block.weeks["season"][0])
        weights, intervals = learn(past[-REMEMBERED:], at)
        near = Members.fit(_known(matrices.near, at))
        seen = look_ahead(near, weights, of_block(matrices.near, block.weeks), rules)
        past.append(seen)
        if block.number:
            if block.far_at not in far:
                far = {block.far_at: Members.fit(_known(matrices.far, block.far_at))}
            ahead = look_ahead(
                far[block.far_at], weights, of_block(matrices.ahead, block.weeks), rules
            )
            rows = [with_doubt(each, intervals) for each in (seen, ahead)]
            written(pl.concat(rows), folder / f"rows-{block.number:02}.parquet")
        written(_with_chances(seen), near_path)


def _blocks(matrix: pl.DataFrame, season: str) -> list[_Block]:
    """The blocks of a season; the one before it is number 0."""
    found = blocks_of(matrix, season, WARM_UP, REFIT_EVERY)
    first = 0 if found[0]["season"][0] != season else 1
    starts = [start_of(each) for each in found]
    return [
        _Block(first + place, weeks, starts[max(0, place - (first + place - 1) % FAR_EVERY)])
        for place, weeks in enumerate(found)
    ]


def _known(matrix: pl.DataFrame, at: datetime) -> pl.DataFrame:
    return matrix.drop_nulls("points").filter(pl.col("points_known_at") <= at)


def _with_chances(outlook: Outlook) -> pl.DataFrame:
    return outlook.rows.with_columns(pl.Series(CHANCES, outlook.chances.astype(np.float32)))


def _outlook(rows: pl.DataFrame) -> Outlook:
    return Outlook(rows.drop(CHANCES), rows[CHANCES].to_numpy().astype(np.float64))
