"""The best plan, proven: relaxations bound it, reduced costs thin it out, HiGHS settles the rest.

For each timeline the linear relaxation is solved over a core of players and priced for all others,
who join the core if they would improve it: its value bounds every plan of the timeline. Timelines
are then taken up best bound first. Inequalities that the relaxation of the first breaks are added;
it is solved anew and waits its turn with the bound it then has. With a plan of worth z in hand, a
choice whose loss takes the bound below z is in no better plan, nor is a player others dominate;
what is left is solved as a mixed-integer programme. Choices of small loss are tried first; the
margin grows until it spans the gap between the bound and the best plan so far.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from fantasy.errors import InputError
from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.bounds import Bound, bound
from fantasy.roster.checks import check
from fantasy.roster.cuts import broken
from fantasy.roster.dominance import needless
from fantasy.roster.formulation import Formulation, formulate
from fantasy.roster.line_up import LineUp, completed
from fantasy.roster.plan import Decision, Plan, carried_out
from fantasy.roster.programme import EXACT, NO_LIMIT, Effort, solve
from fantasy.roster.timeline import timelines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.roster.problem import Problem

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FIRST_MARGIN = 0.25
"""Loss in points of the choices tried first."""

WIDER = 3
"""What the margin grows by until it spans the gap to the bound."""

NEARLY = 0.6
"""Share of the gap from which on a margin is widened to all of it."""

SHORT = 0.025
"""Points a plan may be short of the best within a margin that does not span the gap."""

SAME = 10 * EXACT
"""Points below which two plans are worth the same: what a solver's tolerances may add up to."""

CUTS = 5
"""Most rounds in which inequalities the relaxation breaks are added to it."""

CORE = 5
"""Promising players a place of the squad that start in the core."""


@dataclass(frozen=True)
class Limits:
    """When to stop before the best plan is proven.

    Attributes:
        seconds: time to spend.
        gap: how much better another plan may be, as a share of the plan's worth.
    """

    seconds: float = NO_LIMIT
    gap: float = 0.0


@dataclass(frozen=True)
class _Branch:
    """A timeline's programme, all of its chips or some of them settled, and what bounds it.

    Attributes:
        formulation: the programme.
        bound: of its relaxation.
        values: of the relaxation's columns.
        core: the players it was solved over.
        rounds: in which inequalities may still be added.
    """

    formulation: Formulation
    bound: Bound
    values: Floats
    core: Mask
    rounds: int = CUTS

    @property
    def unsettled(self) -> int | None:
        """The chip that is furthest from played or not, as a column; None if all are settled."""
        choices = self.formulation.choices
        columns = np.concatenate([choices.boosts, choices.triples])
        parts = np.abs(self.values[columns] - self.values[columns].round())
        return int(columns[parts.argmax()]) if parts.max() > EXACT else None


def best_plan(problem: Problem, limits: Limits | None = None) -> Plan:
    """The plan that is worth most, over all chips that may be played.

    Raises:
        InputError: if no plan keeps the rules and grants the wishes, or none was found in time.
    """
    check(problem)
    limits = limits or Limits()
    until = perf_counter() + limits.seconds
    best: Plan | None = None
    doubt = -NO_LIMIT
    programmes = [formulate(problem, each) for each in timelines(problem)]
    branches = _relaxed(programmes, _core(problem))
    while branches:
        branches.sort(key=lambda each: each.bound.value)
        branch = branches.pop()
        if _close(branch.bound.value, best, limits.gap):
            doubt = max(doubt, branch.bound.value)
            break
        if branch.unsettled is not None and perf_counter() < until:
            branches += _relaxed(_split(branch.formulation, branch.unsettled), branch.core)
            continue
        cut = _cut(branch) if perf_counter() < until else None
        if cut is not None:
            branches.append(cut)
            continue
        best, left = _searched(branch, best, until, limits.gap)
        doubt = max(doubt, left)
    if best is None:
        raise InputError("no plan keeps all rules and wishes, or none was found in time")
    return replace(best, bound=best.worth if _close(doubt, best, 0) else doubt)


def threads() -> int:
    """Programmes solved side by side: one a core, or OMP_NUM_THREADS, as Dask sets for workers."""
    return int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)


def can_be_planned(problem: Problem) -> bool:
    """Whether anything but whole numbers stands in the way of a plan."""
    check(problem)
    core = _core(problem)
    return any(_branch(formulate(problem, each), core.copy()) for each in timelines(problem))


def _split(formulation: Formulation, column: int) -> list[Formulation]:
    """The programme with a chip played in a gameweek, and without."""
    programme = formulation.programme
    played, unplayed = programme.lower.copy(), programme.upper.copy()
    played[column], unplayed[column] = 1, 0
    either = (replace(programme, lower=played), replace(programme, upper=unplayed))
    return [replace(formulation, programme=each) for each in either]


def _relaxed(formulations: list[Formulation], core: Mask) -> list[_Branch]:
    """Those that have a solution, relaxed side by side."""
    with ThreadPoolExecutor(threads()) as pool:
        found = pool.map(lambda each: _branch(each, core.copy()), formulations)
        return [branch for branch in found if branch is not None]


def _core(problem: Problem) -> Mask:
    """Who is owned or wished for, and of each position the most promising and the cheapest."""
    promise = problem.points @ problem.decay
    wanted = {element for element, _ in problem.wishes.held} | problem.wishes.appear
    core = problem.owned | np.isin(problem.elements, list(wanted))
    for place in problem.rules.positions:
        players = np.flatnonzero(problem.position == place.name)
        by_promise, by_price = np.argsort(-promise[players]), np.argsort(problem.price[players])
        core[players[by_promise[: CORE * place.squad_select]]] = True
        core[players[by_price[: place.squad_select]]] = True
    return core


