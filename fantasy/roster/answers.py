"""What managers ask of a plan: what else, what if, what would it take, how sure."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.problem import Wishes
from fantasy.roster.search import SAME, Limits, best_plan, threads
from fantasy.roster.spread import joint_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fantasy.roster.plan import Move, Plan
    from fantasy.roster.problem import Problem

ERROR = 0.2
"""Standard deviation of a player's error in forecasts drawn anew, as a share of his points."""

RICHER = 5
"""Money (£0.1m) whose worth is told: what a dearer player of the same kind costs more."""

STEPS = 20
"""Most rounds in the search of the points that would bring a player in; three or four are usual."""


@dataclass(frozen=True)
class Verdict:
    """What a plan makes of one player.

    Attributes:
        element: the player.
        held: gameweeks the best plan has him.
        with_him: worth of the best plan that has him in its first gameweek.
        without_him: worth of the best plan that never has him.
        entry_price_tenths: the highest price (£0.1m) at which a best plan would have him; None
            if it has him as it is, or would not at any price.
        entry_points: points he lacks in each gameweek he is expected to score in; 0 if a best
            plan has him, infinity if he scores in none.
    """

    element: int
    held: tuple[int, ...]
    with_him: float
    without_him: float
    entry_price_tenths: int | None
    entry_points: float


def alternatives(
    problem: Problem, best: Plan, number: int, limits: Limits | None = None
) -> list[Plan]:
    """The next best plans, each with another squad in the first gameweek than all before it."""
    return list(islice(_others(problem, best, limits or Limits()), number))


def verdict(problem: Problem, best: Plan, element: int) -> Verdict:
    """What a plan makes of one player.

    Raises:
        InputError: if he can be in no plan.
    """
    weeks = problem.gameweeks
    held = tuple(move.gameweek for move in best.moves if _has(move, element))
    first = _wishing(problem, Wishes(held=frozenset({(element, weeks[0])})))
    never = _wishing(problem, Wishes(without=frozenset((element, week) for week in weeks)))
    return Verdict(
        element=element,
        held=held,
        with_him=best_plan(first).worth,
        without_him=best_plan(never).worth,
        entry_price_tenths=None if held else _entry_price(problem, best, element),
        entry_points=0.0 if held else _entry_points(problem, best, element),
    )


@dataclass(frozen=True)
class Sensitivity:
    """How sure a plan's first gameweek is, and what money is worth.

    Attributes:
        draws: forecasts drawn.
        survival: rows of `survival`.
        richer_tenths: money more (£0.1m).
        gain: points it would add.
    """

    draws: int
    survival: pl.DataFrame
    richer_tenths: int
    gain: float


def sensitivity(problem: Problem, best: Plan, draws: int) -> Sensitivity:
    """How often the first moves survive `ERROR` in the forecasts, and what `RICHER` would add."""
    seen = survival(problem, best, draws=draws, error=ERROR)
    return Sensitivity(draws, seen, RICHER, worth_of_money(problem, best, more_tenths=RICHER))


