"""An unattended week on a good day, and what it leaves behind."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from places import EARLIER, place_at
from pydantic import SecretStr

from fantasy.agenda import agenda
from fantasy.config import load_settings
from fantasy.errors import InputError
from fantasy.schedule import Kind, Planned
from fantasy.unattended import reports, steps, week
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


def test_a_setting_that_is_no_list_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANTASY_NOTIFY", "https://hooks.example/s3cret")
    with pytest.raises(InputError, match="JSON") as raised:
        load_settings()
    assert "s3cret" not in str(raised.value)


def test_the_agenda_follows_the_lake(place: Place) -> None:
    due = [
        run
        for run in agenda(place.lake, now=place.now - timedelta(hours=1))
        if run.kind is Kind.WEEKLY
    ]
    assert [(run.look, run.gameweek) for run in due[:1]] == [("last run", 20)]
    week.weekly(replace(place, world=replace(place.world, clock=lambda: due[0].at)))
    after = agenda(place.lake, now=due[0].at)
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

    place = replace(place_at(archive, folder, before=timedelta(hours=2)), wait=wait)
    with pytest.raises(StoppedError):
        serve(lambda: nullcontext(place), runs, once=False, shows=lambda *_: None)
    assert told == ["weekly", "capture", "pause of 900 s"] * 2


def test_forecasts_are_scored_once_their_gameweek_is_over(archive: Path, folder: Path) -> None:
    week.weekly(place_at(archive, folder))
    later = place_at(archive, folder, "2024-25:21")
    steps.update(later, "FPL")
    assert Kind.SCORE in {
        run.kind for run in agenda(later.lake, now=later.now) if run.at <= later.now
    }
    report = week.score(later)
    (scored,) = report["accuracy"]["gameweeks"]
    assert scored["gameweek"] == 20
    stored = later.lake.table("evaluations").collect()
    assert stored["rmse"].to_list() == [pytest.approx(scored["rmse"])]
    assert Kind.SCORE not in {run.kind for run in agenda(later.lake, now=later.now)}
