from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from fantasy.features.strength import (
    BASE,
    FIRST_CLUB,
    HOME,
    KEPT,
    PROMOTED,
    Past,
    ratings,
    usual_strength,
)

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


def unknown(days: int) -> np.ndarray:
    """Clubs nobody knows anything of."""
    return np.full((days, 2 * CLUBS), np.nan)


def test_ratings_find_the_strengths_that_made_the_goals() -> None:
    found = ratings(season(), np.array([12.0]), unknown(1))[0]
    assert found[HOME] == pytest.approx(0.2, abs=0.01)
    assert found[FIRST_CLUB : FIRST_CLUB + CLUBS] == pytest.approx(ATTACK, abs=0.05)
    assert found[FIRST_CLUB + CLUBS :] == pytest.approx(DEFENCE, abs=0.05)


def test_a_day_is_rated_the_same_whatever_other_days_are_asked_for_or_played() -> None:
    past = season()
    alone = ratings(past, np.array([5.0]), unknown(1))[0]
    among = ratings(past, np.array([2.0, 5.0, 12.0]), unknown(3))[1]
    until = past.days <= 5.0
    cut = Past(past.days[until], past.terms[until], past.signs[until], past.goals[until])
    assert np.array_equal(alone, among)
    assert np.array_equal(alone, ratings(cut, np.array([5.0]), unknown(1))[0])


def test_before_any_match_clubs_are_as_usual_and_unknown_ones_stay_unknown() -> None:
    usual = unknown(1)
    usual[0, 2] = -0.2
    found = ratings(season(), np.array([-1.0]), usual)[0]
    assert found[FIRST_CLUB + 2] == -0.2
    assert np.isnan(found[FIRST_CLUB:]).sum() == 2 * CLUBS - 1
    assert np.exp(found[BASE]) == pytest.approx(1.35)


def test_matches_draw_a_club_away_from_what_is_usual() -> None:
    usual = np.zeros((2, 2 * CLUBS))
    usual[:, 0] = -2.0
    early, late = ratings(season(), np.array([0.0, 12.0]), usual)
    at_first, later = early[FIRST_CLUB], late[FIRST_CLUB]
    assert -2.0 < at_first < later


def test_a_promoted_club_is_worth_what_its_second_tier_says_and_others_are_unknown() -> None:
    clubs = ("2", "7", "Preston")
    matches = pl.DataFrame(
        {
            "year": 2023,
            "known_at": datetime(2024, 5, 1, tzinfo=UTC),
            "own": own,
            "other": other,
            "was_home": at_home,
            "goals": 2.0 if own == "2" else 1.0,
        }
        for own in clubs
        for other in clubs
        for at_home in (True, False)
        if own != other
    )
    seasons = pl.Series(["2023-24", "2024-25", "2024-25"])
    found = usual_strength(matches, ["2", "3"], seasons).reshape(3, 2, 2)
    assert np.isnan(found[0]).all()
    assert np.isnan(found[1][:, 1]).all()
    assert np.array_equal(found[1], found[2], equal_nan=True)
    average = PROMOTED[:, 0]
    assert average[0] < found[1][0, 0] < average[0] + KEPT