def survival(
    problem: Problem, best: Plan, *, draws: int, error: float, seed: int = 0
) -> pl.DataFrame:
    """How often this week's moves are still best when the forecasts are off.

    In each draw every player's points, of all gameweeks together, are off by a normal error that
    he shares with his team-mates as he shares their luck.

    Args:
        problem: what is planned.
        best: its best plan.
        draws: how many forecasts to draw.
        error: standard deviation of a player's error, as a share of his points.
        seed: of the draws.

    Returns:
        `element`, `name`, `role` (in, out, captain, vice_captain, starter) and `share` of draws.
    """
    factors = 1 + error * joint_errors(problem, draws, seed)
    with ThreadPoolExecutor(threads()) as pool:
        plans = pool.map(lambda factor: _redrawn(problem, factor), factors)
        seen = [_roles(plan.moves[0]) for plan in plans]
    wanted = sorted(_roles(best.moves[0]))
    names = dict(problem.players.select("element", "name").iter_rows())
    rows = [
        (element, names[element], role, sum((role, element) in each for each in seen) / draws)
        for role, element in wanted
    ]
    schema = {"element": pl.Int64, "name": pl.String, "role": pl.String, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def worth_of_money(problem: Problem, best: Plan, *, more_tenths: int) -> float:
    """Points the best plan gains with more money in the bank (£0.1m), less what the bank counts."""
    richer = best_plan(replace(problem, bank_tenths=problem.bank_tenths + more_tenths))
    idle = problem.preferences.bank / 10 * more_tenths * problem.decay.sum()
    return max(0.0, richer.worth - best.worth - float(idle))


def _others(problem: Problem, best: Plan, limits: Limits) -> Iterator[Plan]:
    squads: tuple[frozenset[int], ...] = ()
    while True:
        squads = (*squads, frozenset(best.moves[0].team["element"]))
        wishes = replace(problem.wishes, other_squads=squads)
        try:
            best = best_plan(replace(problem, wishes=wishes), limits)
        except InputError:
            return
        yield best


def _wishing(problem: Problem, more: Wishes) -> Problem:
    wishes = problem.wishes
    joined = replace(
        wishes,
        held=wishes.held | more.held,
        without=wishes.without | more.without,
        appear=wishes.appear | more.appear,
    )
    return replace(problem, wishes=joined)


def _has(move: Move, element: int) -> bool:
    return element in set(move.team["element"])


def _entry_price(problem: Problem, best: Plan, element: int) -> int | None:
    """The highest price at which having him in some gameweek costs nothing, by bisection."""
    wanted = _wishing(problem, Wishes(appear=frozenset({element})))

    def pays(price: int) -> bool:
        own = pl.col("element") == element
        cut = pl.when(own).then(price).otherwise("price_tenths").alias("price_tenths")
        cheaper = replace(wanted, players=wanted.players.with_columns(cut))
        return best_plan(cheaper).worth >= best.worth - SAME

    low, high = 0, problem.price_of[element]
    if not pays(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pays(middle) else (low, middle)
    return low


def _entry_points(problem: Problem, best: Plan, element: int) -> float:
    """The least d >= 0 with which a plan that has him is worth as much as the best without.

    That plan's worth is convex in d; each round takes the plan that is best at d and the d at
    which this one would reach the best without him (Dinkelbach's method), until d stands still.
    Where he does not count in that plan, d grows.
    """
    wanted = _wishing(problem, Wishes(appear=frozenset({element})))
    place = problem.place(element)
    plays = problem.points[place] != 0
    if not plays.any():
        return math.inf
    lacking = 0.0
    for _ in range(STEPS):
        points = problem.points.copy()
        points[place, plays] += lacking
        plan = best_plan(replace(wanted, points=points))
        missing, slope = best.worth - plan.worth, _slope(problem, plan, element, plays)
        if abs(missing) <= SAME:
            return lacking
        lacking += missing / slope if slope else 1 + lacking
    return math.inf


def _slope(problem: Problem, plan: Plan, element: int, plays: NDArray[np.bool_]) -> float:
    """What a point more of a player in each gameweek he plays adds to a plan's worth."""
    shares = [_share(problem, move, element) for move in plan.moves]
    return float(np.array(shares) @ (problem.decay * plays))


def _share(problem: Problem, move: Move, element: int) -> float:
    """How often a player's points count in a gameweek."""
    found = move.team.filter(pl.col("element") == element)
    if found.is_empty():
        return 0.0
    role, weights = found.row(0, named=True), problem.preferences
    if not role["starter"]:
        bench = (weights.bench_keeper, *weights.bench)
        return 1.0 if move.chip == BENCH_BOOST else bench[role["bench_order"] - 1]
    leads = 2 if move.chip == TRIPLE_CAPTAIN else 1
    vice = weights.vice_captain if role["vice_captain"] else 0.0
    return 1.0 + (leads if role["captain"] else 0) + vice


def _redrawn(problem: Problem, factor: NDArray[np.float64]) -> Plan:
    return best_plan(replace(problem, points=problem.points * factor[:, None]))


def _roles(move: Move) -> set[tuple[str, int]]:
    """This week's moves and armbands, as (role, element)."""
    roles = {("in", each.element_in) for each in move.transfers}
    roles |= {("out", each.element_out) for each in move.transfers}
    for role in ("captain", "vice_captain", "starter"):
        roles |= {(role, element) for element in move.team.filter(role)["element"]}
    return roles
