from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from roster_oracle import RULES, a_problem, best_by_hand, over_full, problems, with_matches

from fantasy.errors import InputError
from fantasy.game.ledger import Ledger, after_deadline
from fantasy.game.rules import Rules, TransferGift
from fantasy.game.squad import squad_faults
from fantasy.roster import search
from fantasy.roster.bounds import bound
from fantasy.roster.formulation import formulate
from fantasy.roster.model import best_squad
from fantasy.roster.plan import Decision, carried_out
from fantasy.roster.problem import Problem
from fantasy.roster.programme import Effort, solve
from fantasy.roster.search import Limits, best_plan
from fantasy.roster.spread import Rival
from fantasy.roster.timeline import timelines

WEEKS = 3


@settings(max_examples=40)
@given(problems(horizon=2, chips=0))
def test_no_plan_by_hand_beats_the_search(problem: Problem) -> None:
    plan = best_plan(problem)
    assert plan.worth == pytest.approx(best_by_hand(problem), abs=1e-5)
    assert plan.gap == 0


@settings(max_examples=15)
@given(problems(horizon=2, chips=2))
def test_no_plan_with_chips_by_hand_beats_the_search(problem: Problem) -> None:
    assert best_plan(problem).worth == pytest.approx(best_by_hand(problem), abs=1e-5)


@settings(max_examples=3)
@given(problems(horizon=3, chips=1))
def test_no_plan_of_three_gameweeks_by_hand_beats_the_search(problem: Problem) -> None:
    assert best_plan(problem).worth == pytest.approx(best_by_hand(problem), abs=1e-5)


@settings(max_examples=25)
@given(problems(horizon=2, chips=1).map(over_full))
def test_a_club_of_too_many_stays_until_the_first_transfer(problem: Problem) -> None:
    plan = best_plan(problem)
    assert plan.worth == pytest.approx(best_by_hand(problem), abs=1e-5)
    touched = False
    for move in plan.moves:
        touched = touched or (bool(move.transfers) and move.chip != "freehit")
        most = move.team["team"].value_counts()["count"].max()
        assert most <= RULES.most_per_club + (not touched and not move.transfers)


@settings(max_examples=15)
@given(problems(horizon=2, chips=2), st.integers(0, 10**6))
def test_no_plan_by_hand_makes_more_of_price_moves(problem: Problem, seed: int) -> None:
    moves = np.random.default_rng(seed).normal(0, 5, problem.points.shape)
    posed = replace(problem, price_moves=moves.round(1))
    assert best_plan(posed).worth == pytest.approx(best_by_hand(posed), abs=1e-5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "needless", lambda each, _: np.zeros(each.owned.size, bool))
        assert best_plan(posed).worth == pytest.approx(best_by_hand(posed), abs=1e-5)


def risky(problem: Problem, risk: float, seed: int) -> Problem:
    """The problem with a weight of risk, and matches."""
    return replace(with_matches(problem, seed), preferences=replace(problem.preferences, risk=risk))


RISKS = st.sampled_from([-1.0, -0.4, 0.3, 1.0])


@settings(max_examples=40)
@given(
    problems(horizon=2, chips=1),
    RISKS,
    st.integers(0, 10**6),
    st.sampled_from(["nobody", "a rival"]),
)
def test_no_plan_by_hand_takes_risk_better(
    problem: Problem, risk: float, seed: int, against: str
) -> None:
    posed = risky(problem, risk, seed)
    if against == "a rival":
        rng = np.random.default_rng(seed)
        rival = Rival(rng.random(problem.owned.size).round(2), rng.random(problem.owned.size) / 5)
        posed = replace(posed, rival=rival)
    plan = best_plan(posed)
    assert plan.worth == pytest.approx(best_by_hand(posed), abs=1e-5)
    assert plan.gap == 0


