"""How fast plans are, and what they are worth: python benchmarks/roster.py FOLDER [--chips].

FOLDER holds `projections.csv` and `team.json`. Every line is a problem from files to proven plan:
reading, building, solving. With --chips each of the four chips may be played once in any gameweek.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from fantasy.game.rules import Chip
from fantasy.planning import Asked, problem_of_files
from fantasy.roster.preferences import Preferences
from fantasy.roster.search import Limits, best_plan

HORIZONS = (1, 3, 5, 8)
CHIPS = ("3xc", "bboost", "freehit", "wildcard")
WEIGHTS = Preferences(vice_captain=0.1, bench=(0.21, 0.06, 0.002))
SECONDS = 600
ENOUGH = 0.005
"""The gap allowed over eight gameweeks with chips."""


def main(folder: Path, *, chips: bool) -> None:
    """Print a line a horizon."""
    print(f"{'horizon':>7}{'worth':>12}{'bound':>12}{'gap':>9}{'wall s':>9}{'cpu s':>9}")
    for horizon in HORIZONS:
        wall, cpu = time.perf_counter(), time.process_time()
        files = (folder / "projections.csv", folder / "team.json")
        problem = problem_of_files(*files, Asked(horizon), WEIGHTS)
        weeks = problem.gameweeks
        played = tuple(Chip(name, 1, weeks[0], weeks[-1]) for name in CHIPS) if chips else ()
        gap = ENOUGH if chips and horizon == max(HORIZONS) else 0.0
        plan = best_plan(replace(problem, chips=played), Limits(SECONDS, gap))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        figures = f"{plan.worth:12.4f}{plan.bound:12.4f}{plan.gap:9.4%}{wall:9.2f}{cpu:9.2f}"
        print(f"{horizon:>7}{figures}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), chips="--chips" in sys.argv[2:])
