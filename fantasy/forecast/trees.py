"""Boosted trees: one binned matrix, many targets."""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from fantasy.features import FEATURES

SEED = 2016
PARAMETERS: dict[str, object] = {
    "learning_rate": 0.08,
    "num_leaves": 31,
    "min_child_samples": 200,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 127,
    "feature_pre_filter": False,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


def as_arrays(matrix: pl.DataFrame) -> Matrix:
    """The features as one array, null as NaN: the only place where frames become arrays."""
    return matrix.select(pl.col(FEATURES).cast(pl.Float32)).to_numpy()


@dataclass(frozen=True)
class Binned:
    """Rows of features to fit many boosters on; their values are sorted into bins once.

    Attributes:
        dataset: the rows in bins.
        size: how many there are.
    """

    dataset: lgb.Dataset
    size: int

    @classmethod
    def of(cls, values: Matrix) -> "Binned":
        """Sort the values of features into bins."""
        binning = {name: PARAMETERS[name] for name in ("max_bin", "feature_pre_filter")}
        dataset = lgb.Dataset(
            values,
            np.zeros(len(values)),
            feature_name=list(FEATURES),
            params={**binning, "verbosity": -1},
            free_raw_data=False,
        )
        return cls(dataset.construct(), len(values))

    def part(self, rows: NDArray[np.bool_]) -> "Binned":
        """Some of the rows, in the same bins."""
        chosen = np.flatnonzero(rows)
        return Binned(self.dataset.subset(chosen.tolist()).construct(), len(chosen))

    def boost(
        self,
        target: Vector,
        *,
        rounds: int,
        offset: Vector | None = None,
        **parameters: object,
    ) -> lgb.Booster:
        """Fit trees to a target.

        Args:
            target: of every row.
            rounds: trees to fit.
            offset: added to the score of each row while fitting, never when predicting.
            parameters: LightGBM's, over `PARAMETERS`.
        """
        self.dataset.set_label(target)
        self.dataset.set_init_score(offset)
        return lgb.train({**PARAMETERS, **parameters}, self.dataset, num_boost_round=rounds)
