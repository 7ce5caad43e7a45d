import numpy as np
import pytest

from fantasy.features.strength import BASE, FIRST_CLUB, HOME, NEWCOMER, Past, ratings

CLUBS = 6
rng = np.random.default_rng(3)
ATTACK, DEFENCE = rng.normal(0, 0.3, (2, CLUBS))
ATTACK, DEFENCE = ATTACK - ATTACK.mean(), DEFENCE - DEFENCE.mean()


def season(rounds: int = 12) -> Past:
    """Everybody against everybody, home and away, with exactly the goals expected."""
    rows = [
        (float(day), own, other, at_home)
        for day in range(rounds)
        for own in range(CLUBS)
        for other in range(CLUBS)
        if own != other
        for at_home in (0.0, 1.0)
    ]
    days, own, other, home = (np.array(each) for each in zip(*rows, strict=True))
    goals = np.exp(0.3 + 0.2 * home + ATTACK[own.astype(int)] - DEFENCE[other.astype(int)])
    base = np.zeros(len(rows), dtype=np.intp)
    terms = np.column_stack([base, base + 1, FIRST_CLUB + own, FIRST_CLUB + CLUBS + other])
    signs = np.column_stack([np.ones(len(rows)), home, np.ones(len(rows)), -np.ones(len(rows))])
    return Past(days.astype(float), terms.astype(np.intp), signs, goals)


def test_ratings_find_the_strengths_that_made_the_goals() -> None:
    found = ratings(season(), np.array([12.0]), CLUBS)[0]
    assert found[HOME] == pytest.approx(0.2, abs=0.01)
    assert found[FIRST_CLUB : FIRST_CLUB + CLUBS] == pytest.approx(ATTACK, abs=0.05)
    assert found[FIRST_CLUB + CLUBS :] == pytest.approx(DEFENCE, abs=0.05)


def test_a_day_is_rated_the_same_whatever_other_days_are_asked_for_or_played() -> None:
    past = season()
    alone = ratings(past, np.array([5.0]), CLUBS)[0]
    among = ratings(past, np.array([2.0, 5.0, 12.0]), CLUBS)[1]
    until = past.days <= 5.0
    cut = Past(past.days[until], past.terms[until], past.signs[until], past.goals[until])
    assert np.array_equal(alone, among)
    assert np.array_equal(alone, ratings(cut, np.array([5.0]), CLUBS)[0])


def test_before_any_match_everybody_is_a_newcomer() -> None:
    found = ratings(season(), np.array([-1.0]), CLUBS)[0]
    assert (found[FIRST_CLUB:] == NEWCOMER).all()
    assert np.exp(found[BASE]) == pytest.approx(1.35)
