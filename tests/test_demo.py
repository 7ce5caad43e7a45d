"""The demo end to end: the week as a new user runs it, and what it is worth under the truth."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest
from demo import against_the_truth

from fantasy.cli import app, run
from fantasy.forecast.outlook import MODELS
from fantasy.store import Lake

if TYPE_CHECKING:
    from pathlib import Path

SEED = 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def measured(folder: Path) -> dict[str, tuple[float, float]]:
    """Error against the truth, and the true worth of the squad, by forecast."""
    _, rows = against_the_truth(SEED, folder, replicates=500)
    return {str(row["forecast"]): (float(row["rmse"]), float(row["squad"])) for row in rows}


def test_the_forecast_is_nearer_to_the_truth_than_the_baselines(
    measured: dict[str, tuple[float, float]],
) -> None:
    error = {name: rmse for name, (rmse, _) in measured.items()}
    assert error["fantasy"] < 0.8 * error["last_5"]
    assert error["fantasy"] < 0.85 * error["ep_next"]
    assert error["fantasy"] < error["ridge"]


def test_the_squad_is_worth_most_of_the_best_there_is(
    measured: dict[str, tuple[float, float]],
) -> None:
    worth = {name: squad for name, (_, squad) in measured.items()}
    assert 0.88 * worth["truth"] < worth["fantasy"] <= worth["truth"]
    assert worth["last_5"] < worth["fantasy"]


@pytest.mark.usefixtures("measured")
def test_fantasy_demo_prints_a_roster_without_network(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the demo reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("FANTASY_DATA_DIR", str(folder))
    run(lambda: app(["demo", "--seed", str(SEED), "--json"], standalone_mode=False))
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert (answer["season"], answer["gameweek"]) == ("2025-26", 24)
    assert len(answer["squad"]) == 15
    assert "invented league" in printed.err
    assert [path.name for path in folder.iterdir()] == [f"demo-{SEED}"]
    forecasts = Lake.open(folder, f"demo-{SEED}").table("forecasts").collect()
    assert set(forecasts["model"]) == set(MODELS)


@pytest.mark.parametrize("arguments", [["demo", "--seed", "-1"], ["update", "--demo", "-5"]])
def test_a_seed_below_nought_is_one_clear_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(lambda: app(arguments, standalone_mode=False))
    assert stopped.value.code == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
