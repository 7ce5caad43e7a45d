"""Looks for better settings of the trees: `python benchmarks/tune.py LAKE MODEL [TRIALS]`.

Sees only seasons before the test seasons (2023-24 and later): each setting is fitted on the seasons
before 2021-22 and before 2022-23 and scored on these two. MODEL is `minutes` (log-loss of none,
short and long) or `tweedie` (root mean square error of points). Prints the settings in use, the
best found, and what each loses; what to make of it is left to the reader. LAKE is a folder with a
replay's tables, as `fantasy evaluate` fills it.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import polars as pl
from sklearn.metrics import log_loss, root_mean_squared_error

from fantasy.features import feature_matrix
from fantasy.forecast import members, minutes
from fantasy.forecast.trees import PARAMETERS, Binned, Matrix, Vector, as_arrays
from fantasy.store import Lake

BEFORE_THE_TESTS = datetime(2023, 7, 1, tzinfo=UTC)
SCORED_ON = ("2021-22", "2022-23")
TUNED = ("learning_rate", "num_leaves", "min_child_samples", "feature_fraction", "lambda_l2")
SEED = 7


@dataclass(frozen=True)
class Model:
    """A booster to tune.

    Attributes:
        target: of the rows of a matrix.
        loss: of what was predicted.
        parameters: LightGBM's, beside the shared ones.
        rounds: trees in use.
    """

    target: Callable[[pl.DataFrame], Vector]
    loss: Callable[[Vector, Vector], float]
    parameters: Mapping[str, Any]
    rounds: int


@dataclass(frozen=True)
class Fold:
    """A season to score on and all before it."""

    data: Binned
    train: Vector
    test: Matrix
    truth: Vector


MODELS = {
    "minutes": Model(
        target=lambda rows: minutes.kinds_of(rows["minutes"].to_numpy()),
        loss=lambda truth, said: float(log_loss(truth, said)),
        parameters=minutes.KINDS,
        rounds=minutes.ROUNDS,
    ),
    "tweedie": Model(
        target=lambda rows: np.maximum(rows["base_points"].to_numpy(), 0),
        loss=lambda truth, said: float(root_mean_squared_error(truth, said)),
        parameters=members.TWEEDIE,
        rounds=members.TWEEDIE_ROUNDS,
    ),
}


def main(lake: Path, name: str, trials: int) -> None:
    """Print the settings in use and the best of some trials, with their losses."""
    model = MODELS[name]
    known = Lake(lake).as_of(BEFORE_THE_TESTS)
    matrix = feature_matrix(known).drop_nulls("points")
    folds = [_fold(matrix, season, model) for season in SCORED_ON]
    in_use = {name: {**PARAMETERS, **model.parameters}[name] for name in TUNED}
    in_use["rounds"] = model.rounds
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=SEED))
    study.enqueue_trial(in_use)
    study.optimize(lambda trial: _loss(model, folds, _settings(trial)), n_trials=trials)
    first, best = study.trials[0], study.best_trial
    for title, trial in (("in use", first), ("best", best)):
        print(f"{title:8} loss {trial.value:.5f} {trial.params}")


def _fold(matrix: pl.DataFrame, season: str, model: Model) -> Fold:
    train, test = (
        matrix.filter(pl.col("season") < season),
        matrix.filter(pl.col("season") == season),
    )
    return Fold(
        Binned.of(as_arrays(train)), model.target(train), as_arrays(test), model.target(test)
    )


def _settings(trial: optuna.Trial) -> dict[str, Any]:
    return {
        "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.2, log=True),
        "num_leaves": trial.suggest_int("num_leaves", 7, 127, log=True),
        "min_child_samples": trial.suggest_int("min_child_samples", 20, 800, log=True),
        "feature_fraction": trial.suggest_float("feature_fraction", 0.15, 1.0),
        "lambda_l2": trial.suggest_float("lambda_l2", 0.1, 100, log=True),
        "rounds": trial.suggest_int("rounds", 40, 400, log=True),
    }


def _loss(model: Model, folds: list[Fold], settings: dict[str, Any]) -> float:
    losses = []
    for fold in folds:
        booster = fold.data.boost(fold.train, **{**model.parameters, **settings})
        losses.append(model.loss(fold.truth, np.asarray(booster.predict(fold.test))))
    return float(np.mean(losses))


if __name__ == "__main__":
    lake, name, *trials = sys.argv[1:]
    main(Path(lake), name, int(*trials) if trials else 30)
