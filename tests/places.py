"""Places of the invented league at a gameweek's deadline, for tests of unattended runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx

from fantasy.config import Settings
from fantasy.game.rules import Rules
from fantasy.unattended.place import Place
from fantasy.weekly import open_lake
from fantasy.world.enter import enter

if TYPE_CHECKING:
    from pathlib import Path

WEEK = "2024-25:20"
NONE = timedelta()
EARLIER = timedelta(hours=20)
"""How long before the deadline the lake was brought up to date."""

Answer = Callable[[httpx.Request, httpx.BaseTransport], httpx.Response]


def place_at(
    archive: Path, folder: Path, week: str = WEEK, before: timedelta = timedelta()
) -> Place:
    """A place so long before a gameweek's deadline."""
    settings = Settings(archive=archive, data_dir=folder)
    world = enter(settings, replay=week)
    moment = world.clock() - before
    world = replace(world, clock=lambda: moment)
    return Place(world, settings, open_lake(world, settings), wait=lambda _: None)


def answered(place: Place, answer: Answer) -> Place:
    """The place, its requests answered by somebody who may ask the real transport."""
    inner = place.world.transport
    transport = httpx.MockTransport(lambda request: answer(request, inner))
    return replace(place, world=replace(place.world, transport=transport))


ADDRESSES = {
    "FPL": Settings().fpl_url,
    "archive": Settings().archive_url,
    "odds": Settings().odds_url,
    "Understat": Settings().understat_url,
}


def is_of(source: str, url: str) -> bool:
    """Whether an address is one of a source; the outlets' are those of nobody else."""
    owner = next((name for name, start in ADDRESSES.items() if url.startswith(start)), "news")
    return owner == source


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route to host", request=request)


HOW: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "down": refuse,
    "at fault": lambda _: httpx.Response(500),
    "garbled": lambda _: httpx.Response(200, content=b"\x00\xff\x17 {]"),
    "cut short": lambda _: httpx.Response(200, content=b'[{"id": 1, "elements": [{"id'),
    "of another kind": lambda _: httpx.Response(200, content=b'{"a": 1}'),
}


def broken(place: Place, source: str, how: str) -> Place:
    """A place where a source fails in some way."""

    def answer(request: httpx.Request, inner: httpx.BaseTransport) -> httpx.Response:
        if is_of(source, str(request.url)):
            return HOW[how](request)
        return inner.handle_request(request)

    return answered(place, answer)


def assert_legal(roster: dict[str, Any]) -> None:
    rules, squad = Rules.for_season(roster["season"]), roster["squad"]
    assert len({pick["element"] for pick in squad}) == rules.squad_size
    assert sum(pick["price"] for pick in squad) <= rules.budget_tenths / 10 + 1e-9
    assert max(Counter(pick["team"] for pick in squad).values()) <= rules.most_per_club
    held = Counter(pick["position"] for pick in squad)
    assert held == {place.name: place.squad_select for place in rules.positions}
    assert sum(pick["starter"] for pick in squad) == rules.starters
