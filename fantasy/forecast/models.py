"""Models of the points a player scores in a fixture.

A model fits a feature matrix with known points and predicts another. Both kinds save as plain
text that any version can read: no pickles.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import lightgbm as lgb
import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from fantasy.features import FEATURES

LIGHTGBM = "lightgbm"
RIDGE = "ridge"
SEED = 2016

LIGHTGBM_PARAMETERS: dict[str, object] = {
    "objective": "regression",
    "learning_rate": 0.03,
    "num_leaves": 31,
    "min_child_samples": 200,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 127,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
ROUNDS = 400

Matrix = NDArray[np.float32]


def as_arrays(matrix: pl.DataFrame) -> Matrix:
    """The features as one array, null as NaN: the only place where frames become arrays."""
    return matrix.select(pl.col(FEATURES).cast(pl.Float32)).to_numpy()


@dataclass(frozen=True)
class LightGBMModel:
    """Gradient-boosted trees on squared error; nulls are a branch of their own."""

    booster: lgb.Booster

    @classmethod
    def fit(cls, matrix: pl.DataFrame) -> Self:
        """Fit on rows with known points."""
        data = lgb.Dataset(
            as_arrays(matrix), matrix["points"].to_numpy(), feature_name=list(FEATURES)
        )
        return cls(lgb.train(LIGHTGBM_PARAMETERS, data, num_boost_round=ROUNDS))

    def predict(self, matrix: pl.DataFrame) -> pl.Series:
        """Expected points of each row."""
        return pl.Series(LIGHTGBM, np.asarray(self.booster.predict(as_arrays(matrix))))

    def save(self, folder: Path) -> None:
        """Write the trees as LightGBM's text."""
        self.booster.save_model(str(folder / "lightgbm.txt"))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        return cls(lgb.Booster(model_file=str(folder / "lightgbm.txt")))


@dataclass(frozen=True)
class RidgeModel:
    """Ridge regression on standardised features, nulls at the mean: the linear baseline."""

    mean: Matrix
    scale: Matrix
    weights: Matrix
    intercept: float

    @classmethod
    def fit(cls, matrix: pl.DataFrame, *, alpha: float = 100.0) -> Self:
        """Fit on rows with known points."""
        features = matrix.lazy().select(pl.col(FEATURES).cast(pl.Float64))
        mean = as_arrays(features.mean().fill_null(0).collect())[0]
        spread = as_arrays(features.std(ddof=0).fill_null(0).collect())[0]
        scale = np.where(spread > 0, spread, np.float32(1))
        values = _standardised(as_arrays(matrix), mean, scale)
        ridge = Ridge(alpha=alpha).fit(values, matrix["points"].to_numpy())
        return cls(mean, scale, ridge.coef_.astype(np.float32), float(ridge.intercept_))

    def predict(self, matrix: pl.DataFrame) -> pl.Series:
        """Expected points of each row."""
        values = _standardised(as_arrays(matrix), self.mean, self.scale)
        return pl.Series(RIDGE, (values @ self.weights + self.intercept).astype(np.float64))

    def save(self, folder: Path) -> None:
        """Write the numbers as JSON."""
        numbers = {
            "mean": self.mean.tolist(),
            "scale": self.scale.tolist(),
            "weights": self.weights.tolist(),
            "intercept": self.intercept,
        }
        (folder / "ridge.json").write_text(json.dumps(numbers))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        numbers = json.loads((folder / "ridge.json").read_text())
        arrays = {
            name: np.array(numbers[name], dtype=np.float32) for name in ("mean", "scale", "weights")
        }
        return cls(**arrays, intercept=numbers["intercept"])


def _standardised(values: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    standardised: Matrix = np.nan_to_num((values - mean) / scale)
    return standardised
