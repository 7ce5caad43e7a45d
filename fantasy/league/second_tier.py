"""The division below, by its results only: who comes up has earned it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from fantasy.league.calendar import round_robin
from fantasy.league.match import HOME, MEAN_GOALS
from fantasy.league.people import Floats

DAYS_BETWEEN = 6
"""From one round to the next, on average: 46 rounds in nine months."""


@dataclass(frozen=True)
class SecondTier:
    """A season of the second tier.

    Attributes:
        results: date, home, away (names), home_goals, away_goals, home_rate and away_rate, the
            goals expected.
        table: name, played, points, difference and goals, best first.
    """

    results: pl.DataFrame
    table: pl.DataFrame


def play_second_tier(
    names: Sequence[str], attack: Floats, defence: Floats, start: date, rng: np.random.Generator
) -> SecondTier:
    """Play a season: everybody twice against everybody, goals by Poisson.

    log E(goals of i at home against j) = log mean + attack_i - defence_j + home advantage

    Args:
        names: of the clubs.
        attack: log multiplier of goals scored, by club.
        defence: log divisor of goals conceded, by club.
        start: of the season.
        rng: random numbers.
    """
    rounds = round_robin(len(names), rng)
    home, away = np.array([pair for pairs in rounds for pair in pairs]).T
    centred = attack - attack.mean(), defence - defence.mean()
    rates = [
        MEAN_GOALS * np.exp(centred[0][own] - centred[1][other] + edge)
        for own, other, edge in ((home, away, HOME), (away, home, -HOME))
    ]
    turn = np.repeat(np.arange(len(rounds)), len(names) // 2)
    club = np.array(names)
    results = pl.DataFrame(
        {
            "date": [start + timedelta(days=int(day)) for day in DAYS_BETWEEN * turn],
            "home": club[home],
            "away": club[away],
            "home_goals": rng.poisson(rates[0]).astype(np.int32),
            "away_goals": rng.poisson(rates[1]).astype(np.int32),
            "home_rate": rates[0],
            "away_rate": rates[1],
        }
    )
    return SecondTier(results, _table(results))


def _table(results: pl.DataFrame) -> pl.DataFrame:
    """The clubs by points, goal difference and goals."""
    sides = pl.concat(
        results.select(
            pl.col(own).alias("name"),
            pl.col(f"{own}_goals").alias("goals"),
            (pl.col(f"{own}_goals") - pl.col(f"{other}_goals")).alias("difference"),
        )
        for own, other in (("home", "away"), ("away", "home"))
    )
    won, drawn = pl.col("difference") > 0, pl.col("difference") == 0
    return (
        sides.group_by("name")
        .agg(
            pl.len().alias("played"),
            (3 * won.cast(pl.Int32) + drawn.cast(pl.Int32)).sum().alias("points"),
            pl.col("difference", "goals").sum(),
        )
        .sort("points", "difference", "goals", "name", descending=[True, True, True, False])
    )
