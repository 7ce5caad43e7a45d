import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fantasy.errors import InputError, LakeError
from fantasy.features import FEATURES, every_gameweek, feature_matrix
from fantasy.forecast import registry
from fantasy.forecast.evaluation import score
from fantasy.forecast.members import MEMBERS, Members
from fantasy.forecast.outlook import FANTASY, PARTS
from fantasy.forecast.ridge import RidgeModel
from fantasy.forecast.training import FAR_HORIZONS, Trained, train
from fantasy.forecast.trees import as_arrays
from fantasy.forecast.walking import Matrices, walk_forward
from fantasy.game.rules import Rules
from fantasy.store import Lake
from fantasy.track import quietly

CUT = datetime(2025, 8, 1, tzinfo=UTC)
SEASON = "2024-25"
RULES = Rules.for_season(SEASON)


@pytest.fixture(scope="module")
def matrix(past_lake: Lake) -> pl.DataFrame:
    return feature_matrix(past_lake.as_of(CUT))


@pytest.fixture(scope="module")
def far(past_lake: Lake) -> pl.DataFrame:
    known = past_lake.as_of(CUT)
    return feature_matrix(known, every_gameweek(known, FAR_HORIZONS))


@pytest.fixture(scope="module")
def trained(matrix: pl.DataFrame, far: pl.DataFrame) -> Trained:
    return train(matrix, far, cut=CUT, track=quietly)


@pytest.fixture(scope="module")
def forecast(trained: Trained, matrix: pl.DataFrame) -> pl.DataFrame:
    return trained.near.forecast(matrix.filter(pl.col("season") == SEASON), RULES)


def test_the_ensemble_is_served_unless_a_baseline_did_better(trained: Trained) -> None:
    rivals = (FANTASY, "last_5", "season_mean", "ep_next")
    best = min(rivals, key=lambda model: trained.validation[model].rmse)
    assert trained.served == best
    assert {scores.n for scores in trained.validation.values()} == {8 * 21 * 8}


def test_a_baseline_takes_over_with_a_warning_where_the_ensemble_does_worse(
    trained: Trained,
) -> None:
    warned = replace(trained, served="last_5")
    assert warned.warning is not None
    assert "last_5 is served" in warned.warning
    assert replace(trained, served=FANTASY).warning is None


def test_a_wild_ensemble_is_not_served(
    matrix: pl.DataFrame, far: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "fantasy.forecast.ensemble.Weights.blend",
        lambda _, points: pl.Series(np.full(points.height, 50.0)),
    )
    assert train(matrix, far, cut=CUT, track=quietly).served != FANTASY


def test_who_may_not_play_is_expected_to_do_nothing(trained: Trained, matrix: pl.DataFrame) -> None:
    week = matrix.filter(pl.col("season") == SEASON, pl.col("gameweek") == 9)
    told = trained.near.forecast(week.with_columns(barred=pl.lit(value=True)), RULES)
    assert told[FANTASY].abs().max() == 0.0
    assert told["expected_minutes"].max() == 0.0


def test_too_few_gameweeks_are_not_learned_from(matrix: pl.DataFrame, far: pl.DataFrame) -> None:
    few = matrix.filter(pl.col("season") == "2023-24", pl.col("gameweek") <= 8)
    with pytest.raises(InputError, match="gameweeks with results: 8"):
        train(few, far, cut=CUT, track=quietly)


def test_models_come_back_from_disk_as_they_were(
    trained: Trained, matrix: pl.DataFrame, far: pl.DataFrame, tmp_path: Path
) -> None:
    registry.save(trained, tmp_path)
    loaded = registry.load(tmp_path, CUT)
    assert loaded is not None
    assert (loaded.served, loaded.rows) == (trained.served, trained.rows)
    assert loaded.validation == trained.validation
    assert_frame_equal(loaded.correlation, trained.correlation)
    for mine, theirs, rows in (
        (loaded.near, trained.near, matrix.tail(200)),
        (loaded.far, trained.far, far.tail(200)),
    ):
        assert_frame_equal(mine.forecast(rows, RULES), theirs.forecast(rows, RULES))


