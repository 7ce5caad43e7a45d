"""Inequalities added to relaxations: broken by these, kept by every plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import find, given, settings
from roster_oracle import problems

from fantasy.roster import search
from fantasy.roster.cuts import broken
from fantasy.roster.formulation import Formulation, formulate
from fantasy.roster.programme import Cut, Effort, Solution, solve
from fantasy.roster.search import best_plan
from fantasy.roster.timeline import timelines

if TYPE_CHECKING:
    from fantasy.roster.problem import Problem

PLAIN = problems(horizon=2, chips=0)


def relaxed(formulation: Formulation) -> Solution:
    everything = formulation.programme.upper > 0
    return solve(formulation.programme, everything, Effort(relaxed=True))


def cuts_of(problem: Problem) -> tuple[Formulation, Solution, list[Cut]]:
    formulation = formulate(problem, next(timelines(problem)))
    solution = relaxed(formulation)
    found = [] if solution.values is None else broken(formulation, solution.values)
    return formulation, solution, found


@settings(max_examples=50)
@given(problems(horizon=2, chips=2))
def test_cuts_never_change_the_best_plan(problem: Problem) -> None:
    with_cuts = best_plan(problem).worth
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "CUTS", 0)
        assert best_plan(problem).worth == pytest.approx(with_cuts, abs=1e-6)


@settings(max_examples=50)
@given(PLAIN)
def test_what_is_found_is_broken(problem: Problem) -> None:
    _, solution, found = cuts_of(problem)
    for columns, coefficients, upper in found:
        assert solution.values is not None
        assert float(solution.values[columns] @ coefficients) > upper


def test_a_relaxation_is_worth_less_with_them() -> None:
    problem = find(PLAIN, lambda each: bool(cuts_of(each)[2]))
    formulation, before, found = cuts_of(problem)
    everything = formulation.programme.upper > 0
    after = solve(formulation.programme.below(found), everything, Effort(relaxed=True))
    assert best_plan(problem).worth - 1e-6 <= after.objective <= before.objective
