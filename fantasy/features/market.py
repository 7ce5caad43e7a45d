"""What bookmakers expect of a fixture: the goals of either side, read back from their odds.

A pair of independent Poisson distributions (M. J. Maher, Modelling association football scores,
1982) is fitted to the fair chances of a home win, an away win and more than 2.5 goals. The
bookmakers' margin is taken out in proportion.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import poisson

MOST_GOALS = 10
FEWEST, MOST = 0.15, 5.0
"""Bounds of a side's expected goals."""

USUAL_TOTAL = 2.7
"""Goals of a match whose total no bookmaker told: the league's mean."""

LEAN = 1.6
"""Goals between two sides one of which always wins: where the search starts from."""

STEPS, LONGEST_STEP, NUDGE, DAMPING = 12, 0.5, 1e-4, 1e-6

Vector = NDArray[np.float64]


def market_goals(odds: pl.LazyFrame) -> pl.LazyFrame:
    """The goals bookmakers expected of both sides of each fixture.

    Args:
        odds: rows of `odds`.

    Returns:
        `season`, `fixture`, `home_goals`, `away_goals` and `odds_known_at`.
    """
    rows = odds.collect()
    goals = goals_from_odds(
        rows.select("home_win", "draw", "away_win").to_numpy(),
        rows.select(pl.col("over", "under").cast(pl.Float64)).to_numpy(),
    )
    return rows.lazy().select(
        *("season", "fixture"),
        pl.lit(pl.Series(goals[:, 0])).alias("home_goals"),
        pl.lit(pl.Series(goals[:, 1])).alias("away_goals"),
        pl.col("known_at").alias("odds_known_at"),
    )


def goals_from_odds(results: Vector, totals: Vector) -> Vector:
    """Expected goals at home and away that fit odds best, by Gauss-Newton steps.

    Args:
        results: decimal odds of home win, draw and away win, a row a match.
        totals: decimal odds of more and of fewer than 2.5 goals, NaN where nobody told.

    Returns:
        Goals of the home side and of the visitors, a row a match.
    """
    fair = (1 / results) / (1 / results).sum(axis=1, keepdims=True)
    over = (1 / totals[:, 0]) / (1 / totals).sum(axis=1)
    over = np.nan_to_num(over, nan=1 - poisson.cdf(2, USUAL_TOTAL))
    told = np.column_stack([fair[:, 0], fair[:, 2], over])
    lean = LEAN * (fair[:, 0] - fair[:, 2])
    logs = np.log(np.clip(np.column_stack([USUAL_TOTAL + lean, USUAL_TOTAL - lean]) / 2, 0.3, None))
    for _ in range(STEPS):
        now = _chances(logs)
        slopes = np.stack(
            [(_chances(logs + nudge) - now) / NUDGE for nudge in NUDGE * np.eye(2)], axis=2
        )
        square = np.einsum("nki,nkj->nij", slopes, slopes) + DAMPING * np.eye(2)
        wanted = np.einsum("nki,nk->ni", slopes, told - now)
        step = np.linalg.solve(square, wanted[..., None])[..., 0]
        logs = logs + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        logs = np.clip(logs, np.log(FEWEST), np.log(MOST))
    goals: Vector = np.exp(logs)
    return goals


def _chances(logs: Vector) -> Vector:
    """The chances of a home win, an away win and more than 2.5 goals."""
    goals = np.arange(MOST_GOALS + 1)
    home, away = (poisson.pmf(goals, np.exp(logs[:, [side]])) for side in (0, 1))
    level = (home * away).sum(axis=1)
    ahead = (home[:, 1:] * away.cumsum(axis=1)[:, :-1]).sum(axis=1)
    few = poisson.cdf(2, np.exp(logs).sum(axis=1))
    return np.column_stack([ahead, 1 - level - ahead, 1 - few])
