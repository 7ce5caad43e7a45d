"""The team sheet and the plans: pitches, transfers with their reasons, plans side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fantasy.game.squad import formation_of
from fantasy.report.chips import CHIPS
from fantasy.report.page.facts import flag
from fantasy.report.page.kits import kit_of

if TYPE_CHECKING:
    from fantasy.game.ledger import Transfer
    from fantasy.report.page.facts import Facts, Row
    from fantasy.roster.plan import Move, Plan

LETTERS = "ABCDEFGH"
SOON = 3
"""Gameweeks whose opponents stand beside a player."""

DEFENDERS = ("GKP", "DEF")
MORE_MINUTES = 10.0
"""A difference of minutes a match that is worth telling."""


def plans(facts: Facts) -> list[Row]:
    """The plans as the page shows them, the best first."""
    best, taken = facts.briefing.plans[0], facts.briefing.problem.rules.hit_points
    return [
        {
            "letter": letter,
            "gives_up": f"{best.worth - plan.worth:.2f}",
            "proven": plan.gap == 0,
            "gap": f"{plan.gap:.2%}",
            "sheet": sheet(facts, plan.moves[0]),
            "transfers": transfers(facts, plan),
            "gain": gain(facts, plan),
            "weeks": [week(facts, move) for move in plan.moves],
            "points": f"{sum(each.expected_points - taken * each.hits for each in plan.moves):.1f}",
            "hits": sum(move.hits for move in plan.moves),
        }
        for letter, plan in zip(LETTERS, facts.briefing.plans, strict=False)
    ]


def sheet(facts: Facts, move: Move) -> Row:
    """A gameweek's team: lines of starters from the keeper on, the bench in its order."""
    came = {each.element_in for each in move.transfers}
    picks = [pick(facts, row, new=row["element"] in came) for row in move.team.to_dicts()]
    rules = facts.briefing.problem.rules
    starters = [each for each in picks if each["starter"]]
    lines = [
        [each for each in starters if each["position"] == place.name] for place in rules.positions
    ]
    captain = next(each for each in starters if each["captain"])
    return {
        "lines": lines,
        "bench": [each for each in picks if not each["starter"]],
        "formation": formation_of((each["position"] for each in starters), rules),
        "points": f"{move.expected_points:.1f}",
        "captain": captain["name"],
        "chip": CHIPS.get(move.chip or ""),
        "bank": f"{move.bank_tenths / 10:.1f}",
        "hits": move.hits,
    }


def pick(facts: Facts, row: Row, *, new: bool) -> Row:
    """A player of a team."""
    who = facts.players[row["element"]]
    told = facts.week(row["element"])
    return {
        **{key: row[key] for key in ("element", "name", "team", "position", "starter")},
        **{key: row[key] for key in ("captain", "vice_captain", "bench_order")},
        "new": new,
        "price": f"{row['price_tenths'] / 10:.1f}",
        "points": f"{row['expected_points']:.1f}",
        "interval": interval(told),
        "kit": kit_of(who["team_code"]),
        "flag": flag(who),
        "next": soon(facts, who),
    }


def interval(told: Row) -> str:
    """Between which points four in five score; empty where nobody says."""
    if not told or told["low"] is None:
        return ""
    return f"{told['low']} to {told['high']}"


def soon(facts: Facts, who: Row) -> list[Row]:
    """A player's next gameweeks: the opponents, and how hard the first of them is."""
    kind = "defence" if who["position"] in DEFENDERS else "attack"
    weeks = []
    for gameweek in facts.gameweeks[:SOON]:
        played = facts.fixtures.get((who["team_code"], gameweek), [])
        names = [f"{each['opponent']} ({each['venue']})" for each in played]
        weeks.append(
            {
                "gameweek": gameweek,
                "opponents": " + ".join(names) or "no match",
                "difficulty": played[0][kind] if played else 0,
            }
        )
    return weeks


def gain(facts: Facts, plan: Plan) -> str | None:
    """What a plan is worth over making no transfer now, in points; None without a squad."""
    idle = facts.briefing.idle
    return None if idle is None else f"{plan.worth - idle:+.2f}"


def transfers(facts: Facts, plan: Plan) -> list[Row]:
    """The first gameweek's transfers and why they are made."""
    gameweeks = [move.gameweek for move in plan.moves]
    return [
        {
            "out": shown(facts, each.element_out),
            "into": shown(facts, each.element_in),
            "out_price": f"{each.element_out_cost / 10:.1f}",
            "in_price": f"{each.element_in_cost / 10:.1f}",
            "reasons": reasons(facts, each, gameweeks),
        }
        for each in plan.moves[0].transfers
    ]


def shown(facts: Facts, element: int) -> Row:
    """A player in a transfer."""
    who = facts.players[element]
    return {
        **{key: who[key] for key in ("element", "name", "team", "position")},
        "kit": kit_of(who["team_code"]),
    }


def reasons(facts: Facts, made: Transfer, gameweeks: list[int]) -> list[str]:
    """Why one player for another: points, flags, minutes, matches, money."""
    out, into = facts.players[made.element_out], facts.players[made.element_in]
    more = [
        facts.points(made.element_in, each) - facts.points(made.element_out, each)
        for each in gameweeks
    ]
    told = [f"{sum(more):+.1f} points over {len(gameweeks)} gameweeks, {more[0]:+.1f} in the next"]
    if held := flag(out):
        told.append(f"{out['name']}: {held['words']}")
    told += _minutes(facts, made)
    for who in (into, out):
        told += _matches(facts, who, gameweeks)
    money = made.element_out_cost - made.element_in_cost
    if money:
        told.append(f"{'frees' if money > 0 else 'costs'} £{abs(money) / 10:.1f}m")
    return told


def _minutes(facts: Facts, made: Transfer) -> list[str]:
    before, after = (
        facts.week(each).get("expected_minutes", 0.0)
        for each in (made.element_out, made.element_in)
    )
    if abs(after - before) < MORE_MINUTES:
        return []
    return [f"{after:.0f} minutes expected next gameweek, not {before:.0f}"]


def _matches(facts: Facts, who: Row, gameweeks: list[int]) -> list[str]:
    """Double and blank gameweeks of a player."""
    counts = {each: len(facts.fixtures.get((who["team_code"], each), [])) for each in gameweeks}
    double = [str(each) for each, matches in counts.items() if matches > 1]
    blank = [str(each) for each, matches in counts.items() if not matches]
    told = [f"{who['name']} plays twice in gameweek {', '.join(double)}"] if double else []
    return told + ([f"{who['name']} has no match in gameweek {', '.join(blank)}"] if blank else [])


def week(facts: Facts, move: Move) -> Row:
    """A gameweek of a plan in a line."""
    return {
        "gameweek": move.gameweek,
        "chip": CHIPS.get(move.chip or ""),
        "transfers": [
            (facts.players[each.element_out]["name"], facts.players[each.element_in]["name"])
            for each in move.transfers
        ],
        "captain": move.team.filter("captain")["name"][0],
        "hits": move.hits,
        "points": f"{move.expected_points:.1f}",
        "bank": f"{move.bank_tenths / 10:.1f}",
    }
