"""What a player does in 90 minutes, from trees fitted to the matches he played.

Goals, assists, saves, cards, bonus and defensive actions are rates: Poisson likelihood, with the
minutes played as exposure. `fantasy.forecast.scoring` turns them into points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import lightgbm as lgb
import numpy as np
import polars as pl

from fantasy.forecast.minutes import FULL
from fantasy.forecast.trees import Binned, Matrix, Vector, as_arrays

ACTIONS, BONUS, GOALS = "defensive_actions", "bonus", "goals_scored"
ROUNDS: Mapping[str, int] = {
    **dict.fromkeys((GOALS, "assists", "saves", BONUS), 80),
    ACTIONS: 60,
    "yellow_cards": 40,
    **dict.fromkeys(("red_cards", "own_goals", "penalties_missed", "penalties_saved"), 15),
}
"""Trees for each rate; rare things get few."""

KEEPERS_ONLY = ("saves", "penalties_saved")
KEEPER = "GKP"
POSITIONS = ("GKP", "DEF", "MID", "FWD")
A_MATCH = 90.0
FEWEST_ROWS = 200
RAREST, LEAST_SPREAD = 1e-5, 1e-3
MOST_SCORED = 2
"""Goals of one player from which more of them make no difference to his bonus."""


@dataclass(frozen=True)
class ComponentModel:
    """Rates of what players do in 90 minutes.

    Attributes:
        trees: by what they expect, as a multiple of the usual rate.
        usual: rates of all players together.
        spread: of defensive actions: their variance is mean + spread x mean squared.
        bonus_by_goals: mean bonus in long appearances by position, for 0, 1 and more goals.
    """

    trees: Mapping[str, lgb.Booster]
    usual: Mapping[str, float]
    spread: float
    bonus_by_goals: Mapping[str, tuple[float, ...]]

    @classmethod
    def fit(cls, data: Binned, matrix: pl.DataFrame) -> "ComponentModel":
        """Fit on rows of players who played, nobody else; of keepers what only keepers do."""
        minutes = matrix["minutes"].to_numpy()
        matches = minutes / A_MATCH
        keeper = (matrix["position"] == KEEPER).to_numpy()
        whole = np.ones(len(minutes), dtype=np.bool_)
        trees, usual = {}, {}
        for name, rounds in ROUNDS.items():
            done = matrix[name].cast(pl.Float64).to_numpy()
            rows = keeper if name in KEEPERS_ONLY else whole
            if name == ACTIONS:
                rows = ~keeper & ~np.isnan(done)
            if rows.sum() < FEWEST_ROWS or not done[rows].any():
                continue
            usual[name] = max(RAREST, float(done[rows].sum() / matches[rows].sum()))
            part = data if rows is whole else data.part(rows)
            trees[name] = part.boost(
                done[rows],
                rounds=rounds,
                offset=np.log(usual[name] * matches[rows]),
                objective="poisson",
            )
        fitted = cls(trees, usual, LEAST_SPREAD, _bonus_by_goals(matrix))
        return replace(fitted, spread=fitted._spread_of(matrix))

    def rates(self, values: Matrix, positions: pl.Series) -> dict[str, Vector]:
        """What is expected of 90 minutes of each row, by the names of `ROUNDS`."""
        keeper = (positions == KEEPER).to_numpy()
        found = {}
        for name in ROUNDS:
            rate = self._rate(name, values) if name in self.trees else np.zeros(len(values))
            nobody = ~keeper if name in KEEPERS_ONLY else keeper if name == ACTIONS else False
            found[name] = np.where(nobody, 0.0, rate)
        return found

    def _rate(self, name: str, values: Matrix) -> Vector:
        return self.usual[name] * np.asarray(self.trees[name].predict(values))

    def _spread_of(self, matrix: pl.DataFrame) -> float:
        """How much more defensive actions vary than Poisson numbers, over long appearances."""
        if ACTIONS not in self.trees:
            return LEAST_SPREAD
        counted = (pl.col("minutes") >= FULL) & pl.col(ACTIONS).is_not_null()
        rows = matrix.filter(counted & (pl.col("position") != KEEPER))
        done = rows[ACTIONS].cast(pl.Float64).to_numpy()
        mean = self._rate(ACTIONS, as_arrays(rows)) * rows["minutes"].to_numpy() / A_MATCH
        return max(LEAST_SPREAD, float(((done - mean) ** 2 - mean).sum() / (mean**2).sum()))


def _bonus_by_goals(matrix: pl.DataFrame) -> dict[str, tuple[float, ...]]:
    long = matrix.filter(pl.col("minutes") >= FULL)
    scored = pl.col(GOALS).clip(0, MOST_SCORED)
    means = {
        (position, int(goals)): bonus
        for position, goals, bonus in long.group_by("position", scored)
        .agg(pl.col(BONUS).mean())
        .rows()
    }
    return {
        position: tuple(means.get((position, goals), float(goals)) for goals in range(3))
        for position in POSITIONS
    }
