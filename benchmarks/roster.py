"""How fast plans are, and what they are worth: python benchmarks/roster.py FOLDER [OPTIONS].

FOLDER holds `projections.csv` and `team.json`. Every line is a problem from files to proven plan:
reading, building, solving. With --chips each of the four chips may be played once in any gameweek.
With --made every line is one of N problems made from it, with blanks and doubles.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from fantasy.game.rules import Chip
from fantasy.planning import Asked, problem_of_files
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem
from fantasy.roster.search import Limits, best_plan

HORIZONS = (1, 3, 5, 8)
CHIPS = ("3xc", "bboost", "freehit", "wildcard")
WEIGHTS = Preferences(vice_captain=0.1, bench=(0.21, 0.06, 0.002))
SECONDS = 600
LONG = 8
ENOUGH_WITH_CHIPS, ENOUGH_MADE = 0.005, 0.001
"""The gaps allowed over eight gameweeks."""

DOUBLE = 1.9
MOST_CLUBS = 4


def main() -> None:
    """Print a line a problem."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chips", action="store_true")
    parser.add_argument("--made", type=int, default=0, metavar="N")
    asked = parser.parse_args()
    print(f"{'problem':>10}{'worth':>12}{'bound':>12}{'gap':>9}{'wall s':>9}{'cpu s':>9}")
    for horizon in HORIZONS if not asked.made else (5, LONG):
        for seed in range(asked.made) or (None,):
            gap = ENOUGH_WITH_CHIPS if asked.chips else ENOUGH_MADE if asked.made else 0.0
            name = f"{horizon}" if seed is None else f"{horizon}, {seed}"
            timed(name, lambda: posed(asked, horizon, seed), gap if horizon == LONG else 0.0)  # noqa: B023


def timed(name: str, pose: Callable[[], Problem], gap: float) -> None:
    """Print what the best plan of a problem is worth, and how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    plan = best_plan(pose(), Limits(SECONDS, gap))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    figures = f"{plan.worth:12.4f}{plan.bound:12.4f}{plan.gap:9.4%}{wall:9.2f}{cpu:9.2f}"
    print(f"{name:>10}{figures}", flush=True)


def posed(asked: argparse.Namespace, horizon: int, seed: int | None) -> Problem:
    """The problem of the files, or one made from it."""
    files = (asked.folder / "projections.csv", asked.folder / "team.json")
    problem = problem_of_files(*files, Asked(horizon), WEIGHTS)
    weeks = problem.gameweeks
    chips = CHIPS if asked.chips else ()
    problem = replace(problem, chips=tuple(Chip(name, 1, weeks[0], weeks[-1]) for name in chips))
    return problem if seed is None else with_blanks_and_doubles(problem, seed)


def with_blanks_and_doubles(problem: Problem, seed: int) -> Problem:
    """The problem with up to four clubs a gameweek without a match, and as many with two."""
    rng = np.random.default_rng(seed)
    clubs = problem.players["team"].to_numpy()
    points = problem.points.copy()
    for week in range(points.shape[1]):
        drawn = rng.choice(np.unique(clubs), 2 * MOST_CLUBS, replace=False)
        number = rng.integers(0, MOST_CLUBS + 1)
        points[np.isin(clubs, drawn[:number]), week] = 0.0
        points[np.isin(clubs, drawn[MOST_CLUBS:][:number]), week] *= DOUBLE
    return replace(problem, points=points)


if __name__ == "__main__":
    main()
