from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from small_league import write_archive

from fantasy import weekly
from fantasy.config import Settings
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import ingest_seasons
from fantasy.world.demo.transport import demo_world
from fantasy.world.enter import past_world

if TYPE_CHECKING:
    from fantasy.world import World

os.environ.setdefault("OMP_NUM_THREADS", "1")
"""Tests run side by side: trees that take all cores in each of them would fight for these."""

settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci")

BESIDE_THE_REPOSITORY = Path(__file__).parents[2] / "shared" / "real"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that ask for it are skipped where there is none."""
    folder = Path(os.environ.get("FANTASY_REAL_DATA", BESIDE_THE_REPOSITORY))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set FANTASY_REAL_DATA")
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history archive of an invented league: seasons 2023-24 and 2024-25."""
    return write_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def past_lake(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with both seasons of the invented league, seen from the summer after."""
    chosen = Settings(archive=archive)
    world = past_world(chosen, "2024-25")
    lake = Lake.open(tmp_path_factory.mktemp("past"), "replay")
    with Client.of(world, user_agent="tests") as client:
        ingest_seasons(client, lake, chosen, ["2023-24", "2024-25"], now=world.clock())
    return lake


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Settings, Lake]:
    """The simulated league's world, settings, and its lake, updated and not trained."""
    chosen = Settings(data_dir=tmp_path_factory.mktemp("demo"))
    world = demo_world(1, chosen)
    lake = weekly.open_lake(world, chosen)
    weekly.update(world, chosen, lake)
    return world, chosen, lake
