"""Places of the invented league at a gameweek's deadline, for tests of unattended runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from fantasy.config import Settings
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
