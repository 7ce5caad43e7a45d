"""The history archive on disk, and what its files need before anyone can use them.

Two layouts are known: a plain clone of github.com/vaastav/Fantasy-Premier-League, with `data/`
at its root, and one with that clone under `archive/`, beside `snapshots/` (what the FPL API said
at the last capture before each deadline) and `flags/` (a later look, hours before it).
"""

import csv
import hashlib
import io
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Self

import httpx
import polars as pl

from fantasy.errors import InputError, SourceError
from fantasy.raw import instant, integer

CAPTURED_IDENTITY = ("code", "team", "element_type")
LATER_LOOK = (
    *("snapshot_time", "status", "chance_of_playing_next_round", "ep_next"),
    *("penalties_order", "direct_freekicks_order", "corners_and_indirect_freekicks_order"),
)


class Archive(ABC):
    """Files of the history archive by their paths in it, such as `data/2024-25/teams.csv`."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call it in a message."""

    @abstractmethod
    def body(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none."""

    @abstractmethod
    def has(self, path: str) -> bool:
        """Whether there is such a file."""

    @abstractmethod
    def seasons(self) -> list[str]:
        """The seasons there are, oldest first."""

    def table(self, path: str) -> pl.DataFrame | None:
        """A CSV file of the archive as strings; None where there is none.

        Raises:
            SourceError: if the file is cut short.
        """
        body = self.body(path)
        return None if body is None else read_csv(body, path)

    def document(self, path: str) -> dict[str, Any]:
        """A JSON file of the archive, empty where there is none.

        Raises:
            SourceError: if it is no JSON object.
        """
        try:
            content = json.loads(self.body(path) or b"{}")
        except ValueError as error:
            raise SourceError(path, f"is cut short or no JSON ({error})") from error
        if not isinstance(content, dict):
            raise SourceError(path, "is no JSON object")
        return content


@dataclass(frozen=True)
class FolderArchive(Archive):
    """An archive on disk: `clone` holds `data/`, `folder` the captures beside it."""

    folder: Path
    clone: Path

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Find the layout of a folder.

        Raises:
            InputError: if it is no archive.
        """
        for clone in (folder / "archive", folder):
            if (clone / "data").is_dir():
                return cls(folder, clone)
        what = "has neither data/ nor archive/data/" if folder.is_dir() else "is not a folder"
        raise InputError(
            f"the archive {folder} {what}: give the folder of a clone of "
            "github.com/vaastav/Fantasy-Premier-League with --archive PATH or FANTASY_ARCHIVE"
        )

    @property
    def name(self) -> str:
        """Its folder."""
        return str(self.folder)

    def body(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none.

        Raises:
            SourceError: if it cannot be read.
        """
        if ".." in PurePosixPath(path).parts:
            return None
        file = self._file(path)
        try:
            return file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise SourceError(str(file), f"cannot be read ({error.strerror})") from error

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._file(path).is_file()

    def seasons(self) -> list[str]:
        """The seasons there are, oldest first."""
        return sorted(path.parent.name for path in self.clone.glob("data/*/players_raw.csv"))

    def _file(self, path: str) -> Path:
        return (self.clone if path.startswith("data/") else self.folder) / path


@dataclass(frozen=True)
class ArchiveTransport(httpx.BaseTransport):
    """Answers the archive's address from a folder, and passes all else on."""

    archive: Archive
    base_url: str
    otherwise: httpx.BaseTransport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """A file, 404, or whatever the other transport says."""
        url = str(request.url)
        if not url.startswith(self.base_url):
            return self.otherwise.handle_request(request)
        body = self.archive.body(url.removeprefix(self.base_url))
        return found(request, body)


def found(request: httpx.Request, body: bytes | None) -> httpx.Response:
    """200 with a body and its tag, 304 for one who has that body already, or 404."""
    if body is None:
        return httpx.Response(404)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return httpx.Response(304, headers={"ETag": tag})
    return httpx.Response(200, content=body, headers={"ETag": tag})


def read_csv(body: bytes, origin: str) -> pl.DataFrame:
    """A CSV file as a frame of strings, empty values null, rows that repeat another left out.

    Old seasons of the archive are written in Windows-1252, the others in UTF-8.

    Raises:
        SourceError: if the file is empty, or a row has more or fewer fields than the header,
            as the last one of a file that was cut short has.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    _check_shape(text, origin)
    try:
        return pl.read_csv(io.StringIO(text), infer_schema=False).unique(maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise SourceError(origin, f"is not a table ({error})") from error


def identified(capture: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """Captured elements with code, club and position filled in where the capture lacks them.

    Args:
        capture: raw elements.
        identities: raw `id`, `code`, `team`, `element_type` of the season.
    """
    known = identities.select("id", *(pl.col(n).alias(f"_{n}") for n in CAPTURED_IDENTITY))
    filled = [pl.coalesce(name, f"_{name}").alias(name) for name in CAPTURED_IDENTITY]
    joined = capture.join(known, on="id", how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(filled).select(capture.columns)


def flagged(capture: pl.DataFrame, flags: pl.DataFrame, gameweek: int) -> pl.DataFrame:
    """The captured elements that were looked at again before the deadline, as then seen.

    The later look tells whether there is news but not its text, and writes `u` for `n` too.

    Args:
        capture: raw elements with `code`.
        flags: raw rows of `flags/<season>.csv`.
        gameweek: the gameweek whose deadline came next.
    """
    later = flags.filter(integer("gameweek") == gameweek).select(
        "code", "has_news", *(pl.col(name).alias(f"_{name}") for name in LATER_LOOK)
    )
    still_ineligible = (pl.col("status") == "n") & (pl.col("_status") == "u")
    return (
        capture.join(later, on="code", how="inner", validate="1:1", maintain_order="left")
        .filter(instant("_snapshot_time") > instant("snapshot_time"))
        .with_columns(
            pl.when(still_ineligible).then("status").otherwise("_status").alias("_status"),
            pl.when(pl.col("has_news") == "1").then("news").alias("news"),
        )
        .with_columns(pl.col(f"_{name}").alias(name) for name in LATER_LOOK)
        .select(capture.columns)
    )


def _check_shape(text: str, origin: str) -> None:
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        width = len(next(rows, []))
        if width == 0:
            raise SourceError(origin, "is empty")
        for number, row in enumerate(rows, start=2):
            if row and len(row) != width:
                raise SourceError(
                    origin,
                    f"row {number} has {len(row)} fields where the header has {width}: "
                    "the file seems cut short, get it again",
                )
    except csv.Error as error:
        raise SourceError(origin, f"is cut short or no CSV ({error})") from error


def club_names(
    teams: pl.DataFrame | None, listed: pl.DataFrame | None, season: str
) -> pl.DataFrame:
    """Raw `id`, `name` and `short_name` of a season's clubs.

    Args:
        teams: raw rows of the season's `teams.csv`, which seasons before 2019-20 lack.
        listed: raw rows of `master_team_list.csv`, which has full names of every season; short
            names are then three letters of them: `Hull` is HUL, `Man City` MCI.
        season: such as 2017-18.

    Raises:
        SourceError: if neither names the clubs.
    """
    if teams is not None:
        return teams.select("id", "name", "short_name")
    if listed is None:
        raise SourceError("data/master_team_list.csv", "is missing from the archive")
    initial_and_last_word = pl.col("team_name").str.replace(r"^(\w).*\s(\w\w)\w*$", "${1}${2}")
    letters = initial_and_last_word.str.slice(0, 3).str.to_uppercase()
    return listed.filter(pl.col("season") == season).select(
        pl.col("team").alias("id"),
        pl.col("team_name").alias("name"),
        letters.alias("short_name"),
    )
