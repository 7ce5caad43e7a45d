"""An unattended week on a good day, and what it leaves behind."""

from __future__ import annotations

import json
import shutil
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from places import EARLIER, broken, place_at
from pydantic import SecretStr

from fantasy.config import load_settings
from fantasy.errors import InputError, LakeError
from fantasy.forecast.outlook import FANTASY
from fantasy.hindsight import scored
from fantasy.schedule import AFTER_A_FAILURE, LOOKS, Kind, Planned
from fantasy.store import Lake
from fantasy.unattended import reports, steps, week
from fantasy.unattended.agenda import agenda
from fantasy.unattended.serving import serve

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from fantasy.unattended.place import Place


def test_a_week_ends_with_a_roster_and_a_report_of_all_it_did(place: Place) -> None:
    lines: list[str] = []
    report = week.weekly(replace(place, tell=lines.append))
    assert (report["state"], report["warnings"], report["error"]) == ("completed", [], None)
    assert (report["roster"]["gameweek"], len(report["roster"]["squad"])) == (20, 15)
    named = [step["name"] for step in report["steps"]]
    assert named[:2] == ["update FPL", "update archive"]
    assert named[5:] == [
        *("read news", "models", "forecast", "validate", "roster"),
        *("plans", "page", "score", "tidy"),
    ]
    assert [line.split(":")[0] for line in lines] == named
    assert all(line.endswith(" s)") for line in lines)
    assert set(report["ages"]) == {"FPL", "archive", "odds", "Understat", "news"}
    assert {age["hours"] for age in report["ages"].values()} == {0.0}
    assert report["versions"]["fantasy"]
    (kept,) = reports.runs_folder(place).glob("*.json")
    assert json.loads(kept.read_text()) == report
    said = kept.with_suffix(".txt").read_text()
    assert said.startswith("FPL 2024-25 gameweek 20: completed\n")
    assert f"captain {report['roster']['captain']}" in said
    assert Path(report["page"]).read_text().startswith("<!doctype html>")


def test_a_rerun_reads_and_trains_nothing_and_comes_to_the_same(place: Place) -> None:
    first, second = week.weekly(place), week.weekly(place)
    assert second["roster"] == first["roster"]
    said = {step["name"]: step["said"] for step in second["steps"]}
    assert {said[f"update {source}"] for source in first["ages"]} == {"read just now"}


def test_an_unchanged_roster_says_since_when(archive: Path, folder: Path) -> None:
    early = place_at(archive, folder, before=EARLIER - timedelta(hours=1))
    week.weekly(early)
    report = week.weekly(place_at(archive, folder))
    assert report["roster"]["unchanged_since"] == f"{early.now:%Y-%m-%dT%H:%M:%SZ}"
    assert "nothing changed since" in reports.summary(report)


def test_of_two_runs_started_together_the_second_gives_what_the_first_came_to(
    place: Place, archive: Path, folder: Path
) -> None:
    other = place_at(archive, folder)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(week.weekly, [place, other])
    assert first == second
    assert len(list(reports.runs_folder(place).glob("*-weekly.json"))) == 1
    logged = place.lake.table("recommendations").collect()
    assert (logged.height, logged["known_at"].n_unique()) == (15, 1)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # what Apprise imports
def test_a_summary_goes_where_the_settings_say_and_no_secret_stays(
    place: Place, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hook/s3cret").respond_with_data("")
    good = SecretStr(f"json://{httpserver.host}:{httpserver.port}/hook/s3cret")
    bad = SecretStr("json://127.0.0.1:9/other-s3cret")
    lines: list[str] = []
    settings = place.settings.model_copy(update={"notify": (good, bad)})
    report = week.weekly(replace(place, settings=settings, tell=lines.append))
    ((request, _),) = httpserver.log
    assert "captain" in request.get_json()["message"]
    assert report["state"] == "completed with warnings"
    assert report["warnings"] == ["a notification could not be sent (json)"]
    left = [path.read_bytes() for path in place.lake.folder.rglob("*") if path.is_file()]
    assert not any(b"s3cret" in body for body in [*left, "".join(lines).encode()])
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("value", "says"),
    [("https://hooks.example/s3cret", "JSON"), ('"https://hooks.example/s3cret"', "notify")],
)
def test_a_setting_that_is_no_list_is_one_line_and_no_secret_is_in_its_traceback(
    monkeypatch: pytest.MonkeyPatch, value: str, says: str
) -> None:
    monkeypatch.setenv("FANTASY_NOTIFY", value)
    with pytest.raises(InputError, match=says) as raised:
        load_settings()
    assert "s3cret" not in "".join(traceback.format_exception(raised.value))


def test_a_settings_file_that_is_half_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fantasy.toml").write_text('entry = "')
    with pytest.raises(InputError, match=r"fantasy\.toml does not read"):
        load_settings()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # what Apprise imports
