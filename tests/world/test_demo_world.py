from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.sources.http import Client
from fantasy.world.demo.transport import demo_world

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.world import World

FPL = "https://fantasy.premierleague.com/api/"
ARCHIVE = "https://raw.githubusercontent.com/vaastav/Fantasy-Premier-League/master/"
ADDRESSES = (
    *(f"{FPL}{path}/" for path in ("bootstrap-static", "fixtures", "event-status")),
    *(f"{FPL}{path}/" for path in ("event/23/live", "element-summary/7", "entry/1")),
    *(f"{FPL}entry/1/{path}/" for path in ("history", "transfers", "event/23/picks")),
    f"{FPL}leagues-classic/1001/standings/?page_standings=1",
    *(f"{ARCHIVE}data/2024-25/{name}.csv" for name in ("fixtures", "teams", "gws/gw7")),
    f"{ARCHIVE}snapshots/2024-25/gw07.csv",
    f"{ARCHIVE}data/master_team_list.csv",
    "https://www.football-data.co.uk/mmz4281/2526/E0.csv",
    "https://www.football-data.co.uk/mmz4281/2425/E1.csv",
    "https://www.football-data.co.uk/fixtures.csv",
    "https://feeds.bbci.co.uk/sport/football/premier-league/rss.xml",
    "https://www.theguardian.com/football/premierleague/rss",
    "https://www.fantasyfootballscout.co.uk/team-news",
)
AJAX = {"X-Requested-With": "XMLHttpRequest"}


def _world(seed: int = 1) -> World:
    return demo_world(seed, Settings())


def _get(world: World, url: str, headers: dict[str, str] | None = None) -> httpx.Response:
    return world.transport.handle_request(httpx.Request("GET", url, headers=headers))


@pytest.fixture(scope="module")
def world() -> World:
    return _world()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the demo reached for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_sites_answer(world: World, url: str) -> None:
    answer = _get(world, url)
    assert answer.status_code == 200
    assert len(answer.content) > 40


def test_understat_answers_those_who_ask_as_its_own_page_does(world: World) -> None:
    url = "https://understat.com/getLeagueData/EPL/2025"
    assert _get(world, url).status_code == 404
    assert set(json.loads(_get(world, url, AJAX).content)) == {"teams", "players", "dates"}


@pytest.mark.parametrize(
    "url",
    [
        f"{FPL}entry/1/event/24/picks/",
        f"{FPL}event/99/live/",
        f"{FPL}element-summary/99999/",
        f"{ARCHIVE}data/2025-26/players_raw.csv",
        f"{ARCHIVE}data/2025-26/gws/gw24.csv",
        f"{ARCHIVE}snapshots/2025-26/gw25.csv",
        "https://www.football-data.co.uk/mmz4281/2627/E0.csv",
        "https://example.org/",
    ],
)
def test_what_is_not_there_or_not_yet_is_not_found(world: World, url: str) -> None:
    assert _get(world, url).status_code == 404


def test_two_worlds_of_a_seed_answer_with_the_same_bytes(world: World) -> None:
    again, other = _world(), _world(2)
    for url in ADDRESSES:
        assert _get(again, url).content == _get(world, url).content, url
    url = f"{FPL}bootstrap-static/"
    assert _get(other, url).content != _get(world, url).content


def test_no_answer_holds_the_truth(world: World) -> None:
    for url in ADDRESSES:
        body = _get(world, url).text
        for secret in ("home_rate", "away_rate", "standing", "ability", "finishing"):
            assert f'"{secret}"' not in body
            assert f",{secret}," not in body.split("\n", maxsplit=1)[0]


@pytest.mark.usefixtures("no_network")
def test_a_demo_asks_for_no_network_and_keeps_to_its_own_lake(world: World, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    lake = weekly.open_lake(world, settings)
    ingested = weekly.update(world, settings, lake)
    assert (ingested.season, ingested.gameweek) == ("2025-26", 24)
    assert [path.name for path in tmp_path.iterdir()] == ["demo-1"]
    assert lake.table("quarantine").collect().is_empty()
    again = weekly.update(world, settings, lake)
    assert sum(written.changed for written in again.written) == 0


def test_a_client_cannot_tell_it_from_the_real_thing(world: World) -> None:
    with Client.of(world, user_agent="tests") as client:
        bootstrap = client.json(f"{FPL}bootstrap-static/")
    assert bootstrap["total_players"] == 10_000_000
    current = [event for event in bootstrap["events"] if event["is_current"]]
    assert [event["id"] for event in current] == [23]
    assert 30 < current[0]["average_entry_score"] < 80
    assert len(bootstrap["teams"]) == 20
    assert {"a", "d", "i", "u"} <= {element["status"] for element in bootstrap["elements"]}
