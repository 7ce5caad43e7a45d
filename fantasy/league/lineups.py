"""Line-ups and substitutions: who starts, who comes on for whom and when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints

FORMATIONS = np.array([(1, 4, 5, 1), (1, 5, 4, 1), (1, 4, 4, 2), (1, 3, 6, 1), (1, 5, 3, 2)])
"""Goalkeepers, defenders, midfielders and forwards as FPL counts them."""

FORMATION_SHARES = np.array([0.62, 0.14, 0.10, 0.10, 0.04])
KEEPS_HIS_FORMATION = 0.8
BENCH = 9
MOST_SUBSTITUTES = 5
SUBSTITUTES_SHARES = np.array([0.01, 0.03, 0.07, 0.15, 0.30, 0.44])
HALF_TIME_SHARE = 0.09
FULL_TIME = 90
OUT_OF_THE_QUESTION = -1e9


@dataclass(frozen=True)
class OnThePitch:
    """From which minute to which each player was on the pitch; both 0 if he was not.

    Arrays of replicates x fixtures x sides x players listed by the club.
    """

    starts: Bools
    first: Ints
    last: Ints

    @property
    def minutes(self) -> Ints:
        """Minutes played, 0-90."""
        return self.last - self.first

    def at(self, minute: Ints) -> Bools:
        """Who is on the pitch at some minutes: ... x events x players."""
        when = minute[..., None]
        on: Bools = (self.first[..., None, :] < when) & (when <= self.last[..., None, :])
        return on


def ordered(value: Floats) -> Ints:
    """Each one's place along the last axis, 0 for the greatest."""
    places: Ints = np.argsort(np.argsort(-value, axis=-1, kind="stable"), axis=-1, kind="stable")
    return places


def starters(
    position: Ints, wanted: Floats, available: Bools, formation: Ints, rng: np.random.Generator
) -> Bools:
    """The eleven of each side: the most wanted of each position, then of whoever is left.

    Args:
        position: 0-3, of fixtures x sides x players.
        wanted: how much the manager wants each, with replicates before the other axes.
        available: who can play.
        formation: index of `FORMATIONS` each club prefers, of fixtures x sides.
        rng: random numbers.
    """
    shape = wanted.shape[:-1]
    other = rng.choice(len(FORMATIONS), size=shape, p=FORMATION_SHARES)
    usual = rng.random(shape) < KEEPS_HIS_FORMATION
    numbers = FORMATIONS[np.where(usual, formation, other)]
    chosen = np.zeros(wanted.shape, dtype=np.bool_)
    for kind in range(FORMATIONS.shape[1]):
        own = available & (position == kind)
        place = ordered(np.where(own, wanted, OUT_OF_THE_QUESTION))
        chosen |= own & (place < numbers[..., kind, None])
    spare = available & ~chosen & (position > 0)
    missing = FORMATIONS[0].sum() - chosen.sum(axis=-1, keepdims=True)
    place = ordered(np.where(spare, wanted, OUT_OF_THE_QUESTION))
    filled: Bools = chosen | (spare & (place < missing))
    return filled


def substitutions(
    start: Bools,
    wanted: Floats,
    available: Bools,
    leaves: Floats,
    enters: Floats,
    rng: np.random.Generator,
) -> OnThePitch:
    """Who is on the pitch when, after up to five substitutions a side."""
    reserve = available & ~start
    on_the_bench = reserve & (ordered(np.where(reserve, wanted, OUT_OF_THE_QUESTION)) < BENCH)
    comes = on_the_bench & (enters > 0)
    counts = rng.choice(len(SUBSTITUTES_SHARES), size=start.shape[:-1], p=SUBSTITUTES_SHARES)
    counts = np.minimum(counts, comes.sum(axis=-1))
    off = ordered(_drawn(leaves, start, rng))
    on = ordered(_drawn(enters * np.exp(np.clip(wanted, -3, 3)), comes, rng))
    time = _minutes(start.shape[:-1], rng)
    goes_off = start & (off < counts[..., None])
    comes_on = comes & (on < counts[..., None])
    last_place = MOST_SUBSTITUTES - 1
    left = np.take_along_axis(time, np.minimum(off, last_place), axis=-1)
    entered = np.take_along_axis(time, np.minimum(on, last_place), axis=-1)
    return OnThePitch(
        starts=start,
        first=np.where(comes_on, entered, 0),
        last=np.where(goes_off, left, np.where(start | comes_on, FULL_TIME, 0)),
    )


def _drawn(weight: Floats, among: Bools, rng: np.random.Generator) -> Floats:
    """Keys whose order is a draw without replacement by weight (Gumbel's trick)."""
    noise = rng.gumbel(size=among.shape)
    keys: Floats = np.where(among, np.log(np.maximum(weight, 1e-9)) + noise, OUT_OF_THE_QUESTION)
    return keys


def _minutes(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.int64]:
    """Minutes of five substitutions in order: some at half-time, most in the last half-hour."""
    late = 89 - np.floor(np.abs(rng.beta(1.1, 1.9, (*shape, MOST_SUBSTITUTES)) * 36)).astype(int)
    at_half_time = rng.random((*shape, MOST_SUBSTITUTES)) < HALF_TIME_SHARE
    return np.sort(np.where(at_half_time, 45, late), axis=-1)
