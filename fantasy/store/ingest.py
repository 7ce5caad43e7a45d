"""From the sources into the lake: the seasons gone by, and the season now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import polars as pl

from fantasy.config import Settings
from fantasy.errors import ContractError
from fantasy.raw import integer
from fantasy.sources import elements, fpl, history, matches
from fantasy.sources.http import Client
from fantasy.store import elsewhere, expected
from fantasy.store.elsewhere import BROKEN, Fault, News
from fantasy.store.lake import Lake, Written
from fantasy.store.schema import TABLES
from fantasy.track import Track, quietly

ARCHIVE, FPL = "archive", "FPL"
SOURCES = (FPL, ARCHIVE, elsewhere.ODDS, expected.UNDERSTAT, "news")
"""What an update reads, in an order in which each finds what it needs of those before it."""

JULY = 7
SEASON_TABLES = (
    *("teams", "gameweeks", "fixtures", "players"),
    *("player_status", "player_matches", "team_matches"),
)


@dataclass(frozen=True)
class Ingested:
    """What an update found and stored.

    Attributes:
        season: the season now; None if FPL did not say.
        gameweek: the gameweek whose deadline comes next; None after the season's last.
        written: what each write did.
        faults: sources that could not be read; what they had stored before stands.
        news: what the outlets gave; None if they were not asked.
        unmatched: players and clubs of Understat that nobody was found for.
    """

    season: str | None
    gameweek: int | None
    written: tuple[Written, ...]
    faults: tuple[Fault, ...] = ()
    news: News | None = None
    unmatched: tuple[str, ...] = ()


def ingest(
    client: Client,
    lake: Lake,
    settings: Settings,
    *,
    now: datetime,
    track: Track = quietly,
) -> Ingested:
    """Bring the lake up to `now` (UTC): FPL's current state, new results, missing history.

    Sources do not depend on each other: one that fails is reported, and the others are stored.

    Raises:
        LakeError: if the lake cannot be written.
    """
    return together(
        [ingest_from(each, client, lake, settings, now=now, track=track) for each in SOURCES]
    )


def ingest_from(
    source: str,
    client: Client,
    lake: Lake,
    settings: Settings,
    *,
    now: datetime,
    track: Track = quietly,
) -> Ingested:
    """Bring the lake up to `now` (UTC) with what one of `SOURCES` tells.

    All but FPL read of the season FPL told of last; odds want the archive's seasons stored.

    Raises:
        LakeError: if the lake cannot be written.
    """
    season = season_now(lake, now=now)
    before = history.seasons_before(season_asked(lake, now=now))
    match source:
        case "FPL":
            return _fpl(client, lake, settings, now=now, track=track)
        case "archive":
            written, faults = _seasons(client, lake, settings, before, now=now, track=track)
            more, unread = expected.store_understat_history(client, lake, settings, before, now=now)
            return Ingested(season, None, (*written, *more), (*faults, *unread))
        case "odds":
            seasons = [*before, *filter(None, [season])]
            rows, unread = _odds(client, lake, settings, seasons, now=now)
            return Ingested(season, None, tuple(rows), tuple(unread))
        case "Understat":
            rows, unmatched, unread = expected.store_understat(
                client, lake, settings, season, now=now, track=track
            )
            return Ingested(season, None, tuple(rows), tuple(unread), unmatched=unmatched)
        case _:
            rows, heard, unread = elsewhere.store_news(
                client, lake, settings, season, now=now, track=track
            )
            return Ingested(season, None, tuple(rows), tuple(unread), news=heard)


def together(parts: Sequence[Ingested]) -> Ingested:
    """What the sources, FPL first, gave in one update."""
    return Ingested(
        season=parts[0].season,
        gameweek=parts[0].gameweek,
        written=tuple(each for part in parts for each in part.written),
        faults=tuple(each for part in parts for each in part.faults),
        unmatched=tuple(each for part in parts for each in part.unmatched),
        news=next((part.news for part in parts if part.news is not None), None),
    )


def season_now(lake: Lake, *, now: datetime) -> str | None:
    """The season FPL told of last; None before it told of any."""
    season: str | None = (
        lake.as_of(now).table("rules").select(pl.col("season").max()).collect().item()
    )
    return season


def _fpl(
    client: Client, lake: Lake, settings: Settings, *, now: datetime, track: Track
) -> Ingested:
    """Store the current season; all of it is fetched and parsed before any is stored."""
    try:
        season, gameweek, current = _current(client, lake, settings, now=now, track=track)
    except BROKEN as error:
        return Ingested(None, None, (), (Fault.of(FPL, error),))
    written, faults = [], []
    for name, rows in current:
        try:
            written.append(lake.write(name, rows, source=f"season {season}"))
        except ContractError as error:
            faults.append(Fault.of(FPL, error))
    return Ingested(season, gameweek, tuple(written), tuple(faults))


def _current(
    client: Client, lake: Lake, settings: Settings, *, now: datetime, track: Track
) -> tuple[str, int | None, list[tuple[str, pl.DataFrame]]]:
    """The season now, the gameweek to come, and the rows of every table."""
    bootstrap = fpl.fetch_bootstrap(client, settings.fpl_url, now=now)
    raw_fixtures = fpl.fetch_fixtures(client, settings.fpl_url)
    captured = _missing_captures(client, lake, settings, bootstrap, now)
    played = _new_matches(client, lake, settings, bootstrap, raw_fixtures, captured, track=track)
    season = bootstrap.season
    return (
        season,
        bootstrap.gameweek,
        [
            ("teams", bootstrap.teams),
            ("gameweeks", bootstrap.gameweeks),
            ("checked", _checked(bootstrap, now)),
            ("rules", bootstrap.rules),
            ("fixtures", fpl.fixtures(raw_fixtures, bootstrap.teams, season=season, known_at=now)),
            ("players", bootstrap.players),
            ("player_status", captured),
            ("player_status", bootstrap.player_status),
            ("player_matches", played),
            ("team_matches", matches.team_matches(played)),
        ],
    )


def _checked(bootstrap: fpl.Bootstrap, now: datetime) -> pl.DataFrame:
    """Rows of `checked`."""
    weeks = pl.DataFrame({"gameweek": sorted(bootstrap.checked)}, schema={"gameweek": pl.Int32})
    return weeks.with_columns(season=pl.lit(bootstrap.season), known_at=pl.lit(now))


def season_asked(lake: Lake, *, now: datetime) -> str:
    """The season FPL told of last, else the one the day belongs to: a new one begins in July."""
    told = season_now(lake, now=now)
    if told is not None:
        return told
    return history.season_name(now.year if now.month >= JULY else now.year - 1)


def ingest_seasons(
    client: Client,
    lake: Lake,
    settings: Settings,
    seasons: Sequence[str],
    *,
    now: datetime,
    track: Track = quietly,
) -> list[Written]:
    """Store seasons of the archive, with their odds and Understat, those not yet stored to the end.

    Raises:
        SourceError: if a season cannot be read.
        ContractError: if too many rows of a table break their contract.
        LakeError: if the lake cannot be written.
    """
    parts = (
        _seasons(client, lake, settings, seasons, now=now, track=track),
        _odds(client, lake, settings, seasons, now=now),
        expected.store_understat_history(client, lake, settings, seasons, now=now),
    )
    for _, faults in parts:
        for fault in faults:
            raise fault.error
    return [each for rows, _ in parts for each in rows]


def _odds(
    client: Client, lake: Lake, settings: Settings, seasons: Sequence[str], *, now: datetime
) -> tuple[list[Written], list[Fault]]:
    """Store odds and the second tier."""
    parts = (
        elsewhere.store_odds(client, lake, settings, seasons, now=now),
        elsewhere.store_championship(client, lake, settings, seasons, now=now),
    )
    return [each for rows, _ in parts for each in rows], [each for _, bad in parts for each in bad]


def _seasons(
    client: Client,
    lake: Lake,
    settings: Settings,
    seasons: Sequence[str],
    *,
    now: datetime,
    track: Track,
) -> tuple[list[Written], list[Fault]]:
    """Store what can be stored of the seasons, and say what cannot."""
    store = partial(_season, client, lake, settings, now=now)
    return elsewhere.season_by_season(lake, ARCHIVE, seasons, store, track=track)


def _season(
    client: Client, lake: Lake, settings: Settings, name: str, *, now: datetime
) -> list[Written]:
    """Store a season, and mark it when it is stored to the end."""
    season = history.fetch_season(client, settings.archive_url, name)
    if season is None:
        return []
    written = [
        lake.write(table, getattr(season, table), source=f"{ARCHIVE} {name}")
        for table in SEASON_TABLES
    ]
    if season.complete:
        ended = elsewhere.mark_ended(lake, name, ARCHIVE, season.player_matches.height, now=now)
        written.append(ended)
    return written


def _missing_captures(
    client: Client, lake: Lake, settings: Settings, bootstrap: fpl.Bootstrap, now: datetime
) -> pl.DataFrame:
    """What was known before this season's earlier deadlines, where the archive kept it."""
    season = bootstrap.season
    stored = (
        lake.table("player_status")
        .filter(pl.col("season") == season)
        .select(pl.col("gameweek").unique())
        .collect()["gameweek"]
    )
    begun = bootstrap.gameweeks.filter(pl.col("deadline") <= now)["gameweek"]
    wanted = [gameweek for gameweek in begun if gameweek not in set(stored)]
    captured = history.fetch_captures(
        client, settings.archive_url, season, wanted, bootstrap.elements
    )
    return elements.player_status(captured, bootstrap.teams, season=season)


