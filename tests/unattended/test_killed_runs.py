"""A week killed at any moment, then run again, ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from places import place_at

from fantasy.store import Lake
from fantasy.store.schema import TABLES
from fantasy.unattended import steps, week

KILLS, OFTEN = 20, 3
BEFORE, WEEK = "2024-25:19", "2024-25:20"
COMMAND = (sys.executable, "-m", "fantasy", "recommend", "--replay", WEEK, "--json")
MOMENTS = [
    kill if kill < OFTEN else pytest.param(kill, marks=pytest.mark.nightly) for kill in range(KILLS)
]


@pytest.fixture(scope="module")
def before(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the week before."""
    folder = tmp_path_factory.mktemp("before")
    week.history(place_at(archive, folder, BEFORE))
    return folder


@pytest.fixture(scope="module")
def whole(
    archive: Path, before: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], float]:
    """What a week nobody disturbed leaves and prints, and how long it takes."""
    folder = Path(shutil.copytree(before, tmp_path_factory.mktemp("whole") / "data"))
    started = time.monotonic()
    printed, _ = _started(archive, folder).communicate()
    return folder, json.loads(printed), time.monotonic() - started


def _started(archive: Path, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"FANTASY_DATA_DIR": str(folder), "FANTASY_ARCHIVE": str(archive)}
    return subprocess.Popen(  # noqa: S603 - our own command
        COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("kill", MOMENTS)
def test_a_killed_week_leaves_whole_tables_and_the_next_run_ends_in_the_same_roster(
    archive: Path,
    before: Path,
    whole: tuple[Path, dict[str, Any], float],
    tmp_path: Path,
    kill: int,
) -> None:
    undisturbed, roster, seconds = whole
    folder = Path(shutil.copytree(before, tmp_path / "data"))
    moment = random.Random(kill).uniform(0.2, 1.0) * seconds  # noqa: S311 - no secrets
    process = _started(archive, folder)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    lake, expected = Lake.open(folder, "replay"), Lake.open(undisturbed, "replay")
    for name in TABLES:
        lake.table(name).collect()
    printed, _ = _started(archive, folder).communicate()
    assert json.loads(printed) == roster
    assert steps.models(place_at(archive, folder)).result.warning is None
    for name, table in TABLES.items():
        repaired, wanted = (each.table(name).collect().sort(table.key) for each in (lake, expected))
        assert repaired.equals(wanted), name
