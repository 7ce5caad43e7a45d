"""A manager's team, rebuilt from what the API tells everybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from fantasy.errors import InputError, SourceError
from fantasy.report import team as report
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.team import team_of
from fantasy.team_file import TeamFile
from fantasy.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from fantasy.config import Settings
    from fantasy.store import Lake


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_team_is_rebuilt_as_the_game_booked_it(
    demo: tuple[World, Settings, Lake], number: int
) -> None:
    world, settings, lake = demo
    with Client.of(world, user_agent="tests") as client:
        base = f"{settings.fpl_url}entry/{number}/"
        said = client.json(base)
        picks = client.json(f"{base}event/23/picks/")["picks"]
    team = team_of(world, settings, lake, number)
    assert team.ledger.bank == said["last_deadline_bank"]
    assert set(team.players["element"]) == {pick["element"] for pick in picks}
    bought = team.players["paid_tenths"]
    sold, now = team.players["selling_price_tenths"], team.players["price_tenths"]
    assert (sold <= now).all()
    assert ((sold >= bought) | (now < bought)).all()
    assert team.ledger.free_transfers is not None
    assert 1 <= team.ledger.free_transfers <= 5
    assert {chip.name for chip in team.chips} <= {"wildcard", "freehit", "bboost", "3xc"}


def test_the_team_is_told_in_millions(demo: tuple[World, Settings, Lake]) -> None:
    world, settings, lake = demo
    answer = report.as_json(team_of(world, settings, lake, 1))
    assert (answer["entry"], answer["gameweek"]) == (1, 24)
    assert len(answer["players"]) == 15
    assert all(3 <= player["selling_price"] <= 15 for player in answer["players"])


def test_a_squad_told_by_a_file_is_the_team_of_the_entry(
    demo: tuple[World, Settings, Lake],
) -> None:
    told = team_of(*demo, 1)
    paid = {
        f"{name} ({club})": price / 10
        for name, club, price in told.players.select("name", "team", "paid_tenths").iter_rows()
    }
    file = TeamFile(bank=told.ledger.bank / 10, paid=paid, chips=("wildcard",))
    team = team_of(*demo, None, file)
    assert team.players.equals(told.players)
    assert team.ledger.bank == told.ledger.bank
    assert [chip.name for chip in team.chips] == ["wildcard"]


def test_a_chip_the_game_has_not_is_refused(demo: tuple[World, Settings, Lake]) -> None:
    with pytest.raises(InputError, match="chips the game has not: joker"):
        team_of(*demo, 1, TeamFile(chips=("joker",)))


def test_nobodys_entry_is_one_clear_error(demo: tuple[World, Settings, Lake]) -> None:
    with pytest.raises(InputError, match="there is no entry 999 in the game"):
        team_of(*demo, 999)


def _client(answers: Callable[[str], object]) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers(request.url.path))

    transport = httpx.MockTransport(answer)
    world = World("test", "test", transport, lambda: datetime.now(UTC))
    return Client.of(world, user_agent="tests")


def test_an_entry_that_has_not_played_yet_is_said_so() -> None:
    about = {"name": "A", "player_first_name": "B", "player_last_name": "C"}
    empty = {"current": [], "chips": []}
    with (
        _client(lambda path: empty if "history" in path else about) as client,
        pytest.raises(InputError, match="entry 5 has played no gameweek yet"),
    ):
        fetch_entry(client, "https://example.test/", 5)


@pytest.mark.parametrize("answer", [{}, [], {"name": "A"}, "updating"])
def test_an_answer_of_something_else_is_a_source_error(answer: object) -> None:
    with _client(lambda _: answer) as client, pytest.raises(SourceError):
        fetch_entry(client, "https://example.test/", 5)
