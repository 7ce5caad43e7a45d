"""One real planning problem, with the plans and scores of another solver."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fantasy.game.ledger import Ledger, after_deadline
from fantasy.game.rules import Chip
from fantasy.game.squad import selling_price
from fantasy.planning import Asked, problem_of_files
from fantasy.roster.line_up import LineUp
from fantasy.roster.plan import Decision, carried_out
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem
from fantasy.roster.search import best_plan

pytestmark = pytest.mark.real

WEIGHTS = Preferences(vice_captain=0.1, bench=(0.21, 0.06, 0.002))
WHOLE_POOL = {1: 76.3509, 3: 192.3659, 5: 290.6089}
WITH_CHIPS = {1: 87.7320, 3: 220.1420}


def problem(folder: Path, horizon: int, *, chips: bool = False) -> Problem:
    files = (folder / "optimizer" / "projections.csv", folder / "optimizer" / "team.json")
    posed = problem_of_files(*files, Asked(horizon), WEIGHTS)
    names = ("3xc", "bboost", "freehit", "wildcard") if chips else ()
    weeks = posed.gameweeks
    return replace(posed, chips=tuple(Chip(name, 1, weeks[0], weeks[-1]) for name in names))


@pytest.mark.parametrize("horizon", [1, 3, 5, 8])
@pytest.mark.parametrize("pool", ["default", "full"])
def test_plans_made_elsewhere_are_worth_what_is_said_of_them(
    real_data: Path, horizon: int, pool: str
) -> None:
    plan = json.loads((real_data / f"optimizer/plans/{pool}_h{horizon}.json").read_text())
    decisions = []
    for week in plan["gameweeks"].values():
        bench = tuple(week["bench"][str(place)] for place in range(4))
        line_up = LineUp(frozenset(week["lineup"]), week["captain"][0], week["vice"][0], bench)
        decisions.append(Decision(frozenset(week["squad"]), None, line_up))
    found = carried_out(problem(real_data, horizon), decisions)
    assert found.worth == pytest.approx(plan["score"], abs=1e-3)


@pytest.mark.parametrize(("horizon", "score"), WHOLE_POOL.items())
def test_the_best_plan_is_found_and_proven(real_data: Path, horizon: int, score: float) -> None:
    plan = best_plan(problem(real_data, horizon))
    assert plan.worth == pytest.approx(score, abs=1e-3)
    assert plan.gap == 0


@pytest.mark.parametrize(("horizon", "score"), WITH_CHIPS.items())
def test_chips_make_it_no_worse_than_elsewhere(real_data: Path, horizon: int, score: float) -> None:
    plan = best_plan(problem(real_data, horizon, chips=True))
    assert plan.worth >= score - 1e-3
    assert plan.gap == 0


def test_the_game_sells_at_the_prices_of_the_plan(real_data: Path) -> None:
    posed = problem(real_data, 3, chips=True)
    team = json.loads((real_data / "optimizer" / "team.json").read_text())
    ledger = Ledger(
        gameweek=posed.gameweeks[0] - 1,
        paid={pick["element"]: pick["purchase_price"] for pick in team["picks"]},
        bank=team["transfers"]["bank"],
        fielded=frozenset(),
        free_transfers=team["transfers"]["limit"],
    )
    for move in best_plan(posed).moves:
        for each in move.transfers:
            now = posed.price_of[each.element_out]
            paid = ledger.paid[each.element_out]
            assert each.element_out_cost == selling_price(paid, now, posed.rules)
        ledger = after_deadline(ledger, move.transfers, move.chip, posed.rules)
        assert ledger.bank == move.bank_tenths
