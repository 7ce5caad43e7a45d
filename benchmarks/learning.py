"""Learning curves and noise: `python benchmarks/learning.py LAKE SEASON...`.

Fits the members on the last 1, 2, 4 and all seasons before one, and prints the errors of the
ensemble on it beside the errors that its own chances imply: if scores were drawn from them, the
root mean square error would be the root of their mean variance, and who does not play would have
been expected to score as much as it says. Where implied and real errors agree, what is left is
noise to this model; where the curve is flat, more of the same data does not help. Members are
fitted once a season, so the errors are a little above those of `fantasy evaluate`. LAKE is a folder
with a replay's tables, as `fantasy evaluate` fills it.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from fantasy.features import feature_matrix
from fantasy.forecast.ensemble import USUAL
from fantasy.forecast.evaluation import by_class, score
from fantasy.forecast.members import Members
from fantasy.forecast.outlook import FANTASY, look_ahead
from fantasy.forecast.scoring import GRID
from fantasy.game.rules import Rules
from fantasy.store import Lake

PAST = (1, 2, 4, 99)


def main(folder: Path, seasons: list[str]) -> None:
    """Print a row for each season and length of the past."""
    matrix = feature_matrix(Lake(folder).as_of(datetime(2026, 6, 30, tzinfo=UTC)))
    known = matrix.drop_nulls("points")
    for season in seasons:
        for row in _curve(known, season):
            print(row, flush=True)


def _curve(known: pl.DataFrame, season: str) -> Iterator[str]:
    before = known.filter(pl.col("season") < season)
    names = before["season"].unique().sort()
    for past in PAST:
        train = before.filter(pl.col("season").is_in(names.tail(past).implode()))
        test = known.filter(pl.col("season") == season)
        seen = look_ahead(Members.fit(train), USUAL, test, Rules.for_season(season))
        rows = seen.rows
        variance = _variance(seen.chances)
        idle = 1 - rows["play"].to_numpy()
        expected = rows[FANTASY].to_numpy()
        implied_zeros = np.sqrt((idle * expected**2).sum() / idle.sum())
        yield (
            f"{season} last {min(past, len(names))} seasons, {train.height:7} rows: "
            f"RMSE {score(rows, FANTASY).rmse:.4f} implied {np.sqrt(variance.mean()):.4f}; "
            f"zeros {by_class(rows, FANTASY)['zeros']:.4f} implied {implied_zeros:.4f}"
        )


def _variance(chances: np.ndarray) -> np.ndarray:
    points = GRID.astype(float)
    mean = chances @ points
    return np.asarray(chances @ points**2 - mean**2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
