"""The lake brought up to now: sources read, the news made sense of, faults told."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby

import polars as pl

from fantasy.config import Settings
from fantasy.gameweeks import coming
from fantasy.news.listening import claims
from fantasy.news.signals import signals
from fantasy.sources.http import Client
from fantasy.sources.news.outlets import hosts_of, outlets_of
from fantasy.store import Lake
from fantasy.store.bronze import Bronze
from fantasy.store.ingest import SOURCES, Ingested, ingest_from, together
from fantasy.store.lake import Written
from fantasy.store.reparse import reparse
from fantasy.track import Tell, Track, quietly
from fantasy.weekly.freshness import as_reads
from fantasy.world import World


def open_lake(world: World, settings: Settings) -> Lake:
    """The lake of a world."""
    return Lake.open(settings.data_dir, world.name)


def update(world: World, settings: Settings, lake: Lake, *, track: Track = quietly) -> Ingested:
    """Fetch what is new and store it; every body is kept as it came, whatever becomes of it."""
    now = world.clock()
    parts = [update_from(source, world, settings, lake, now=now, track=track) for source in SOURCES]
    ingested = together(parts)
    return replace(ingested, written=(*ingested.written, *read_news(lake, now=now)))


def update_from(
    source: str,
    world: World,
    settings: Settings,
    lake: Lake,
    *,
    now: datetime,
    track: Track = quietly,
) -> Ingested:
    """Fetch what is new of one of `SOURCES` and store it, and that it was read."""
    bronze = Bronze.open(lake.folder, run=now)
    try:
        with Client.of(
            world,
            user_agent=settings.user_agent,
            memory=bronze,
            hosts=settings.hosts | hosts_of(outlets_of(settings)),
        ) as client:
            ingested = ingest_from(source, client, lake, settings, now=now, track=track)
    finally:
        bronze.close()
    lake.write("reads", as_reads(source, ingested, lake, now=now), source="update")
    return ingested


def rebuild(world: World, settings: Settings, lake: Lake, *, track: Track = quietly) -> Ingested:
    """Parse again everything received up to now, without network."""
    now = world.clock()
    ingested = reparse(lake, settings, now=now, track=track)
    return replace(ingested, written=(*ingested.written, *read_news(lake, now=now)))


def knows_players(lake: Lake, *, now: datetime) -> bool:
    """Whether any player is stored."""
    return not lake.as_of(now).table("players").head(1).collect().is_empty()


def read_news(lake: Lake, *, now: datetime) -> list[Written]:
    """Read the articles not yet read, and store what is to be made of all of them.

    Raises:
        InputError: if the news models do not read.
    """
    ahead = coming(lake, now=now)
    if ahead.is_empty():
        return []
    season, gameweek, _ = ahead.row(0)
    claimed = lake.write("news_claims", claims(lake.as_of(now), season), source="news")
    heard = signals(lake.as_of(now), seasons=[season]).filter(pl.col("gameweek") == gameweek)
    told = lake.write("news_signals", heard.with_columns(known_at=pl.lit(now)), source="news")
    return [claimed, told]


def tell_faults(ingested: Ingested, tell: Tell) -> None:
    """Say which sources could not be read, and why: of each site once."""
    by_site = groupby(ingested.faults, key=lambda fault: fault.source.split()[0])
    for faults in (list(group) for _, group in by_site):
        first, *others = faults
        more = f", and {len(others)} more of it" if others else ""
        tell(f"{first.source}{more} could not be read, what is stored of it stands: {first.error}")
