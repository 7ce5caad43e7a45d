"""Plans of a team of the simulated league, on forecasts made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from fantasy import weekly
from fantasy.game.ledger import after_deadline
from fantasy.planning import Asked, Bench
from fantasy.predictions import Predictions
from fantasy.roster.model import Roster, best_squad
from fantasy.roster.preferences import Preferences
from fantasy.roster.search import Limits, best_plan
from fantasy.team import team_of
from fantasy.team_plan import owned_of_team, problem_of_team
from fantasy.weekly import recommending

if TYPE_CHECKING:
    from fantasy.config import Settings
    from fantasy.store import Lake
    from fantasy.world import World

HORIZON = 3


@pytest.fixture(scope="module")
def predictions(demo: tuple[World, Settings, Lake]) -> Predictions:
    """Points by price and chance; the first gameweek is blank for one in ten."""
    world, _, lake = demo
    season, gameweek, deadline = weekly.next_gameweek(lake, now=world.clock())
    people = weekly.listed(lake, (season, gameweek), now=world.clock())
    rng = np.random.default_rng(3)
    weeks = [
        people.select(
            "element",
            gameweek=pl.lit(gameweek + ahead, pl.Int32),
            expected_minutes=pl.lit(60.0),
            play=1 - pl.col("element") % 7 / 20,
            opponents=pl.lit(None, pl.String),
            deviation=pl.lit(2.5),
            expected_points=pl.col("price_tenths") / 15 * pl.Series(rng.uniform(0, 2, len(people))),
        )
        for ahead in range(HORIZON)
    ]
    weeks[0] = weeks[0].filter(pl.col("element") % 10 != 0)
    return Predictions(season, gameweek, deadline, HORIZON, pl.concat(weeks), None)


@pytest.mark.parametrize("number", [1, 2])
def test_a_plan_of_a_team_is_booked_by_the_game_as_it_says(
    demo: tuple[World, Settings, Lake], predictions: Predictions, number: int
) -> None:
    world, settings, lake = demo
    team = team_of(world, settings, lake, number)
    asked = Asked(HORIZON, chips="auto")
    problem = problem_of_team(lake, predictions, team, asked, now=world.clock())
    plan = best_plan(problem, Limits(gap=0.01))
    assert plan.gap <= 0.01
    ledger = replace(team.ledger, gameweek=team.gameweek - 1)
    for move in plan.moves:
        assert move.free_transfers == ledger.free_transfers
        ledger = after_deadline(ledger, move.transfers, move.chip, problem.rules)
        assert (ledger.bank, ledger.hit) == (move.bank_tenths, 4 * move.hits)
        assert ledger.fielded == frozenset(move.team["element"])


def test_a_blank_gameweek_counts_nothing(
    demo: tuple[World, Settings, Lake], predictions: Predictions
) -> None:
    world, _, lake = demo
    problem = problem_of_team(lake, predictions, None, Asked(HORIZON), now=world.clock())
    blank = problem.elements % 10 == 0
    assert (problem.points[blank, 0] == 0).all()
    assert (problem.points[blank, 1] > 0).any()


def test_the_bench_is_weighed_by_the_forecasts_chances_of_playing(
    demo: tuple[World, Settings, Lake], predictions: Predictions
) -> None:
    world, _, lake = demo
    asked = [Asked(HORIZON), Asked(HORIZON, bench=Bench.FIXED)]
    found = [
        problem_of_team(lake, predictions, None, each, now=world.clock()).preferences
        for each in asked
    ]
    assert found[1] == Preferences()
    assert found[0].bench != found[1].bench
    sevenths = {round(each / 20, 9) for each in range(7)}
    assert {round(found[0].vice_captain, 9), round(found[0].bench_keeper, 9)} <= sevenths


def test_the_first_squad_of_a_gameweek_is_weighed_by_them_unless_weights_are_given(
    demo: tuple[World, Settings, Lake],
    predictions: Predictions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, _, lake = demo
    used = []

    def best(*args: Any, preferences: Preferences | None = None, **more: Any) -> Roster:  # noqa: ANN401
        used.append(preferences)
        return best_squad(*args, preferences=preferences, **more)

    rows = predictions.rows.filter(pl.col("gameweek") == predictions.gameweek)
    monkeypatch.setattr(recommending, "forecast", lambda *_, **__: rows)
    monkeypatch.setattr(recommending, "best_squad", best)
    trained: Any = SimpleNamespace(served="fantasy", warning=None)
    weekly.recommend(lake, trained, now=world.clock())
    weekly.recommend(lake, trained, now=world.clock(), preferences=Preferences())
    likely = problem_of_team(lake, predictions, None, Asked(1), now=world.clock()).preferences
    assert (used[0], used[2:]) == (None, [Preferences()])
    assert used[1].bench == pytest.approx(likely.bench)
    assert used[1].vice_captain == pytest.approx(likely.vice_captain)


def test_chips_played_are_gone_and_those_left_have_their_windows(
    demo: tuple[World, Settings, Lake],
) -> None:
    world, settings, lake = demo
    team = team_of(world, settings, lake, 1)
    rules = weekly.rules_of(lake, team.season, now=world.clock())
    chips = owned_of_team(team, rules).chips
    assert {chip.name for chip in team.chips} <= {chip.name for chip in chips}
    assert all(chip.stop >= team.gameweek and chip.start >= team.gameweek for chip in chips)
