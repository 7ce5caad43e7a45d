"""The whole road on real weeks, and on the shape of the live API as captured."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import polars as pl
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.forecast import components, members, minutes
from fantasy.forecast.outlook import MODELS
from fantasy.game.squad import squad_faults
from fantasy.report import roster
from fantasy.world import World
from fantasy.world.archive import ArchiveTransport, FolderArchive
from fantasy.world.enter import enter

pytestmark = pytest.mark.real

DEADLINES = {
    "2023-24:5": "2023-09-16T10:00:00Z",
    "2021-22:30": "2022-03-18T18:30:00Z",
    "2024-25:20": "2025-01-04T11:00:00Z",
    "2025-26:9": "2025-10-24T17:30:00Z",
}

OFTEN = ("2021-22:30", "2025-26:9")
WEEKS = [
    week if week in OFTEN else pytest.param(week, marks=pytest.mark.nightly) for week in DEADLINES
]


@pytest.fixture(scope="module")
def settings(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(archive=real_data, data_dir=tmp_path_factory.mktemp("lake"))


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """The road is tested here, not the forecast."""
    monkeypatch.setattr(minutes, "ROUNDS", 15)
    monkeypatch.setattr(components, "ROUNDS", dict.fromkeys(components.ROUNDS, 10))
    for name in ("TWEEDIE_ROUNDS", "SHORT_ROUNDS", "LONG_ROUNDS"):
        monkeypatch.setattr(members, name, 25)


def checked(recommendation: weekly.Recommendation) -> dict[str, object]:
    squad = recommendation.roster.squad
    assert squad_faults(squad, recommendation.rules) == []
    assert squad["status"].is_in(["u", "n"]).sum() == 0
    scores = recommendation.trained.validation
    assert scores["fantasy"].rmse < min(scores[name].rmse for name in ("last_5", "ep_next"))
    answer: dict[str, object] = json.loads(json.dumps(roster.as_json(recommendation)))
    return answer


@pytest.mark.parametrize("week", WEEKS)
def test_a_real_week_ends_with_a_legal_roster(settings: Settings, week: str) -> None:
    answer = checked(weekly.run(enter(settings, replay=week), settings))
    season, gameweek = week.split(":")
    assert (answer["season"], answer["gameweek"]) == (season, int(gameweek))
    assert answer["deadline"] == DEADLINES[week]
    assert 40 < float(str(answer["expected_points"])) < 90


def test_every_forecast_is_logged(settings: Settings) -> None:
    weekly.run(enter(settings, replay="2024-25:20"), settings)
    lake = weekly.open_lake(enter(settings, replay="2024-25:20"), settings)
    logged = lake.table("forecasts").filter(pl.col("season") == "2024-25").collect()
    assert set(logged["model"]) == set(MODELS)
    assert logged.select("element", "model").is_unique().all()
    chosen = lake.table("recommendations").filter(pl.col("season") == "2024-25").collect()
    assert chosen.height == 15


def test_the_live_api_as_captured_ends_with_a_legal_roster(
    real_data: Path, settings: Settings
) -> None:
    """22 August 2026: the first gameweek is under way, so the second is the next."""
    captures = real_data / "api" / "live-2026-27"
    answers = {
        f"{settings.fpl_url}{path}": (captures / file).read_bytes()
        for path, file in (
            ("bootstrap-static/", "bootstrap-static.json"),
            ("fixtures/", "fixtures.json"),
        )
    }

    def answer(request: httpx.Request) -> httpx.Response:
        body = answers.get(str(request.url))
        return httpx.Response(404) if body is None else httpx.Response(200, content=body)

    transport = ArchiveTransport(
        FolderArchive.open(real_data), settings.archive_url, otherwise=httpx.MockTransport(answer)
    )
    now = datetime(2026, 8, 22, 12, tzinfo=UTC)
    captured = World("live", "live", transport, lambda: now)
    roster_of_week = checked(weekly.run(captured, settings))
    assert (roster_of_week["season"], roster_of_week["gameweek"]) == ("2026-27", 2)
