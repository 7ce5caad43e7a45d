"""How the points of a gameweek vary, alone and together.

A match has two accounts: what each club concedes. The keeper and defenders of the club that may
concede gain or lose by it together, the midfielders and forwards of the other do the opposite; each
player has a share of his deviation in it, and the rest is his own. What an armband adds varies with
its bearer's own points; that it also varies with his team-mates' is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from fantasy.roster.line_up import LineUp
    from fantasy.roster.problem import Problem

    Floats = NDArray[np.float64]
    Columns = NDArray[np.int64]

VARIANCE: Mapping[str, float] = {"GKP": 2.6, "DEF": 3.7, "MID": 3.3, "FWD": 3.7}
"""Variance of a player's points for each point expected, where no more is known of him."""

SHARES: Mapping[str, float] = {"GKP": 0.7, "DEF": 0.6, "MID": -0.3, "FWD": -0.4}
"""Part of a deviation that goes with what a club concedes: its own, or of who attacks it.

Their products are the correlations of two players of a match that `benchmarks/spread.py` finds.
"""

LEAST = 0.25
"""Covariances (points squared) below which two players count as independent."""

NOBODY = ""
"""Stands for a club nobody names: the opponent of one whose matches are not told."""

WORST_FIFTH = 1.4
"""How many standard deviations the mean of the worst fifth of a normal score is below the mean."""

USUAL = 15.0
"""The usual standard deviation of a team's points in a gameweek."""


@dataclass(frozen=True)
class Spread:
    """Variances and covariances of points; players by their place in the problem.

    Attributes:
        variance: players by gameweeks.
        first: one of each pair whose points vary together.
        second: the other.
        week: the place of their gameweek.
        covariance: of each pair.
    """

    variance: Floats
    first: Columns
    second: Columns
    week: Columns
    covariance: Floats


@dataclass(frozen=True)
class Rival:
    """Whose points one's own are measured against: a manager, or all of them on average.

    Attributes:
        fielded: how often each player counts, players in the order of the problem.
        again: how often more, by an armband.
    """

    fielded: Floats
    again: Floats

    @classmethod
    def nobody(cls, players: int) -> Rival:
        """Who has no points at all."""
        return cls(np.zeros(players), np.zeros(players))


def deviations(position: NDArray[np.str_], points: Floats) -> Floats:
    """Standard deviations of points where only what is expected is known."""
    each = np.array([VARIANCE[name] for name in position])[:, None]
    found: Floats = np.sqrt(each * np.maximum(points, 0.0))
    return found


def spread_of(problem: Problem) -> Spread:
    """How the points of a problem vary."""
    variance = problem.deviation**2
    found = [part for week in range(problem.horizon) for part in _pairs(problem, week)]
    if not found:
        nobody = np.zeros(0, np.int64)
        return Spread(variance, nobody, nobody, nobody, np.zeros(0))
    first, second, week, covariance = (np.concatenate(part) for part in zip(*found, strict=True))
    keys, place = np.unique(np.stack([week, first, second]), axis=1, return_inverse=True)
    summed: Floats = np.bincount(place, covariance).astype(np.float64)
    kept = np.abs(summed) >= LEAST
    week, first, second = keys[:, kept]
    return Spread(variance, first, second, week, summed[kept])


def joint_errors(problem: Problem, draws: int, seed: int) -> Floats:
    """Normal errors of forecasts with a deviation of 1, draws by players.

    Keepers and defenders of a club share the error in what it concedes, its midfielders and
    forwards that in what it scores, each with his part of `SHARES`.
    """
    rng, share = np.random.default_rng(seed), problem.shares
    sides, place = np.unique(np.stack([problem.club, share > 0]), axis=1, return_inverse=True)
    common = rng.standard_normal((draws, sides.shape[1]))[:, place]
    own = rng.standard_normal((draws, share.size))
    errors: Floats = np.abs(share) * common + np.sqrt(1 - share**2) * own
    return errors


def price_of_variance(risk: float) -> float:
    """Points a point squared of variance costs at a weight of the worst fifth.

    Near the usual deviation s another one, d, is s / 2 + d^2 / (2 s): so the mean of the worst
    fifth falls by 1.4 / (2 s) for each point squared.
    """
    return risk * WORST_FIFTH / (2 * USUAL)


def variance_of(problem: Problem, week: int, line_up: LineUp, chip: str | None) -> float:
    """Of a line-up's points in a gameweek under a chip, less the rival's."""
    counting = [*line_up.starters, *(line_up.bench if chip == BENCH_BOOST else ())]
    fielded, again = np.zeros(problem.owned.size), np.zeros(problem.owned.size)
    fielded[[problem.place(each) for each in counting]] = 1
    again[problem.place(line_up.captain)] = 2 if chip == TRIPLE_CAPTAIN else 1
    if problem.rival is not None:
        fielded, again = fielded - problem.rival.fielded, again - problem.rival.again
    return quadratic(problem.spread, week, fielded, again)


def quadratic(spread: Spread, week: int, fielded: Floats, again: Floats) -> float:
    """Sum of v_p (fielded_p + again_p)^2 + 2 sum over pairs of c_pq fielded_p fielded_q."""
    own = spread.variance[:, week] @ (fielded + again) ** 2
    here = spread.week == week
    pairs = fielded[spread.first[here]] * fielded[spread.second[here]]
    return float(own + 2 * spread.covariance[here] @ pairs)


def _pairs(problem: Problem, week: int) -> Iterator[tuple[Columns, Columns, Columns, Floats]]:
    """Pairs with a covariance by what a club concedes in a match; first before second."""
    team, share = problem.players["team"].to_numpy(), problem.shares
    matches = [clubs for number, *clubs in problem.matches if number == problem.gameweeks[week]]
    played = Counter(club for clubs in matches for club in clubs)
    silent = sorted(set(team) - set(played))
    accounts = [(one, other) for a, b in matches for one, other in ((a, b), (b, a))]
    accounts += [pair for club in silent for pair in ((club, NOBODY), (NOBODY, club))]
    times = np.array([max(1, played[club]) for club in team])
    loads = share * problem.deviation[:, week] / np.sqrt(times)
    for conceding, attacking in sorted(accounts):
        members = np.flatnonzero(
            ((team == conceding) & (loads > 0)) | ((team == attacking) & (loads < 0))
        )
        first, second = np.triu_indices(members.size, 1)
        one, other = members[first], members[second]
        yield one, other, np.full(one.size, week), loads[one] * loads[other]
