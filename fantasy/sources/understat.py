"""Understat: expected goals of clubs match by match and of players over the season.

The site's own pages fetch `getLeagueData/EPL/{year}` as JSON and say so in a header; numbers of
players come as text. `year` is the one the season starts in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from fantasy.errors import SourceError
from fantasy.raw import instant, integer, number, records
from fantasy.sources.http import Client
from fantasy.sources.identity import match_clubs, match_players

AS_A_PAGE_DOES = {"X-Requested-With": "XMLHttpRequest"}
PLAYER = (
    *("id", "player_name", "team_title", "games", "time", "goals", "assists", "shots"),
    *("key_passes", "xG", "npxG", "xA", "xGChain", "xGBuildup"),
)
PLAYER_NUMBERS = {
    "games": "games",
    "time": "minutes",
    "goals": "goals",
    "assists": "assists",
    "shots": "shots",
    "key_passes": "key_passes",
}
PLAYER_MEASURES = {
    "xG": "expected_goals",
    "npxG": "non_penalty_expected_goals",
    "xA": "expected_assists",
    "xGChain": "chain",
    "xGBuildup": "buildup",
}
Answer = Mapping[str, Any]
"""The body of a season: `teams`, `players` and `dates`."""

SAME_MATCH = timedelta(hours=36)
"""How far Understat's kick-off may lie from FPL's: it keeps dates that were moved later."""


@dataclass(frozen=True)
class League:
    """What Understat tells of a season.

    Attributes:
        clubs: rows of `club_expected`.
        players: rows of `player_expected`.
        unmatched: players and clubs nobody was found for.
    """

    clubs: pl.DataFrame
    players: pl.DataFrame
    unmatched: tuple[str, ...]


def fetch(client: Client, base_url: str, season: str) -> Answer | None:
    """The body of a season; None where there is none.

    Raises:
        SourceError: if it does not answer, or not as it promises.
    """
    url = f"{base_url}getLeagueData/EPL/{season[:4]}"
    answer = client.json_if_any(url, headers=AS_A_PAGE_DOES)
    if answer is None:
        return None
    if not isinstance(answer, Mapping) or not {"teams", "players", "dates"} <= set(answer):
        raise SourceError(url, "lacks teams, players or dates")
    return answer


def parse(
    answer: Answer,
    teams: pl.DataFrame,
    played: pl.DataFrame,
    ours: pl.DataFrame,
    *,
    season: str,
    now: datetime,
) -> League:
    """Rows from the body of a season.

    Args:
        answer: the body.
        teams: `name` and `team_code` of the season's clubs.
        played: rows of `team_matches` of the season.
        ours: `code`, names, `team_code` and `minutes` of the season's players.
        season: such as 2025-26.
        now: the time (UTC).

    Raises:
        SourceError: if the body lacks what it promises.
    """
    titles = [each["title"] for each in answer["teams"].values()]
    names = match_clubs(titles, teams)
    codes = dict(names.drop_nulls().iter_rows())
    players, strangers = _players(answer["players"], codes, ours, season, now)
    return League(
        clubs=_clubs(answer["teams"], codes, played, season),
        players=players,
        unmatched=(*names.filter(pl.col("team_code").is_null())["name"], *strangers),
    )


def _clubs(
    teams: Mapping[str, Any], codes: Mapping[str, int], played: pl.DataFrame, season: str
) -> pl.DataFrame:
    """A row for each club and match that FPL has the result of."""
    rows = [
        {
            "team_code": codes[team["title"]],
            "kickoff": str(match["date"]).replace(" ", "T"),
            "expected_goals": float(match["xG"]),
            "non_penalty_expected_goals": float(match["npxG"]),
            "passes_allowed": float(match["ppda"]["att"]),
            "defensive_actions": float(match["ppda"]["def"]),
            "deep_completions": int(match["deep"]),
        }
        for team in teams.values()
        if team["title"] in codes
        for match in team["history"]
    ]
    types = {
        "team_code": pl.Int32(),
        "kickoff": pl.String(),
        **dict.fromkeys(("expected_goals", "non_penalty_expected_goals"), pl.Float64()),
        **dict.fromkeys(("passes_allowed", "defensive_actions"), pl.Float64()),
        "deep_completions": pl.Int16(),
    }
    matches = played.select("team_code", "fixture", "kickoff_time", "known_at")
    return (
        pl.DataFrame(rows, schema=types)
        .with_columns(instant("kickoff"))
        .sort("kickoff")
        .join_asof(
            matches.sort("kickoff_time"),
            left_on="kickoff",
            right_on="kickoff_time",
            by="team_code",
            strategy="nearest",
            tolerance=SAME_MATCH,
            check_sortedness=False,
        )
        .drop_nulls("fixture")
        .with_columns(pl.lit(season).alias("season"))
        .unique(["fixture", "team_code"], keep="first", maintain_order=True)
        .drop("kickoff", "kickoff_time")
    )


def _players(
    raw: object, codes: Mapping[str, int], ours: pl.DataFrame, season: str, now: datetime
) -> tuple[pl.DataFrame, list[str]]:
    """The players with their codes, and the names of those without."""
    rows = records(raw, PLAYER, origin="Understat's players")
    clubs = [
        [codes[title] for title in titles.split(",") if title in codes]
        for titles in rows["team_title"].fill_null("")
    ]
    theirs = rows.select(
        integer("id"),
        pl.col("player_name").alias("name"),
        integer("time").alias("minutes"),
        pl.Series("clubs", clubs, dtype=pl.List(pl.Int32)),
    )
    matched = match_players(theirs, ours)
    found = rows.with_columns(matched["code"]).with_columns(
        *(integer(short).alias(name) for short, name in PLAYER_NUMBERS.items()),
        *(number(short).alias(name) for short, name in PLAYER_MEASURES.items()),
    )
    known = found.drop_nulls("code").select(
        pl.lit(season).alias("season"),
        "code",
        integer("id").alias("understat_id"),
        *PLAYER_NUMBERS.values(),
        *PLAYER_MEASURES.values(),
        pl.lit(now).alias("known_at"),
    )
    return known, found.filter(pl.col("code").is_null())["player_name"].to_list()
