"""A manager who plays a season: before each deadline a plan, of which the first moves are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fantasy.forecast.outlook import FANTASY
from fantasy.game.ledger import (
    FREE_HIT,
    Ledger,
    Transfer,
    after_deadline,
    chips_ahead,
    opening,
    team_value,
)
from fantasy.game.squad import gameweek_points, selling_price
from fantasy.planning import Asked, Bench, Owned, fresh, posed
from fantasy.projections import Projections
from fantasy.roster.option_values import option_values, soonest
from fantasy.roster.search import Limits, best_plan
from fantasy.season.diary import Exchange, Page, Selected
from fantasy.season.policies import without_forecast
from fantasy.team_plan import projections_of
from fantasy.weekly import LEFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fantasy.game.rules import Chip, Rules
    from fantasy.roster.plan import Move, Plan
    from fantasy.roster.problem import Problem
    from fantasy.season.folder import Season
    from fantasy.season.policies import Policy

USUAL = 38
"""Gameweeks of a season. That of 2019-20 would go on to 47 nobody knew until it was stopped."""

LIMITS = Limits(seconds=120, gap=0.0005)


@dataclass(frozen=True)
class Decision:
    """What a policy asked before a deadline, and the plan it was answered with."""

    policy: Policy
    problem: Problem
    plan: Plan


def play(
    season: Season, policy: Policy, pages: Sequence[Page] = (), *, seed: int = 0
) -> Iterator[Page]:
    """The pages of a season that are not written yet, one by one.

    Args:
        season: what is known at each deadline, and what came of it.
        policy: how it is played.
        pages: of the gameweeks played so far.
        seed: of what a policy leaves to chance.
    """
    ledger = pages[-1].ledger if pages else None
    for gameweek in season.gameweeks[len(pages) :]:
        ledger = until(ledger, season.rules, gameweek)
        decision = decide(season, policy, gameweek, ledger, seed=seed)
        page = played(season, decision, ledger)
        ledger = page.ledger
        yield page


def until(ledger: Ledger | None, rules: Rules, gameweek: int) -> Ledger | None:
    """The books before a gameweek; one without matches passes without moves."""
    while ledger is not None and ledger.gameweek < gameweek - 1:
        ledger = after_deadline(ledger, (), None, rules)
    return ledger


def decide(
    season: Season, policy: Policy, gameweek: int, ledger: Ledger | None, *, seed: int = 0
) -> Decision:
    """The plan of a policy before a deadline; it holds one wildcard or free hit at most."""
    listed = season.listed(gameweek)
    owned = owned_of(ledger, listed, season.rules, gameweek)
    wanted = listed.filter(
        pl.col("status").is_in(LEFT).not_().fill_null(value=True)
        | pl.col("element").is_in(list(owned.selling))
    )
    ahead = [week for week in season.calendar if week >= gameweek][: policy.horizon]
    told = _projections(season, policy, wanted, ahead, seed)
    by_minutes = policy.by_minutes and policy.expects == FANTASY
    asked = Asked(
        len(ahead),
        "auto" if policy.chips else "none",
        hits=policy.hits,
        bench=Bench.MINUTES if by_minutes else Bench.FIXED,
    )
    kept = option_values((foreseen(chip, gameweek) for chip in owned.chips), gameweek)
    kept = {chip: policy.patience * worth for chip, worth in kept.items()}
    preferences = replace(policy.preferences, chips=kept)
    problem = posed(told, owned, asked, season.rules, preferences)
    wishes = replace(problem.wishes, most_rebuilds=1)
    problem = replace(problem, wishes=wishes)
    return Decision(policy, problem, best_plan(problem, LIMITS))


def foreseen(chip: Chip, gameweek: int) -> Chip:
    """A chip as it was known before a gameweek: a season has 38, unless it has had more."""
    return replace(chip, stop=min(chip.stop, USUAL)) if gameweek <= USUAL else chip


def owned_of(ledger: Ledger | None, listed: pl.DataFrame, rules: Rules, gameweek: int) -> Owned:
    """What a manager has before a deadline."""
    if ledger is None:
        return fresh(rules, gameweek)
    now = prices(listed)
    return Owned(
        bank_tenths=ledger.bank,
        chips=soonest(
            chips_ahead(ledger, rules, gameweeks=range(gameweek, rules.last_gameweek + 1))
        ),
        free_transfers=ledger.free_transfers,
        selling={each: selling_price(paid, now[each], rules) for each, paid in ledger.paid.items()},
    )


def prices(listed: pl.DataFrame) -> dict[int, int]:
    """Prices (£0.1m) by element."""
    return dict(listed.select("element", "price_tenths").iter_rows())


def _projections(
    season: Season, policy: Policy, listed: pl.DataFrame, ahead: Sequence[int], seed: int
) -> Projections:
    """What the policy expects of everybody in the gameweeks ahead.

    They are numbered in turn: nobody knew then which of them would be left out.
    """
    in_turn = range(ahead[0], ahead[0] + len(ahead))
    if not policy.believes:
        liked = without_forecast(policy, listed, seed)
        points = liked.select(pl.col("points").alias(str(ahead[0])))
        columns = ("element", "name", "full_name", "team", "position", "price_tenths")
        return Projections(listed.select(columns), points)
    week = pl.col("gameweek")
    expected = (
        season.forecasts[policy.left_out]
        .filter(pl.col("as_of_gameweek") == ahead[0], week.is_in(ahead))
        .with_columns(
            week.replace_strict(ahead, in_turn, return_dtype=pl.Int32),
            pl.col(policy.expects).alias("expected_points"),
        )
    )
    return projections_of(expected, listed, in_turn)


def played(season: Season, decision: Decision, before: Ledger | None) -> Page:
    """What came of a decision."""
    problem, plan, believes = decision.problem, decision.plan, bool(decision.policy.believes)
    move, rules = plan.moves[0], season.rules
    now = prices(season.listed(move.gameweek))
    if before is None:
        paid = {element: now[element] for element in move.team["element"]}
        ledger = opening(paid, rules, gameweek=move.gameweek, chip=move.chip)
    else:
        ledger = after_deadline(before, move.transfers, move.chip, rules)
    team = fielded(move, season)
    if not believes:
        team = team.with_columns(expected_points=None)
    names = dict(problem.players.select("element", "name").iter_rows())
    pairs = exchanges(problem, move.transfers, move.chip, names)
    return Page(
        gameweek=move.gameweek,
        points=gameweek_points(team, rules, chip=move.chip) - ledger.hit,
        hits=ledger.hit,
        transfers=pairs if believes else tuple(replace(each, gain=None) for each in pairs),
        chip=move.chip,
        kept=dict(problem.preferences.chips),
        bank=ledger.bank,
        value=team_value(ledger, now),
        expected=move.expected_points if believes else None,
        team=tuple(Selected(**row) for row in team.select(_SELECTED).iter_rows(named=True)),
        ahead=tuple(_in_words(each, names) for each in plan.moves[1:]),
        gap=plan.gap,
        ledger=ledger,
    )


_SELECTED = tuple(Selected.__dataclass_fields__)


def fielded(move: Move, season: Season) -> pl.DataFrame:
    """The team of a move with what each player did: `points`, and whether he `played`."""
    came = season.came(move.gameweek).select("element", "points", "played")
    return move.team.join(
        came, on="element", how="left", validate="1:1", maintain_order="left"
    ).with_columns(
        pl.col("points").fill_null(0),
        pl.col("played").fill_null(value=False),
        pl.col("position").cast(pl.String),
    )


def exchanges(
    problem: Problem, transfers: Sequence[Transfer], chip: str | None, names: Mapping[int, str]
) -> tuple[Exchange, ...]:
    """Who goes and who comes, of each position the best for the best, and what that gains."""
    ahead = problem.points[:, 0] if chip == FREE_HIT else problem.points @ problem.decay
    worth = dict(zip(problem.elements.tolist(), ahead.tolist(), strict=True))
    position = problem.position_of

    def in_order(elements: Iterable[int]) -> list[int]:
        return sorted(elements, key=lambda each: (position[each], -worth[each]))

    return tuple(
        Exchange(names[out], names[into], round(worth[into] - worth[out], 2))
        for out, into in zip(
            in_order(each.element_out for each in transfers),
            in_order(each.element_in for each in transfers),
            strict=True,
        )
    )


def _in_words(move: Move, names: Mapping[int, str]) -> str:
    swaps = [f"{names[each.element_out]} > {names[each.element_in]}" for each in move.transfers]
    done = [*([move.chip] if move.chip else []), *swaps]
    return f"{move.gameweek}: {', '.join(done) or 'nothing'} ({move.expected_points:.1f})"
