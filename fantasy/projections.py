"""Forecasts and squads in the files managers exchange.

Projections are a CSV with a row a player: `ID`, `Name`, `Pos`, `Team`, `BV` (or `Price`; £m), and
`<gameweek>_Pts` for each gameweek, with `<gameweek>_xMins` if minutes are expected too and
`<gameweek>_Opp`, such as "Fulham (H), Leeds (A)", if it is told whom clubs play, and `Ownership`
(%). A squad is the game's own answer on a manager's team, as JSON: `picks` with `element` and
`selling_price`, `transfers` with `bank` and `limit`, and `chips`. A rival is the game's answer on
his picks of a gameweek: `picks` with `element` and `multiplier`.
Preferences are a TOML file with any of the names of `Preferences`.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

import polars as pl
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from fantasy.errors import InputError
from fantasy.roster.absences import absence
from fantasy.roster.preferences import Preferences

POSITIONS = {"G": "GKP", "GK": "GKP", "GKP": "GKP", "D": "DEF", "M": "MID", "F": "FWD"}
POSITIONS |= {name: name for name in ("DEF", "MID", "FWD")}
POSITIONS |= dict(zip("1234", ("GKP", "DEF", "MID", "FWD"), strict=True))
POINTS = re.compile(r"(\d+)_Pts")
MOVES = re.compile(r"(\d+)_Move")
MINUTES = re.compile(r"(\d+)_xMins")
OPPONENTS = re.compile(r"(\d+)_Opp")
OWNED = "Ownership"
BETWEEN = re.compile(r"\s*\([HA]\)\s*[,;+/]?\s*|\s*[,;+/]\s*")
"""What stands between and behind the opponents of a double gameweek."""

Told = TypeVar("Told", bound=BaseModel)
PRICES = ("BV", "Price", "Value")


@dataclass(frozen=True)
class Projections:
    """Expected points from a file.

    Attributes:
        players: `element`, `name`, `full_name`, `team`, `position`, `price_tenths`.
        points: a column a gameweek, named by its number; a row a player.
        minutes: expected minutes in the same shape; null, or no column, where they are not known.
        absent: the chance of no minutes, likewise.
        opponents: the opponents of his club in words, likewise.
        deviations: standard deviations of points, likewise.
        ownership: the share of managers who own each player; no row where it is not known.
    """

    players: pl.DataFrame
    points: pl.DataFrame
    minutes: pl.DataFrame = field(default_factory=pl.DataFrame)
    absent: pl.DataFrame = field(default_factory=pl.DataFrame)
    opponents: pl.DataFrame = field(default_factory=pl.DataFrame)
    deviations: pl.DataFrame = field(default_factory=pl.DataFrame)
    ownership: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Float64))

    @property
    def gameweeks(self) -> list[int]:
        """Those the file has points for."""
        return [int(name) for name in self.points.columns]

    @property
    def matches(self) -> frozenset[tuple[int, str, str]]:
        """Gameweek and the two clubs of each match that is told.

        Raises:
            InputError: if an opponent is no club of the players.
        """
        clubs, found = set(self.players["team"]), set()
        for week in self.opponents.columns:
            told = self.players.select("team", opponents=self.opponents[week]).unique()
            for team, words in told.drop_nulls().rows():
                for other in filter(None, BETWEEN.split(words.strip())):
                    if other not in clubs:
                        raise InputError(f"gameweek {week}: {team} plays {other}, which is no club")
                    found.add((int(week), *sorted((team, other))))
        return frozenset(found)


class Pick(BaseModel):
    """A player of a squad; money in £0.1m."""

    element: int
    selling_price: int


class Purse(BaseModel):
    """Money in £0.1m, and free transfers; None if they are unlimited."""

    bank: int = Field(ge=0)
    limit: int | None = Field(ge=0)
    made: int = 0


class Played(BaseModel):
    """A chip and whether it can still be played."""

    name: str
    status_for_entry: str = "available"


class RivalPick(BaseModel):
    """A player of a rival and how often his points count: 0 on the bench, 2 the captain's."""

    element: int
    multiplier: int = Field(default=1, ge=0, le=3)


class RivalFile(BaseModel):
    """A rival's picks of a gameweek as the game tells them to everybody."""

    picks: tuple[RivalPick, ...] = Field(min_length=1)


class SquadFile(BaseModel):
    """A manager's team as the game tells it to him."""

    picks: tuple[Pick, ...]
    transfers: Purse
    chips: tuple[Played, ...] = ()

    @property
    def free_transfers(self) -> int | None:
        """Those left."""
        limit = self.transfers.limit
        return None if limit is None else max(0, limit - self.transfers.made)


