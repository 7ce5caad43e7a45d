"""The history archive: github.com/vaastav/Fantasy-Premier-League, every season from 2016-17.

Beside that repository's own files, `snapshots/` and `flags/` are read where an archive has
them: what the FPL API said before each deadline, taken from the repository's weekly history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from fantasy.game.rules import Rules
from fantasy.raw import instant, integer, require, sides, with_missing
from fantasy.sources import elements, fpl, matches
from fantasy.sources.http import Client
from fantasy.sources.rescheduled import with_moves
from fantasy.world.archive import club_names, flagged, identified, read_csv

FIRST_SEASON = 2016
CAPTURE = (*elements.REQUIRED, *elements.OPTIONAL)
IDENTITY = ("id", "code", "web_name", "element_type", "team", "team_code")


@dataclass(frozen=True)
class Season:
    """A season of the archive as frames of the lake's tables."""

    season: str
    teams: pl.DataFrame
    gameweeks: pl.DataFrame
    fixtures: pl.DataFrame
    players: pl.DataFrame
    player_status: pl.DataFrame
    player_matches: pl.DataFrame
    team_matches: pl.DataFrame
    complete: bool


def season_name(start: int) -> str:
    """2024 is season 2024-25."""
    return f"{start}-{(start + 1) % 100:02d}"


def seasons_before(season: str) -> list[str]:
    """The archive's seasons before a season, oldest first."""
    return [season_name(year) for year in range(FIRST_SEASON, int(season[:4]))]


def published(season: str) -> datetime:
    """When a season's clubs and fixtures are taken as known: 1 July."""
    return datetime(int(season[:4]), 7, 1, tzinfo=UTC)


def fetch_season(client: Client, base_url: str, season: str) -> Season | None:
    """Fetch and parse a whole season; None where the archive has nothing of it.

    Raises:
        SourceError: if a file is cut short or lacks a column it must have.
    """
    folder = f"{base_url}data/{season}/"
    raw_players = _csv(client, f"{folder}players_raw.csv")
    if raw_players is None:
        return None
    identities = require(raw_players, IDENTITY, origin=f"{folder}players_raw.csv")
    teams = _teams(client, base_url, season, identities)
    players = elements.players(identities, season=season, known_at=published(season))
    raw = _gameweek_rows(client, folder, season, identities)
    played = matches.player_matches(
        raw, players.select("element", "code", "position"), teams, season=season, origin=folder
    )
    schedule = _fixtures(client, folder, season, teams, raw)
    gameweeks = deadlines(schedule, season)
    captured = fetch_captures(client, base_url, season, gameweeks["gameweek"], identities)
    derived = _captures_from_matches(raw, played, teams, gameweeks)
    captures = pl.concat([captured, derived.join(captured, on="gameweek", how="anti")])
    status = elements.player_status(captures, teams, season=season)
    return Season(
        season=season,
        teams=teams,
        gameweeks=gameweeks,
        fixtures=with_moves(schedule, gameweeks, status),
        players=players,
        player_status=status,
        player_matches=played,
        team_matches=matches.team_matches(played),
        complete=played["fixture"].n_unique() == schedule.height,
    )


def fetch_captures(
    client: Client,
    base_url: str,
    season: str,
    gameweeks: Iterable[int],
    identities: pl.DataFrame,
) -> pl.DataFrame:
    """Raw elements as captured before the deadlines of some gameweeks.

    Args:
        client: the client.
        base_url: the archive's address.
        season: such as 2024-25.
        gameweeks: the gameweeks wanted, in order, until the first without a capture.
        identities: raw `id`, `code`, `team`, `element_type`, for captures that lack them.

    Returns:
        The columns of `CAPTURE`, with `gameweek` and `known_at`.
    """
    looks = [_as_capture(pl.DataFrame(schema=dict.fromkeys(CAPTURE, pl.String)), 0)]
    captures = _first_captures(client, f"{base_url}snapshots/{season}/", gameweeks)
    flags = _csv(client, f"{base_url}flags/{season}.csv") if captures else None
    for gameweek, raw in captures.items():
        capture = identified(raw, identities)
        later = [] if flags is None else [flagged(capture, flags, gameweek)]
        looks += [_as_capture(look, gameweek) for look in (capture, *later)]
    return pl.concat(looks)


def _first_captures(
    client: Client, folder: str, gameweeks: Iterable[int]
) -> dict[int, pl.DataFrame]:
    captures: dict[int, pl.DataFrame] = {}
    for gameweek in gameweeks:
        raw = _csv(client, f"{folder}gw{gameweek:02d}.csv")
        if raw is None:
            break
        captures[gameweek] = raw
    return captures