def _branch(formulation: Formulation, core: Mask) -> _Branch | None:
    """Relax over the core, and let in who would improve it until nobody would.

    None if there is no solution.
    """
    while True:
        columns = _columns_of(formulation, core)
        solution = solve(formulation.programme, columns, Effort(relaxed=True))
        if solution.values is None:
            if core.all():
                return None
            core[:] = True
            continue
        bounded = bound(formulation, solution.duals)
        better = (bounded.gains > EXACT) & ~core
        if not better.any():
            return _Branch(formulation, bounded, solution.values, core)
        core |= better


def _cut(branch: _Branch) -> _Branch | None:
    """The branch with inequalities added that its relaxation broke; None if it broke none."""
    rows = broken(branch.formulation, branch.values) if branch.rounds else []
    if not rows:
        return None
    programme = branch.formulation.programme.below(rows)
    again = _branch(replace(branch.formulation, programme=programme), branch.core.copy())
    return None if again is None else replace(again, rounds=branch.rounds - 1)


def _columns_of(formulation: Formulation, players: Mask) -> Mask:
    """The open columns of some players, and all that are of no player."""
    kept = formulation.programme.upper > 0
    for columns in formulation.choices.of_players:
        kept[columns[~players]] = False
    return _without_idle_pairs(formulation, kept)


def _without_idle_pairs(formulation: Formulation, columns: Mask) -> Mask:
    """Some columns, less the pairs of whom one can then not count."""
    kept = columns.copy()
    choices, pairs = formulation.choices, formulation.choices.together
    counts = kept[choices.starter] | kept[choices.boosted]
    both = counts[pairs.first, pairs.week] & counts[pairs.second, pairs.week]
    kept[pairs.columns[~both]] = False
    return kept


def _close(bound: float, best: Plan | None, gap: float) -> bool:
    """Whether what a bound leaves open is no better than the best plan by more than a gap."""
    return best is not None and bound - best.worth <= max(SAME, gap * abs(best.worth))


def _searched(
    branch: _Branch, best: Plan | None, until: float, gap: float
) -> tuple[Plan | None, float]:
    """The best plan so far or a better one of the branch; no other of it is worth more than this.

    Only a margin that spans the gap to the bound needs an exact search: what is found in the others
    narrows the gap.
    """
    margin, limit = FIRST_MARGIN, branch.bound.value
    start = None
    while True:
        worth = -NO_LIMIT if best is None else best.worth
        spans = margin >= NEARLY * (limit - worth)
        margin = limit - worth if spans else margin
        effort = Effort(above=worth, start=start, slack=0.0 if spans else SHORT)
        found, start, inside = _within(branch, margin, effort, until)
        best = found or best
        left = min(limit, max(inside, limit - margin))
        if _close(left, best, gap) or perf_counter() >= until:
            return best, left
        if best is None and margin > abs(limit):
            return None, -NO_LIMIT
        margin *= WIDER


def _within(
    branch: _Branch, margin: float, effort: Effort, until: float
) -> tuple[Plan | None, Floats | None, float]:
    """A plan whose choices each lose no more than a margin, its columns, and what bounds these.

    Starters follow from whole squads, but for odd rules and preferences: only where the solver's
    worth is not reached by the squads it found are they made whole too.
    """
    formulation = branch.formulation
    programme, choices = formulation.programme, formulation.choices
    loose = margin + EXACT
    kept = (programme.upper > 0) & (branch.bound.losses <= loose)
    idle = needless(formulation.problem, kept[choices.squad])
    kept = _without_idle_pairs(formulation, kept & _columns_of(formulation, ~idle))
    lower = programme.lower.copy()
    lower[choices.squad[branch.bound.losses_without > loose]] = 1
    tight = replace(programme, lower=lower)
    follows = np.ones(programme.cost.size, bool)
    if formulation.problem.by_points:
        follows[choices.starter] = False
    for whole in (programme.integer & follows, programme.integer):
        seconds = max(0.0, until - perf_counter())
        solution = solve(tight, kept, replace(effort, seconds=seconds), whole=whole)
        if solution.values is None:
            return None, None, solution.bound
        plan = carried_out(formulation.problem, _decisions(formulation, solution.values))
        if plan.worth >= solution.objective - SAME:
            break
    return plan, solution.values, solution.bound


def _decisions(formulation: Formulation, values: Floats) -> list[Decision]:
    problem, choices = formulation.problem, formulation.choices
    squads = values[choices.squad].round() > 0
    decisions = []
    for week, chip in enumerate(formulation.timeline.chips):
        played = {BENCH_BOOST: choices.boosts, TRIPLE_CAPTAIN: choices.triples}
        others = [name for name, columns in played.items() if values[columns[week]] > 1 / 2]
        squad = frozenset(problem.elements[squads[:, week]].tolist())
        line_up = None if problem.by_points else _line_up(formulation, values, squad, week)
        decisions.append(Decision(squad, chip or next(iter(others), None), line_up))
    return decisions


def _line_up(formulation: Formulation, values: Floats, squad: frozenset[int], week: int) -> LineUp:
    """The line-up the solver chose."""
    problem, choices = formulation.problem, formulation.choices
    starts = values[choices.starter[:, week]].round() > 0
    leads = values[choices.captain[:, week]] + values[choices.tripled[:, week]]
    points = dict(zip(problem.elements.tolist(), problem.points[:, week].tolist(), strict=True))
    return completed(
        frozenset(problem.elements[starts].tolist()),
        int(problem.elements[leads.argmax()]),
        {each: problem.position_of[each] for each in squad},
        points,
    )
