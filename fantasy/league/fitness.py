"""Injuries, illness and bans: how they come, how sure a return is, and when it happens."""

from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from fantasy.league.people import Floats
from fantasy.league.state import FIT, Absence, Bools, Ints, State

INJURIES = ("knock", "hamstring", "calf", "groin", "ankle", "knee", "thigh", "foot", "back")
SHARES = np.array([0.27, 0.18, 0.10, 0.08, 0.13, 0.10, 0.07, 0.04, 0.03])
MEDIAN_DAYS = np.array([7.0, 34.0, 23.0, 22.0, 32.0, 60.0, 20.0, 45.0, 13.0])
SPREAD_OF_DAYS = 0.55
ILL_DAYS, PERSONAL_DAYS = (2.0, 9.0), (3.0, 20.0)
UNSURE_DAYS, UNSURE_SHARE = 2.5, 0.1
HURT_IN_TRAINING, FALLS_ILL, LEAVES_FOR_A_WHILE = 0.0033, 0.0007, 0.00015
"""A day."""

HURT_IN_A_MATCH = 0.022
"""For 90 minutes."""

CERTAIN = 0.985
SETBACK_DAYS = (1.0, 7.0)
YELLOWS = ((5, 19, 1), (10, 32, 2))
"""So many yellow cards until a gameweek: so many matches."""

RED_CARD_BANS = (1, 1, 1, 3)
LOSES_FORM = 0.88


def chance(state: State, day: Floats | float) -> Floats:
    """The probability of being available on a day: that he is back, for one not banned.

    P(back by day) = Phi((day - expected) / sd), 1 where it is nearly certain.
    """
    back = ndtr((day - state.back) / state.unsure)
    sure: Floats = np.where(back > CERTAIN, 1.0, back)
    return np.where(state.banned > 0, 0.0, sure)


def a_week_passes(
    state: State, days: float, today: float, frailty: Floats, rng: np.random.Generator
) -> State:
    """The state after some days of training: new injuries and illnesses, form drifting."""
    shape = state.back.shape
    fit = state.back == FIT
    draw = rng.random(shape)
    hurt = fit & (draw < days * HURT_IN_TRAINING * np.exp(frailty))
    ill = fit & ~hurt & (draw > 1 - days * FALLS_ILL)
    away = fit & ~hurt & ~ill & (rng.random(shape) < days * LEAVES_FOR_A_WHILE)
    began = today - rng.uniform(0, days, shape)
    drifted = LOSES_FORM * state.form + rng.normal(0, np.sqrt(1 - LOSES_FORM**2), shape)
    moved = replace(state, form=drifted)
    moved = injured(moved, hurt, began, rng)
    moved = _away(moved, ill, began, Absence.ILL, ILL_DAYS, rng)
    return _away(moved, away, began, Absence.PERSONAL, PERSONAL_DAYS, rng)


def injured(state: State, who: Bools, began: Floats, rng: np.random.Generator) -> State:
    """The state with new injuries."""
    shape = state.back.shape
    kind: Ints = np.searchsorted(np.cumsum(SHARES / SHARES.sum()), rng.random(shape))
    days = MEDIAN_DAYS[kind] * np.exp(rng.normal(0, SPREAD_OF_DAYS, shape))
    return replace(
        state,
        back=np.where(who, began + days, state.back),
        unsure=np.where(who, UNSURE_DAYS + UNSURE_SHARE * days, state.unsure),
        absence=np.where(who, int(Absence.INJURED), state.absence),
        injury=np.where(who, kind, state.injury),
        began=np.where(who, began, state.began),
    )


def settle(
    state: State, asked: Bools, available: Bools, day: float, rng: np.random.Generator
) -> State:
    """The state once it showed on a match day who was back.

    Args:
        state: before the matches.
        asked: players whose club plays, not banned.
        available: whether each of them was back.
        day: of the matches.
        rng: random numbers.
    """
    was_away = state.back != FIT
    returned = asked & available & was_away
    later = day + rng.uniform(*SETBACK_DAYS, state.back.shape)
    setback = asked & ~available & (state.back < later)
    return replace(
        state,
        back=np.where(returned, FIT, np.where(setback, later, state.back)),
        absence=np.where(returned, int(Absence.NONE), state.absence),
        rusty=np.where(returned, 1.0, np.where(asked, 0.5 * state.rusty, state.rusty)),
    )


def booked(
    state: State, playing: Bools, yellow: Bools, red: Bools, gameweek: int, rng: np.random.Generator
) -> State:
    """The state after the cards of a round: a match of a ban is served, new bans are given."""
    left = np.where(playing, np.maximum(state.banned - 1, 0), state.banned)
    yellows = state.yellows + yellow
    for count, until, matches in YELLOWS:
        reached = yellow & (yellows == count) & (gameweek <= until)
        left = np.where(reached, left + matches, left)
    bans = np.array(RED_CARD_BANS)[rng.integers(len(RED_CARD_BANS), size=left.shape)]
    return replace(
        state,
        banned=np.where(red, left + bans, left),
        yellows=yellows,
        sent_off=np.where(red, True, state.sent_off & ~yellow),
    )


def _away(
    state: State,
    who: Bools,
    began: Floats,
    why: Absence,
    days: tuple[float, float],
    rng: np.random.Generator,
) -> State:
    shape = state.back.shape
    return replace(
        state,
        back=np.where(who, began + rng.uniform(*days, shape), state.back),
        unsure=np.where(who, UNSURE_DAYS, state.unsure),
        absence=np.where(who, int(why), state.absence),
        began=np.where(who, began, state.began),
    )
