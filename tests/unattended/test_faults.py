"""Bad days: whatever fails, a run ends in a valid roster that says so, or in a clear failure."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import polars as pl
import pulp
import pytest
from places import HOW, answered, assert_legal, broken, place_at
from rich.console import Console

from fantasy.errors import (
    ContractError,
    FantasyError,
    LakeError,
    OutOfTimeError,
)
from fantasy.report import roster as roster_report
from fantasy.store import bronze, lake
from fantasy.unattended import reports, steps, week
from fantasy.weekly import forecasting, models, models_folder, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from fantasy.unattended.place import Place

FULL = OSError(errno.ENOSPC, "No space left on device")
OFTEN = ("down", "garbled")
WAYS = [each if each in OFTEN else pytest.param(each, marks=pytest.mark.nightly) for each in HOW]


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("source", ["FPL", "archive", "odds", "Understat", "news"])
def test_a_source_that_fails_leaves_a_legal_roster_that_says_so(
    place: Place, source: str, how: str
) -> None:
    report = week.weekly(broken(place, source, how))
    assert_legal(report["roster"])
    assert report["roster"]["gameweek"] == 20
    told = [warning for warning in report["warnings"] if warning.startswith(source)]
    if source == "news" and how in {"garbled", "cut short", "of another kind"}:
        told = [warning for warning in report["warnings"] if "news" in warning]
    assert told, report["warnings"]
    assert report["state"] == "completed with warnings"
    assert report["roster"]["warnings"] == report["warnings"]
    assert all(f"warning: {warning}" in reports.summary(report) for warning in told)


def test_fpl_down_tells_how_old_what_stands_is(place: Place) -> None:
    report = week.weekly(broken(place, "FPL", "down"))
    assert "what it said 20 h ago stands" in report["warnings"][0]
    assert report["ages"]["FPL"]["hours"] == pytest.approx(20)


def test_fpl_down_over_a_deadline_gives_the_next_gameweek_from_the_last_snapshot(
    archive: Path, folder: Path
) -> None:
    place = place_at(archive, folder, before=-timedelta(days=2))
    report = week.weekly(broken(place, "FPL", "down"))
    roster = report["roster"]
    assert roster["gameweek"] == 21
    assert_legal(roster)
    assert any("before gameweek 20: none are newer" in warning for warning in report["warnings"])
    told = place.lake.table("forecasts").filter(pl.col("gameweek") == 21).collect()
    assert set(told["horizon"]) == {2}
    page = Path(report["page"]).read_text(encoding="utf-8")
    assert "Gameweek 21" in page
    assert "before gameweek 20: none are newer" in page


def test_a_deadline_that_passes_while_the_run_is_on_gives_the_next_gameweek(place: Place) -> None:
    late: list[str] = []

    def clock() -> datetime:
        return place.now + timedelta(hours=1) if late else place.now

    def tell(line: str) -> None:
        late.extend([line] if line.startswith("roster") else [])

    slow = replace(place, world=replace(place.world, clock=clock), tell=tell)
    report = week.weekly(slow)
    assert report["roster"]["gameweek"] == 21
    assert any("gameweek 20 passed while" in warning for warning in report["warnings"])
    assert_legal(report["roster"])


@pytest.mark.parametrize("how", WAYS)
def test_fpl_failing_before_anything_is_stored_is_a_clear_failure(
    archive: Path, tmp_path: Path, how: str
) -> None:
    place = broken(place_at(archive, tmp_path), "FPL", how)
    with pytest.raises(FantasyError) as raised:
        week.weekly(place)
    assert len(str(raised.value)) > 20
    report = reports.last_since(place, "weekly", place.now - timedelta(days=9999))
    assert report is None
    (kept,) = reports.runs_folder(place).glob("*.json")
    assert '"state": "failed"' in kept.read_text()


@pytest.mark.parametrize("minutes", [0, 5])
def test_while_fpl_updates_the_game_it_is_asked_again_as_long_as_patience_lasts(
    place: Place, minutes: int
) -> None:
    asked = []

    def answer(request: httpx.Request, inner: httpx.BaseTransport) -> httpx.Response:
        if "bootstrap-static" in str(request.url):
            asked.append(request)
            return httpx.Response(503, json="The game is being updated.")
        return inner.handle_request(request)

    patient = place.settings.model_copy(update={"patience_minutes": minutes})
    report = week.weekly(answered(replace(place, settings=patient), answer))
    assert len(asked) == minutes + 1
    assert "being updated" in report["warnings"][0]
    assert_legal(report["roster"])


def test_fpl_back_from_an_update_leaves_no_warning(place: Place) -> None:
    turns = iter([True, True])
    waits: list[float] = []

    def answer(request: httpx.Request, inner: httpx.BaseTransport) -> httpx.Response:
        if "bootstrap-static" in str(request.url) and next(turns, False):
            return httpx.Response(503, json="The game is being updated.")
        return inner.handle_request(request)

    report = week.weekly(answered(replace(place, wait=waits.append), answer))
    assert waits == [60.0, 60.0]
    assert report["warnings"] == []


def raising(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize("error", [RuntimeError("trees fell"), MemoryError(), ValueError("nan")])
@pytest.mark.parametrize("kept", [True, False])
def test_a_training_that_fails_leaves_the_last_models_or_a_baseline(
    place: Place, monkeypatch: pytest.MonkeyPatch, *, error: Exception, kept: bool
) -> None:
    monkeypatch.setattr(models, "train", raising(error))
    monkeypatch.setattr(models, "last_trained", lambda *_, **__: None)
    if not kept:
        for card in models_folder(place.lake).glob("*/card.json"):
            card.unlink()
    report = week.weekly(place)
    (warning,) = report["warnings"]
    assert warning.startswith("training failed")
    assert ("the models fitted on" if kept else "last_5 is served") in warning
    assert_legal(report["roster"])
    served = place.lake.table("recommendations").collect()["model"].unique().to_list()
    assert kept or served == ["last_5"]


@pytest.mark.parametrize("name", ["plans", "page", "score", "tidy"])
@pytest.mark.parametrize("error", [KeyError("horizon"), LakeError("no space: check the disk")])
def test_what_fails_after_the_roster_was_found_is_a_warning_beside_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception
) -> None:
    step = raising(error)
    step.__name__ = name
    monkeypatch.setattr(steps, name, step)
    report = week.weekly(place)
    assert_legal(report["roster"])
    assert report["state"] == "completed with warnings"
    (warning,) = report["warnings"]
    assert warning.startswith(f"{name}: ")


def test_a_report_that_cannot_be_kept_is_a_warning(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "whole", raising(FULL))
    report = week.weekly(place)
    assert_legal(report["roster"])
    (warning,) = report["warnings"]
    assert warning.startswith("the report cannot be kept")


@pytest.mark.parametrize("table", ["reads", "player_matches"])
def test_a_lake_that_does_not_read_is_a_clear_failure_that_is_reported(
    place: Place, table: str
) -> None:
    for file in (place.lake.folder / table).rglob("*.parquet"):
        file.write_bytes(b"\x00" * file.stat().st_size)
    with pytest.raises(LakeError, match=f"table {table}"):
        week.weekly(place)
    (kept,) = reports.runs_folder(place).glob("*.json")
    assert json.loads(kept.read_text())["state"] == "failed"


def test_damaged_models_are_fitted_anew(place: Place) -> None:
    for trees in models_folder(place.lake).rglob("*.txt"):
        trees.write_bytes(b"tree\x00")
    report = week.weekly(place)
    assert report["warnings"] == []


def test_a_forecast_of_nonsense_is_not_chosen_from(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nonsense(*_: object, **__: object) -> pl.DataFrame:
        return honest(*_, **__).with_columns(pl.lit(1e6).alias(served))

    honest, served = forecasting._by_models, "fantasy"
    monkeypatch.setattr(forecasting, "_by_models", nonsense)
    found = models.last_trained(place.lake, now=place.now)
    assert found is not None
    served = found.served
    with pytest.raises(ContractError, match="nothing is recommended"):
        week.weekly(place)


class Hasty(pulp.HiGHS):  # type: ignore[misc]
    """Stops well short of proof, as one does whose time is up."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - a solver's
        super().__init__(**{**options, "gapRel": 0.5})


