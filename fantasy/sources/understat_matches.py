"""Understat, match by match: what was expected of each player, from `getMatchData/{id}`.

One answer tells of everybody in a match; `getPlayerData/{id}` says the same player by player, at
many times the requests.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from fantasy.errors import SourceError
from fantasy.raw import integer, number, records, with_missing
from fantasy.sources.http import Client, parse_json
from fantasy.sources.identity import with_clubs
from fantasy.sources.understat import AS_A_PAGE_DOES
from fantasy.track import Track, quietly

LISTED = ("player_id", "time", "shots", "key_passes", "xG", "xA")
SOMETIMES = ("xGChain", "xGBuildup")


def finished(dates: object, teams: pl.DataFrame, played: pl.DataFrame) -> pl.DataFrame:
    """The matches Understat has the result of, as FPL knows them.

    Args:
        dates: the matches in the body of a season.
        teams: `name` and `team_code` of its clubs.
        played: rows of `team_matches` of the season.

    Returns:
        `match` (Understat's id), `fixture` and `known_at`.

    Raises:
        SourceError: if the matches are not what the endpoint promises.
    """
    try:
        rows = [
            (str(each["id"]), each["h"]["title"], each["a"]["title"])
            for each in dates  # type: ignore[attr-defined]
            if each["isResult"]
        ]
    except (KeyError, TypeError) as error:
        raise SourceError("Understat's dates", f"are not as promised ({error})") from error
    names = dict.fromkeys(("match", "home", "away"), pl.String())
    told = pl.DataFrame(rows, schema=names, orient="row")
    at_home = played.filter("was_home").select(
        pl.col("team_code").alias("home_code"),
        pl.col("opponent_code").alias("away_code"),
        *("fixture", "known_at"),
    )
    return (
        with_clubs(told, {"home": "home_code", "away": "away_code"}, teams)
        .join(at_home, on=["home_code", "away_code"], how="inner", validate="1:1")
        .select("match", "fixture", "known_at")
    )


def fetch(
    client: Client, base_url: str, matches: pl.DataFrame, *, track: Track = quietly
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Understat's id of each match and everybody who played in it.

    Args:
        client: the client.
        base_url: the site's address.
        matches: as `finished` tells them.
        track: shows how far it is.

    Raises:
        SourceError: if it does not answer, or not as it promises.
    """
    for match in track(matches["match"].to_list(), "Understat"):
        url = f"{base_url}getMatchData/{match}"
        body = client.body(url, headers=AS_A_PAGE_DOES)
        yield match, [] if body is None else _rosters(parse_json(url, body), url)


def parse(
    rosters: Iterable[tuple[str, Sequence[Mapping[str, Any]]]],
    matches: pl.DataFrame,
    codes: pl.DataFrame,
    *,
    season: str,
) -> pl.DataFrame:
    """Rows of `player_match_expected`, players nobody was found for left out.

    Args:
        rosters: Understat's id of a match and everybody who played in it.
        matches: as `finished` tells them.
        codes: `understat_id` and `code`.
        season: such as 2025-26.

    Raises:
        SourceError: if a row lacks what it should hold.
    """
    rows = [
        with_missing(records(listed, LISTED, origin=f"match {match}"), SOMETIMES).with_columns(
            match=pl.lit(match)
        )
        for match, listed in rosters
    ]
    columns = ["match", *LISTED, *SOMETIMES]
    return (
        pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *rows], how="diagonal")
        .with_columns(integer("player_id"))
        .join(codes, left_on="player_id", right_on="understat_id", how="inner", validate="m:1")
        .join(matches, on="match", how="inner", validate="m:1")
        .select(
            pl.lit(season).alias("season"),
            *("fixture", "code"),
            integer("time").alias("minutes"),
            *(integer("shots"), integer("key_passes")),
            number("xG").alias("expected_goals"),
            number("xA").alias("expected_assists"),
            number("xGChain").alias("chain"),
            number("xGBuildup").alias("buildup"),
            "known_at",
        )
    )


def _rosters(payload: object, url: str) -> list[Mapping[str, Any]]:
    """Everybody who played, both sides."""
    try:
        sides = payload["rosters"]  # type: ignore[index]
        return [each for side in "ha" for each in sides[side].values()]
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(url, f"is not what the endpoint promises ({error})") from error
