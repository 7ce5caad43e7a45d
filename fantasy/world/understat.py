"""Understat's answers as the history archive's `understat/` folder holds them, or held by a day.

The archive keeps a file of each club (`understat_Aston_Villa.csv`), one of the season's players
(`understat_player.csv`) and, since 2021-22, one of each player with all his matches of all years
(`Bukayo_Saka_7322.csv`).
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from fantasy.errors import SourceError
from fantasy.raw import require
from fantasy.world.parts import Json

PLAYER = ("id", "player_name", "team_title")
IN_A_MATCH = ("id", "date", "season", "h_team", "a_team", "time", "goals", "assists")
MEASURED = ("shots", "key_passes", "xG", "npxG", "xA", "xGChain", "xGBuildup")
OF_A_CLUB = ("date", "xG", "npxG", "ppda", "deep")
SUMMED = ("time", "goals", "assists", *MEASURED)

Read = Callable[[str], pl.DataFrame | None]
"""A CSV file of the archive by its path, as strings; None where there is none."""


@dataclass(frozen=True)
class Told:
    """What Understat tells of a season.

    Attributes:
        league: the body of `getLeagueData`: teams, players and dates.
        matches: what each player did, by the id of the match.
    """

    league: Json
    matches: Mapping[str, list[Json]]


def told(read: Read, season: str, *, until: date | None = None) -> Told | None:
    """What Understat tells of a season, or told before a day; None where nobody kept it.

    Raises:
        SourceError: if a file is not as the archive's are.
    """
    folder = f"data/{season}/understat/"
    listed = read(f"{folder}understat_player.csv")
    if listed is None:
        return None
    players = require(listed, PLAYER, origin=f"{folder}understat_player.csv").to_dicts()
    titles = sorted({title for row in players for title in row["team_title"].split(",")})
    early = pl.lit(value=True) if until is None else pl.col("date").str.head(10) < str(until)
    asked = [pl.col("season") == season[:4], early, pl.col("h_team", "a_team").is_in(titles)]
    rows = _player_matches(partial(_file, read, folder), players, asked)
    if until is not None:
        players = [row | total for row in players if (total := _total(rows.get(row["id"], [])))]
    matches: dict[str, list[Json]] = {}
    for row in players:
        for match in rows.get(row["id"], []):
            matches.setdefault(match["id"], []).append(match | {"player_id": row["id"]})
    dates = [
        {
            "id": number,
            "isResult": True,
            "h": {"title": rows_of_it[0]["h_team"]},
            "a": {"title": rows_of_it[0]["a_team"]},
        }
        for number, rows_of_it in matches.items()
    ]
    teams = {
        title: {"title": title, "history": _history(read, folder, title, early)} for title in titles
    }
    return Told({"teams": teams, "players": players, "dates": dates}, matches)


def _player_matches(
    file: Callable[[str, tuple[str, ...]], pl.DataFrame | None],
    players: list[Json],
    asked: list[pl.Expr],
) -> dict[str, list[Json]]:
    """The matches asked for of each player with a file, by his id; files hold other leagues too."""
    found = {}
    for row in players:
        name = f"{row['player_name'].replace(' ', '_')}_{row['id']}.csv"
        rows = file(name, (*IN_A_MATCH, *MEASURED))
        if rows is not None:
            found[row["id"]] = rows.filter(asked).to_dicts()
    return found


def _file(read: Read, folder: str, name: str, columns: tuple[str, ...]) -> pl.DataFrame | None:
    rows = read(f"{folder}{name}")
    return None if rows is None else require(rows, columns, origin=f"{folder}{name}")


def _total(matches: list[Json]) -> Json:
    """A player's sums over matches, as text; nothing of one who has not played."""
    if not matches:
        return {}
    sums = {name: str(sum(float(match[name] or 0) for match in matches)) for name in SUMMED}
    return sums | {"games": str(len(matches))}


def _history(read: Read, folder: str, title: str, early: pl.Expr) -> list[Json]:
    """A club's matches, as the site nests them."""
    name = f"understat_{title.replace(' ', '_')}.csv"
    rows = _file(read, folder, name, OF_A_CLUB)
    if rows is None:
        return []
    try:
        return [
            row | {"ppda": ast.literal_eval(row["ppda"])}
            for row in rows.filter(early).iter_rows(named=True)
        ]
    except (SyntaxError, ValueError) as error:
        raise SourceError(f"{folder}{name}", f"has a ppda that does not parse ({error})") from error