def _new_matches(
    client: Client,
    lake: Lake,
    settings: Settings,
    bootstrap: fpl.Bootstrap,
    raw_fixtures: pl.DataFrame,
    captured: pl.DataFrame,
    *,
    track: Track,
) -> pl.DataFrame:
    """Results of this season not yet in the lake, or stored before FPL had checked them."""
    stored = (
        lake.table("team_matches")
        .filter(pl.col("season") == bootstrap.season)
        .select(pl.col("fixture").unique())
        .collect()["fixture"]
    )
    final = pl.col("gameweek").is_in(list(bootstrap.checked)) & pl.col("fixture").is_in(
        stored.implode()
    )
    wanted = fpl.finished(raw_fixtures).filter(~final)["gameweek"].drop_nulls().unique().sort()
    clubs = _clubs(lake, bootstrap, captured)
    rows = fpl.fetch_results(client, settings.fpl_url, wanted, raw_fixtures, clubs, track=track)
    if rows.is_empty():
        return TABLES["player_matches"].contract.create_empty()
    return matches.player_matches(
        rows,
        bootstrap.players.select("element", "code", "position"),
        bootstrap.teams,
        season=bootstrap.season,
        origin=f"{settings.fpl_url}event/live/",
    )


def _clubs(lake: Lake, bootstrap: fpl.Bootstrap, captured: pl.DataFrame) -> pl.DataFrame:
    """`element`, `team` today, and `moved`: whether he was captured at another this season."""
    codes = bootstrap.teams.select("team_code", pl.col("team").alias("seen_at"))
    stored = lake.table("player_status").filter(pl.col("season") == bootstrap.season)
    seen = (
        pl.concat([stored.collect(), captured], how="vertical_relaxed")
        .select("element", "team_code")
        .unique()
        .join(codes, on="team_code", how="left", validate="m:1")
        .group_by("element")
        .agg("seen_at")
    )
    today = bootstrap.elements.select(integer("id").alias("element"), integer("team"))
    elsewhere = pl.col("seen_at").list.set_difference(pl.concat_list("team")).list.len() > 0
    return today.join(seen, on="element", how="left", validate="1:1").select(
        "element", "team", elsewhere.fill_null(value=False).alias("moved")
    )
