import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.raw import records
from fantasy.sources import fpl
from fantasy.sources.http import Client
from fantasy.sources.matches import player_matches
from fantasy.world import World

BASE = "https://api.test/"
NOW = datetime(2024, 8, 20, tzinfo=UTC)
STATS = (
    *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals"),
    *("penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "saves", "bonus"),
    *("bps", "total_points"),
)


def element(number: int, *, team: int = 1, kind: int = 3) -> dict[str, Any]:
    return {
        "id": number,
        "code": 1000 + number,
        "web_name": f"Player{number}",
        "element_type": kind,
        "team": team,
        "now_cost": 55,
        "status": "a",
        "news": "",
        "ep_next": "2.5",
    }


def bootstrap(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - pieces of JSON
    deadlines = ("2024-08-16T17:30:00Z", "2024-08-24T10:00:00Z", "2024-08-31T10:00:00Z")
    return {
        "events": [
            {"id": number, "deadline_time": deadline, "data_checked": number == 1}
            for number, deadline in enumerate(deadlines, start=1)
        ],
        "teams": [
            {
                "id": number,
                "code": 100 + number,
                "name": f"Club {number}",
                "short_name": f"CL{number}",
            }
            for number in (1, 2, 3)
        ],
        "elements": [element(7), element(8, team=2)],
        "game_settings": {"squad_squadsize": 15},
    } | changes


def fixture(number: int, home: int, away: int, *, event: int = 1) -> dict[str, Any]:
    return {
        "id": number,
        "event": event,
        "kickoff_time": "2024-08-17T14:00:00Z",
        "team_h": home,
        "team_a": away,
        "team_h_score": 2,
        "team_a_score": 0,
        "finished": True,
    }


def stats(minutes: int) -> dict[str, Any]:
    texts = dict.fromkeys(("influence", "creativity", "threat", "ict_index"), "1.0")
    return dict.fromkeys(STATS, 0) | {"minutes": minutes} | texts


def live(number: int, minutes: int, *fixtures: int) -> dict[str, Any]:
    explain = [{"fixture": each, "stats": []} for each in fixtures]
    return {"id": number, "stats": stats(minutes), "explain": explain}


def history(number: int, fixture: int, opponent: int, minutes: int) -> dict[str, Any]:
    return stats(minutes) | {
        "element": number,
        "fixture": fixture,
        "opponent_team": opponent,
        "was_home": True,
        "round": 1,
        "kickoff_time": "2024-08-17T14:00:00Z",
        "team_h_score": 2,
        "team_a_score": 0,
    }


def client(answers: Mapping[str, object]) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        path = str(request.url).removeprefix(BASE)
        if path not in answers:
            raise AssertionError(path)
        return httpx.Response(200, content=json.dumps(answers[path]).encode())

    return Client.of(
        World("test", "test", httpx.MockTransport(answer), lambda: NOW), user_agent="tests"
    )


def gameweek(answers: Mapping[str, object], fixtures: list[dict[str, Any]]) -> pl.DataFrame:
    raw_fixtures = records(fixtures, fpl.FIXTURE_FIELDS, origin="test")
    clubs = pl.DataFrame(
        {"element": [7, 8], "team": [1, 2], "moved": [False, False]},
        schema={"element": pl.Int32, "team": pl.Int32, "moved": pl.Boolean},
    )
    with client(answers) as each:
        raw = fpl.fetch_results(each, BASE, [1], raw_fixtures, clubs)
    elements = pl.DataFrame(
        {"element": [7, 8], "code": [1007, 1008], "position": ["MID", "MID"]},
        schema_overrides={"element": pl.Int32},
    )
    teams = pl.DataFrame({"team": [1, 2, 3], "team_code": [101, 102, 103]})
    rows = player_matches(raw, elements, teams, season="2024-25", origin="test")
    return rows.sort("element", "fixture").select(
        "element", "fixture", "team_code", "was_home", "minutes"
    )


def test_the_season_and_the_next_deadline_are_read_from_the_events() -> None:
    state = fpl.parse_bootstrap(bootstrap(), now=NOW, origin="test")
    assert (state.season, state.gameweek, state.checked) == ("2024-25", 2, frozenset({1}))


def test_at_the_deadline_itself_the_gameweek_is_still_open() -> None:
    deadline = datetime(2024, 8, 24, 10, tzinfo=UTC)
    assert fpl.parse_bootstrap(bootstrap(), now=deadline, origin="test").gameweek == 2


def test_after_the_last_deadline_nobody_has_a_status() -> None:
    state = fpl.parse_bootstrap(bootstrap(), now=datetime(2025, 6, 1, tzinfo=UTC), origin="test")
    assert state.gameweek is None
    assert state.player_status.is_empty()


def test_assistant_managers_are_no_players() -> None:
    elements = [element(7), element(9, kind=5)]
    state = fpl.parse_bootstrap(bootstrap(elements=elements), now=NOW, origin="test")
    assert state.players["element"].to_list() == [7]
    assert state.player_status["element"].to_list() == [7]


def test_numbers_written_as_text_become_numbers() -> None:
    status = fpl.parse_bootstrap(bootstrap(), now=NOW, origin="test").player_status
    assert status["ep_next"].to_list() == [2.5, 2.5]
    assert status["price_tenths"].to_list() == [55, 55]


def test_price_projections_risks_and_links_are_kept() -> None:
    foreseen = [{"offset": 0, "projected_percent": "81.5", "likelihood": 3, "more": 1}]
    risks = [{"gameweek": 5, "property": "loan_ineligible"}]
    said = element(7) | {
        "price_change_percent": "-12.5",
        "price_change_projections": foreseen,
        "scout_risks": risks,
        "scout_news_link": "https://club.test/words",
    }
    state = fpl.parse_bootstrap(bootstrap(elements=[said, element(8)]), now=NOW, origin=BASE)
    kept = ["price_percent", "price_projections", "risks", "news_link"]
    first, second = state.player_status.sort("element").select(kept).rows()
    projection = {"days": 0, "percent": 81.5, "likelihood": 3}
    assert first == (-12.5, [projection], risks, "https://club.test/words")
    assert second == (None, None, None, None)


@pytest.mark.parametrize("strange", ["soon", [1], [{"offset": "x"}], {"offset": 1}])
def test_projections_of_another_shape_are_none(strange: object) -> None:
    said = element(7) | {"price_change_projections": strange}
    state = fpl.parse_bootstrap(bootstrap(elements=[said]), now=NOW, origin=BASE)
    assert state.player_status["price_projections"].to_list() == [None]
    assert state.player_status["price_tenths"].to_list() == [55]


def test_a_field_that_is_gone_is_named() -> None:
    broken = [{name: value for name, value in element(7).items() if name != "now_cost"}]
    with pytest.raises(SourceError, match="elements: lacks the fields now_cost"):
        fpl.parse_bootstrap(bootstrap(elements=broken), now=NOW, origin="test")


@pytest.mark.parametrize("payload", [[], "updating", {"events": []}, {"events": None}])
def test_what_is_no_bootstrap_is_refused(payload: object) -> None:
    with pytest.raises(SourceError):
        fpl.parse_bootstrap(payload, now=NOW, origin="test")


def test_a_single_gameweek_needs_one_answer() -> None:
    answers = {"event/1/live/": {"elements": [live(7, 90, 1), live(8, 30, 1)]}}
    rows = gameweek(answers, [fixture(1, 1, 2)])
    assert rows.rows() == [(7, 1, 101, True, 90), (8, 1, 102, False, 30)]


def test_a_double_gameweek_is_read_fixture_by_fixture() -> None:
    answers = {
        "event/1/live/": {"elements": [live(7, 150, 1, 2), live(8, 30, 1)]},
        "element-summary/7/": {"history": [history(7, 1, 2, 90), history(7, 2, 3, 60)]},
    }
    rows = gameweek(answers, [fixture(1, 1, 2), fixture(2, 1, 3)])
    assert rows["minutes"].to_list() == [90, 60, 30]


def test_a_player_who_has_moved_since_is_read_from_his_own_history() -> None:
    answers = {
        "event/1/live/": {"elements": [live(7, 90, 2), live(8, 45, 2)]},
        "element-summary/7/": {"history": [history(7, 2, 2, 90)]},
    }
    rows = gameweek(answers, [fixture(2, 3, 2)])
    assert rows.rows() == [(7, 2, 103, True, 90), (8, 2, 102, False, 45)]


def test_an_unfinished_fixture_has_no_rows_yet() -> None:
    """Half a double gameweek is over: the live sums may hold both, so his history is read."""
    answers = {
        "event/1/live/": {"elements": [live(7, 120, 1, 2), live(8, 30, 1)]},
        "element-summary/7/": {"history": [history(7, 1, 2, 90), history(7, 2, 3, 30)]},
    }
    rows = gameweek(answers, [fixture(1, 1, 2), fixture(2, 1, 3) | {"finished": False}])
    assert rows["minutes"].to_list() == [90, 30]


@pytest.mark.parametrize("body", [{}, [], None, {"elements": [{"id": 7}]}, {"elements": [3]}])
def test_a_live_answer_of_another_shape_is_refused(body: object) -> None:
    with pytest.raises(SourceError, match="live/: is not what the endpoint promises"):
        gameweek({"event/1/live/": body}, [fixture(1, 1, 2)])
