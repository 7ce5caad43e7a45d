"""Silver from bronze: every table of what was fetched, parsed again, without network."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.sources.http import Client
from fantasy.store.bronze import BronzeTransport, runs
from fantasy.store.ingest import Ingested, ingest
from fantasy.store.lake import Lake
from fantasy.store.schema import TABLES
from fantasy.track import Track, quietly
from fantasy.world import World

OF_OURS = ("forecasts", "recommendations", "evaluations", "reads")
"""Tables that are not made from what was fetched."""

SILVER = tuple(name for name in TABLES if name not in OF_OURS)


def reparse(lake: Lake, settings: Settings, *, now: datetime, track: Track = quietly) -> Ingested:
    """Make the tables again by ingesting every run up to `now` (UTC) from its stored answers.

    The new tables are made beside the old ones and take their places when all are done.

    Raises:
        InputError: if nothing is stored to parse.
        LakeError: if the tables cannot be written.
    """
    bronze = lake.folder / "bronze"
    past = runs(bronze, until=now)
    if not past:
        raise InputError("nothing is stored yet that could be parsed again: run `fantasy update`")
    shutil.rmtree(lake.folder / REBUILT, ignore_errors=True)
    fresh = Lake.open(lake.folder, REBUILT)
    done = [_ingested(fresh, settings, bronze, run) for run in track(past, "runs")]
    _take_places(fresh, lake)
    written = tuple(each for ingested in done for each in ingested.written)
    return replace(done[-1], written=written)


REBUILT = ".rebuilt"


def _ingested(fresh: Lake, settings: Settings, bronze: Path, run: datetime) -> Ingested:
    transport = BronzeTransport.of_run(bronze, run)
    world = World("bronze", f"bronze of {run:%d %b %Y}", transport, lambda: run)
    with Client.of(world, user_agent=settings.user_agent) as client:
        return ingest(client, fresh, settings, now=run)


def _take_places(fresh: Lake, lake: Lake) -> None:
    """Move each new table to where the old one was."""
    for name in SILVER:
        shutil.rmtree(lake.folder / name, ignore_errors=True)
        if (fresh.folder / name).exists():
            (fresh.folder / name).rename(lake.folder / name)
    shutil.rmtree(fresh.folder)
