"""The players as the page's script reads them: one list of numbers and words for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fantasy.forecast.outlook import PARTS
from fantasy.report.page.facts import flag

if TYPE_CHECKING:
    from fantasy.report.page.facts import Facts, Row

NAMES = {
    "appearance_points": "Appearance",
    "goals_scored_points": "Goals",
    "assists_points": "Assists",
    "clean_sheets_points": "Clean sheet",
    "defensive_contribution_points": "Defensive",
    "saves_points": "Saves",
    "bonus_points": "Bonus",
    "goals_conceded_points": "Conceded",
}
"""Components with a column of their own."""

OTHERS = tuple(part for part in PARTS if part not in NAMES)
COMPONENTS = (*NAMES.values(), "Other")


def explorer(facts: Facts) -> Row:
    """Gameweeks, names of components, and the players, most points in all gameweeks first."""
    briefing = facts.briefing
    squad = set(briefing.plans[0].moves[0].team["element"])
    owned = set(briefing.problem.elements[briefing.problem.owned].tolist())
    rows = [
        player(facts, who, mine=each in squad or each in owned)
        for each, who in facts.players.items()
    ]
    return {
        "gameweeks": facts.gameweeks,
        "components": COMPONENTS,
        "players": sorted(rows, key=lambda row: (-row["total"], row["id"])),
    }


def player(facts: Facts, who: Row, *, mine: bool) -> Row:
    """A player: who he is, what is expected next, and in each gameweek (null in a blank one)."""
    element = who["element"]
    told = facts.week(element)
    weeks = [facts.week(element, each) for each in facts.gameweeks]
    held = flag(who)
    return {
        "id": element,
        "name": who["name"],
        "full": who["full_name"],
        "club": who["team"],
        "position": who["position"],
        "price": who["price_tenths"] / 10,
        "owned": who["selected_by_percent"],
        "flag": held and held["level"],
        "news": held and held["words"],
        "mine": mine,
        "minutes": _number(told.get("expected_minutes"), 0),
        "points": _number(told.get("expected_points"), 2) or 0,
        "low": told.get("low"),
        "high": told.get("high"),
        "five": _number(told.get("at_least_5"), 3),
        "ten": _number(told.get("at_least_10"), 3),
        "total": round(sum(each.get("expected_points", 0.0) for each in weeks), 2),
        "weeks": [_number(each.get("expected_points"), 2) for each in weeks],
        "against": [each.get("opponents") for each in weeks],
        "parts": [_number(told.get(part), 2) for part in NAMES]
        + [round(sum(told.get(part, 0.0) for part in OTHERS), 2) if told else None],
    }


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
