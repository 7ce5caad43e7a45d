"""The ensemble: members weighed by how they did on gameweeks they had not seen."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import nnls

from fantasy.forecast.members import MEMBERS

PRIOR = {"components": 0.8, "tweedie": 0.2}
"""Weights to start from: what non-negative least squares gave on 2021-22 and 2022-23 together."""

PRIOR_SPREAD = 0.15
"""Standard deviation of the weights around the prior."""

NOISE = 2.0
"""Standard deviation of points around any forecast."""

SURE = 1e3
"""How hard the weights are held to a sum of 1."""


@dataclass(frozen=True)
class Weights:
    """Weights of the members, in the order of `MEMBERS`: not negative, with a sum of 1."""

    values: tuple[float, ...]

    def blend(self, points: pl.DataFrame) -> pl.Series:
        """Expected points of the ensemble."""
        return pl.Series(points.select(MEMBERS).to_numpy() @ np.array(self.values))

    def named(self) -> dict[str, float]:
        """Weights by member."""
        return dict(zip(MEMBERS, self.values, strict=True))


USUAL = Weights(tuple(PRIOR.get(member, 0.0) for member in MEMBERS))


def weigh(points: pl.DataFrame, scored: pl.Series) -> Weights:
    """Weights by non-negative least squares, drawn to the prior.

    Args:
        points: expected points by member, of rows none of them had seen.
        scored: points that were scored.
    """
    size = len(MEMBERS)
    if points.is_empty():
        return USUAL
    told = np.vstack(
        [
            points.select(MEMBERS).to_numpy() / NOISE,
            np.eye(size) / PRIOR_SPREAD,
            np.full((1, size), SURE),
        ]
    )
    wanted = np.concatenate(
        [scored.to_numpy() / NOISE, np.array(USUAL.values) / PRIOR_SPREAD, [SURE]]
    )
    found, _ = nnls(told, wanted)
    return Weights(tuple(float(each) for each in found / found.sum()))


def error_correlation(points: pl.DataFrame, scored: pl.Series) -> pl.DataFrame:
    """The correlation of the members' errors: a row and a column for each of `MEMBERS`."""
    errors = points.select(pl.col(MEMBERS) - scored).to_numpy()
    table = np.corrcoef(errors, rowvar=False)
    return pl.DataFrame({"member": MEMBERS, **dict(zip(MEMBERS, table, strict=True))})
