"""An update killed at any moment leaves a lake that reads, and the next one repairs it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from fantasy.config import Settings
from fantasy.store import Lake
from fantasy.store.schema import TABLES
from fantasy.weekly import update
from fantasy.world.enter import enter

if TYPE_CHECKING:
    from pathlib import Path

WEEK = "2024-25:9"
KILLS = 20
COMMAND = (sys.executable, "-m", "fantasy", "update", "--replay", WEEK, "--json")


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, float]:
    """The lake nobody disturbed, and how long a process took to fill one."""
    settings = Settings(archive=archive, data_dir=tmp_path_factory.mktemp("whole"))
    world = enter(settings, replay=WEEK)
    lake = Lake.open(settings.data_dir, world.name)
    update(world, settings, lake)
    started = time.monotonic()
    _started(archive, tmp_path_factory.mktemp("timed")).communicate()
    return lake, time.monotonic() - started


def _started(archive: Path, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"FANTASY_DATA_DIR": str(folder), "FANTASY_ARCHIVE": str(archive)}
    return subprocess.Popen(  # noqa: S603 - our own command
        COMMAND, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_update_leaves_a_lake_that_reads_and_the_next_repairs_it(
    archive: Path, tmp_path: Path, whole: tuple[Lake, float], kill: int
) -> None:
    undisturbed, seconds = whole
    moment = random.Random(kill).uniform(0.4, 1.0) * seconds  # noqa: S311 - no secrets
    process = _started(archive, tmp_path)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    lake = Lake.open(tmp_path, "replay")
    for name in TABLES:
        lake.table(name).collect()
    settings = Settings(archive=archive, data_dir=tmp_path)
    update(enter(settings, replay=WEEK), settings, lake)
    for name, table in TABLES.items():
        repaired, expected = (
            each.table(name).collect().sort(table.contract.primary_key()).drop("known_at")
            for each in (lake, undisturbed)
        )
        assert repaired.equals(expected), name
