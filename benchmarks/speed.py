"""How long the steps of a week take on real data: python benchmarks/speed.py ARCHIVE.

Prints a table of seconds and of the peak memory of the whole process.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fantasy import weekly
from fantasy.config import Settings
from fantasy.features import feature_matrix
from fantasy.track import quietly
from fantasy.world.enter import enter

WEEK = "2025-26:9"


def timed(what: str, step: Callable[[], object]) -> None:
    """Run a step and print how long it took."""
    start = time.perf_counter()
    step()
    print(f"{what:<55}{time.perf_counter() - start:8.2f} s")


def main(archive: Path) -> None:
    """Time the steps on an empty lake, then again on the full one."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(archive=archive, data_dir=Path(folder))
        world = enter(settings, replay=WEEK)
        lake, now = weekly.open_lake(world, settings), world.clock()
        timed("ingest ten seasons, empty lake", lambda: weekly.update(world, settings, lake))
        timed("ingest again, nothing new", lambda: weekly.update(world, settings, lake))
        timed("feature matrix, all rows", lambda: feature_matrix(lake.as_of(now)))
        timed("train", lambda: weekly.train_models(lake, now=now, track=quietly))
        command = [sys.executable, "-m", "fantasy", "recommend", "--replay", WEEK, "--json"]
        environment = {"FANTASY_DATA_DIR": folder, "FANTASY_ARCHIVE": str(archive)}
        timed(
            "fantasy recommend, nothing to fetch or train",
            lambda: subprocess.run(  # noqa: S603 - our own command
                command, env=environment, check=True, capture_output=True
            ),
        )
        timed(
            "fantasy --help",
            lambda: subprocess.run(  # noqa: S603 - our own command
                [*command[:3], "--help"], check=True, capture_output=True
            ),
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':<55}{peak:8.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
