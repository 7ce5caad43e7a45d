from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.sources import understat, understat_matches
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


def _date(number: str, home: str = "Ashmere Rovers", *, over: bool = True) -> dict[str, Any]:
    return {
        "id": number,
        "isResult": over,
        "h": {"title": home},
        "a": {"title": "Manchester United"},
    }


AT_HOME = PLAYED.with_columns(
    opponent_code=pl.Series([1, 101], dtype=pl.Int32), was_home=pl.col("team_code") == 101
)


def test_a_match_is_known_by_its_clubs_once_it_is_over() -> None:
    dates = [_date("70"), _date("71", over=False), _date("72", "Nowhere Town")]
    found = understat_matches.finished(dates, TEAMS, AT_HOME)
    assert found.select("match", "fixture").rows() == [("70", 7)]
    assert found["known_at"].to_list() == [KICKOFF + timedelta(hours=2.5)]


@pytest.mark.parametrize("dates", [None, [{}], [1], {"a": 1}, [_date("1") | {"h": None}]])
def test_matches_of_another_shape_are_a_source_error(dates: object) -> None:
    with pytest.raises(SourceError, match="not as promised"):
        understat_matches.finished(dates, TEAMS, AT_HOME)


def _rosters(body: object) -> pl.DataFrame:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    world = World("test", "test", transport, lambda: NOW)
    matches = understat_matches.finished([_date("70")], TEAMS, AT_HOME)
    codes = pl.DataFrame(
        {"understat_id": [5], "code": [11]},
        schema=dict.fromkeys(("understat_id", "code"), pl.Int32),
    )
    with Client.of(world, user_agent="tests") as client:
        rosters = understat_matches.fetch(client, "https://understat.test/", matches)
        return understat_matches.parse(rosters, matches, codes, season="2024-25")


def test_a_roster_tells_what_was_expected_of_those_who_are_known() -> None:
    row = {
        "player_id": "5",
        "time": "88",
        "shots": "3",
        "key_passes": "1",
        "xG": "0.61",
        "xA": "0.05",
        "xGChain": "0.8",
    }
    rows = _rosters({"rosters": {"h": {"1": row}, "a": {"2": row | {"player_id": "6"}}}})
    TABLES["player_match_expected"].contract.validate(rows, cast=True)
    told = rows.select("fixture", "code", "minutes", "expected_goals", "chain", "buildup").row(0)
    assert (rows.height, told) == (1, (7, 11, 88, 0.61, 0.8, None))


@pytest.mark.parametrize("body", [[], {}, {"rosters": {"h": []}}, {"rosters": {"h": {}, "a": 1}}])
def test_a_match_of_another_shape_is_a_source_error(body: object) -> None:
    with pytest.raises(SourceError, match="not what the endpoint promises"):
        _rosters(body)