def deadlines(fixtures: pl.DataFrame, season: str) -> pl.DataFrame:
    """Rows of `gameweeks`: the deadline is a fixed time before the first kick-off."""
    lead = Rules.for_season(season).deadline_lead
    return (
        fixtures.filter(pl.col("gameweek").is_not_null(), pl.col("kickoff_time").is_not_null())
        .group_by("season", "gameweek")
        .agg((pl.col("kickoff_time").min() - lead).alias("deadline"), pl.col("known_at").first())
        .sort("gameweek")
    )


def _csv(client: Client, url: str) -> pl.DataFrame | None:
    body = client.body(url)
    return None if body is None else read_csv(body, url)


def _gameweek_rows(
    client: Client, folder: str, season: str, identities: pl.DataFrame
) -> pl.DataFrame:
    """The history rows of all gameweeks, without assistant managers."""
    numbers = range(1, Rules.for_season(season).last_gameweek + 1)
    urls = [f"{folder}gws/gw{number}.csv" for number in numbers]
    bodies = zip(urls, client.bodies(urls), strict=True)
    files = (read_csv(body, url) for url, body in bodies if body is not None)
    rows = pl.concat([raw for raw in files if raw.height], how="diagonal")
    managers = identities.join(elements.footballers(identities), on="id", how="anti")
    return rows.join(managers, left_on="element", right_on="id", how="anti")


def _teams(client: Client, base_url: str, season: str, identities: pl.DataFrame) -> pl.DataFrame:
    """Rows of `teams`; before 2019-20 names come from the archive's master list."""
    codes = identities.select(integer("team"), integer("team_code")).unique()
    named = club_names(
        _csv(client, f"{base_url}data/{season}/teams.csv"),
        _csv(client, f"{base_url}data/master_team_list.csv"),
        season,
    )
    return (
        named.with_columns(integer("id").alias("team"))
        .join(codes, on="team", how="left", validate="1:1")
        .select(
            pl.lit(season).alias("season"),
            *("team", "team_code", "name", "short_name"),
            pl.lit(published(season)).alias("known_at"),
        )
    )


def _fixtures(
    client: Client, folder: str, season: str, teams: pl.DataFrame, raw: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `fixtures`; the archive has no list of them before 2018-19, only the matches."""
    listed = _csv(client, f"{folder}fixtures.csv")
    if listed is None:
        times = raw.group_by(integer("fixture")).agg(
            pl.col("round").first().alias("event"), pl.col("kickoff_time").first()
        )
        listed = times.join(sides(raw), on="fixture", validate="1:1").select(
            pl.col("fixture").alias("id"),
            *("event", "kickoff_time"),
            pl.col("home_team").alias("team_h"),
            pl.col("away_team").alias("team_a"),
        )
    return fpl.fixtures(listed, teams, season=season, known_at=published(season))


def _as_capture(raw: pl.DataFrame, gameweek: int) -> pl.DataFrame:
    """Raw elements with every column of `CAPTURE`, and when and for what they were captured."""
    return with_missing(raw, (*CAPTURE, "snapshot_time")).select(
        *CAPTURE,
        pl.lit(gameweek, dtype=pl.Int32).alias("gameweek"),
        instant("snapshot_time").alias("known_at"),
    )


def _captures_from_matches(
    raw: pl.DataFrame, played: pl.DataFrame, teams: pl.DataFrame, gameweeks: pl.DataFrame
) -> pl.DataFrame:
    """What history rows tell as of each deadline: price and transfers, nothing of fitness."""
    at_deadline = raw.select(
        integer("element"),
        integer("fixture"),
        pl.col("element").alias("id"),
        pl.col("value").alias("now_cost"),
        pl.col("transfers_in").alias("transfers_in_event"),
        pl.col("transfers_out").alias("transfers_out_event"),
    ).unique(["element", "fixture"], keep="last")
    return (
        played.select("gameweek", "element", "fixture", "code", "team_code")
        .join(at_deadline, on=["element", "fixture"], how="left", validate="1:1")
        .unique(["gameweek", "element"], keep="first", maintain_order=True)
        .join(
            gameweeks.select("gameweek", pl.col("deadline").alias("known_at")),
            on="gameweek",
            how="inner",
            validate="m:1",
        )
        .join(teams.select("team", "team_code"), on="team_code", how="left", validate="m:1")
        .with_columns(pl.col("code", "team").cast(pl.String))
        .pipe(with_missing, CAPTURE)
        .select(*CAPTURE, "gameweek", "known_at")
    )
