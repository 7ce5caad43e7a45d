"""How much a season depends on the seed of the models: python benchmarks/seeds.py ARCHIVE SEASON...

The full system plays each season with forecasts of its own for every seed, kept beside those of
`fantasy backtest`. Prints points, hits taken off.
"""

import argparse
from pathlib import Path

from fantasy.config import load_settings
from fantasy.forecast.trees import PARAMETERS
from fantasy.hindsight import seasons_past
from fantasy.season.backtest import played_out
from fantasy.season.forecasts import folder_of, prepare, prepare_board
from fantasy.season.policies import POLICIES


def main() -> None:
    """Print a line a season and seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("seasons", nargs="+")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    asked = parser.parse_args()
    known = seasons_past(asked.seasons, load_settings(archive=asked.archive))
    for season in asked.seasons:
        for seed in asked.seeds:
            PARAMETERS["seed"] = seed
            folder = folder_of(known[season], season) / f"seed-{seed}"
            prepare_board(known[season], season, folder)
            prepare(known[season], season, folder, "")
            pages = played_out(folder, season, POLICIES[0])
            print(season, seed, sum(page.points for page in pages), sep=" | ", flush=True)


if __name__ == "__main__":
    main()
