"""What is done where HiGHS fails."""

import sys

import highspy
import pytest
from hypothesis import given, settings
from roster_oracle import a_problem, best_by_hand, problems

from fantasy.errors import SolverError
from fantasy.roster import programme
from fantasy.roster.problem import Problem
from fantasy.roster.programme import Effort, Programme, Solution
from fantasy.roster.search import best_plan


def failing(_: Programme, __: Effort) -> Solution:
    raise SolverError("HiGHS failed: Solve error")


@settings(max_examples=10)
@given(problems(horizon=2, chips=1))
def test_scip_finds_and_proves_the_same_plans(problem: Problem) -> None:
    pytest.importorskip("pyscipopt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programme, "by_highs", failing)
        plan = best_plan(problem)
    assert plan.worth == pytest.approx(best_by_hand(problem), abs=1e-5)
    assert plan.gap == 0


def test_without_a_second_solver_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyscipopt", None)
    monkeypatch.delitem(sys.modules, "fantasy.roster.scip", raising=False)
    monkeypatch.setattr(programme, "by_highs", failing)
    with pytest.raises(SolverError, match=r"Solve error: install SCIP.*fantasy\[scip\]"):
        best_plan(a_problem(1))


def test_an_end_without_an_answer_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = highspy.HighsModelStatus.kUnknown
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda _: unknown)
    monkeypatch.setitem(sys.modules, "pyscipopt", None)
    monkeypatch.delitem(sys.modules, "fantasy.roster.scip", raising=False)
    with pytest.raises(SolverError, match="HiGHS failed: Unknown"):
        best_plan(a_problem(1))
