"""A plan, its alternatives and what it makes of a player, as JSON and as tables."""

from math import isinf
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.report.chips import CHIPS
from fantasy.roster.answers import Sensitivity, Verdict
from fantasy.roster.plan import Move, Plan
from fantasy.roster.problem import Problem

PICK = ("element", "name", "team", "position")
ROLES = ("starter", "bench_order", "captain", "vice_captain")


def as_json(
    problem: Problem, plan: Plan, others: list[Plan], sure: Sensitivity | None = None
) -> dict[str, Any]:
    """A plan, its alternatives and how sure it is: money in £m, points with two decimals."""
    return {
        **_plan_as_json(problem, plan),
        **(_sensitivity_as_json(sure) if sure else {}),
        "alternatives": [
            {**_plan_as_json(problem, each), "gives_up": round(plan.worth - each.worth, 2)}
            for each in others
        ],
    }


def as_table(
    problem: Problem,
    plan: Plan,
    others: list[Plan],
    sure: Sensitivity | None = None,
    *,
    weeks: int | None = None,
) -> RenderableType:
    """A plan for a person: each gameweek's team and moves, then the alternatives.

    Args:
        problem: what was planned.
        plan: its best plan.
        others: other plans, the best first.
        sure: how sure the plan is.
        weeks: how many gameweeks to show the team of; all if None.
    """
    parts: list[RenderableType] = []
    for move in plan.moves[:weeks]:
        parts += [_team_table(problem, move), Text()]
    parts.append(_summary(problem, plan))
    proof = "no plan is better" if plan.gap == 0 else f"no plan is better by over {plan.gap:.2%}"
    parts.append(Text(f"worth {plan.worth:.2f} points with all that is weighed; {proof}", "bold"))
    parts.append(Text(_weights_in_words(problem), "dim"))
    if problem.preferences.risk:
        parts.append(Text(_risk_in_words(problem, plan), "dim"))
    if others:
        parts += [Text(), _alternatives(problem, plan, others)]
    if sure:
        parts += [Text(), _sensitivity(sure)]
    return Group(*parts)


def verdict_as_json(problem: Problem, plan: Plan, found: Verdict) -> dict[str, Any]:
    """What a plan makes of a player: what it costs to have him, and to do without him."""
    who = problem.players.row(problem.place(found.element), named=True)
    price, lacks = found.entry_price_tenths, found.entry_points
    return {
        **{key: who[key] for key in PICK},
        "price": who["price_tenths"] / 10,
        "gameweeks_in_the_plan": list(found.held),
        "cost_of_having_him_now": round(plan.worth - found.with_him, 2),
        "cost_of_never_having_him": round(plan.worth - found.without_him, 2),
        "enters_at_price": None if price is None else price / 10,
        "points_a_gameweek_he_lacks": None if isinf(lacks) else round(lacks, 2),
    }


def verdict_as_table(problem: Problem, plan: Plan, found: Verdict) -> RenderableType:
    """The same in sentences."""
    said = verdict_as_json(problem, plan, found)
    weeks = ", ".join(map(str, found.held))
    now, price = problem.gameweeks[0], said["enters_at_price"]
    lines = [
        f"{said['name']} ({said['team']}, {said['position']}, £{said['price']:.1f}m): "
        + (f"in the plan in gameweek {weeks}" if weeks else "not in the plan"),
        f"to have him in gameweek {now} costs {said['cost_of_having_him_now']:.2f} points",
        f"never to have him costs {said['cost_of_never_having_him']:.2f} points",
    ]
    if not weeks:
        lacks = said["points_a_gameweek_he_lacks"]
        lines.append(
            "he never scores" if lacks is None else f"he lacks {lacks:.2f} points a gameweek"
        )
        cheap = "at no price" if price is None else f"at £{price:.1f}m and less"
        lines.append(f"with the points he has he would be worth it {cheap}")
    return Text("\n".join(lines))


def _plan_as_json(problem: Problem, plan: Plan) -> dict[str, Any]:
    return {
        "worth": round(plan.worth, 4),
        "gap": round(plan.gap, 6),
        "weights": _weights(problem),
        **_risk(problem),
        "gameweeks": [_move_as_json(problem, move) for move in plan.moves],
    }


def _move_as_json(problem: Problem, move: Move) -> dict[str, Any]:
    team = move.team.with_columns(
        (pl.col("price_tenths") / 10).round(1).alias("price"), pl.col("expected_points").round(2)
    )
    names = _names(problem)
    return {
        "gameweek": move.gameweek,
        "chip": move.chip,
        "transfers": [
            {
                "out": names[each.element_out],
                "out_price": each.element_out_cost / 10,
                "in": names[each.element_in],
                "in_price": each.element_in_cost / 10,
            }
            for each in move.transfers
        ],
        "free_transfers": move.free_transfers,
        "hits": move.hits,
        "bank": move.bank_tenths / 10,
        "expected_points": round(move.expected_points, 2),
        "deviation": round(move.variance**0.5, 2),
        "squad": team.select(*PICK, "price", "expected_points", *ROLES).to_dicts(),
    }


