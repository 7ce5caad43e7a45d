"""Training: fit, compare with the baselines on the last gameweeks, choose what is served."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.baselines import BASELINES, baselines
from fantasy.forecast.evaluation import GAMEWEEK, Score, by_gameweek, score
from fantasy.forecast.models import LIGHTGBM, RIDGE, LightGBMModel, RidgeModel
from fantasy.track import Track

MODELS = (LIGHTGBM, RIDGE, *BASELINES)
VALIDATION_GAMEWEEKS = 8


@dataclass(frozen=True)
class Members:
    """The fitted models."""

    lightgbm: LightGBMModel
    ridge: RidgeModel

    @classmethod
    def fit(cls, matrix: pl.DataFrame) -> "Members":
        """Fit every model on rows with known points."""
        return cls(LightGBMModel.fit(matrix), RidgeModel.fit(matrix))

    def predict(self, matrix: pl.DataFrame) -> pl.DataFrame:
        """A column of expected points for each of `MODELS`."""
        return pl.DataFrame(
            [self.lightgbm.predict(matrix), self.ridge.predict(matrix), *baselines(matrix)]
        ).select(MODELS)


@dataclass(frozen=True)
class Trained:
    """Fitted models and how they did.

    Attributes:
        cut: the result known last when they were fitted.
        rows: how many rows they were fitted on.
        members: the models.
        validation: scores on the last gameweeks, by models fitted on those before.
        served: the model whose forecasts are used.
    """

    cut: datetime
    rows: int
    members: Members
    validation: dict[str, Score]
    served: str

    @property
    def warning(self) -> str | None:
        """Why a simpler model is served, if one is."""
        if self.served == LIGHTGBM:
            return None
        ours, theirs = self.validation[LIGHTGBM].rmse, self.validation[self.served].rmse
        return (
            f"{LIGHTGBM} did worse than {self.served} over the last {VALIDATION_GAMEWEEKS} "
            f"gameweeks (RMSE {ours:.3f} against {theirs:.3f}): {self.served} is served"
        )


def forecast_of_new_members(train: pl.DataFrame, test: pl.DataFrame) -> pl.DataFrame:
    """Fit every model on the first matrix and predict the second."""
    return Members.fit(train).predict(test)


def train(matrix: pl.DataFrame, *, cut: datetime, track: Track) -> Trained:
    """Fit on all results known, and choose by the last gameweeks what to serve.

    Args:
        matrix: the feature matrix.
        cut: the result known last (UTC), under which the models are kept.
        track: shows progress.

    Raises:
        InputError: if there are too few gameweeks with results to learn from.
    """
    known = matrix.drop_nulls("points")
    played = known.select(*GAMEWEEK, "deadline").unique(GAMEWEEK).sort("deadline")
    if played.height <= VALIDATION_GAMEWEEKS:
        raise InputError(
            f"gameweeks with results: {played.height}, but training needs more than "
            f"{VALIDATION_GAMEWEEKS}: use an archive with earlier seasons, or a later gameweek"
        )
    start = played["deadline"][-VALIDATION_GAMEWEEKS]
    before = known.filter(pl.col("points_known_at") <= start)
    held_out = known.filter(pl.col("deadline") >= start)
    fitted = [Members.fit(rows) for rows in track([before, known], "training")]
    rows = by_gameweek(held_out, fitted[0].predict(held_out))
    validation = {model: score(rows, model) for model in MODELS}
    return Trained(
        cut=cut,
        rows=known.height,
        members=fitted[1],
        validation=validation,
        served=min(MODELS, key=lambda model: validation[model].rmse),
    )
