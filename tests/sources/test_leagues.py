from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from fantasy.errors import InputError, SourceError
from fantasy.sources.http import Client
from fantasy.sources.leagues import fetch_league
from fantasy.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://api.test/"


def standing(rank: int) -> dict[str, Any]:
    return {
        "entry": 100 + rank,
        "entry_name": f"Team {rank}",
        "player_name": f"Manager {rank}",
        "rank": rank,
        "last_rank": 0,
        "event_total": 50,
        "total": 2000 - rank,
    }


def client_of(answer: Callable[[int], httpx.Response]) -> Client:
    def handle(request: httpx.Request) -> httpx.Response:
        return answer(int(request.url.params["page_standings"]))

    transport = httpx.MockTransport(handle)
    world = World("test", "test", transport, lambda: datetime.now(UTC))
    return Client.of(world, user_agent="tests")


def page(number: int) -> httpx.Response:
    """Three pages of two managers."""
    ranks = (2 * number - 1, 2 * number)
    return httpx.Response(
        200,
        json={
            "league": {"name": "Friends"},
            "standings": {"has_next": number < 3, "results": [standing(rank) for rank in ranks]},
        },
    )


def test_a_league_is_read_page_by_page() -> None:
    with client_of(page) as client:
        league = fetch_league(client, BASE, 5)
    assert (league.name, league.complete) == ("Friends", True)
    assert league.standings["rank"].to_list() == [1, 2, 3, 4, 5, 6]
    assert league.standings["entry"].to_list() == [101, 102, 103, 104, 105, 106]


def test_no_more_pages_are_asked_for_than_wanted() -> None:
    with client_of(page) as client:
        league = fetch_league(client, BASE, 5, pages=2)
    assert (league.standings.height, league.complete) == (4, False)


def test_no_such_league_is_one_clear_error() -> None:
    with (
        client_of(lambda _: httpx.Response(404)) as client,
        pytest.raises(InputError, match="no league 5"),
    ):
        fetch_league(client, BASE, 5)


@pytest.mark.parametrize("body", [{}, [], {"league": {"name": "A"}, "standings": []}, "updating"])
def test_an_answer_of_something_else_is_a_source_error(body: object) -> None:
    with (
        client_of(lambda _: httpx.Response(200, json=body)) as client,
        pytest.raises(SourceError),
    ):
        fetch_league(client, BASE, 5)
