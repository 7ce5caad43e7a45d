"""The true expected points, which nobody in the league can know: for tests only."""

import numpy as np
import polars as pl

from fantasy.league.match import play
from fantasy.league.randomness import randomness
from fantasy.league.rows import match_rows, scorer
from fantasy.league.years import Year


def expected_points(year: Year, gameweek: int, *, replicates: int, seed: int) -> pl.DataFrame:
    """What every player would score on average in a gameweek, from its deadline on.

    The gameweek is played over and over from the state the players were in at its deadline, by
    the code that played the season itself.

    Args:
        year: the season.
        gameweek: up to the one at which it is stopped.
        replicates: how often; the error of a mean is about 3 points / sqrt(replicates).
        seed: of the random numbers.

    Returns:
        element, fixture, expected_points, expected_minutes and plays (probability).
    """
    plan = year.run.plan
    rounds, scored = plan.rounds(gameweek), scorer(plan.rules)
    rng = randomness(seed, f"truth {plan.rules.season} {gameweek}")
    sums = []
    for size in _batches(replicates):
        state = year.run.states[gameweek].replicated(size)
        for this, fixtures in rounds:
            state, played = play(this, state, plan.players, plan.clubs, rng)
            rows = match_rows(played, fixtures, plan.people, scored)
            sums.append(
                rows.group_by("element", "fixture").agg(
                    pl.col("total_points", "minutes").sum(),
                    (pl.col("minutes") > 0).sum().alias("plays"),
                )
            )
    names = {"total_points": "expected_points", "minutes": "expected_minutes", "plays": "plays"}
    return (
        pl.concat(sums)
        .group_by("element", "fixture")
        .agg((pl.col(name).sum() / replicates).alias(new) for name, new in names.items())
        .sort("element", "fixture")
    )


def _batches(replicates: int) -> list[int]:
    """So many at a time that the arrays stay small."""
    return [len(each) for each in np.array_split(np.arange(replicates), -(-replicates // 100))]