def read_projections(path: Path) -> Projections:
    """The projections at a path.

    Raises:
        InputError: if they cannot be read, or lack what a plan needs.
    """
    try:
        table = pl.read_csv(path, infer_schema_length=None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"the projections {path} cannot be read: {error}") from error
    price = next((name for name in PRICES if name in table.columns), PRICES[0])
    missing = [name for name in ("ID", "Name", "Pos", "Team", price) if name not in table.columns]
    if missing or not any(map(POINTS.fullmatch, table.columns)):
        raise InputError(
            f"{path} lacks the columns {', '.join(missing or ['<gameweek>_Pts'])}: projections "
            "have ID, Name, Pos, Team, BV and <gameweek>_Pts"
        )
    position = pl.col("Pos").cast(pl.String)
    strangers = table.filter(position.is_in(list(POSITIONS)).not_())
    if strangers.height:
        raise InputError(f"{path}: {strangers['Pos'][0]!r} is no position: write G, D, M or F")
    players = table.select(
        pl.col("ID").cast(pl.Int64).alias("element"),
        pl.col("Name").alias("name"),
        pl.col("Name").alias("full_name"),
        pl.col("Team").alias("team"),
        position.replace_strict(POSITIONS).alias("position"),
        (pl.col(price).cast(pl.Float64) * 10).round().cast(pl.Int64).alias("price_tenths"),
    )
    minutes = _by_gameweek(table, MINUTES)
    absent = minutes.select(
        pl.Series(week, absence(minutes[week].to_numpy())) for week in minutes.columns
    )
    owned = table.select(pl.col(f"^{OWNED}$").cast(pl.Float64) / 100)
    return Projections(
        players,
        _by_gameweek(table, POINTS),
        minutes,
        absent,
        opponents=_named_by_gameweek(table, OPPONENTS),
        ownership=owned.to_series() if owned.width else pl.Series(dtype=pl.Float64),
    )


def read_squad(path: Path) -> SquadFile:
    """The squad at a path.

    Raises:
        InputError: if it cannot be read, or is not the game's answer on a team.
    """
    return _told(path, SquadFile, "squad")


def read_rival(path: Path) -> RivalFile:
    """The rival at a path.

    Raises:
        InputError: if it cannot be read, or is not the game's answer on picks.
    """
    return _told(path, RivalFile, "rival")


def read_price_moves(path: Path) -> pl.DataFrame:
    """What prices are expected to change by: `element`, and £0.1m by gameweek, at a path.

    It is a CSV of `ID` and `<gameweek>_Move`, in £m, from that gameweek's deadline to the next.

    Raises:
        InputError: if it cannot be read, or lacks what it should have.
    """
    try:
        table = pl.read_csv(path, infer_schema_length=None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"the price moves {path} cannot be read: {error}") from error
    moves = _by_gameweek(table, MOVES)
    if "ID" not in table.columns or not moves.width:
        raise InputError(f"{path}: price moves have ID and <gameweek>_Move, in £m")
    return moves.select(table["ID"].cast(pl.Int64).alias("element"), pl.all().fill_null(0.0) * 10)


def read_preferences(path: Path) -> Preferences:
    """The preferences at a path; what it leaves out is as by default.

    Raises:
        InputError: if it cannot be read, is not TOML, or names what is no preference.
    """
    try:
        told = tomllib.loads(_text(path))
        if strangers := sorted(told.keys() - {each.name for each in fields(Preferences)}):
            raise InputError(f"{path}: {', '.join(strangers)} is no preference")
        return TypeAdapter(Preferences).validate_python(told)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        raise _refused(path, error) from error


def _by_gameweek(table: pl.DataFrame, wanted: re.Pattern[str]) -> pl.DataFrame:
    """The columns of a pattern as numbers, each named by its gameweek, in order."""
    return _named_by_gameweek(table, wanted).cast(pl.Float64, strict=False)


def _named_by_gameweek(table: pl.DataFrame, wanted: re.Pattern[str]) -> pl.DataFrame:
    """The columns of a pattern, each named by its gameweek, in order."""
    found = {int(m[1]): m[0] for m in map(wanted.fullmatch, table.columns) if m}
    return table.select(pl.col(found[week]).alias(str(week)) for week in sorted(found))


def _told(path: Path, wanted: type[Told], what: str) -> Told:
    try:
        return wanted.model_validate(json.loads(_text(path)))
    except json.JSONDecodeError as error:
        raise InputError(f"the {what} {path} is not JSON: {error}") from error
    except ValidationError as error:
        raise _refused(path, error) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error


def _refused(path: Path, error: ValidationError) -> InputError:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return InputError(f"{path}: {place}: {fault['msg']}")
