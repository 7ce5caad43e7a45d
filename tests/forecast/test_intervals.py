import numpy as np
import polars as pl
import pytest
from scipy.stats import poisson

from fantasy.forecast.ensemble import USUAL, error_correlation, weigh
from fantasy.forecast.intervals import Intervals, at_least, played
from fantasy.forecast.members import MEMBERS
from fantasy.forecast.scoring import GRID

POSITIONS = ("GKP", "DEF", "MID", "FWD")


def told(means: np.ndarray) -> np.ndarray:
    chances = np.zeros((len(means), len(GRID)))
    chances[:, -GRID[0] :] = poisson.pmf(np.arange(GRID[-1] + 1), means[:, None])
    return chances / chances.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def league() -> tuple[np.ndarray, pl.Series, np.ndarray]:
    rng = np.random.default_rng(8)
    means = rng.uniform(1.0, 8.0, 8000)
    positions = pl.Series(rng.choice(POSITIONS, 8000))
    scored = rng.poisson(1.4 * means).astype(float)
    return told(means), positions, scored


def test_intervals_cover_what_they_promise_though_the_forecast_is_too_low(
    league: tuple[np.ndarray, pl.Series, np.ndarray],
) -> None:
    chances, positions, scored = league
    first, second = slice(0, 4000), slice(4000, 8000)
    fitted = Intervals.fit(chances[first], positions[:4000], scored[first])
    low, high = fitted.of(chances[second], positions[4000:], pl.Series([False] * 4000))
    covered = ((scored[second] >= low) & (scored[second] <= high)).mean()
    naive_low, naive_high = Intervals({}).of(
        chances[second], positions[4000:], pl.Series([False] * 4000)
    )
    naive = ((scored[second] >= naive_low) & (scored[second] <= naive_high)).mean()
    assert naive < 0.75 < covered < 0.86


def test_little_knowledge_widens_an_interval_and_never_narrows_it(
    league: tuple[np.ndarray, pl.Series, np.ndarray],
) -> None:
    chances, positions, _ = league
    sure, unsure = (
        Intervals({}).of(chances, positions, pl.Series([each] * len(chances)))
        for each in (False, True)
    )
    assert (unsure[0] <= sure[0]).all()
    assert (unsure[1] >= sure[1]).all()
    assert (unsure[1] - unsure[0]).sum() > (sure[1] - sure[0]).sum()


def test_chances_of_points_are_sums_of_scores() -> None:
    chances = told(np.array([3.0]))
    assert at_least(chances, 5)[0] == pytest.approx(1 - poisson.cdf(4, 3.0), abs=1e-9)
    assert played(chances)[0] == pytest.approx(1 - np.exp(-3.0))


def test_the_ensemble_prefers_the_better_member_and_weights_are_shares() -> None:
    rng = np.random.default_rng(2)
    truth = rng.uniform(0, 6, 20_000)
    points = {name: truth + rng.normal(scale=3, size=len(truth)) for name in MEMBERS}
    points["hurdle"] = truth + rng.normal(scale=0.2, size=len(truth))
    scored = pl.Series(truth + rng.normal(scale=2, size=len(truth)))
    weights = weigh(pl.DataFrame(points), scored)
    assert sum(weights.values) == pytest.approx(1.0)
    assert min(weights.values) >= 0
    assert weights.named()["hurdle"] > 0.9


def test_without_any_past_forecast_the_usual_weights_hold() -> None:
    nothing = pl.DataFrame(schema=dict.fromkeys(MEMBERS, pl.Float64))
    assert weigh(nothing, pl.Series([], dtype=pl.Float64)) == USUAL


def test_members_that_err_alike_are_shown_to() -> None:
    rng = np.random.default_rng(4)
    scored = pl.Series(rng.normal(size=500))
    alike = rng.normal(size=500)
    points = pl.DataFrame(
        {name: alike if name in MEMBERS[:2] else rng.normal(size=500) * 9 for name in MEMBERS}
    )
    table = error_correlation(points, scored)
    assert table[MEMBERS[1]][0] == pytest.approx(1.0)
    assert abs(table[MEMBERS[4]][0]) < 0.5
