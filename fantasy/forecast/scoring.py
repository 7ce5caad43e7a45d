"""From minutes and rates to points: what to expect of each component, and how likely each score.

Goals conceded, saves and a player's own goals and assists are Poisson numbers within an appearance;
defensive actions vary more (negative binomial). A clean sheet is a match without a goal conceded
while he plays a long one. The score of a fixture is the sum of its components, whose chances are
convolved; bonus goes with goals.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from fantasy.forecast.components import (
    A_MATCH,
    ACTIONS,
    BONUS,
    GOALS,
    MOST_SCORED,
    POSITIONS,
)
from fantasy.forecast.minutes import Minutes
from fantasy.forecast.trees import Vector
from fantasy.game.rules import Rules, Scoring

COMPONENTS = (
    *("appearance", "goals_scored", "assists", "clean_sheets", "goals_conceded", "saves"),
    *("bonus", "yellow_cards", "red_cards", "own_goals", "penalties_missed", "penalties_saved"),
    "defensive_contribution",
)
FLAT = (
    *("assists", "bonus", "yellow_cards", "red_cards", "own_goals", "penalties_missed"),
    "penalties_saved",
)
USUAL_GOALS = 1.35
MOST_CONCEDED, MOST_SAVES, MOST_DONE = 10, 16, 5
LOWEST, HIGHEST = -6, 40
"""Points of a fixture or gameweek whose chances are told apart; what lies beyond counts there."""

GRID = np.arange(LOWEST, HIGHEST + 1)
EVEN = 2.0
"""Mean of the bonus of one who gets any, if 1, 2 and 3 points are alike."""

Chances = NDArray[np.float64]
"""A row a player, a column for each of `GRID`."""


@dataclass(frozen=True)
class Doing:
    """What to expect of players in fixtures, a row each.

    Attributes:
        positions: GKP, DEF, MID or FWD.
        minutes: whether and how long they play.
        rates: what they do in 90 minutes, by name.
        opponent_goals: expected of the opponent in the match.
        spread: of defensive actions.
        bonus_by_goals: mean bonus by position and goals.
    """

    positions: pl.Series
    minutes: Minutes
    rates: Mapping[str, Vector]
    opponent_goals: Vector
    spread: float
    bonus_by_goals: Mapping[str, tuple[float, ...]]

    def of(self, rows: NDArray[np.bool_]) -> "Doing":
        """Some of the rows."""
        minutes = Minutes(*(getattr(self.minutes, name)[rows] for name in Minutes.__annotations__))
        rates = {name: rate[rows] for name, rate in self.rates.items()}
        return Doing(
            self.positions.filter(pl.Series(rows)),
            minutes,
            rates,
            self.opponent_goals[rows],
            self.spread,
            self.bonus_by_goals,
        )

    @property
    def clean_sheet(self) -> Vector:
        """The chance that no goal is conceded in a long appearance."""
        return np.exp(-self.opponent_goals * self.minutes.long_length / A_MATCH)

    def reaches(self, threshold: NDArray[np.int64] | int, minutes: Vector) -> Vector:
        """The chance of a number of defensive actions in some minutes."""
        mean = np.maximum(self.rates[ACTIONS] * minutes / A_MATCH, 1e-9)
        size = 1 / self.spread
        chance: Vector = nbinom.sf(threshold - 1, size, size / (size + mean))
        return chance


def expected_points(doing: Doing, rules: Rules) -> pl.DataFrame:
    """Expected points of each row by component: a column for each of `COMPONENTS`."""
    scoring, minutes, positions = rules.scoring, doing.minutes, doing.positions
    spells = ((minutes.short, minutes.short_length), (minutes.long, minutes.long_length))
    mean = {name: minutes.expected / A_MATCH * rate for name, rate in doing.rates.items()}

    def over(numbers: Vector, points: Callable[[Vector], Vector]) -> Vector:
        """Of points for what is Poisson within an appearance."""
        (a, short), (b, long) = spells
        return a * points(numbers * short / A_MATCH) + b * points(numbers * long / A_MATCH)

    threshold = _of(positions, scoring.defensive_threshold)
    reached = minutes.short * doing.reaches(threshold, minutes.short_length)
    reached += minutes.long * doing.reaches(threshold, minutes.long_length)
    return pl.DataFrame(
        {
            "appearance": minutes.short * scoring.short_play + minutes.long * scoring.long_play,
            "goals_scored": _of(positions, scoring.goals_scored) * mean[GOALS],
            "clean_sheets": _of(positions, scoring.clean_sheets) * minutes.long * doing.clean_sheet,
            "goals_conceded": _of(positions, scoring.goals_conceded)
            * over(doing.opponent_goals, lambda n: _whole(n, scoring.goals_conceded_per_point)),
            "saves": scoring.saves
            * over(doing.rates["saves"], lambda n: _whole(n, scoring.saves_per_point)),
            "defensive_contribution": _of(positions, scoring.defensive_contribution) * reached,
            **{name: getattr(scoring, name) * mean[name] for name in FLAT},
        }
    ).select(COMPONENTS)


def score_chances(doing: Doing, rules: Rules) -> Chances:
    """How likely each number of points is in a fixture."""
    found = np.zeros((len(doing.opponent_goals), len(GRID)))
    for position in POSITIONS:
        rows = (doing.positions == position).to_numpy()
        if rows.any():
            found[rows] = _of_position(doing.of(rows), position, rules.scoring)
    return found


def _of_position(doing: Doing, position: str, scoring: Scoring) -> Chances:
    minutes = doing.minutes
    none = 1 - minutes.short - minutes.long
    short = _appearance(doing, minutes.short_length, position, scoring, long=False)
    long = _appearance(doing, minutes.long_length, position, scoring, long=True)
    nothing = np.zeros_like(short)
    nothing[:, -LOWEST] = 1
    return none[:, None] * nothing + minutes.short[:, None] * short + minutes.long[:, None] * long


def _appearance(
    doing: Doing, length: Vector, position: str, scoring: Scoring, *, long: bool
) -> Chances:
    """The chances of scores in an appearance of a length in minutes."""
    share = length / A_MATCH
    done = {name: rate * share for name, rate in doing.rates.items()}
    played = scoring.long_play if long else scoring.short_play
    conceded = np.arange(MOST_CONCEDED + 1)
    behind = scoring.goals_conceded[position] * (conceded // scoring.goals_conceded_per_point)
    clean = scoring.clean_sheets[position] * (conceded == 0) * long
    saves = np.arange(MOST_SAVES + 1)
    chances = _start(len(length), played)
    chances = _with(chances, _poisson(doing.opponent_goals * share, MOST_CONCEDED), behind + clean)
    chances = _with(
        chances,
        _poisson(done["saves"], MOST_SAVES),
        scoring.saves * (saves // scoring.saves_per_point),
    )
    several = np.arange(MOST_DONE + 1)
    chances = _with(chances, _poisson(done["assists"], MOST_DONE), scoring.assists * several)
    for name, points in (("yellow_cards", scoring.yellow_cards), ("red_cards", scoring.red_cards)):
        chances = _with(chances, _once(np.minimum(done[name], 1)), np.array([0, points]))
    given = scoring.defensive_contribution[position]
    if given:
        reached = doing.reaches(scoring.defensive_threshold[position], length)
        chances = _with(chances, _once(reached), np.array([0, given]))
    return _with_goals(
        chances,
        _poisson(done[GOALS], MOST_DONE),
        scoring.goals_scored[position],
        done[BONUS],
        doing.bonus_by_goals[position],
    )


def _with_goals(
    chances: Chances, goals: Chances, points: int, bonus: Vector, usual: tuple[float, ...]
) -> Chances:
    """Goals and bonus together: who scores more gets more of his expected bonus."""
    by_goals = np.array(usual)[np.minimum(np.arange(goals.shape[1]), MOST_SCORED)]
    ratio = by_goals / np.maximum(goals @ by_goals, 1e-9)[:, None]
    found = np.zeros_like(chances)
    for scored in range(goals.shape[1]):
        told = _bonus(bonus * ratio[:, scored])
        moved = _with(chances * goals[:, [scored]], told, scored * points + np.arange(4))
        found += moved
    return found


def _bonus(mean: Vector) -> Chances:
    """The chances of 0 to 3 points: any of the three alike, up to a mean of 2; then more of 3."""
    awarded, most = np.minimum(mean / EVEN, 1), np.clip(mean - EVEN, 0, 1)
    each = awarded * (1 - most) / 3
    return np.column_stack([1 - awarded, each, each, each + awarded * most])


def _start(rows: int, points: int) -> Chances:
    chances = np.zeros((rows, len(GRID)))
    chances[:, points - LOWEST] = 1
    return chances


def _with(chances: Chances, happens: Chances, points: NDArray[np.int64]) -> Chances:
    """The chances of scores to which something adds: how likely each case is, and its points."""
    found = np.zeros_like(chances)
    for place in np.unique(points):
        likely = happens[:, points == place].sum(axis=1, keepdims=True)
        found += likely * shifted(chances, int(place))
    return found


def shifted(chances: Chances, points: int) -> Chances:
    """Scores with points added; what falls off an end stays at it."""
    size = len(GRID)
    moved = min(abs(points), size - 1)
    found = np.zeros_like(chances)
    if points >= 0:
        found[:, moved:] = chances[:, : size - moved]
        found[:, -1] += chances[:, size - moved :].sum(axis=1)
    else:
        found[:, : size - moved] = chances[:, moved:]
        found[:, 0] += chances[:, :moved].sum(axis=1)
    return found


def together(one: Chances, other: Chances) -> Chances:
    """The chances of the sum of two fixtures' scores."""
    found = np.zeros_like(one)
    for place, points in enumerate(GRID):
        found += other[:, [place]] * shifted(one, int(points))
    return found


def _poisson(mean: Vector, most: int) -> Chances:
    """The chances of 0, 1, ... `most` or more."""
    chances: Chances = poisson.pmf(np.arange(most + 1), mean[:, None])
    chances[:, -1] += 1 - chances.sum(axis=1)
    return chances


def _once(chance: Vector) -> Chances:
    return np.column_stack([1 - chance, chance])


def _whole(mean: Vector, per_point: int) -> Vector:
    """The mean of a Poisson number divided by `per_point`, rounded down."""
    points: Vector = _poisson(mean, MOST_SAVES) @ (np.arange(MOST_SAVES + 1) // per_point)
    return points


def _of(positions: pl.Series, values: Mapping[str, int]) -> NDArray[np.int64]:
    """What the rules give each position."""
    return positions.replace_strict(
        list(values), list(values.values()), return_dtype=pl.Int64
    ).to_numpy()
