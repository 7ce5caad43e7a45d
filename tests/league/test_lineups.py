import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.league.lineups import FORMATIONS, starters, substitutions

SIDE = np.repeat([0, 1, 2, 3], [3, 9, 12, 4])
SHAPE = (2, 1, 2, len(SIDE))


def _picture(seed: int, fit: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    position = np.broadcast_to(SIDE, SHAPE[1:])
    available = rng.random(SHAPE) < fit
    available[..., 0] = True
    return position, rng.normal(size=SHAPE), available


@given(st.integers(0, 10_000))
def test_a_fit_squad_fields_eleven_in_a_formation(seed: int) -> None:
    position, wanted, available = _picture(seed, 1.0)
    rng = np.random.default_rng(seed)
    formation = rng.integers(len(FORMATIONS), size=(1, 2))
    chosen = starters(position, wanted, available, formation, rng)
    assert (chosen.sum(axis=-1) == 11).all()
    for side in chosen.reshape(-1, len(SIDE)):
        assert tuple(np.bincount(SIDE[side], minlength=4)) in {tuple(each) for each in FORMATIONS}


@given(st.integers(0, 10_000), st.floats(0.2, 1.0))
def test_nobody_plays_who_is_not_available(seed: int, fit: float) -> None:
    position, wanted, available = _picture(seed, fit)
    rng = np.random.default_rng(seed)
    chosen = starters(position, wanted, available, np.zeros((1, 2), dtype=int), rng)
    weight = np.ones(SHAPE[1:])
    pitch = substitutions(chosen, wanted, available, weight, weight * (SIDE > 0), rng)
    assert (pitch.minutes[~available] == 0).all()
    assert (chosen.sum(axis=-1) == np.minimum(11, _enough(available))).all()
    assert ((pitch.minutes > 0).sum(axis=-1) <= 16).all()


def _enough(available: np.ndarray) -> np.ndarray:
    """One goalkeeper, and whoever else is fit."""
    return 1 + available[..., SIDE > 0].sum(axis=-1)


@given(st.integers(0, 10_000))
def test_eleven_are_on_the_pitch_in_every_minute(seed: int) -> None:
    position, wanted, available = _picture(seed, 1.0)
    rng = np.random.default_rng(seed)
    chosen = starters(position, wanted, available, np.zeros((1, 2), dtype=int), rng)
    weight = np.ones(SHAPE[1:])
    pitch = substitutions(chosen, wanted, available, weight, weight * (SIDE > 0), rng)
    minutes = np.broadcast_to(np.arange(1, 91), (*SHAPE[:-1], 90))
    assert (pitch.at(minutes).sum(axis=-1) == 11).all()
    assert (pitch.minutes.sum(axis=-1) == 990).all()


@pytest.mark.parametrize("better", [3, 12])
def test_the_most_wanted_start(better: int) -> None:
    position, wanted, available = _picture(1, 1.0)
    wanted[..., better] = 99
    chosen = starters(
        position, wanted, available, np.zeros((1, 2), dtype=int), np.random.default_rng(1)
    )
    assert chosen[..., better].all()
