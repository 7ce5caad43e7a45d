"""What happens on the pitch: shots, goals, cards, saves, defending."""

from dataclasses import dataclass

import numpy as np

from fantasy.league.lineups import FULL_TIME, OnThePitch
from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints

MEAN_SHOT, SHOT_SHAPE = 0.104, (0.75, 6.5)
"""Expected goals of a shot from play, a beta distribution."""

MOST_SHOTS = 34
PENALTY, PENALTY_RATE = 0.79, 0.085
"""Expected goals of a penalty, and penalties for each goal expected of a side."""

FROM_SET_PIECES = 0.22
MADE_BY_SOMEBODY = 0.73
REBOUND_ASSISTED = 0.8
OWN_GOAL_RATE = 0.054
SAVED, BLOCKED, POST = 0.27, 0.25, 0.02
"""Of shots that are no goals."""

PENALTY_SAVED = 0.74
RED_CARD = 0.0065
GOALS, SAVES, MISSES, BLOCKS, POSTS = range(5)
OUTCOMES = ("goal", "saved", "missed", "blocked", "post")
OPEN_PLAY, CORNER, SPOT = range(3)
SITUATIONS = ("open_play", "corner", "penalty")
DISPERSION = 6.0


@dataclass(frozen=True)
class Shots:
    """Arrays of replicates x fixtures x sides x shots; `taken` tells which are none at all.

    `shooter`, `creator` and `helper` (who gave an assist, key pass or not) are places in the
    club's list, -1 for nobody.
    """

    taken: Bools
    minute: Ints
    expected: Floats
    outcome: Ints
    situation: Ints
    shooter: Ints
    creator: Ints
    helper: Ints


def shots(
    rate: Floats,
    pitch: OnThePitch,
    weights: dict[str, Floats],
    rng: np.random.Generator,
) -> Shots:
    """The shots of each side.

    Args:
        rate: goals expected of each side, of replicates x fixtures x sides.
        pitch: who is on it when.
        weights: `shots`, `corners`, `chances`, `penalties` and `takers`, of fixtures x sides x
            players: whose a shot, a header from a corner, a chance, a penalty, a corner is.
        rng: random numbers.
    """
    penalties = PENALTY_RATE * PENALTY
    expected_count: Floats = rate * (1 - penalties) / MEAN_SHOT
    shape = (*rate.shape, MOST_SHOTS)
    count = np.minimum(rng.poisson(expected_count), MOST_SHOTS - 2)
    number = np.arange(MOST_SHOTS)
    spot = number == MOST_SHOTS - 1
    awarded = rng.random(shape) < -np.expm1(-PENALTY_RATE * rate)[..., None]
    taken = np.where(spot, awarded, number < count[..., None])
    minute = rng.integers(1, FULL_TIME + 1, size=shape)
    from_corner = ~spot & (rng.random(shape) < FROM_SET_PIECES)
    expected = np.where(spot, PENALTY, rng.beta(*SHOT_SHAPE, size=shape))
    on = pitch.at(minute)
    by_play = _lottery(weights["shots"][..., None, :] * on, rng)
    by_corner = _lottery(weights["corners"][..., None, :] * on, rng)
    by_spot = _lottery(weights["penalties"][..., None, :] * on, rng)
    shooter = np.where(spot, by_spot, np.where(from_corner, by_corner, by_play))
    maker = _lottery(weights["chances"][..., None, :] * on, rng)
    taker = _lottery(weights["takers"][..., None, :] * on, rng)
    maker = np.where(from_corner, taker, maker)
    made = ~spot & (rng.random(shape) < MADE_BY_SOMEBODY) & (maker != shooter) & (maker >= 0)
    creator = np.where(made, maker, -1)
    near = _lottery(weights["shots"][..., None, :] * on, rng)
    rebound = ~made & (near != shooter) & (rng.random(shape) < REBOUND_ASSISTED)
    return Shots(
        taken=taken & (shooter >= 0),
        minute=minute,
        expected=expected,
        outcome=_outcomes(expected, spot, rng),
        situation=np.where(spot, SPOT, np.where(from_corner, CORNER, OPEN_PLAY)),
        shooter=shooter,
        creator=creator,
        helper=np.where(made, maker, np.where(rebound, near, -1)),
    )


def own_goals(
    against: Floats, pitch: OnThePitch, clearances: Floats, rng: np.random.Generator
) -> tuple[Bools, Ints, Ints]:
    """Whether each side scores one for the other, in which minute, and whose it is."""
    typical = 1.4
    happened: Bools = rng.random(against.shape) < OWN_GOAL_RATE * against / typical
    minute = rng.integers(1, FULL_TIME + 1, size=against.shape)
    who = _lottery(clearances * pitch.at(minute[..., None])[..., 0, :], rng)
    return happened & (who >= 0), minute, who


def tally(shape: tuple[int, ...], who: Ints, value: Floats | Bools) -> Floats:
    """Sums of a value of events by the player they belong to, of the shape of the players."""
    players = shape[-1]
    sides = int(np.prod(shape[:-1]))
    offset = np.arange(sides).reshape((*shape[:-1], 1)) * players
    belongs = who >= 0
    flat = (np.where(belongs, who, 0) + offset).ravel()
    weight = np.where(belongs, value, 0).astype(float).ravel()
    sums = np.bincount(flat, weight, minlength=sides * players)
    return sums.astype(np.float64).reshape(shape)


def defending(rate: Floats, minutes: Ints, rng: np.random.Generator) -> Ints:
    """Counts of defensive actions: Poisson with a gamma multiplier, by minutes played."""
    share = minutes / FULL_TIME
    mood = rng.gamma(DISPERSION, 1 / DISPERSION, size=minutes.shape)
    counts: Ints = rng.poisson(rate * share * mood)
    return counts


def cards(rate: Floats, minutes: Ints, rng: np.random.Generator) -> tuple[Bools, Bools]:
    """Who is booked and who is sent off."""
    share = minutes / FULL_TIME
    red = rng.random(minutes.shape) < RED_CARD * share
    yellow = ~red & (rng.random(minutes.shape) < -np.expm1(-rate * share))
    return yellow, red


def _outcomes(expected: Floats, spot: Bools, rng: np.random.Generator) -> Ints:
    goal = rng.random(expected.shape) < expected
    draw = rng.random(expected.shape)
    kinds = np.searchsorted(np.cumsum([SAVED, BLOCKED, POST]), draw)
    from_play = np.array([SAVES, BLOCKS, POSTS, MISSES])[kinds]
    missed = np.where(spot, np.where(draw < PENALTY_SAVED, SAVES, MISSES), from_play)
    outcome: Ints = np.where(goal, GOALS, missed)
    return outcome


def _lottery(weight: Floats, rng: np.random.Generator) -> Ints:
    """Places along the last axis drawn by weight; -1 where nobody has any."""
    edges = np.cumsum(weight, axis=-1, dtype=np.float32)
    total = edges[..., -1:]
    ticket = rng.random(total.shape, dtype=np.float32) * total
    place = np.minimum((edges <= ticket).sum(axis=-1), weight.shape[-1] - 1)
    drawn: Ints = np.where(total[..., 0] > 0, place, -1)
    return drawn
