"""A season of scheduled weeks in one process, with something failing in every other run.

The league is the invented one, 38 gameweeks of it, replayed; the models are fitted anew every
fourth gameweek, so that the night is long enough. Prefect is left out: what is to stay flat is
ours.
"""

from __future__ import annotations

import errno
import os
import random
import sys
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from places import HOW, assert_legal, broken, place_at
from small_league import write_archive

from fantasy.errors import FantasyError
from fantasy.forecast import registry
from fantasy.schedule import Kind, Planned
from fantasy.store import lake as lake_room
from fantasy.store.ingest import SOURCES
from fantasy.store.upkeep import MOST_FILES, upkeep
from fantasy.unattended import steps, week
from fantasy.unattended.serving import serve
from fantasy.weekly import last_result, models, models_folder

if TYPE_CHECKING:
    from datetime import datetime

    from fantasy.forecast.training import Trained
    from fantasy.store import Lake
    from fantasy.unattended.place import Place

GAMEWEEKS, REFIT = 38, 4
LOOKS = (timedelta(hours=47), timedelta(hours=23), timedelta(hours=2))
FAULTS = ("none", "source", "training", "disk")
RUNS = {Kind.WEEKLY: week.weekly, Kind.CAPTURE: week.capture, Kind.SCORE: week.score}
A_MEGABYTE = 2**20


def memory() -> float:
    """Resident memory of the process, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / A_MEGABYTE


def kept_models(gameweek: int, lake: Lake, *, now: datetime) -> Trained | None:
    """The last models, but none in the gameweeks they are to be fitted anew."""
    last = registry.latest(models_folder(lake), now)
    due = gameweek % REFIT == 1 and last is not None and last.cut < last_result(lake, now=now)
    return None if due else last


def with_fault(place: Place, rng: random.Random, stack: ExitStack) -> Place:
    """The place, with one thing failing while the stack is open, or with none."""
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    fault = rng.choice(FAULTS)
    if fault == "source":
        return broken(place, rng.choice(SOURCES), rng.choice(list(HOW)))
    if fault == "training":
        patch.setattr(models, "train", _raising(RuntimeError("trees fell")))
    if fault == "disk":
        honest, left = lake_room.write_deltalake, iter(range(rng.randrange(6)))

        def write(*arguments: object, **options: object) -> None:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            honest(*arguments, **options)

        patch.setattr(lake_room, "write_deltalake", write)
    return place


def _raising(error: Exception):  # noqa: ANN202 - a function that does not return
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def crowded(lake: Lake) -> int:
    """The most data files a partition of a table holds."""
    folders = [path.parent for path in files(lake) if path.parent.name.startswith("season=")]
    return max(map(folders.count, set(folders)))


def files(lake: Lake) -> list[Path]:
    """All files but the bodies received."""
    bodies = lake.folder / "bronze"
    return [
        path for path in lake.folder.rglob("*") if path.is_file() and bodies not in path.parents
    ]


def size(lake: Lake) -> float:
    """What they take, MB."""
    return sum(path.stat().st_size for path in files(lake)) / A_MEGABYTE


@pytest.mark.nightly
def test_a_season_runs_itself_in_flat_memory_and_a_bounded_lake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = write_archive(tmp_path / "archive", gameweeks=GAMEWEEKS)
    data, rng = tmp_path / "data", random.Random(7)  # noqa: S311 - no secrets
    monkeypatch.setattr(steps, "upkeep", partial(upkeep, kept=timedelta()))
    used, sizes, failures, reports = [], [], 0, []
    for gameweek in range(1, GAMEWEEKS + 1):
        monkeypatch.setattr(models, "last_trained", partial(kept_models, gameweek))
        for look in LOOKS:
            place = place_at(archive, data, f"2024-25:{gameweek}", before=look)

            def runs(planned: Planned, place: Place = place) -> bool:
                with ExitStack() as stack:
                    try:
                        report = RUNS[planned.kind](with_fault(place, rng, stack))
                    except FantasyError:
                        return False
                reports.append(report)
                return True

            well = serve(partial(nullcontext, place), runs, once=True, shows=lambda *_: None)
            failures += not well
        used.append(memory())
        sizes.append(size(place.lake))
    told = place.lake.table("recommendations").collect()
    quarter = GAMEWEEKS // 4
    second, last = (
        sum(used[start : start + quarter]) / quarter for start in (quarter, GAMEWEEKS - quarter)
    )
    sys.stdout.write(
        f"\n{len(reports)} runs came to their end, {failures} looks had one that did not; memory "
        f"{second:.0f} MB in the second quarter, {last:.0f} MB in the last; tables "
        f"{sizes[GAMEWEEKS // 2]:.1f} MB at half time, {sizes[-1]:.1f} MB at the end; at most "
        f"{crowded(place.lake)} files a partition\n"
    )
    for report in reports:
        if report["roster"]:
            assert_legal(report["roster"])
    rosters = told.group_by("gameweek", "known_at").len()
    assert rosters["len"].unique().to_list() == [15]
    assert sorted(rosters["gameweek"].unique()) == list(range(1, GAMEWEEKS + 1))
    assert last <= 1.1 * second
    assert crowded(place.lake) <= 2 * MOST_FILES
    assert sizes[-1] <= 3 * sizes[GAMEWEEKS // 2]
    assert len(list(models_folder(place.lake).iterdir())) <= steps.MODELS_KEPT
    scored = place.lake.table("evaluations").filter(pl.col("season") == "2024-25").collect()
    assert scored["gameweek"].n_unique() >= GAMEWEEKS // 2
