"""Intervals that cover what they promise: conformal on gameweeks no member had seen.

The chances of every score give nested intervals, from their two tails cut off at the same level.
The level is chosen so that four in five players who are likely to play score within theirs
(split conformal prediction, V. Vovk and others, Algorithmic learning in a random world, 2005; by
position, as of its Mondrian form). Who is new to his club or league gets a wider one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fantasy.forecast.components import POSITIONS
from fantasy.forecast.scoring import GRID, Chances

COVERAGE = 0.8
LIKELY = 0.5
"""The chance of playing from which a player counts for the level."""

WIDER = 0.5
"""What the level of an unusual player is multiplied by."""

LEVELS = np.arange(0.002, 0.32, 0.002)
"""Shares cut off at either tail, among which the level is chosen."""

USUAL_LEVEL = 0.1
FEWEST_ROWS = 100
FEW_MATCHES = 5


@dataclass(frozen=True)
class Intervals:
    """The share cut off at either tail, by position."""

    levels: Mapping[str, float]

    @classmethod
    def fit(
        cls, chances: Chances, positions: pl.Series, scored: NDArray[np.float64]
    ) -> "Intervals":
        """Choose levels on rows of players likely to play that no member had seen."""
        likely = played(chances) >= LIKELY
        below = np.cumsum(chances, axis=1)
        levels = {}
        for position in POSITIONS:
            rows = likely & (positions == position).to_numpy()
            if rows.sum() < FEWEST_ROWS:
                levels[position] = USUAL_LEVEL
                continue
            places = np.clip(scored[rows].astype(int) - GRID[0], 0, len(GRID) - 1)
            up_to = below[rows][np.arange(rows.sum()), places]
            under = np.where(places > 0, below[rows][np.arange(rows.sum()), places - 1], 0.0)
            covered = [float(((up_to >= a) & (under < 1 - a)).mean()) for a in LEVELS]
            levels[position] = float(LEVELS[int(np.argmin(np.abs(np.array(covered) - COVERAGE)))])
        return cls(levels)

    def of(
        self, chances: Chances, positions: pl.Series, unusual: pl.Series
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The lowest and the highest score of each row's interval."""
        levels = {each: self.levels.get(each, USUAL_LEVEL) for each in POSITIONS}
        level = positions.replace_strict(levels, return_dtype=pl.Float64).to_numpy()
        level = np.where(unusual.to_numpy(), level * WIDER, level)[:, None]
        below = np.cumsum(chances, axis=1)
        low = GRID[(below >= level).argmax(axis=1)]
        high = GRID[(below >= 1 - level - 1e-12).argmax(axis=1)]
        return low, high


def played(chances: Chances) -> NDArray[np.float64]:
    """The chance of a score other than that of nobody who plays: a lower bound of playing."""
    found: NDArray[np.float64] = 1 - chances[:, -GRID[0]]
    return found


def at_least(chances: Chances, points: int) -> NDArray[np.float64]:
    """The chance of a score of some points or more."""
    found: NDArray[np.float64] = chances[:, points - GRID[0] :].sum(axis=1)
    return found


def deviation(chances: Chances) -> NDArray[np.float64]:
    """The standard deviation of each row's score."""
    mean = chances @ GRID
    found: NDArray[np.float64] = np.sqrt(np.maximum(chances @ GRID**2 - mean**2, 0))
    return found


def unusual(matrix: pl.DataFrame) -> pl.Series:
    """Whether so little is known of a player or his club that a forecast deserves less trust."""
    return matrix.select(
        (pl.col("matches_known").fill_null(0) < FEW_MATCHES)
        | (pl.col("matches_at_club").fill_null(0) < FEW_MATCHES)
        & (pl.col("gameweek") > FEW_MATCHES)
        | pl.col("new_at_club").fill_null(value=True)
        | pl.col("club_goals_for_mean_38").is_null()
    ).to_series()