@settings(max_examples=40)
@given(problems(horizon=WEEKS, chips=3))
def test_every_plan_keeps_the_rules(problem: Problem) -> None:
    plan = best_plan(problem)
    played = Counter(move.chip for move in plan.moves if move.chip)
    assert played <= Counter(chip.name for chip in problem.chips)
    for move in plan.moves:
        team = move.team.with_columns(code="element", team_code="team")
        assert squad_faults(team, RULES, budget_tenths=10**6) == []
        assert move.bank_tenths >= 0


@settings(max_examples=40)
@given(problems(horizon=WEEKS, chips=3))
def test_the_game_makes_of_a_plan_what_the_plan_says(problem: Problem) -> None:
    assert_the_game_agrees(problem)


@settings(max_examples=25)
@given(problems(horizon=WEEKS, chips=1), st.integers(1, 9), st.sampled_from([None, 1, 2]))
def test_it_does_over_gameweeks_without_matches_and_gifts_of_transfers(
    problem: Problem, without: int, given: int | None
) -> None:
    first = problem.gameweeks[0]
    second = first + without + 1
    rules = replace(problem.rules, transfer_gifts=(TransferGift(second, given),))
    assert_the_game_agrees(replace(problem, gameweeks=(first, second, second + 1), rules=rules))


def test_the_restart_of_2019_20_lets_everybody_build_anew() -> None:
    rules = replace(RULES, transfer_gifts=Rules.for_season("2019-20").transfer_gifts)
    problem = replace(a_problem(5, horizon=WEEKS), gameweeks=(28, 29, 39), rules=rules)
    upside_down = np.column_stack([problem.points[:, :2], 10.0 * ~problem.owned])
    plan = best_plan(replace(problem, points=upside_down))
    assert plan.gap == 0
    assert len(plan.moves[2].transfers) > rules.max_free_transfers
    assert plan.moves[2].hits == 0


def assert_the_game_agrees(problem: Problem) -> None:
    plan = best_plan(problem)
    owned = problem.players.drop_nulls("selling_tenths")
    selling = dict(owned.select("element", "selling_tenths").iter_rows())
    ledger = Ledger(
        gameweek=problem.gameweeks[0] - 1,
        paid=selling,
        bank=problem.bank_tenths,
        fielded=frozenset(selling),
        free_transfers=problem.free_transfers,
    )
    assert plan.gap == 0
    for move in plan.moves:
        while ledger.gameweek < move.gameweek - 1:
            ledger = after_deadline(ledger, (), None, problem.rules)
        assert move.free_transfers == ledger.free_transfers
        assert all(
            each.element_out_cost == ledger.paid[each.element_out] for each in move.transfers
        )
        spent = sum(each.element_in_cost - each.element_out_cost for each in move.transfers)
        assert spent <= ledger.bank
        ledger = after_deadline(ledger, move.transfers, move.chip, problem.rules)
        assert (ledger.bank, ledger.hit) == (move.bank_tenths, 4 * move.hits)
        assert ledger.fielded == frozenset(move.team["element"])


@settings(max_examples=25)
@given(problems(horizon=WEEKS, chips=1), st.integers(1, 20))
def test_more_money_or_a_free_transfer_never_lowers_the_best(problem: Problem, more: int) -> None:
    best = best_plan(problem).worth
    assert best_plan(replace(problem, bank_tenths=problem.bank_tenths + more)).worth >= best - 1e-6
    free = min(problem.rules.max_free_transfers, (problem.free_transfers or 0) + 1)
    assert best_plan(replace(problem, free_transfers=free)).worth >= best - 1e-6


@settings(max_examples=25)
@given(problems(horizon=WEEKS, chips=1), st.integers(0, 11))
def test_one_player_less_never_raises_the_best(problem: Problem, place: int) -> None:
    if problem.owned[place]:
        reject()
    kept = np.arange(problem.owned.size) != place
    fewer = replace(problem, players=problem.players.filter(kept), points=problem.points[kept])
    assert best_plan(fewer).worth <= best_plan(problem).worth + 1e-6


