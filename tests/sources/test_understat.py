from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.sources import understat
from fantasy.sources.http import Client
from fantasy.store.schema import TABLES
from fantasy.world import World

NOW = datetime(2025, 1, 5, tzinfo=UTC)
KICKOFF = datetime(2025, 1, 4, 15, tzinfo=UTC)
TEAMS = pl.DataFrame(
    {"name": ["Ashmere Rovers", "Man Utd"], "team_code": [101, 1]},
    schema={"name": pl.String, "team_code": pl.Int32},
)
PLAYED = pl.DataFrame(
    {
        "team_code": [101, 1],
        "fixture": [7, 7],
        "kickoff_time": [KICKOFF, KICKOFF],
        "known_at": [KICKOFF + timedelta(hours=2.5)] * 2,
    },
    schema={
        **dict.fromkeys(("team_code", "fixture"), pl.Int32()),
        **dict.fromkeys(("kickoff_time", "known_at"), pl.Datetime("us", "UTC")),
    },
)
OURS = pl.DataFrame(
    {
        "code": [11],
        "first_name": ["Rui Miguel"],
        "second_name": ["Tavares Lobo"],
        "web_name": ["Tavares"],
        "team_code": [101],
        "minutes": [900],
    },
    schema_overrides={"code": pl.Int32, "team_code": pl.Int32},
)


def _match(date: str, goals: float) -> dict[str, Any]:
    return {
        "h_a": "h",
        "xG": goals,
        "npxG": goals - 0.1,
        "ppda": {"att": 300, "def": 25},
        "deep": 6,
        "date": date,
    }


def _player(name: str, minutes: str, clubs: str = "Ashmere Rovers") -> dict[str, str]:
    counted = ("games", "goals", "assists", "shots", "key_passes")
    measured = ("xG", "xA", "npxG", "xGChain", "xGBuildup")
    numbers = dict.fromkeys(counted, "3") | dict.fromkeys(measured, "1.25")
    return {"id": minutes, "player_name": name, "team_title": clubs, "time": minutes, **numbers}


def _answer(**changed: object) -> dict[str, Any]:
    return {
        "teams": {
            "1": {"title": "Ashmere Rovers", "history": [_match("2025-01-04 15:00:00", 1.7)]},
            "2": {"title": "Manchester United", "history": [_match("2025-01-05 16:30:00", 0.9)]},
        },
        "players": [_player("Rui Tavares", "905"), _player("Nobody Known", "300")],
        "dates": [],
        **changed,
    }


def _parsed(answer: dict[str, Any]) -> understat.League:
    return understat.parse(answer, TEAMS, PLAYED, OURS, season="2024-25", now=NOW)


def test_clubs_expected_goals_find_their_fixture_though_it_was_moved() -> None:
    rows = _parsed(_answer()).clubs
    assert rows.select("team_code", "fixture", "expected_goals").sort("team_code").rows() == [
        (1, 7, 0.9),
        (101, 7, 1.7),
    ]
    assert TABLES["club_expected"].contract.is_valid(
        rows.select(TABLES["club_expected"].columns), cast=True
    )


def test_a_match_fpl_has_no_result_of_is_left_for_later() -> None:
    teams = {"1": {"title": "Ashmere Rovers", "history": [_match("2025-02-04 15:00:00", 1.0)]}}
    assert _parsed(_answer(teams=teams)).clubs.is_empty()


def test_players_come_with_fpls_code_and_the_unmatched_are_named() -> None:
    told = _parsed(_answer())
    assert told.players.select("code", "understat_id", "minutes", "expected_goals").rows() == [
        (11, 905, 905, 1.25)
    ]
    assert told.unmatched == ("Nobody Known",)
    columns = TABLES["player_expected"].columns
    assert TABLES["player_expected"].contract.is_valid(told.players.select(columns), cast=True)


def test_a_club_of_no_season_is_named() -> None:
    teams = {"1": {"title": "Borussia", "history": []}}
    assert _parsed(_answer(teams=teams, players=[])).unmatched == ("Borussia",)


def _client(status: int, body: object) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["X-Requested-With"] == "XMLHttpRequest"
        return httpx.Response(status, json=body)

    world = World("test", "test", httpx.MockTransport(answer), lambda: NOW)
    return Client.of(world, user_agent="tests")


def test_the_site_is_asked_as_its_own_pages_ask_it() -> None:
    with _client(200, _answer()) as client:
        answer = understat.fetch(client, "https://understat.test/", "2024-25")
    assert answer is not None
    assert set(answer) == {"teams", "players", "dates"}


def test_nothing_there_is_none_and_something_else_an_error() -> None:
    with _client(404, {}) as client:
        assert understat.fetch(client, "https://understat.test/", "2024-25") is None
    with _client(200, {"teams": {}}) as client, pytest.raises(SourceError, match="lacks teams"):
        understat.fetch(client, "https://understat.test/", "2024-25")
