"""How much faster seasons go on two Dask workers: python benchmarks/workers.py ARCHIVE SEASON...

Policies play the seasons anew, on one worker of this machine and on two, the forecasts made before.
Prints seconds, the cluster's start included, and whether the points are the same.
"""

import argparse
from pathlib import Path
from time import perf_counter

from fantasy.config import load_settings
from fantasy.hindsight import seasons_past
from fantasy.season.backtest import backtest, forgotten
from fantasy.season.policies import policy_of
from fantasy.season.spreading import on_a_cluster


def main() -> None:
    """Print a line a number of workers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("seasons", nargs="+")
    parser.add_argument("--policies", nargs="+", default=["fantasy", "template"])
    asked = parser.parse_args()
    policies = [policy_of(name) for name in asked.policies]
    known = seasons_past(asked.seasons, load_settings(archive=asked.archive))
    pages = []
    for workers in (1, 2):
        forgotten(known, policies)
        started = perf_counter()
        with on_a_cluster(workers=workers) as spread:
            pages.append([each.pages for each in backtest(known, policies, spread, {})])
        print(workers, f"{perf_counter() - started:.1f} s", sep=" | ", flush=True)
    print("the same" if pages[0] == pages[1] else "not the same")


if __name__ == "__main__":
    main()