def _weights(problem: Problem) -> dict[str, Any]:
    """The shares of points that count of who may be needed."""
    weights = problem.preferences
    return {
        "bench": [round(each, 3) for each in weights.bench],
        "bench_keeper": round(weights.bench_keeper, 3),
        "vice_captain": round(weights.vice_captain, 3),
    }


def _risk(problem: Problem) -> dict[str, Any]:
    """What weight risk has, and whether it is measured against a rival."""
    weight = problem.preferences.risk
    return {"risk": weight, "against_a_rival": problem.rival is not None} if weight else {}


def _risk_in_words(problem: Problem, plan: Plan) -> str:
    deviation = sum(move.variance for move in plan.moves) ** 0.5
    whose = "of the points more or less than the rival's" if problem.rival else "of the points"
    return (
        f"risk weighs {problem.preferences.risk:g}; standard deviation {whose}, all gameweeks "
        f"together: {deviation:.1f}"
    )


def _weights_in_words(problem: Problem) -> str:
    weights = problem.preferences
    bench = ", ".join(f"{each:.0%}" for each in weights.bench)
    return (
        f"counted beside: {bench} of the bench in order, {weights.bench_keeper:.0%} of its keeper, "
        f"{weights.vice_captain:.0%} of the vice-captain"
    )


def _sensitivity_as_json(sure: Sensitivity) -> dict[str, Any]:
    return {
        "sensitivity": {
            "draws": sure.draws,
            "survival": sure.survival.with_columns(pl.col("share").round(3)).to_dicts(),
            "more_money": sure.richer_tenths / 10,
            "worth_of_more_money": round(sure.gain, 2),
        }
    }


def _sensitivity(sure: Sensitivity) -> RenderableType:
    title = f"How often in {sure.draws} forecasts drawn anew"
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("Player", "Role"):
        table.add_column(heading)
    table.add_column("Share", justify="right")
    for row in sure.survival.sort("role", "share", descending=[False, True]).to_dicts():
        table.add_row(row["name"], row["role"].replace("_", "-"), f"{row['share']:.0%}")
    money = f"£{sure.richer_tenths / 10:.1f}m more would be worth {sure.gain:.2f} points"
    return Group(table, Text(money))


def _names(problem: Problem) -> dict[int, str]:
    shown = pl.format("{} ({})", "name", "team")
    return dict(problem.players.select("element", shown).iter_rows())


def _team_table(problem: Problem, move: Move) -> RenderableType:
    chip = f", {CHIPS[move.chip]}" if move.chip else ""
    table = Table(title=f"Gameweek {move.gameweek}{chip}", title_justify="left", title_style="bold")
    for heading in ("", "Pos", "Player", "Club"):
        table.add_column(heading)
    for heading in ("£m", "Points"):
        table.add_column(heading, justify="right")
    table.add_column("Move")
    came = {each.element_in for each in move.transfers}
    for pick in move.team.to_dicts():
        if pick["bench_order"] == 1:
            table.add_section()
        table.add_row(
            role(pick),
            *(pick["position"], pick["name"], pick["team"], f"{pick['price_tenths'] / 10:.1f}"),
            f"{pick['expected_points']:.2f}",
            "in" if pick["element"] in came else "",
            style="" if pick["starter"] else "dim",
        )
    return Group(table, Text(_moves_in_words(problem, move)))


def role(pick: dict[str, Any]) -> str:
    """Captain, vice-captain or place on the bench of a picked player; empty for other starters."""
    if pick["captain"]:
        return "C"
    if pick["vice_captain"]:
        return "V"
    return "" if pick["starter"] else f"bench {pick['bench_order']}"


def _moves_in_words(problem: Problem, move: Move) -> str:
    names = _names(problem)
    moves = [f"{names[each.element_out]} > {names[each.element_in]}" for each in move.transfers]
    return "; ".join(moves) or "no transfer"


def _summary(problem: Problem, plan: Plan) -> Table:
    table = Table(title="The plan", title_justify="left", title_style="bold")
    for heading in ("GW", "Chip", "Transfers"):
        table.add_column(heading)
    for heading in ("Free", "Hits", "Bank £m", "Points"):
        table.add_column(heading, justify="right")
    for move in plan.moves:
        free = "-" if move.free_transfers is None else str(move.free_transfers)
        table.add_row(
            str(move.gameweek),
            CHIPS.get(move.chip or "", ""),
            _moves_in_words(problem, move).replace("; ", "\n"),
            *(free, str(move.hits), f"{move.bank_tenths / 10:.1f}", f"{move.expected_points:.2f}"),
        )
    return table


def _alternatives(problem: Problem, plan: Plan, others: list[Plan]) -> Table:
    table = Table(title="Other first moves", title_justify="left", title_style="bold")
    table.add_column("Transfers")
    table.add_column("Gives up", justify="right")
    for other in others:
        first = _moves_in_words(problem, other.moves[0]).replace("; ", "\n")
        table.add_row(first, f"{plan.worth - other.worth:.2f}")
    return table
