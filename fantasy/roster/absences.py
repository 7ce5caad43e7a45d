"""How often the bench and the vice-captain are needed, from how likely players are to play.

A substitute counts if somebody who starts does not play a minute. With absences independent, the
number of outfield starters who are absent is Poisson-binomial, and the k-th on the bench counts if
it is k or more. Left out: formations that keep a substitute off the pitch, substitutes absent
themselves, whose place the next one takes, and team-mates rested together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.roster.problem import KEEPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from fantasy.roster.preferences import Preferences

    Floats = NDArray[np.float64]

A_MATCH = 90
RARELY = 0.04
"""Chance of no minutes of players who play every match."""

RESTED = 0.5
"""Chance of no minutes by the share of a match missed."""

SELDOM = 30
"""Expected minutes below which the chance of none rises to certainty."""


@dataclass(frozen=True)
class Absences:
    """Chances that those of a line-up do not play a minute.

    Attributes:
        outfield: of each outfield starter.
        keeper: of the keeper.
        captain: of the captain.
    """

    outfield: tuple[float, ...]
    keeper: float
    captain: float


def absence(minutes: Floats) -> Floats:
    """The chance of no minutes of those expected to play so many; no number where that is none.

    max(0.04, 0.5 (1 - m / 90), 1 - m / 30), at most 1, as `benchmarks/absences.py` finds of the
    sixty players of each gameweek with the best last five: those whom line-ups are made of.
    """
    missed = np.maximum(RESTED * (1 - minutes / A_MATCH), 1 - minutes / SELDOM)
    return np.clip(missed, RARELY, 1.0)


def needed(absent: Iterable[float], places: int) -> tuple[float, ...]:
    """P(k or more absent) for k = 1 to the number of places; never increasing."""
    number = np.ones(1)
    for chance in absent:
        number = np.convolve(number, (1 - chance, chance))
    at_least = np.cumsum(number[::-1])[::-1][1:]
    tails = np.zeros(places)
    tails[: at_least.size] = at_least[:places]
    return tuple(np.clip(tails, 0, 1).tolist())


def absences_of(team: pl.DataFrame, absent: Mapping[int, float]) -> Absences:
    """Those of the starters of a team.

    Args:
        team: `element`, `position`, `starter` and `captain`.
        absent: the chance of no minutes by element.
    """
    starters = team.filter("starter")
    keepers = starters.filter(pl.col("position") == KEEPER)["element"].to_list()
    captains = starters.filter("captain")["element"].to_list()
    others = starters.filter(pl.col("position") != KEEPER)["element"].to_list()
    return Absences(
        outfield=tuple(absent[each] for each in others),
        keeper=absent[keepers[0]],
        captain=absent[captains[0]],
    )


def weighed(preferences: Preferences, absences: Absences) -> Preferences:
    """Preferences with shares of bench and vice-captain by how likely each is needed."""
    return replace(
        preferences,
        bench=needed(absences.outfield, len(preferences.bench)),
        bench_keeper=absences.keeper,
        vice_captain=absences.captain,
    )
