"""What the game's own `bootstrap-static` says of its rules, in plain values.

Three forms of it exist: until 2018-19 everything stands in "game-settings" under long names, from
2019-20 limits stand in "game_settings" and positions in "element_types", and from 2024-25 scoring
and chips are there too. Every function returns only what a payload says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]

_LIMITS = {
    "squad_size": "squad_squadsize",
    "starters": "squad_squadplay",
    "most_per_club": "squad_team_limit",
    "budget_tenths": "squad_total_spend",
    "sell_on_fee": "transfers_sell_on_fee",
    "hit_points": "transfers_cost",
    "transfers_cap": "transfers_cap",
}
_POINTS = (
    "short_play",
    "long_play",
    "assists",
    "saves",
    "penalties_saved",
    "penalties_missed",
    "yellow_cards",
    "red_cards",
    "own_goals",
    "bonus",
)
_POINTS_BY_POSITION = ("goals_scored", "clean_sheets", "goals_conceded", "defensive_contribution")
_THRESHOLDS = {
    "long_play_minutes": "scoring_long_play_limit",
    "saves_per_point": "scoring_saves_limit",
    "goals_conceded_per_point": "scoring_concede_limit",
}


def limits(payload: Payload) -> dict[str, Any]:
    """Squad, money and transfer limits by their names in `Rules`."""
    settings = payload.get("game_settings") or _old(payload, "game")
    said = _picked(settings, _LIMITS)
    extra = settings.get("max_extra_free_transfers")
    return said if extra is None else {**said, "max_free_transfers": extra + 1}


def scoring(payload: Payload) -> dict[str, Any]:
    """Points by their names in `Scoring`."""
    points: Payload = (payload.get("game_config") or {}).get("scoring") or {}
    if points:
        names = _names(payload)
        by_position = {
            name: {position: points[name].get(position, 0) for position in names}
            for name in _POINTS_BY_POSITION
            if name in points
        }
        return _picked(points, {name: name for name in _POINTS}) | by_position
    return _old_scoring(payload)


def positions(payload: Payload) -> list[tuple[str, int, int, int]]:
    """Name, players in a squad, fewest and most in a line-up, of every position of footballers."""
    old = _old(payload, "element_type")
    types = [{**kind, **old.get(str(kind["id"]), {})} for kind in payload.get("element_types", ())]
    return [
        (
            kind["singular_name_short"],
            kind["squad_select"],
            kind["squad_min_play"],
            kind["squad_max_play"],
        )
        for kind in types
        if kind.get("squad_select")
    ]


def chips(payload: Payload) -> list[tuple[str, int, int, int]]:
    """Name, number, first and last gameweek of every chip."""
    return [
        (chip["name"], chip["number"], chip["start_event"], chip["stop_event"])
        for chip in payload.get("chips") or ()
    ]


def _old_scoring(payload: Payload) -> dict[str, Any]:
    """Points as "game-settings" had them until 2018-19."""
    wanted = {name: f"scoring_{name}" for name in _POINTS} | _THRESHOLDS
    said = _picked(_old(payload, "game"), wanted)
    old = _old(payload, "element_type")
    names = {
        str(kind["id"]): kind["singular_name_short"] for kind in payload.get("element_types", ())
    }
    for name in _POINTS_BY_POSITION:
        by_position = {names[key]: kind.get(f"scoring_{name}") for key, kind in old.items()}
        if by_position and None not in by_position.values():
            said[name] = by_position
    return said


def _old(payload: Payload, part: str) -> Payload:
    settings: Payload = payload.get("game-settings") or {}
    return settings.get(part) or {}


def _names(payload: Payload) -> list[str]:
    return [name for name, *_ in positions(payload)]


def _picked(values: Payload, names: Mapping[str, str]) -> dict[str, Any]:
    """The values found, under new names: {new: values[old]}."""
    return {new: values[old] for new, old in names.items() if values.get(old) is not None}
