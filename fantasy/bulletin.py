"""What is said of the players of a gameweek: the news as a manager asks for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.errors import InputError
from fantasy.news.listening import names_of
from fantasy.news.people import Names
from fantasy.news.reading import Reader, Reading, Text, read_text
from fantasy.sources.identity import plain
from fantasy.store import Lake
from fantasy.team_file import did_you_mean
from fantasy.weekly import listed, next_gameweek

A_MOOD = 0.2
"""The sentiment from which a mood is worth telling."""

COLUMNS = (
    *("code", "element", "player", "full_name", "club", "availability", "chance", "injury"),
    *("back", "sentiment", "volume", "sources", "disputed", "against_flag", "outlet", "url"),
    *("published", "evidence", "selected_by_percent"),
)


@dataclass(frozen=True)
class Bulletin:
    """The signals before a deadline.

    Attributes:
        season: such as 2025-26.
        gameweek: the next one.
        now: when it was asked for (UTC).
        rows: `COLUMNS`, the most owned first.
    """

    season: str
    gameweek: int
    now: datetime
    rows: pl.DataFrame


def bulletin(
    lake: Lake,
    *,
    now: datetime,
    club: str | None = None,
    player: str | None = None,
    squad: Collection[int] | None = None,
    everybody: bool = False,
) -> Bulletin:
    """The signals of the next gameweek.

    Args:
        lake: the lake.
        now: the time (UTC).
        club: only players of this club, by its name or short name.
        player: only players whose name holds this.
        squad: only these elements.
        everybody: also who is simply fit, and who has left; always if players are asked for.

    Raises:
        InputError: if no gameweek is ahead, or there is no such club or player.
    """
    season, gameweek, _ = next_gameweek(lake, now=now)
    rows = _rows(lake, season, gameweek, now=now)
    if club is not None:
        rows = _of_club(rows, lake, season, club, now=now)
    if player is not None:
        rows = _of_player(rows, lake, season, player, now=now)
    if squad is not None:
        rows = rows.filter(pl.col("element").is_in(list(squad)))
    if not everybody and player is None and squad is None:
        rows = rows.filter(_is_news())
    return Bulletin(season, gameweek, now, rows)


def read_for(lake: Lake, text: str, *, now: datetime) -> tuple[Names, list[Reading]]:
    """What a text says of this season's players, and of nobody where it names none.

    A line that names nobody is read as FPL's own news; its reading has no code.

    Raises:
        InputError: if the news models do not read.
    """
    coming = lake.as_of(now).table("players").select(pl.col("season").max()).collect().item()
    names = Names.of(*_NOBODY) if coming is None else names_of(lake.as_of(now), coming)
    reader = Reader.of(names)
    today = now.date()
    found: list[Reading] = []
    for line, readings in zip(
        lines := text.splitlines() or [""],
        reader.read(Text(line, today) for line in lines),
        strict=True,
    ):
        claim = None if readings else read_text(line, today)
        nobody = (
            []
            if claim is None
            else [Reading(None, frozenset(), "", claim, 0.0, line.strip(), "FPL's news", "", 1.0)]
        )
        found += [*readings, *nobody]
    return names, found


_NOBODY = (
    pl.DataFrame(
        schema={
            "code": pl.Int32,
            "first_name": pl.String,
            "second_name": pl.String,
            "web_name": pl.String,
            "team_code": pl.Int32,
        }
    ),
    pl.DataFrame(schema={"name": pl.String, "short_name": pl.String, "team_code": pl.Int32}),
)


def _is_news() -> pl.Expr:
    """Whether a manager would want to know: not simply fit, nor gone for long."""
    told = ~pl.col("availability").is_in(["fit", "transferred", "loaned"])
    stirred = pl.col("sentiment").abs() >= A_MOOD
    return told | pl.col("disputed") | pl.col("against_flag") | stirred


def _rows(lake: Lake, season: str, gameweek: int, *, now: datetime) -> pl.DataFrame:
    week = (pl.col("season") == season) & (pl.col("gameweek") == gameweek)
    heard = lake.as_of(now).table("news_signals").filter(week).drop("known_at").collect()
    people = listed(lake, (season, gameweek), now=now).select(
        *("code", "element", "full_name", "selected_by_percent"),
        pl.col("name").alias("player"),
        pl.col("team").alias("club"),
    )
    return (
        heard.join(people, on="code", validate="1:1")
        .select(COLUMNS)
        .sort("selected_by_percent", "code", descending=[True, False], nulls_last=True)
    )


def _of_club(
    rows: pl.DataFrame, lake: Lake, season: str, club: str, *, now: datetime
) -> pl.DataFrame:
    clubs = (
        lake.as_of(now)
        .table("teams")
        .filter(pl.col("season") == season)
        .select("name", "short_name")
        .collect()
    )
    wanted = plain(club)
    found = [short for name, short in clubs.iter_rows() if wanted in {plain(name), plain(short)}]
    if not found:
        known = ", ".join(clubs["short_name"].sort())
        raise InputError(f"no club of {season} is called {club!r}: there are {known}")
    return rows.filter(pl.col("club").is_in(found))


def _of_player(
    rows: pl.DataFrame, lake: Lake, season: str, player: str, *, now: datetime
) -> pl.DataFrame:
    return rows.filter(pl.col("code").is_in(players_called(lake, season, player, now=now)))


def players_called(lake: Lake, season: str, player: str, *, now: datetime) -> list[int]:
    """Codes of the players of a season whose name holds some letters, whatever their accents.

    Raises:
        InputError: if there is none.
    """
    wanted = plain(player)
    there = (
        lake.as_of(now)
        .table("players")
        .filter(pl.col("season") == season)
        .select("code", "first_name", "second_name", "web_name")
        .collect()
    )
    codes = [
        code
        for code, first, second, shown in there.iter_rows()
        if wanted in plain(f"{first or ''} {second or ''}") or wanted in plain(shown)
    ]
    if not codes or not wanted:
        shown = {name: plain(name) for *_, name in there.iter_rows()}
        hint = did_you_mean(wanted, shown) if wanted else ""
        raise InputError(f"nobody of {season} is called {player!r}{hint}")
    return codes
