import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fantasy.errors import InputError, LakeError
from fantasy.features import FEATURES, feature_matrix
from fantasy.forecast import registry
from fantasy.forecast.evaluation import by_gameweek, score, walk_forward
from fantasy.forecast.models import LightGBMModel, RidgeModel
from fantasy.forecast.training import MODELS, Trained, train
from fantasy.store import Lake
from fantasy.track import quietly

CUT = datetime(2025, 8, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def matrix(past_lake: Lake) -> pl.DataFrame:
    return feature_matrix(past_lake.as_of(CUT))


@pytest.fixture(scope="module")
def trained(matrix: pl.DataFrame) -> Trained:
    return train(matrix, cut=CUT, track=quietly)


def test_the_best_model_of_the_last_gameweeks_is_served(trained: Trained) -> None:
    best = min(MODELS, key=lambda model: trained.validation[model].rmse)
    assert trained.served == best
    assert {scores.n for scores in trained.validation.values()} == {8 * 21 * 8}


def test_a_simpler_forecast_takes_over_with_a_warning_where_the_model_does_worse(
    matrix: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wild(_: LightGBMModel, rows: pl.DataFrame) -> pl.Series:
        return pl.Series("lightgbm", np.full(rows.height, 50.0))

    monkeypatch.setattr(LightGBMModel, "predict", wild)
    trained = train(matrix, cut=CUT, track=quietly)
    assert trained.served != "lightgbm"
    assert trained.warning is not None
    assert f"{trained.served} is served" in trained.warning


def test_too_few_gameweeks_are_not_learned_from(matrix: pl.DataFrame) -> None:
    few = matrix.filter(pl.col("season") == "2023-24", pl.col("gameweek") <= 8)
    with pytest.raises(InputError, match="gameweeks with results: 8"):
        train(few, cut=CUT, track=quietly)


def test_models_come_back_from_disk_as_they_were(
    trained: Trained, matrix: pl.DataFrame, tmp_path: Path
) -> None:
    registry.save(trained, tmp_path)
    loaded = registry.load(tmp_path, CUT)
    assert loaded is not None
    assert (loaded.served, loaded.rows) == (trained.served, trained.rows)
    assert loaded.validation == trained.validation
    rows = matrix.head(200)
    assert loaded.members.predict(rows).equals(trained.members.predict(rows))


def test_models_are_kept_as_text(trained: Trained, tmp_path: Path) -> None:
    folder = registry.save(trained, tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("card.json", "lightgbm.txt", "ridge.json")
    ]
    card = json.loads((folder / "card.json").read_text())
    assert card["features"] == list(FEATURES)


def test_models_of_other_features_or_results_are_passed_over(
    trained: Trained, tmp_path: Path
) -> None:
    folder = registry.save(trained, tmp_path)
    assert registry.load(tmp_path, datetime(2020, 1, 1, tzinfo=UTC)) is None
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"features": ["price"]}))
    assert registry.load(tmp_path, CUT) is None


def test_a_registry_that_cannot_be_written_is_one_clear_line(
    trained: Trained, tmp_path: Path
) -> None:
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(LakeError, match="models cannot be saved"):
        registry.save(trained, tmp_path / "models")


def test_saving_again_replaces_the_models_whole(trained: Trained, tmp_path: Path) -> None:
    registry.save(trained, tmp_path)
    registry.save(replace(trained, served="ridge"), tmp_path)
    loaded = registry.load(tmp_path, CUT)
    assert loaded is not None
    assert loaded.served == "ridge"
    assert [path.name for path in tmp_path.iterdir()] == ["20250801T000000Z"]


def test_a_feature_without_any_value_does_not_stop_the_linear_model(matrix: pl.DataFrame) -> None:
    blank = matrix.with_columns(pl.lit(None, dtype=pl.Float64).alias("ep_next"))
    assert RidgeModel.fit(blank).predict(blank).is_finite().all()


def test_walking_forward_never_trains_on_what_was_not_known(matrix: pl.DataFrame) -> None:
    seen = []

    def last_known(known: pl.DataFrame, test: pl.DataFrame) -> pl.DataFrame:
        assert known["points_known_at"].max() <= test["deadline"].min()
        assert known["points"].null_count() == 0
        seen.append((known.height, test["gameweek"].n_unique()))
        return pl.DataFrame({"mean": [known["points"].mean()] * test.height})

    rows = walk_forward(matrix, "2024-25", last_known, track=quietly)
    assert rows.height == 8 * 21 * 21
    assert [weeks for _, weeks in seen] == [4, 4, 4, 4, 4, 1]
    assert [height for height, _ in seen] == [8 * 21 * (21 + 4 * block) for block in range(6)]


def test_the_models_beat_a_guess_of_the_mean(matrix: pl.DataFrame, trained: Trained) -> None:
    rows = by_gameweek(matrix, trained.members.predict(matrix))
    mean = rows.with_columns(pl.lit(rows["points"].mean()).alias("mean"))
    for model in ("lightgbm", "ridge"):
        assert score(rows, model).rmse < score(mean, "mean").rmse
