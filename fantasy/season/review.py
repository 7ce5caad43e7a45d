"""Looking back at one gameweek: what was decided, what came of it, what could have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.game.ledger import UNLIMITED_CHIPS
from fantasy.game.squad import gameweek_points
from fantasy.roster.answers import alternatives
from fantasy.roster.line_up import best_line_up, expected_points
from fantasy.roster.preferences import Preferences
from fantasy.roster.search import best_plan
from fantasy.season.backtest import diary_of
from fantasy.season.diary import kept_pages
from fantasy.season.forecasts import folder_of, read
from fantasy.season.manager import LIMITS, decide, fielded, until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fantasy.game.rules import Rules
    from fantasy.roster.plan import Move, Plan
    from fantasy.roster.problem import Problem
    from fantasy.season.diary import Page
    from fantasy.season.folder import Season
    from fantasy.season.manager import Decision
    from fantasy.season.policies import Policy
    from fantasy.store import AsOf

OTHERS = 3
CERTAIN = Preferences(
    vice_captain=0, bench_keeper=0, bench=(0, 0, 0), free_transfers=(0,) * 6, transfer=0, bank=0
)
"""Nothing but points: what counts once they are known."""


@dataclass(frozen=True)
class Option:
    """Another plan that was at hand.

    Attributes:
        moves: its first gameweek's, in words.
        gives_up: points of the plan's worth it was short of.
        points: it would have scored in the gameweek, hits taken off.
    """

    moves: str
    gives_up: float
    points: int


@dataclass(frozen=True)
class Review:
    """A gameweek, looked back at.

    Attributes:
        season: the season.
        policy: who played it.
        page: of the gameweek.
        known: what was told of the team and of those sold before the deadline: `name`, `status`,
            `chance`, `news`, of all who were flagged.
        line_up: points of the same squad with the best line-up and captain, hits taken off.
        moves: points of the best moves from the squad before under the same chip, with nothing
            but these points in mind, hits taken off; None where that squad is not known.
        options: the plan's alternatives; of one's own team the plan itself comes first.
    """

    season: str
    policy: str
    page: Page
    known: pl.DataFrame
    line_up: int
    moves: int | None
    options: tuple[Option, ...]


def review(known: AsOf, season: str, policy: Policy, gameweek: int) -> Review:
    """Look back at a gameweek of a season that was played.

    Raises:
        InputError: if the policy has not played the gameweek.
    """
    folder = folder_of(known, season)
    pages = kept_pages(diary_of(folder, policy))
    place = next((at for at, page in enumerate(pages) if page.gameweek == gameweek), None)
    if place is None:
        raise InputError(
            f"{policy.name} has not played gameweek {gameweek} of {season}: run `fantasy backtest "
            f"--season {season} --policy {policy.name}` first, and give a gameweek it played"
        )
    seen = read(folder, season, policy.believes)
    before = until(pages[place - 1].ledger if place else None, seen.rules, gameweek)
    decision = decide(seen, policy, gameweek, before)
    page = pages[place]
    return Review(
        season,
        policy.name,
        page,
        flagged(seen.listed(gameweek), page),
        best_of_squad(page, seen.rules) - page.hits,
        best_moves(decision.problem, seen, page),
        options(decision, seen),
    )


def options(decision: Decision, season: Season) -> tuple[Option, ...]:
    """The plans next best to a decision's, with what they would have scored.

    Where a whole squad was chosen these differ by a substitute nobody sees: there it is the best
    plans without each of those expected to score most.
    """
    problem, plan = decision.problem, decision.plan
    move = plan.moves[0]
    if problem.free_transfers is None or move.chip in UNLIMITED_CHIPS:
        others = _without_each(problem, move)
    else:
        found = alternatives(problem, plan, OTHERS, LIMITS)
        others = {in_words(problem, other): other for other in found}
    return tuple(
        Option(words, plan.worth - other.worth, scored(other, season))
        for words, other in others.items()
    )


def best_of_squad(page: Page, rules: Rules) -> int:
    """Points of a squad had its line-up and captain been chosen with the points known."""
    squad = {each.element: each.position for each in page.team}
    points = {each.element: float(each.points) for each in page.team}
    best = best_line_up(squad, points, rules, CERTAIN, page.chip)
    return round(expected_points(best, points, page.chip))


def in_words(problem: Problem, plan: Plan) -> str:
    """The first gameweek's moves."""
    names: Mapping[int, str] = dict(problem.players.select("element", "name").iter_rows())
    move = plan.moves[0]
    chip = [move.chip] if move.chip else []
    swaps = [f"{names[each.element_out]} > {names[each.element_in]}" for each in move.transfers]
    return ", ".join([*chip, *swaps]) or "no transfer"


def scored(plan: Plan, season: Season) -> int:
    """Points a plan's first moves would have scored, hits taken off."""
    move = plan.moves[0]
    team = fielded(move, season)
    return gameweek_points(team, season.rules, chip=move.chip) - season.rules.hit_points * move.hits


def best_moves(problem: Problem, season: Season, page: Page) -> int:
    """Points of the best moves with the points known, under the chip that was played."""
    gameweek = page.gameweek
    chips = tuple(chip for chip in problem.chips if chip.name == page.chip)
    came = dict(season.came(gameweek).select("element", "points").iter_rows())
    points = np.array([[came.get(each, 0)] for each in problem.elements.tolist()], float)
    known = replace(
        problem,
        points=points,
        gameweeks=problem.gameweeks[:1],
        preferences=CERTAIN,
        chips=chips,
        booked=frozenset((gameweek, chip.name) for chip in chips),
    )
    return scored(best_plan(known), season)


def _without_each(problem: Problem, move: Move) -> dict[str, Plan]:
    """The best plan that does without each of the likeliest scorers, by what to call it."""
    best = move.team.sort("expected_points", "element", descending=[True, False]).head(OTHERS)
    found = {}
    for element, name in best.select("element", "name").iter_rows():
        banned = problem.wishes.without | {(element, move.gameweek)}
        wishes = replace(problem.wishes, without=banned)
        found[f"without {name}"] = best_plan(replace(problem, wishes=wishes), LIMITS)
    return found


def flagged(listed: pl.DataFrame, page: Page) -> pl.DataFrame:
    """Who of the team was flagged, of those listed."""
    return listed.filter(
        pl.col("element").is_in([each.element for each in page.team]), pl.col("status") != "a"
    ).select("name", "status", "chance", "news")
