import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
import stamina
from places import WEEK, place_at
from prefect import get_client
from prefect.client.schemas.objects import StateType
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_ANALYTICS_ENABLED,
    temporary_settings,
)

from fantasy.errors import ServerError
from fantasy.schedule import Deadline, Done, planned
from fantasy.unattended import week
from fantasy.world.replay import ReplayTransport
from flows import command, planner, runs, schedule
from flows.command import OURS, at_a_server, reported
from flows.planner import PLANNED
from flows.weekly import weekly

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def made(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder a whole week was run in, without Prefect."""
    folder = tmp_path_factory.mktemp("made")
    week.weekly(place_at(archive, folder))
    return folder


@pytest.fixture
def folder(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(made))
    return made


@pytest.mark.usefixtures("prefect_server", "folder")
def test_the_flow_ends_with_the_roster_of_the_command_line_and_shows_all_of_it(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = reported(weekly, WEEK, archive, None)
    said = capsys.readouterr().err
    command = [sys.executable, "-m", "fantasy", "recommend", "--replay", WEEK, "--json"]
    printed = subprocess.run(  # noqa: S603 - our own command
        [*command, "--archive", str(archive)], capture_output=True, check=True, text=True
    )
    assert json.loads(printed.stdout) == report["roster"]
    assert (report["state"], report["warnings"]) == ("completed", [])
    assert "roster: " in said
    assert f"captain {report['roster']['captain']}" in said
    client = get_client(sync_client=True)
    run = max(client.read_flow_runs(), key=lambda each: each.created)
    assert run.name == "weekly replay 2024-25 gw20"
    assert set(run.tags) == {"replay", "2024-25 gw20"}
    assert run.state_name == "Completed"
    tasks = {task.name for task in client.read_task_runs()}
    assert {f"update {source}" for source in report["ages"]} <= tasks
    shown = {artifact.key for artifact in client.read_artifacts()}
    assert {"weekly-summary", "weekly-freshness", "roster"} <= shown


@pytest.mark.usefixtures("prefect_server", "folder")
def test_a_source_down_is_a_failed_task_and_the_flow_completes_with_warnings(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host", request=request)

    monkeypatch.setattr(ReplayTransport, "handle_request", refuse)
    monkeypatch.setattr(runs.UPDATE, "retry_delay_seconds", [0.0, 0.0])
    monkeypatch.setattr("fantasy.unattended.steps.FRESH", -timedelta(hours=1))
    with stamina.set_testing(True, attempts=1):
        state = weekly(WEEK, archive, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", "CompletedWithWarnings")
    report = state.result()
    assert len(report["warnings"]) == 5
    assert len(report["roster"]["squad"]) == 15
    assert "FPL could not be read" in state.message
    tries = {
        run.name: (run.state_name, run.run_count)
        for run in get_client(sync_client=True).read_task_runs()
        if run.flow_run_id == state.state_details.flow_run_id
    }
    assert tries["update FPL"] == ("Failed", 3)
    assert [state for name, (state, _) in tries.items() if name.startswith("roster")] == [
        "Completed"
    ]


@pytest.mark.usefixtures("prefect_server")
def test_a_run_that_cannot_be_had_fails_and_says_so(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(ReplayTransport, "handle_request", lambda *_: httpx.Response(404))
    monkeypatch.setattr(runs.UPDATE, "retries", 0)
    state = weekly(WEEK, archive, return_state=True)
    assert state.is_failed()
    assert "no result is known yet" in state.message


def test_bad_input_is_one_line_and_exit_code_2_before_any_server_starts(archive: Path) -> None:
    command = [sys.executable, "-m", "flows.weekly", "--replay", "2024-25:99"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--archive", str(archive)],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("fantasy: 2024-25 has no gameweek 99")
    assert done.stderr.count("\n") == 1


def test_no_telemetry_leaves() -> None:
    assert OURS[PREFECT_SERVER_ANALYTICS_ENABLED] is False


class Scheduler:
    """A client that knows of runs that are not over: scheduled, or else under way."""

    def __init__(self, **runs: StateType) -> None:
        self.runs = [
            SimpleNamespace(tags=[PLANNED, f"{PLANNED}: {key}"], id=uuid4(), state_type=state)
            for key, state in runs.items()
        ]
        self.cancelled: list[object] = []

    def read_flow_runs(self, **_: object) -> list[Any]:
        return self.runs

    def set_flow_run_state(self, run: object, state: object) -> None:  # noqa: ARG002 - a client
        self.cancelled.append(run)


def test_the_planner_schedules_what_is_new_and_cancels_what_has_moved(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_at(archive, folder)
    now = place.now - timedelta(days=2)
    plan = planned(
        [Deadline("2024-25", 20, place.now)], Done(captured=now), now=now, until=place.now
    )
    asked: list[tuple[str, str]] = []

    def deploy(name: str, **options: Any) -> None:  # noqa: ANN401 - Prefect's options
        asked.append((name, options["tags"][1]))

    monkeypatch.setattr(planner, "run_deployment", deploy)
    client = Scheduler(
        **{
            plan[0].key: StateType.SCHEDULED,
            plan[1].key: StateType.RUNNING,
            "weekly 2024-25 gw20 last run of another deadline": StateType.SCHEDULED,
            "capture of another deadline": StateType.RUNNING,
        }
    )
    named = planner.scheduled(plan, client)
    assert named == [run.name for run in plan[2:]]
    assert client.cancelled == [client.runs[2].id]
    assert asked == [(f"{run.kind}/{run.kind}", f"{PLANNED}: {run.key}") for run in plan[2:]]


def test_a_temporary_server_that_died_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Died:
        def terminate(self) -> None: ...

        def wait(self, timeout: float) -> None: ...

    class Client:
        def hello(self) -> httpx.Response:
            if SubprocessASGIServer._instances:
                raise httpx.ConnectError("connection refused")
            return httpx.Response(200, request=httpx.Request("GET", "http://127.0.0.1"))

    monkeypatch.setattr(command, "get_client", lambda **_: Client())
    monkeypatch.setattr(SubprocessASGIServer, "_instances", {})
    server = SubprocessASGIServer()
    server.running, server.server_process = True, Died()
    with temporary_settings(restore_defaults={PREFECT_API_URL}), at_a_server():
        assert not server.running


@pytest.mark.usefixtures("folder")
def test_without_any_server_the_schedule_runs_without_prefect(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise ServerError("no Prefect server answers")

    monkeypatch.setattr(schedule, "reported", nobody)
    args = (WEEK, archive, None)
    assert schedule.served(*args, once=True, verbose=False, shows=lambda *_: None)
    said = capsys.readouterr().err
    assert "without Prefect: no Prefect server answers" in said
    assert "FPL capture: completed" in said
