"""A plan: what is done before each deadline, and what comes of it by the rules of the game."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from fantasy.game.ledger import FREE_HIT, UNLIMITED_CHIPS, Transfer, free_transfers_after
from fantasy.roster.line_up import LineUp, best_line_up, expected_points, worth
from fantasy.roster.spread import price_of_variance, variance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fantasy.roster.problem import Problem


@dataclass(frozen=True)
class Decision:
    """What is done before a deadline; players by element.

    Attributes:
        squad: who plays the gameweek.
        chip: the chip played.
        line_up: the squad's roles; those of most points if None.
    """

    squad: frozenset[int]
    chip: str | None = None
    line_up: LineUp | None = None


@dataclass(frozen=True)
class Move:
    """A gameweek of a plan.

    Attributes:
        gameweek: its number.
        chip: the chip played.
        team: the problem's players who play it with `expected_points`, `starter`, `bench_order`
            (1-4, the substitute keeper first; null for starters), `captain` and `vice_captain`;
            starters first, by position.
        transfers: who comes in for whom, also those of a wildcard or free hit.
        free_transfers: held before the moves; None if they are unlimited.
        hits: transfers beyond the free ones.
        bank_tenths: money left (£0.1m); in a free hit's gameweek what comes back after it.
        expected_points: of those who count, the captain's twice; hits not taken off.
        worth: what the gameweek adds to the plan's objective.
        variance: of the points of those who count, less the rival's where there is one.
    """

    gameweek: int
    chip: str | None
    team: pl.DataFrame
    transfers: tuple[Transfer, ...]
    free_transfers: int | None
    hits: int
    bank_tenths: int
    expected_points: float
    worth: float
    variance: float


@dataclass(frozen=True)
class Plan:
    """A plan over some gameweeks.

    Attributes:
        moves: one a gameweek.
        worth: the objective: all that the preferences weigh, in points of the first gameweek.
        bound: no plan is worth more; equal to `worth` up to rounding if the plan is proven best.
    """

    moves: tuple[Move, ...]
    worth: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better, as a share of its worth, another plan could be at most."""
        return max(0.0, self.bound - self.worth) / max(abs(self.worth), 1e-9)


@dataclass(frozen=True)
class _Books:
    """What is owned before a deadline.

    Attributes:
        selling: what each of the squad sells for (£0.1m), by element.
        bank: money left (£0.1m).
        free: free transfers; None if they are unlimited.
        value: what the free transfers of the gameweek before counted for.
    """

    selling: Mapping[int, int]
    bank: int
    free: int | None
    value: float = 0.0


def carried_out(problem: Problem, decisions: Sequence[Decision]) -> Plan:
    """What decisions, one a gameweek, come to by the rules; the bound is their own worth."""
    owned = problem.players.drop_nulls("selling_tenths")
    selling = dict(owned.select("element", "selling_tenths").iter_rows())
    books, moves = _Books(selling, problem.bank_tenths, problem.free_transfers), []
    for week, decision in enumerate(decisions):
        move, books = _moved(problem, week, decision, books)
        moves.append(move)
    total = sum(move.worth for move in moves)
    return Plan(tuple(moves), total, total)


def _moved(problem: Problem, week: int, decision: Decision, books: _Books) -> tuple[Move, _Books]:
    weights, chip = problem.preferences, decision.chip
    transfers = _transfers(problem, week, decision, books)
    counted = 0 if chip in UNLIMITED_CHIPS or books.free is None else len(transfers)
    hits = max(0, counted - (books.free or 0))
    after = _after(problem, week, decision, books, counted)
    points = dict(zip(problem.elements.tolist(), problem.points[:, week].tolist(), strict=True))
    squad = {each: problem.position_of[each] for each in decision.squad}
    line_up = decision.line_up or best_line_up(squad, points, problem.rules, weights, chip)
    lost = problem.rules.hit_points * hits + weights.transfer * counted + weights.kept(chip)
    gained = after.value - books.value + weights.bank * after.bank / 10
    gained += sum(problem.rise[problem.place(each), week] for each in after.selling)
    variance = variance_of(problem, week, line_up, chip)
    lost += price_of_variance(weights.risk) * variance
    move = Move(
        gameweek=problem.gameweeks[week],
        chip=chip,
        team=_team(problem, line_up, points),
        transfers=transfers,
        free_transfers=books.free,
        hits=hits,
        bank_tenths=after.bank,
        expected_points=expected_points(line_up, points, chip),
        worth=float(problem.decay[week]) * (worth(line_up, points, weights, chip) - lost + gained),
        variance=variance,
    )
    return move, after


def _transfers(
    problem: Problem, week: int, decision: Decision, books: _Books
) -> tuple[Transfer, ...]:
    """Who goes for whom of his own position; none where there was no squad."""
    if not books.selling:
        return ()

    def ordered(elements: Iterable[int]) -> list[int]:
        return sorted(elements, key=lambda each: (problem.position_of[each], each))

    gone, came = books.selling.keys() - decision.squad, decision.squad - books.selling.keys()
    return tuple(
        Transfer(problem.gameweeks[week], out, books.selling[out], into, problem.price_of[into])
        for out, into in zip(ordered(gone), ordered(came), strict=True)
    )


def _after(problem: Problem, week: int, decision: Decision, books: _Books, counted: int) -> _Books:
    """The books after the deadline; a free hit leaves squad and bank as they were."""
    unlimited = decision.chip in UNLIMITED_CHIPS
    free = free_transfers_after(
        books.free, counted, problem.rules, problem.turn(week), unlimited=unlimited
    )
    value = problem.preferences.free_transfers[books.free or 0]
    if decision.chip == FREE_HIT:
        return replace(books, free=free, value=value)
    selling = {each: books.selling.get(each, problem.price_of[each]) for each in decision.squad}
    bank = books.bank + sum(books.selling.values()) - sum(selling.values())
    return _Books(selling, bank, free, value)


def _team(problem: Problem, line_up: LineUp, points: Mapping[int, float]) -> pl.DataFrame:
    order = {place.name: number for number, place in enumerate(problem.rules.positions)}
    bench = dict(zip(line_up.bench, range(1, len(line_up.bench) + 1), strict=True))
    element = pl.col("element")
    return (
        problem.players.filter(element.is_in([*line_up.starters, *line_up.bench]))
        .with_columns(
            expected_points=element.replace_strict(points, return_dtype=pl.Float64),
            starter=element.is_in(list(line_up.starters)),
            bench_order=element.replace_strict(bench, default=None, return_dtype=pl.Int64),
            captain=element == line_up.captain,
            vice_captain=element == line_up.vice,
        )
        .sort(
            pl.col("starter").not_(),
            "bench_order",
            pl.col("position").cast(pl.String).replace_strict(order),
            pl.col("expected_points").neg(),
            "element",
        )
    )
