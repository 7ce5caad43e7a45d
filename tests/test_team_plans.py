"""Plans of a team of the simulated league, on forecasts made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.game.ledger import after_deadline
from fantasy.planning import Asked
from fantasy.predictions import Predictions
from fantasy.roster.search import Limits, best_plan
from fantasy.team import team_of
from fantasy.team_plan import owned_of_team, problem_of_team
from fantasy.world.demo.transport import demo_world

if TYPE_CHECKING:
    from fantasy.store import Lake
    from fantasy.world import World

HORIZON = 3


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Settings, Lake]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("plans"))
    world = demo_world(1, settings)
    lake = weekly.open_lake(world, settings)
    weekly.update(world, settings, lake)
    return world, settings, lake


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


def test_chips_played_are_gone_and_those_left_have_their_windows(
    demo: tuple[World, Settings, Lake],
) -> None:
    world, settings, lake = demo
    team = team_of(world, settings, lake, 1)
    rules = weekly.rules_of(lake, team.season, now=world.clock())
    chips = owned_of_team(team, rules).chips
    assert {chip.name for chip in team.chips} <= {chip.name for chip in chips}
    assert all(chip.stop >= team.gameweek and chip.start >= team.gameweek for chip in chips)