def test_models_are_kept_as_text(trained: Trained, tmp_path: Path) -> None:
    folder = registry.save(trained, tmp_path)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".txt"}
    for path in files:
        path.read_text(encoding="utf-8")
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
    registry.save(replace(trained, served="ep_next"), tmp_path)
    loaded = registry.load(tmp_path, CUT)
    assert loaded is not None
    assert loaded.served == "ep_next"
    assert [path.name for path in tmp_path.iterdir()] == ["20250801T000000Z"]


def test_a_feature_without_any_value_does_not_stop_the_linear_model(matrix: pl.DataFrame) -> None:
    blank = as_arrays(matrix.with_columns(pl.lit(None, dtype=pl.Float64).alias("ep_next")))
    model = RidgeModel.fit(blank, matrix["base_points"].to_numpy())
    assert np.isfinite(model.predict(blank)).all()


def test_a_forecast_is_whole_and_its_parts_fit_together(forecast: pl.DataFrame) -> None:
    assert (
        forecast.select(FANTASY, *MEMBERS, "low", "high", "play_60")
        .null_count()
        .sum_horizontal()[0]
        == 0
    )
    parts = forecast.select(pl.sum_horizontal(PARTS).alias("sum"), "components")
    assert np.allclose(parts["sum"], parts["components"])
    assert forecast.filter(pl.col("play_60") > pl.col("play") + 1e-9).is_empty()
    assert forecast.filter(pl.col("low") > pl.col("high")).is_empty()
    assert forecast.filter(pl.col("at_least_10") > pl.col("at_least_5")).is_empty()
    assert forecast["expected_minutes"].is_between(0, 2 * 90).all()


def test_a_double_gameweek_has_one_row_with_both_fixtures(
    trained: Trained, matrix: pl.DataFrame
) -> None:
    week = matrix.filter(pl.col("season") == SEASON, pl.col("gameweek") == 10)
    twice = pl.concat([week, week.with_columns(pl.col("fixture") + 1000)])
    once, double = (trained.near.forecast(rows, RULES) for rows in (week, twice.sort("element")))
    both = once.join(double, on="element", suffix="_twice", validate="1:1")
    assert (both["fixtures_twice"] == 2).all()
    assert np.allclose(both[f"{FANTASY}_twice"], 2 * both[FANTASY])
    assert np.allclose(both["play_twice"], 1 - (1 - both["play"]) ** 2)
    assert (both["high_twice"] >= both["high"]).all()


def test_the_forecast_beats_a_guess_of_the_mean(forecast: pl.DataFrame) -> None:
    rows = forecast.drop_nulls("points")
    mean = rows.with_columns(pl.lit(rows["points"].mean()).alias("mean"))
    assert score(rows, FANTASY).rmse < score(mean, "mean").rmse


def test_walking_forward_never_trains_on_what_was_not_known(
    matrix: pl.DataFrame, far: pl.DataFrame, past_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = past_lake.as_of(CUT)
    gameweeks = every_gameweek(known).filter(pl.col("season") == SEASON)
    ahead = feature_matrix(known, gameweeks.with_columns(horizon=pl.lit(3, pl.Int32)))
    seen: list[datetime] = []
    whole = Members.fit(matrix.head(4000))

    def fit(_: type[Members], rows: pl.DataFrame) -> Members:
        assert rows["points"].null_count() == 0
        seen.append(rows.select(pl.col("points_known_at").max()).item())
        return whole

    monkeypatch.setattr(Members, "fit", classmethod(fit))
    rows = walk_forward(Matrices(matrix, far.drop_nulls("points"), ahead), SEASON, track=quietly)
    next_one, third = (rows.filter(pl.col("horizon") == each) for each in (1, 3))
    assert next_one.height == 8 * 21 * 21
    assert third["gameweek"].min() == next_one["gameweek"].min() + 2
    deadlines = matrix.filter(pl.col("season") == SEASON)["deadline"].unique().sort().to_list()
    blocks = deadlines[::4]
    warm_up, near_fits, far_fits = seen[0], seen[1::2], seen[2::2]
    assert warm_up <= blocks[0]
    assert len(near_fits) == len(blocks)
    assert len(far_fits) == len(blocks) - 1, "three gameweeks after the last there is none"
    for fits in (near_fits, far_fits):
        assert all(cut <= limit for cut, limit in zip(fits, blocks, strict=False))
