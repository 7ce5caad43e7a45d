"""Ridge regression on standardised features: the linear member."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.linear_model import Ridge

from fantasy.forecast.trees import Matrix, Vector

ALPHA = 100.0
FARTHEST = 5.0
"""Standard deviations from the mean at which a feature is cut off."""

FILE = "ridge.json"


@dataclass(frozen=True)
class RidgeModel:
    """Ridge regression on standardised features, nulls at the mean.

    Attributes:
        mean: of each feature.
        scale: its standard deviation, 1 where it is 0.
        weights: of the standardised features.
        intercept: in points.
    """

    mean: Matrix
    scale: Matrix
    weights: Matrix
    intercept: float

    @classmethod
    def fit(cls, values: Matrix, points: Vector) -> Self:
        """Fit on rows with known points."""
        known = ~np.isnan(values)
        count = np.maximum(known.sum(axis=0), 1)
        filled = np.nan_to_num(values)
        mean = (filled.sum(axis=0, dtype=np.float64) / count).astype(np.float32)
        squares = (np.where(known, filled - mean, 0) ** 2).sum(axis=0, dtype=np.float64)
        spread = np.sqrt(squares / count)
        scale = np.where(spread > 0, spread, 1).astype(np.float32)
        ridge = Ridge(alpha=ALPHA).fit(_standardised(values, mean, scale), points)
        return cls(mean, scale, ridge.coef_.astype(np.float32), float(ridge.intercept_))

    def predict(self, values: Matrix) -> Vector:
        """Expected points of each row."""
        standardised = _standardised(values, self.mean, self.scale)
        points: Vector = (standardised @ self.weights + self.intercept).astype(np.float64)
        return points

    def save(self, folder: Path) -> None:
        """Write the numbers as JSON."""
        numbers = {
            "mean": self.mean.tolist(),
            "scale": self.scale.tolist(),
            "weights": self.weights.tolist(),
            "intercept": self.intercept,
        }
        (folder / FILE).write_text(json.dumps(numbers))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        numbers = json.loads((folder / FILE).read_text())
        arrays = {
            name: np.array(numbers[name], dtype=np.float32) for name in ("mean", "scale", "weights")
        }
        return cls(**arrays, intercept=numbers["intercept"])


def _standardised(values: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """Features in standard deviations from their mean, outliers drawn in, nulls at the mean."""
    standardised: Matrix = np.nan_to_num(np.clip((values - mean) / scale, -FARTHEST, FARTHEST))
    return standardised
