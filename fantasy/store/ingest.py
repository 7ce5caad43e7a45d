"""From the sources into the lake: the seasons gone by, and the season now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.errors import ContractError, SourceError
from fantasy.raw import integer
from fantasy.sources import elements, football_data, fpl, history, matches, news
from fantasy.sources.http import Client
from fantasy.store.lake import Lake, Written
from fantasy.store.schema import TABLES
from fantasy.track import Track, quietly

ARCHIVE, FPL, ODDS = "archive", "FPL", "odds"
JULY = 7
SEASON_TABLES = (
    *("teams", "gameweeks", "fixtures", "players"),
    *("player_status", "player_matches", "team_matches"),
)


@dataclass(frozen=True)
class Fault:
    """A source that could not be read, and why."""

    source: str
    error: SourceError | ContractError


@dataclass(frozen=True)
class News:
    """What the outlets gave in an update.

    Attributes:
        outlets: how many items each gave, by its key.
        clubs: how many clubs have items of their own.
        articles: how many items there are, each once.
        naming_somebody: how many of them name a player of the season.
    """

    outlets: dict[str, int]
    clubs: int
    articles: int
    naming_somebody: int


@dataclass(frozen=True)
class Ingested:
    """What an update found and stored.

    Attributes:
        season: the season now; None if FPL did not say.
        gameweek: the gameweek whose deadline comes next; None after the season's last.
        written: what each write did.
        faults: sources that could not be read; what they had stored before stands.
        news: what the outlets gave; None if they were not asked.
    """

    season: str | None
    gameweek: int | None
    written: tuple[Written, ...]
    faults: tuple[Fault, ...] = ()
    news: News | None = None


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
    Everything of the current season is fetched and parsed before any of it is stored.

    Raises:
        LakeError: if the lake cannot be written.
    """
    faults = []
    try:
        season, gameweek, current = _current(client, lake, settings, now=now, track=track)
    except (SourceError, ContractError) as error:
        season, gameweek, current = None, None, []
        faults.append(Fault(FPL, error))
    before = history.seasons_before(season or _season_at(now))
    written, missing = _seasons(client, lake, settings, before, now=now, track=track)
    for name, rows in current:
        try:
            written.append(lake.write(name, rows, source=f"season {season}"))
        except ContractError as error:
            faults.append(Fault(FPL, error))
    told, heard, unheard = _news(client, lake, settings, season, now=now, track=track)
    prices, unread = _odds(client, lake, settings, [*before, *filter(None, [season])], now=now)
    return Ingested(
        season=season,
        gameweek=gameweek,
        written=(*written, *prices, *told),
        faults=(*faults, *missing, *unread, *unheard),
        news=heard,
    )


def _news(
    client: Client,
    lake: Lake,
    settings: Settings,
    season: str | None,
    *,
    now: datetime,
    track: Track,
) -> tuple[list[Written], News | None, list[Fault]]:
    """Read the outlets and store what is new, if it is known whose season it is."""
    if season is None:
        return [], None, []
    known = lake.as_of(now)
    clubs, players = (
        known.table(name).filter(pl.col("season") == season).collect()
        for name in ("teams", "players")
    )
    outlets = news.outlets_of(settings)
    reading = news.read(client, outlets, clubs, season=season, now=now, track=track)
    faults = [Fault(f"news {key}", error) for key, error in reading.faults.items()]
    try:
        written = [lake.write("articles", reading.articles, source="news")]
    except ContractError as error:
        return [], None, [*faults, Fault("news", error)]
    told = News(
        outlets=reading.items,
        clubs=reading.articles["team_code"].drop_nulls().n_unique(),
        articles=reading.articles.height,
        naming_somebody=news.naming_somebody(reading.articles, players["web_name"]),
    )
    return written, told, faults


def _odds(
    client: Client, lake: Lake, settings: Settings, seasons: Sequence[str], *, now: datetime
) -> tuple[list[Written], list[Fault]]:
    """Store the odds of seasons not yet stored to the end, and of the matches to come."""
    done = lake.table("ingests").filter(pl.col("source") == ODDS).collect()["season"]
    written, faults = [], []
    for season in seasons:
        if season in set(done):
            continue
        urls = [football_data.results_url(settings.odds_url, season)]
        if season == seasons[-1]:
            urls.append(f"{settings.odds_url}fixtures.csv")
        for url in urls:
            try:
                written += _odds_of(client, lake, url, season, now=now)
            except (SourceError, ContractError) as error:
                faults.append(Fault(f"{ODDS} {season}", error))
    return written, faults


def _odds_of(client: Client, lake: Lake, url: str, season: str, *, now: datetime) -> list[Written]:
    """Store the odds in a file; a season whose every match has them is stored to the end."""
    teams, fixtures = (
        lake.as_of(now).table(name).filter(pl.col("season") == season).collect()
        for name in ("teams", "fixtures")
    )
    raw = None if fixtures.is_empty() else football_data.fetch(client, url)
    if raw is None:
        return []
    if strangers := football_data.unmatched(raw, teams):
        raise SourceError(url, f"names clubs that are none of {season}: {', '.join(strangers)}")
    rows = football_data.odds(raw, teams, fixtures, season=season)
    known = rows.with_columns(pl.min_horizontal("known_at", pl.lit(now)))
    written = [lake.write("odds", known, source=f"{ODDS} {season}")]
    if rows.height == fixtures.height:
        mark = pl.DataFrame({"season": season, "source": ODDS, "rows": rows.height})
        ended = mark.with_columns(known_at=pl.lit(now))
        written.append(lake.write("ingests", ended, source=ODDS))
    return written


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
            ("rules", bootstrap.rules),
            ("fixtures", fpl.fixtures(raw_fixtures, bootstrap.teams, season=season, known_at=now)),
            ("players", bootstrap.players),
            ("player_status", captured),
            ("player_status", bootstrap.player_status),
            ("player_matches", played),
            ("team_matches", matches.team_matches(played)),
        ],
    )


def _season_at(now: datetime) -> str:
    """The season a day belongs to: a new one begins in July."""
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
    """Store seasons of the archive, those not yet stored to the end (UTC `now`).

    Raises:
        SourceError: if a season cannot be read.
        ContractError: if too many rows of a table break their contract.
        LakeError: if the lake cannot be written.
    """
    written, faults = _seasons(client, lake, settings, seasons, now=now, track=track)
    if faults:
        raise faults[0].error
    return written


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
    done = lake.table("ingests").filter(pl.col("source") == ARCHIVE).collect()["season"]
    wanted = [season for season in seasons if season not in set(done)]
    written, faults = [], []
    for name in track(wanted, "history"):
        try:
            written += _season(client, lake, settings, name, now=now)
        except (SourceError, ContractError) as error:
            faults.append(Fault(f"{ARCHIVE} {name}", error))
    return written, faults


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
        mark = pl.DataFrame(
            {"season": name, "source": ARCHIVE, "rows": season.player_matches.height}
        ).with_columns(known_at=pl.lit(now))
        written.append(lake.write("ingests", mark, source=ARCHIVE))
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
    rows = fpl.fetch_results(
        client, settings.fpl_url, track(wanted, "results"), raw_fixtures, clubs
    )
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
