"""From the sources into the lake: the seasons gone by, and the season now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.raw import integer
from fantasy.sources import elements, fpl, history, matches
from fantasy.sources.http import Client
from fantasy.store.lake import Lake, Written
from fantasy.store.schema import TABLES
from fantasy.track import Track, quietly

ARCHIVE = "archive"
SEASON_TABLES = (
    *("teams", "gameweeks", "fixtures", "players"),
    *("player_status", "player_matches", "team_matches"),
)


@dataclass(frozen=True)
class Ingested:
    """What an update found and stored.

    Attributes:
        season: the season now.
        gameweek: the gameweek whose deadline comes next; None after the season's last.
        written: what each write did.
    """

    season: str
    gameweek: int | None
    written: tuple[Written, ...]


def ingest(
    client: Client,
    lake: Lake,
    settings: Settings,
    *,
    now: datetime,
    track: Track = quietly,
) -> Ingested:
    """Bring the lake up to `now` (UTC): FPL's current state, new results, missing history.

    Everything of the current season is fetched and parsed before any of it is stored.

    Raises:
        SourceError: if a source does not answer or breaks its promise.
        ContractError: if too many rows of a table break their contract.
        LakeError: if the lake cannot be written.
    """
    bootstrap = fpl.fetch_bootstrap(client, settings.fpl_url, now=now)
    raw_fixtures = fpl.fetch_fixtures(client, settings.fpl_url)
    captured = _missing_captures(client, lake, settings, bootstrap, now)
    played = _new_matches(client, lake, settings, bootstrap, raw_fixtures, captured, track=track)
    season = bootstrap.season
    before = history.seasons_before(season)
    written = ingest_seasons(client, lake, settings, before, now=now, track=track)
    current = (
        ("teams", bootstrap.teams),
        ("gameweeks", bootstrap.gameweeks),
        ("rules", bootstrap.rules),
        ("fixtures", fpl.fixtures(raw_fixtures, bootstrap.teams, season=season, known_at=now)),
        ("players", bootstrap.players),
        ("player_status", captured),
        ("player_status", bootstrap.player_status),
        ("player_matches", played),
        ("team_matches", matches.team_matches(played)),
    )
    written += [lake.write(name, rows, source=f"season {season}") for name, rows in current]
    return Ingested(season, bootstrap.gameweek, tuple(written))


def ingest_seasons(
    client: Client,
    lake: Lake,
    settings: Settings,
    seasons: Sequence[str],
    *,
    now: datetime,
    track: Track = quietly,
) -> list[Written]:
    """Store seasons of the archive, those not yet stored to the end (UTC `now`)."""
    done = lake.table("ingests").filter(pl.col("source") == ARCHIVE).collect()["season"]
    wanted = [season for season in seasons if season not in set(done)]
    written = []
    for name in track(wanted, "history"):
        season = history.fetch_season(client, settings.archive_url, name)
        if season is None:
            continue
        written += [
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
