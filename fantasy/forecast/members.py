"""The members of the ensemble: unlike forecasts of the points of a player in a fixture.

`components` builds points from minutes and rates, `hurdle` expects points of short and of long
appearances, `tweedie` boosts points directly under a likelihood with many zeros, `forest` averages
randomised trees, `ridge` is linear. All learn points without defensive contributions
(`base_points`); what these add comes from the components.
"""

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
import polars as pl

from fantasy.forecast.baselines import baselines
from fantasy.forecast.components import ComponentModel
from fantasy.forecast.minutes import LONG, SHORT, Minutes, MinutesModel, Parts, kinds_of
from fantasy.forecast.ridge import RidgeModel
from fantasy.forecast.scoring import (
    USUAL_GOALS,
    Chances,
    Doing,
    expected_points,
    score_chances,
)
from fantasy.forecast.trees import Binned, Matrix, Vector, as_arrays
from fantasy.game.rules import Rules

MEMBERS = ("components", "hurdle", "tweedie", "forest", "ridge")
TWEEDIE_ROUNDS, SHORT_ROUNDS, LONG_ROUNDS, FOREST_TREES = 150, 50, 90, 40
TWEEDIE: dict[str, Any] = {"objective": "tweedie", "tweedie_variance_power": 1.3}
FOREST: dict[str, Any] = {
    "boosting": "rf",
    "extra_trees": True,
    "num_leaves": 127,
    "min_child_samples": 40,
    "feature_fraction": 0.6,
}


@dataclass(frozen=True)
class Outlook:
    """What is expected of the rows of a feature matrix, in their order.

    Attributes:
        points: expected points, a column for each of `MEMBERS` and of the baselines.
        components: expected points of `components` by what they are given for.
        minutes: whether and how long players play.
        clean_sheet: the chance of a long appearance without a goal conceded.
        chances: how likely each score of the fixture is.
    """

    points: pl.DataFrame
    components: pl.DataFrame
    minutes: Minutes
    clean_sheet: Vector
    chances: Chances


@dataclass(frozen=True)
class Members:
    """The fitted members."""

    minutes: MinutesModel
    components: ComponentModel
    short: lgb.Booster
    long: lgb.Booster
    tweedie: lgb.Booster
    forest: lgb.Booster
    ridge: RidgeModel

    @classmethod
    def fit(cls, matrix: pl.DataFrame) -> "Members":
        """Fit every member on rows with known points."""
        values = as_arrays(matrix)
        data = Binned.of(values)
        minutes, points = (matrix[name].to_numpy() for name in ("minutes", "base_points"))
        kinds = kinds_of(minutes)
        parts = Parts.of(data, minutes)
        short, long = kinds == SHORT, kinds == LONG
        return cls(
            minutes=MinutesModel.fit(data, parts, minutes),
            components=ComponentModel.fit(parts.played, matrix.filter(short | long)),
            short=parts.short.boost(points[short], rounds=SHORT_ROUNDS),
            long=parts.long.boost(points[long], rounds=LONG_ROUNDS),
            tweedie=data.boost(np.maximum(points, 0), rounds=TWEEDIE_ROUNDS, **TWEEDIE),
            forest=data.boost(points, rounds=FOREST_TREES, **FOREST),
            ridge=RidgeModel.fit(values, points),
        )

    def predict(self, matrix: pl.DataFrame, rules: Rules) -> Outlook:
        """What every member expects of the rows of a season with some rules."""
        values = as_arrays(matrix)
        doing = self._doing(values, matrix)
        components = expected_points(doing, rules)
        added = components["defensive_contribution"].to_numpy()
        minutes = doing.minutes
        by_length = minutes.short * self.short.predict(values) + minutes.long * self.long.predict(
            values
        )
        points = {
            "components": components.sum_horizontal().to_numpy(),
            "hurdle": by_length + added,
            "tweedie": np.asarray(self.tweedie.predict(values)) + added,
            "forest": np.asarray(self.forest.predict(values)) + added,
            "ridge": self.ridge.predict(values) + added,
        }
        return Outlook(
            points=pl.concat([pl.DataFrame(points), baselines(matrix)], how="horizontal"),
            components=components,
            minutes=minutes,
            clean_sheet=minutes.long * doing.clean_sheet,
            chances=score_chances(doing, rules),
        )

    def _doing(self, values: Matrix, matrix: pl.DataFrame) -> Doing:
        positions = matrix["position"]
        return Doing(
            positions=positions,
            minutes=self.minutes.predict(values).without(matrix["barred"].to_numpy()),
            rates=self.components.rates(values, positions),
            opponent_goals=matrix["opponent_goals"].fill_null(USUAL_GOALS).to_numpy(),
            spread=self.components.spread,
            bonus_by_goals=self.components.bonus_by_goals,
        )
