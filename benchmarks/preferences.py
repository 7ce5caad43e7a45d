"""What plans should weigh: python benchmarks/preferences.py ARCHIVE SEASON... [--only NUMBER...].

Seasons played by the full system with one preference changed at a time, the forecasts the same:
those `fantasy backtest` has made of the seasons. Prints points, and the mean of the same decisions
drawn again from the forecast's chances, which is less a matter of luck and more one of faith in the
forecast.
"""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from fantasy.config import load_settings
from fantasy.game.rules import Rules
from fantasy.hindsight import seasons_past
from fantasy.roster.preferences import Preferences
from fantasy.season.backtest import played_out
from fantasy.season.forecasts import chances, folder_of
from fantasy.season.luck import luck_of
from fantasy.season.policies import POLICIES, Policy

USUAL = Preferences()
HALF = tuple(each / 2 for each in USUAL.free_transfers)
VARIANTS: dict[str, dict[str, Any]] = {
    "as they are": {},
    "points later count as much": {"preferences": replace(USUAL, decay=1.0)},
    "points later count less (0.8)": {"preferences": replace(USUAL, decay=0.8)},
    "free transfers worth half": {"preferences": replace(USUAL, free_transfers=HALF)},
    "no price on a transfer": {"preferences": replace(USUAL, transfer=0.0)},
    "a price of 0.5 on a transfer": {"preferences": replace(USUAL, transfer=0.5)},
    "no hits": {"hits": 0},
    "bench by fixed weights": {"by_minutes": False},
    "kept chips worth 0.6 times": {"patience": 0.6},
    "kept chips worth 1.5 times": {"patience": 1.5},
}


def main() -> None:
    """Print a line a variant."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("seasons", nargs="+")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    known = seasons_past(asked.seasons, load_settings(archive=asked.archive))
    folders = {season: folder_of(seen, season) for season, seen in known.items()}
    for number, (name, changed) in enumerate(VARIANTS.items()):
        if asked.only and str(number) not in asked.only:
            continue
        policy: Policy = replace(POLICIES[0], name=f"preference-{number}", **changed)
        points, drawn = [], []
        for season, folder in folders.items():
            pages = played_out(folder, season, policy)
            points.append(sum(page.points for page in pages))
            rules = Rules.for_season(season)
            drawn.append(luck_of(pages, chances(folder, season), rules).mean)
        means = (sum(each) / len(each) for each in (points, drawn))
        print(name, *points, *(f"{mean:.0f}" for mean in means), sep=" | ", flush=True)


if __name__ == "__main__":
    main()