def test_a_search_out_of_time_gives_its_best_squad_and_the_gap(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulp, "HiGHS", Hasty)
    report = week.weekly(place)
    assert_legal(report["roster"])
    assert any("ran out of time" in warning for warning in report["warnings"])


def test_a_search_with_no_time_at_all_fails_clearly(place: Place) -> None:
    hasty = place.settings.model_copy(update={"solver_seconds": 1e-9})
    with pytest.raises(OutOfTimeError, match="FANTASY_SOLVER_SECONDS"):
        week.weekly(replace(place, settings=hasty))


@pytest.mark.parametrize(
    ("module", "name"), [(lake, "write_deltalake"), (bronze, "write_deltalake")]
)
@pytest.mark.parametrize("after", [0, 4])
def test_a_full_disk_is_a_clear_failure_and_space_again_mends_all(
    place: Place, monkeypatch: pytest.MonkeyPatch, module: object, name: str, after: int
) -> None:
    honest, count = getattr(module, name), iter(range(after))

    def write(*arguments: object, **options: object) -> object:
        if next(count, None) is None:
            raise FULL
        return honest(*arguments, **options)

    with monkeypatch.context() as full:
        full.setattr(module, name, write)
        with pytest.raises(LakeError, match="check the disk"):
            week.weekly(place)
    again = week.weekly(place)
    assert_legal(again["roster"])
    assert again["warnings"] == []


def test_a_disk_full_of_bodies_is_a_clear_failure(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bronze, "whole", raising(FULL))
    place = place_at(archive, tmp_path)
    with pytest.raises(LakeError, match="check the disk"):
        week.weekly(place)


def test_the_command_line_says_it_in_the_header(place: Place) -> None:
    found = run(broken(place, "FPL", "down").world, place.settings)
    assert "FPL could not be read" in roster_report.as_json(found)["warnings"][0]
    console = Console(width=300, file=StringIO(), record=True)
    console.print(roster_report.as_table(found))
    assert console.export_text().startswith("warning: FPL could not be read")
