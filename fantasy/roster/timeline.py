"""The order of gameweeks once it is settled where wildcards and free hits are played."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.ledger import (
    FREE_HIT,
    UNLIMITED_CHIPS,
    free_transfers_after,
    unplayed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fantasy.roster.problem import Problem

    Columns = NDArray[np.int64]

NOW = -1
"""Stands for the squad as it is before the first gameweek."""


@dataclass(frozen=True)
class Timeline:
    """Gameweeks with the chip, if any, that makes the transfers of each free.

    Attributes:
        chips: `wildcard`, `freehit` or None, by gameweek.
        unlimited: whether transfers are free, by chip or by a gift of the rules.
        before: the gameweek whose squad is carried into each, or `NOW`. A free hit's squad is
            carried nowhere.
    """

    chips: tuple[str | None, ...]
    unlimited: tuple[bool, ...]
    before: tuple[int, ...]

    @property
    def lasting(self) -> list[int]:
        """The gameweek whose squad and bank last after each, or `NOW`."""
        return [
            before if chip == FREE_HIT else week
            for week, (before, chip) in enumerate(zip(self.before, self.chips, strict=True))
        ]


@dataclass(frozen=True)
class Rolls:
    """How free transfers roll into the next gameweek: a step for each number used.

    Attributes:
        held: free transfers before the moves.
        used: of them, in the gameweek.
        after: free transfers before the next gameweek's moves.
    """

    held: Columns
    used: Columns
    after: Columns


def timelines(problem: Problem) -> Iterator[Timeline]:
    """Every way to play the wildcards and free hits that may, or must, be played."""
    booked = dict(problem.booked)
    options = [
        [chip for chip in (None, *UNLIMITED_CHIPS) if _open(problem, week, chip, booked.get(week))]
        for week in problem.gameweeks
    ]
    for chips in product(*options):
        if _within_numbers(problem, chips) and (FREE_HIT, FREE_HIT) not in pairwise(chips):
            yield _timeline(problem, chips)


def rolls(problem: Problem, timeline: Timeline, week: int) -> Rolls:
    """The steps of a gameweek; transfers of an unlimited one do not count."""
    rules, turn, chip = problem.rules, problem.turn(week), timeline.chips[week]
    given = timeline.unlimited[week] and chip is None
    most = most_transfers(problem, timeline, week)
    steps = []
    for held in range(rules.max_free_transfers + 1):
        for used in range(min(held, most) + 1):
            free = None if given else held
            after = free_transfers_after(free, used, rules, turn, unlimited=chip is not None)
            steps.append((held, used, after or 0))
    return Rolls(*np.array(steps).T)


def most_transfers(problem: Problem, timeline: Timeline, week: int) -> int:
    """Most transfers of a gameweek that count, by the rules and the manager's wishes."""
    if timeline.unlimited[week]:
        return 0
    wished = dict(problem.wishes.most_transfers).get(problem.gameweeks[week])
    limits = (problem.rules.squad_size, problem.rules.transfers_cap, wished)
    return min(limit for limit in limits if limit is not None)


def _open(problem: Problem, week: int, chip: str | None, booked: str | None) -> bool:
    if booked in UNLIMITED_CHIPS or (booked and chip):
        return chip == booked
    return chip is None or any(each.name == chip and each.allows(week) for each in problem.chips)


def _within_numbers(problem: Problem, chips: tuple[str | None, ...]) -> bool:
    weeks = zip(chips, problem.gameweeks, strict=True)
    played = [(chip, week) for chip, week in weeks if chip is not None]
    most = problem.wishes.most_rebuilds
    if most is not None and len(played) > most:
        return False
    left = sum(chip.number for chip in unplayed(problem.chips, played))
    return sum(chip.number for chip in problem.chips) - left == len(played)


def _timeline(problem: Problem, chips: tuple[str | None, ...]) -> Timeline:
    gifts = {gift.gameweek for gift in problem.rules.transfer_gifts if gift.free_transfers is None}
    if problem.free_transfers is None:
        gifts.add(problem.gameweeks[0])
    before, last = [], NOW
    for week, chip in enumerate(chips):
        before.append(last)
        last = last if chip == FREE_HIT else week
    played = zip(problem.gameweeks, chips, strict=True)
    unlimited = tuple(chip is not None or week in gifts for week, chip in played)
    return Timeline(chips, unlimited, tuple(before))
