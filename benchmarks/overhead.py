"""What Prefect costs a weekly run: python benchmarks/overhead.py [RUNS].

The demo league's week, first with everything to be done, then with nothing new, by plain calls and
as a flow in turn, the server's start apart; prints what Prefect adds, by the medians, beside both.
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
        first = seconds(plain)
        steps.FRESH = -timedelta(hours=1)
        with at_a_server():
            as_a_flow()
            pairs = [(seconds(plain), seconds(as_a_flow)) for _ in range(runs)]
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    added = theirs - ours
    print(f"plain, everything to be fetched and the models to be fitted: {first:.2f} s")
    print(f"plain, nothing new and the models kept: {ours:.2f} s; as a flow: {theirs:.2f} s")
    print(
        f"Prefect adds {added:.2f} s: {added / ours:.0%} of that, {added / first:.1%} of the first"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
