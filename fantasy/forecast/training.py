"""Training: fit on what is known, weigh and choose by gameweeks held out."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.baselines import BASELINES
from fantasy.forecast.ensemble import USUAL, error_correlation, weigh
from fantasy.forecast.evaluation import GAMEWEEK, Score, score
from fantasy.forecast.intervals import Intervals
from fantasy.forecast.members import Members
from fantasy.forecast.outlook import FANTASY, MODELS, Fitted, Outlook, look_ahead
from fantasy.game.rules import Rules
from fantasy.track import Track

VALIDATION_GAMEWEEKS = 8
FAR_HORIZONS = (2, 3, 4, 2, 3, 6, 2, 8)
"""What the models of later gameweeks learn from, gameweek by gameweek in turn."""


@dataclass(frozen=True)
class Trained:
    """Fitted models and how they did.

    Attributes:
        cut: the result known last when they were fitted.
        rows: how many rows they were fitted on.
        near: the models of the next gameweek.
        far: the models of later ones.
        validation: scores on the last gameweeks, by models fitted on those before.
        correlation: of the members' errors there.
        served: the model whose forecasts are used.
    """

    cut: datetime
    rows: int
    near: Fitted
    far: Fitted
    validation: dict[str, Score]
    correlation: pl.DataFrame
    served: str

    @property
    def warning(self) -> str | None:
        """Why a simpler model is served, if one is."""
        if self.served == FANTASY:
            return None
        ours, theirs = self.validation[FANTASY].rmse, self.validation[self.served].rmse
        return (
            f"the ensemble did worse than {self.served} over the last {VALIDATION_GAMEWEEKS} "
            f"gameweeks (RMSE {ours:.3f} against {theirs:.3f}): {self.served} is served"
        )


def train(near: pl.DataFrame, far: pl.DataFrame, *, cut: datetime, track: Track) -> Trained:
    """Fit on all results known, and choose by the last gameweeks what to serve.

    Models fitted on what was known before the last gameweeks forecast them; by how their members
    did these are weighed and the intervals chosen. One of the baselines is served where it did
    better than the ensemble under its usual weights.

    Args:
        near: the feature matrix at a horizon of 1.
        far: the feature matrix at longer horizons.
        cut: the result known last (UTC), under which the models are kept.
        track: shows progress.

    Raises:
        InputError: if there are too few gameweeks with results to learn from.
    """
    known = near.drop_nulls("points")
    played = known.select(*GAMEWEEK, "deadline").unique(GAMEWEEK).sort("deadline")
    if played.height <= VALIDATION_GAMEWEEKS:
        raise InputError(
            f"gameweeks with results: {played.height}, but training needs more than "
            f"{VALIDATION_GAMEWEEKS}: use an archive with earlier seasons, or a later gameweek"
        )
    start = played["deadline"][-VALIDATION_GAMEWEEKS]
    before = known.filter(pl.col("points_known_at") <= start)
    held_out = known.filter(pl.col("deadline") >= start)
    fitted = [
        Members.fit(rows) for rows in track([before, known, far.drop_nulls("points")], "training")
    ]
    tried = forecast_by_season(fitted[0], held_out)
    scored = tried.rows["points"]
    weights = weigh(tried.rows, scored)
    intervals = Intervals.fit(tried.chances, tried.rows["position"], scored.to_numpy())
    validation = {model: score(tried.rows, model) for model in MODELS}
    return Trained(
        cut=cut,
        rows=known.height,
        near=Fitted(fitted[1], weights, intervals),
        far=Fitted(fitted[2], weights, intervals),
        validation=validation,
        correlation=error_correlation(tried.rows, scored),
        served=min((FANTASY, *BASELINES), key=lambda model: validation[model].rmse),
    )


def forecast_by_season(members: Members, matrix: pl.DataFrame) -> Outlook:
    """What members under their usual weights say of rows of several seasons."""
    seen = [
        look_ahead(members, USUAL, rows, Rules.for_season(season))
        for (season,), rows in matrix.group_by("season", maintain_order=True)
    ]
    return Outlook(
        pl.concat([each.rows for each in seen]), np.concatenate([each.chances for each in seen])
    )
