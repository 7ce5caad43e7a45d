"""What Prefect costs a weekly run: python benchmarks/overhead.py [RUNS].

The demo league's week, with its lake made and its models fitted beforehand, run by plain calls and
as a flow in turn, the server's start apart; prints the seconds of each and how much longer a flow
takes, by the medians.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta

from fantasy.unattended import steps, week
from fantasy.unattended.place import place_of
from flows.command import at_a_server
from flows.weekly import weekly

RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def plain() -> None:
    """The week by plain calls."""
    with place_of(None, None, 1) as place:
        week.weekly(place)


def as_a_flow() -> None:
    """The week as a flow."""
    weekly(None, None, 1)


def main(runs: int) -> None:
    """Print the seconds of plain runs and of flows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANTASY_DATA_DIR"] = folder
        print(f"first run, training included: {seconds(plain):.1f} s")
        steps.FRESH = -timedelta(hours=1)
        with at_a_server():
            as_a_flow()
            pairs = [(seconds(plain), seconds(as_a_flow)) for _ in range(runs)]
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    for name, found in (("plain", ours), ("as a flow", theirs)):
        print(f"{name}, sources read, models kept: {found:.2f} s")
    print(f"Prefect adds {theirs / ours - 1:.0%} ({theirs - ours:.2f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
