"""Every real capture of the FPL API goes through the parser and keeps the contracts."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fantasy.game.rules import Rules
from fantasy.raw import records
from fantasy.sources import fpl
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.world import World

pytestmark = pytest.mark.real

SEASONS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2017, 2025)]
FOOTBALLERS = {"2024-25": 784}


def bootstrap(path: Path, now: datetime) -> fpl.Bootstrap:
    return fpl.parse_bootstrap(json.loads(path.read_text()), now=now, origin=path.name)


def stored(lake: Lake, state: fpl.Bootstrap) -> dict[str, int]:
    names = ("teams", "gameweeks", "rules", "players", "player_status")
    written = [lake.write(name, getattr(state, name), source="capture") for name in names]
    assert sum(each.quarantined for each in written) == 0
    return {each.table: each.changed for each in written}


@pytest.mark.parametrize("season", SEASONS)
def test_an_end_of_season_dump_keeps_every_contract(
    real_data: Path, tmp_path: Path, season: str
) -> None:
    path = real_data / "api" / "bootstrap-static" / f"{season}.json"
    state = bootstrap(path, datetime(int(season[:4]), 8, 1, tzinfo=UTC))
    rows = stored(Lake.open(tmp_path, "test"), state)
    assert (state.season, state.gameweek) == (season, 1)
    assert rows["teams"] == 20
    assert rows["players"] == rows["player_status"]
    elements = len(json.loads(path.read_text())["elements"])
    assert rows["players"] == FOOTBALLERS.get(season, elements)
    assert Rules.from_bootstrap(json.loads(path.read_text()), season).squad_size == 15


def test_the_capture_of_a_gameweek_under_way_keeps_every_contract(
    real_data: Path, tmp_path: Path
) -> None:
    folder = real_data / "api" / "live-2026-27"
    state = bootstrap(folder / "bootstrap-static.json", datetime(2026, 8, 22, 12, tzinfo=UTC))
    rows = stored(Lake.open(tmp_path, "test"), state)
    assert (state.season, state.gameweek, state.checked) == ("2026-27", 2, frozenset())
    assert (rows["teams"], rows["gameweeks"], rows["players"]) == (20, 38, 600)
    status = state.player_status
    assert status["news_link"].is_not_null().sum() == 46
    assert status["price_projections"].list.len().unique().to_list() == [3]
    assert status["risks"].null_count() == 0


def test_an_entry_that_has_just_begun_is_read_and_its_books_are_the_games(real_data: Path) -> None:
    folder = real_data / "api" / "live-2026-27"
    about, history, picks = (
        json.loads((folder / f"{name}.json").read_text())
        for name in ("entry", "entry-history", "picks-latest")
    )
    names = dict.fromkeys(("name", "player_first_name", "player_last_name"), "removed")
    said = {"": about | names, "history/": history, "event/1/picks/": picks, "transfers/": []}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=said[request.url.path.removeprefix("/entry/1/")])

    now = datetime(2026, 8, 22, 12, tzinfo=UTC)
    world = World("test", "test", httpx.MockTransport(answer), lambda: now)
    with Client.of(world, user_agent="tests") as client:
        entry = fetch_entry(client, "https://api.test/", 1)
    payload = json.loads((folder / "bootstrap-static.json").read_text())
    prices = {
        each["id"]: each["now_cost"] - each["cost_change_start"] for each in payload["elements"]
    }
    books = entry.books(prices, Rules.from_bootstrap(payload, "2026-27"))[-1]
    assert (entry.chips, books.bank, sum(books.paid.values())) == ({1: "bboost"}, 0, 1000)
    assert books.fielded == {pick["element"] for pick in picks["picks"]}


@pytest.mark.parametrize(
    "name", ["live-2026-27/fixtures", *(f"fixtures/{season}" for season in SEASONS[2:])]
)
def test_fixtures_keep_their_contract(real_data: Path, tmp_path: Path, name: str) -> None:
    season = "2026-27" if name.startswith("live") else name.removeprefix("fixtures/")
    now = datetime(int(season[:4]), 8, 22, 12, tzinfo=UTC)
    folder = real_data / "api"
    dump = (
        "live-2026-27/bootstrap-static" if name.startswith("live") else f"bootstrap-static/{season}"
    )
    teams = bootstrap(folder / f"{dump}.json", now).teams
    raw = records(
        json.loads((folder / f"{name}.json").read_text()), fpl.FIXTURE_FIELDS, origin=name
    )
    rows = fpl.fixtures(raw, teams, season=season, known_at=now)
    written = Lake.open(tmp_path, "test").write("fixtures", rows, source=name)
    assert (written.changed, written.quarantined) == (380, 0)
