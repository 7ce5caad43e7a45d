import pytest
from hypothesis import given, settings
from roster_oracle import best_by_hand, problems

from fantasy.roster.problem import Problem
from fantasy.roster.search import best_plan


@settings(max_examples=40)
@given(problems(horizon=2, chips=0))
def test_no_plan_by_hand_beats_the_search(problem: Problem) -> None:
    plan = best_plan(problem)
    assert plan.worth == pytest.approx(best_by_hand(problem), abs=1e-5)
    assert plan.gap == 0


@settings(max_examples=20)
@given(problems(horizon=2, chips=2))
def test_no_plan_with_chips_by_hand_beats_the_search(problem: Problem) -> None:
    assert best_plan(problem).worth == pytest.approx(best_by_hand(problem), abs=1e-5)
