import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from fantasy.features.market import goals_from_odds

GOALS = st.floats(min_value=0.4, max_value=3.5)


def fair_odds(home: float, away: float) -> tuple[list[float], list[float]]:
    """Odds without a margin for two Poisson numbers, summed by hand."""
    counts = range(25)
    first, second = poisson.pmf(counts, home), poisson.pmf(counts, away)
    grid = np.outer(first, second)
    win, loss = np.tril(grid, -1).sum(), np.triu(grid, 1).sum()
    over = 1 - poisson.cdf(2, home + away)
    return [1 / win, 1 / np.trace(grid), 1 / loss], [1 / over, 1 / (1 - over)]


@given(GOALS, GOALS, st.floats(min_value=1.0, max_value=1.08))
def test_the_goals_behind_odds_are_found_again_whatever_the_margin(
    home: float, away: float, margin: float
) -> None:
    results, totals = fair_odds(home, away)
    found = goals_from_odds(np.array([results]) / margin, np.array([totals]) / margin)
    assert found[0] == pytest.approx([home, away], rel=0.01, abs=0.01)


def test_without_odds_of_totals_the_favourite_still_scores_more() -> None:
    found = goals_from_odds(np.array([[1.3, 5.5, 9.0]]), np.array([[np.nan, np.nan]]))
    assert found[0, 0] > 2 * found[0, 1]
    assert 1.5 < found.sum() < 4.5