@settings(max_examples=25)
@given(problems(horizon=WEEKS, chips=2), st.sampled_from([0.0, 0.5, -0.5]))
def test_leaving_dominated_players_out_never_changes_the_best(
    problem: Problem, risk: float
) -> None:
    problem = risky(problem, risk, 1)
    best = best_plan(problem).worth
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "needless", lambda each, _: np.zeros(each.owned.size, bool))
        assert best_plan(problem).worth == pytest.approx(best, abs=1e-6)


@settings(max_examples=25)
@given(problems(horizon=WEEKS, chips=2), st.integers(0, 10**6), st.sampled_from([0.0, 0.5, -0.5]))
def test_the_bound_is_no_looser_than_the_relaxation_and_holds_at_any_prices(
    problem: Problem, seed: int, risk: float
) -> None:
    problem = risky(problem, risk, seed)
    best = best_plan(problem)
    chips = tuple(
        move.chip if move.chip in {"wildcard", "freehit"} else None for move in best.moves
    )
    timeline = next(each for each in timelines(problem) if each.chips == chips)
    formulation = formulate(problem, timeline)
    everything = formulation.programme.upper > 0
    relaxed = solve(formulation.programme, everything, Effort(relaxed=True))
    tight = bound(formulation, relaxed.duals).value
    assert best.worth - 1e-6 <= tight <= relaxed.objective + 1e-6
    noise = np.random.default_rng(seed).normal(size=relaxed.duals.size)
    assert bound(formulation, relaxed.duals * (1 + 0.1 * noise)).value >= best.worth - 1e-6


def test_a_start_is_as_good_as_none_and_one_that_needs_other_columns_is_left_out() -> None:
    problem = a_problem(1)
    programme = formulate(problem, next(timelines(problem))).programme
    everything = programme.upper > 0
    best = solve(programme, everything)
    assert best.values is not None
    again = solve(programme, everything, Effort(start=best.values))
    assert again.objective == pytest.approx(best.objective, abs=1e-6)
    one_less = everything.copy()
    one_less[np.flatnonzero(best.values > 0.5)[0]] = False
    fewer = solve(programme, one_less, Effort(start=best.values))
    assert fewer.objective == pytest.approx(solve(programme, one_less).objective, abs=1e-6)
    assert fewer.objective <= best.objective + 1e-6


def test_a_gap_that_is_allowed_is_reported_and_kept() -> None:
    problem = a_problem(1, chips=("bboost", "wildcard"))
    best, near = best_plan(problem), best_plan(problem, Limits(gap=0.1))
    assert best.worth - near.worth <= near.bound - near.worth + 1e-6
    assert near.gap <= 0.1 + 1e-6


def test_no_time_at_all_is_said() -> None:
    with pytest.raises(InputError, match="none was found in time"):
        best_plan(a_problem(1), Limits(seconds=0))


@settings(max_examples=30)
@given(st.integers(0, 10**9), st.integers(240, 330))
def test_a_first_squad_is_as_good_as_that_of_the_single_gameweek(seed: int, budget: int) -> None:
    owned = a_problem(seed, horizon=1)
    weights = replace(owned.preferences, bank=0.0)
    nobody = pl.lit(None, dtype=pl.Int64).alias("selling_tenths")
    problem = replace(
        owned,
        players=owned.players.with_columns(nobody),
        bank_tenths=budget,
        free_transfers=None,
        preferences=weights,
    )
    candidates = problem.players.with_columns(
        code="element", team_code="team", expected_points=problem.points[:, 0]
    )
    try:
        roster = best_squad(candidates, RULES, budget_tenths=budget, preferences=weights)
    except InputError:
        with pytest.raises(InputError):
            best_plan(problem)
        return
    decision = Decision(frozenset(roster.squad["element"]))
    assert best_plan(problem).worth == pytest.approx(carried_out(problem, [decision]).worth)
