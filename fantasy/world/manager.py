"""The FPL API's answers about the one manager whose seasons the archive keeps: entry 1."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from fantasy.errors import SourceError

if TYPE_CHECKING:
    from fantasy.world.parts import Json
    from fantasy.world.season import SeasonAt

ASKED = re.compile(r"entry/1/(?:(history|transfers)/|event/(\d+)/picks/)?")


def manager_answer(at: SeasonAt, path: str) -> Json | list[Json] | None:
    """What is public of him before a deadline; None for other managers, and seasons without him.

    Raises:
        SourceError: if a file of the archive is no JSON.
    """
    asked = ASKED.fullmatch(path)
    if asked is None or (weeks := _kept(at, "gameweeks")) is None:
        return None
    known, gameweek = asked[1], asked[2]
    if gameweek is not None:
        return next((week for week in _until(at, weeks) if _event(week) == int(gameweek)), None)
    if known == "transfers":
        return [row for row in _kept(at, known) or [] if row["event"] < at.gameweek]
    told = [week["entry_history"] for week in _until(at, weeks)]
    if known == "history":
        played = [(_event(week), week["active_chip"]) for week in _until(at, weeks)]
        chips = [{"event": event, "name": chip} for event, chip in played if chip]
        return {"current": told, "chips": chips, "past": []}
    names = {"player_first_name": "of the", "player_last_name": "archive"}
    return {"id": 1, "name": "The manager", **names}


def _until(at: SeasonAt, weeks: list[Json]) -> list[Json]:
    return [week for week in weeks if _event(week) < at.gameweek]


def _event(week: Json) -> int:
    event: int = week["entry_history"]["event"]
    return event


def _kept(at: SeasonAt, name: str) -> list[Json] | None:
    path = f"managers/{at.season}/{name}.json"
    body = at.archive.body(path)
    try:
        told: list[Json] | None = None if body is None else json.loads(body)
    except ValueError as error:
        raise SourceError(path, f"is cut short or no JSON ({error})") from error
    return told
