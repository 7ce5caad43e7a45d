from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_oracle import a_problem, covariances, problems, with_matches

from fantasy.errors import InputError
from fantasy.roster.plan import Decision, Plan, carried_out
from fantasy.roster.problem import Problem
from fantasy.roster.search import best_plan
from fantasy.roster.spread import Rival, joint_errors, price_of_variance


def weighing(problem: Problem, risk: float) -> Problem:
    return replace(problem, preferences=replace(problem.preferences, risk=risk))


def weighed_variance(problem: Problem, plan: Plan) -> float:
    return float(sum(problem.decay * [move.variance for move in plan.moves]))


@settings(max_examples=15)
@given(problems(horizon=2, chips=1), st.integers(0, 10**6))
def test_the_more_risk_weighs_the_less_of_it_is_taken(problem: Problem, seed: int) -> None:
    posed = with_matches(problem, seed)
    taken = [
        weighed_variance(posed, best_plan(weighing(posed, risk))) for risk in (-0.5, 0.0, 0.5, 1.0)
    ]
    assert taken == pytest.approx(sorted(taken, reverse=True), abs=1e-4)


@settings(max_examples=25)
@given(problems(horizon=1, chips=0), st.integers(0, 10**6))
def test_no_choice_of_players_has_a_negative_variance(problem: Problem, seed: int) -> None:
    matrix = covariances(with_matches(problem, seed), 0)
    assert np.linalg.eigvalsh(matrix).min() > -0.5


@settings(max_examples=15)
@given(problems(horizon=1, chips=0), st.integers(0, 10**6))
def test_who_does_as_the_rival_does_risks_nothing(problem: Problem, seed: int) -> None:
    posed = with_matches(problem, seed)
    team = best_plan(posed).moves[0].team
    starters, captain = set(team.filter("starter")["element"]), team.filter("captain")["element"]
    fielded = np.isin(posed.elements, list(starters)).astype(float)
    again = np.isin(posed.elements, captain.to_list()).astype(float)
    same = replace(weighing(posed, 0.5), rival=Rival(fielded, again))
    found = carried_out(same, [Decision(frozenset(team["element"]))])
    assert found.moves[0].variance == pytest.approx(0, abs=1e-9)


def test_a_point_squared_costs_what_it_takes_off_the_worst_fifth() -> None:
    rng = np.random.default_rng(1)
    score = rng.standard_normal(10**6)
    worst = np.sort(score)[: score.size // 5].mean()
    narrow, wide = 14.9, 15.1
    lost = (wide - narrow) * -worst / (wide**2 - narrow**2)
    assert price_of_variance(1.0) == pytest.approx(lost, rel=0.01)


def test_a_weight_of_more_than_all_is_refused() -> None:
    with pytest.raises(InputError, match=r"risk is 1\.5, it must be from -1 to 1"):
        best_plan(weighing(a_problem(1), 1.5))


def test_errors_are_shared_by_team_mates_and_by_nobody_else() -> None:
    posed = a_problem(1)
    errors = joint_errors(posed, 40_000, seed=2)
    found = np.corrcoef(errors.T)
    team, behind = posed.players["team"].to_numpy(), posed.shares > 0
    together = (team[:, None] == team) & (behind[:, None] == behind)
    expected = np.where(together, np.outer(posed.shares, posed.shares), 0.0)
    np.fill_diagonal(expected, 1.0)
    assert np.abs(found - expected).max() < 0.03
    assert errors.std(axis=0) == pytest.approx(np.ones(posed.owned.size), abs=0.02)