def test_captures_are_told_of_when_they_begin_to_fail_and_when_they_are_well_again(
    archive: Path, folder: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    address = SecretStr(f"json://{httpserver.host}:{httpserver.port}/hook")

    def captured(hours: int, *, down: bool) -> dict[str, Any]:
        place = place_at(archive, folder, before=timedelta(hours=hours))
        settings = place.settings.model_copy(update={"notify": (address,)})
        place = replace(place, settings=settings)
        return week.capture(broken(place, "FPL", "down") if down else place)

    reports = [captured(9 - turn, down=turn in {1, 2}) for turn in range(5)]
    assert [report["state"] for report in reports] == [
        *("completed", "completed with warnings", "completed with warnings"),
        *("completed", "completed"),
    ]
    assert "FPL could not be read, what it said 1 h ago stands" in reports[1]["warnings"][0]
    assert [request.get_json()["title"] for request, _ in httpserver.log] == [
        "FPL capture: completed with warnings",
        "FPL capture: completed",
    ]


def test_the_agenda_follows_the_lake(archive: Path, folder: Path) -> None:
    due = [
        run
        for run in agenda(place_at(archive, folder, before=timedelta(hours=1)))
        if run.kind is Kind.WEEKLY
    ]
    assert [(run.look, run.gameweek) for run in due[:1]] == [("last run", 20)]
    then = place_at(archive, folder, before=LOOKS["last run"])
    week.weekly(then)
    after = agenda(then)
    assert not [run for run in after if run.kind is Kind.WEEKLY and run.gameweek == 20]


def test_serving_once_runs_each_thing_due_and_ends(archive: Path, folder: Path) -> None:
    place = place_at(archive, folder, before=timedelta(hours=2))
    done: list[str] = []

    def runs(planned: Planned) -> bool:
        done.append(str(planned.kind))
        return planned.kind is not Kind.WEEKLY

    well = serve(lambda: nullcontext(place), runs, once=True, shows=lambda *_: None)
    assert (well, sorted(done)) == (False, ["capture", "weekly"])


def test_what_stays_due_is_tried_again_only_after_a_pause(archive: Path, folder: Path) -> None:
    told: list[str] = []

    class StoppedError(Exception):
        pass

    def wait(seconds: float) -> None:
        told.append(f"pause of {seconds:.0f} s")
        if len(told) > 5:
            raise StoppedError

    def runs(planned: Planned) -> bool:
        told.append(planned.kind)
        return True

    place = place_at(archive, folder, before=timedelta(hours=2))
    with pytest.raises(StoppedError):
        serve(lambda: nullcontext(place), runs, once=False, shows=lambda *_: None, wait=wait)
    assert told == ["weekly", "capture", "pause of 900 s"] * 2


def test_the_schedule_outlives_what_keeps_it_from_planning(archive: Path, folder: Path) -> None:
    class StoppedError(Exception):
        pass

    turns, waits, lines = iter(range(9)), list[float](), list[str]()

    def opened() -> nullcontext[Place]:
        turn = next(turns)
        if turn in {1, 2}:
            raise LakeError("the disk is\nfull")
        if turn > 3:
            raise StoppedError
        return nullcontext(place_at(archive, folder, before=timedelta(hours=2)))

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) > 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        serve(
            opened,
            lambda _: True,
            once=False,
            shows=lambda *_: None,
            tell=lines.append,
            wait=wait,
        )
    assert waits[:2] == [AFTER_A_FAILURE.total_seconds()] * 2
    assert lines[0] == "nothing can be planned: the disk is full"
    assert len(lines) == 2


def test_a_schedule_that_never_planned_ends_with_its_error() -> None:
    def opened() -> nullcontext[Place]:
        raise InputError("there is no such world")

    with pytest.raises(InputError):
        serve(opened, lambda _: True, once=False, shows=lambda *_: None)


def test_a_gameweek_is_scored_for_good_only_when_its_points_are_final(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week.weekly(place_at(archive, folder))
    later = place_at(archive, folder, "2024-25:21")
    steps.update(later, "FPL")
    checked = later.lake.table("checked")
    honest = Lake.table

    def unchecked(lake: Lake, name: str) -> pl.LazyFrame:
        return checked.filter(pl.col("gameweek") < 20) if name == "checked" else honest(lake, name)

    with monkeypatch.context() as live:
        live.setattr(Lake, "table", unchecked)
        assert scored(later.lake, now=later.now).by_gameweek["gameweek"].to_list() == [20]
    assert later.lake.table("evaluations").collect().is_empty()
    assert Kind.SCORE in {run.kind for run in agenda(later)}
    scored(later.lake, now=later.now)
    assert Kind.SCORE not in {run.kind for run in agenda(later)}


@pytest.mark.parametrize("told", [pl.lit(2).alias("horizon"), pl.lit("last_5").alias("model")])
def test_forecasts_that_cannot_be_scored_are_not_due(
    archive: Path, folder: Path, told: pl.Expr
) -> None:
    place = place_at(archive, folder)
    week.weekly(place)
    later = place_at(archive, folder, "2024-25:21")
    steps.update(later, "FPL")
    made = (pl.col("gameweek") == 20) & (pl.col("model") == FANTASY)
    rows = later.lake.table("forecasts").filter(made).collect()
    shutil.rmtree(later.lake.folder / "forecasts")
    later.lake.write("forecasts", rows.with_columns(told), source="test")
    assert Kind.SCORE not in {run.kind for run in agenda(later)}


def test_forecasts_are_scored_once_their_gameweek_is_over(archive: Path, folder: Path) -> None:
    week.weekly(place_at(archive, folder))
    later = place_at(archive, folder, "2024-25:21")
    steps.update(later, "FPL")
    assert Kind.SCORE in {run.kind for run in agenda(later) if run.at <= later.now}
    report = week.score(later)
    (scored,) = report["accuracy"]["gameweeks"]
    assert scored["gameweek"] == 20
    stored = later.lake.table("evaluations").collect()
    assert stored["rmse"].to_list() == [pytest.approx(scored["rmse"])]
    assert Kind.SCORE not in {run.kind for run in agenda(later)}
