"""A manager's books: what he paid for whom, his bank, free transfers, hits and chips.

FPL shows other people's picks, transfers and chips, but neither what a player was bought for nor
the free transfers that are left: both follow from the season's transfers, one after another.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fantasy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fantasy.game.rules import Chip, Rules

FREE_HIT = "freehit"
UNLIMITED_CHIPS = ("wildcard", FREE_HIT)
"""Chips in whose gameweek transfers cost nothing."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One player for another before a gameweek's deadline; costs in £0.1m as they were then."""

    gameweek: int
    element_out: int
    element_out_cost: int
    element_in: int
    element_in_cost: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A manager after the deadline of a gameweek.

    Attributes:
        gameweek: the gameweek.
        paid: what he paid for each player he owns (£0.1m); in a free hit's gameweek the squad
            that comes back after it.
        bank: money left (£0.1m); in a free hit's gameweek what comes back after it.
        fielded: the elements he plays the gameweek with.
        transfers: counted this gameweek; none under a wildcard or free hit.
        hit: points they cost.
        free_transfers: for the gameweek to come; None if they are unlimited.
        chips: names of chips played and when.
    """

    gameweek: int
    paid: Mapping[int, int]
    bank: int
    fielded: frozenset[int]
    transfers: int = 0
    hit: int = 0
    free_transfers: int | None = 1
    chips: tuple[tuple[str, int], ...] = field(default=())


def opening(paid: Mapping[int, int], rules: Rules, *, gameweek: int, chip: str | None) -> Ledger:
    """The books after a manager's first deadline, whenever that was.

    Args:
        paid: the first squad, at the prices of the deadline (£0.1m).
        rules: the season's.
        gameweek: his first.
        chip: played in it, if any.
    """
    return Ledger(
        gameweek=gameweek,
        paid=dict(paid),
        bank=rules.budget_tenths - sum(paid.values()),
        fielded=frozenset(paid),
        free_transfers=_given(rules, gameweek + 1, 1),
        chips=() if chip is None else ((chip, gameweek),),
    )


def after_deadline(
    before: Ledger, transfers: Sequence[Transfer], chip: str | None, rules: Rules
) -> Ledger:
    """The books after the next deadline.

    Args:
        before: after the one before it.
        transfers: made for this gameweek, in the order they were made.
        chip: played in it, if any.
        rules: the season's.

    Raises:
        InputError: if somebody is sold who is not owned.
    """
    gameweek = before.gameweek + 1
    paid, bank = traded(before.paid, before.bank, transfers)
    unlimited = chip in UNLIMITED_CHIPS
    made = 0 if unlimited else len(transfers)
    free = before.free_transfers
    paying = 0 if free is None else max(0, made - free)
    done = replace(
        before,
        gameweek=gameweek,
        fielded=frozenset(paid),
        transfers=made,
        hit=rules.hit_points * paying,
        free_transfers=free_transfers_after(
            free, made, rules, (gameweek, gameweek + 1), unlimited=unlimited
        ),
        chips=before.chips if chip is None else (*before.chips, (chip, gameweek)),
    )
    return done if chip == FREE_HIT else replace(done, paid=paid, bank=bank)


def books(
    paid: Mapping[int, int],
    transfers: Iterable[Transfer],
    chips: Mapping[int, str],
    rules: Rules,
    *,
    gameweeks: Iterable[int],
) -> list[Ledger]:
    """The books after each deadline of a season so far.

    Args:
        paid: the first squad, at the prices of the first deadline (£0.1m).
        transfers: all of the season, in the order they were made.
        chips: played, by gameweek.
        rules: the season's.
        gameweeks: those whose deadlines have passed, from the manager's first.

    Raises:
        InputError: if somebody is sold who is not owned.
    """
    first, *rest = gameweeks
    made = list(transfers)
    kept = [opening(paid, rules, gameweek=first, chip=chips.get(first))]
    for gameweek in rest:
        own = [each for each in made if each.gameweek == gameweek]
        before = replace(kept[-1], gameweek=gameweek - 1)
        kept.append(after_deadline(before, own, chips.get(gameweek), rules))
    return kept


def traded(
    paid: Mapping[int, int], bank: int, transfers: Sequence[Transfer]
) -> tuple[dict[int, int], int]:
    """The squad and the bank (£0.1m) after transfers.

    Raises:
        InputError: if somebody is sold who is not owned.
    """
    squad = dict(paid)
    for each in transfers:
        if each.element_out not in squad:
            raise InputError(
                f"gameweek {each.gameweek}: player {each.element_out} was sold but not owned; "
                "the transfers are not this squad's"
            )
        del squad[each.element_out]
        squad[each.element_in] = each.element_in_cost
        bank += each.element_out_cost - each.element_in_cost
    return squad, bank


def team_value(ledger: Ledger, prices: Mapping[int, int]) -> int:
    """What FPL calls a team's value (£0.1m): the bank and everybody's price of the day."""
    return ledger.bank + sum(prices[element] for element in ledger.paid)


def unplayed(chips: Iterable[Chip], played: Iterable[tuple[str, int]]) -> list[Chip]:
    """The chips that are left, each with the number that is.

    Args:
        chips: what may be played.
        played: names and gameweeks, in the order of gameweeks; where several chips of a name were
            open, the one that ends first was played, or else the one that opened first.
    """
    left = {chip: chip.number for chip in sorted(chips, key=lambda chip: (chip.stop, chip.start))}
    for name, gameweek in played:
        of_name = (each for each in left if each.name == name and each.allows(gameweek))
        used = next((each for each in of_name if left[each]), None)
        if used is not None:
            left[used] -= 1
    return [replace(chip, number=number) for chip, number in left.items() if number]


def chips_left(ledger: Ledger, rules: Rules, *, gameweek: int) -> list[Chip]:
    """The chips that can be played in a gameweek: in their window, and not played out in it.

    A free hit cannot follow on another in the gameweek before.
    """
    just_hit = (FREE_HIT, gameweek - 1) in ledger.chips
    return [
        chip
        for chip in unplayed(rules.chips, ledger.chips)
        if chip.allows(gameweek) and not (just_hit and chip.name == FREE_HIT)
    ]


def chips_ahead(ledger: Ledger, rules: Rules, *, gameweeks: Iterable[int]) -> tuple[Chip, ...]:
    """The chips that can be played in some gameweeks, each from the first it can be played in."""
    left: dict[Chip, Chip] = {}
    for gameweek in gameweeks:
        for chip in chips_left(ledger, rules, gameweek=gameweek):
            left.setdefault(chip, replace(chip, start=max(chip.start, gameweek)))
    return tuple(left.values())


def free_transfers_after(
    free: int | None, made: int, rules: Rules, gameweeks: tuple[int, int], *, unlimited: bool
) -> int | None:
    """Free transfers for a gameweek after another; None if they are unlimited.

    Args:
        free: those held before the moves of the first.
        made: transfers of it that count.
        rules: the season's.
        gameweeks: the one the moves were made for, and the one to come; those between, which had
            no matches, pass without moves.
        unlimited: whether a wildcard or free hit was played in the first.
    """
    if unlimited and rules.keep_free_transfers:
        rolled = free
    elif unlimited or free is None:
        rolled = 1
    else:
        rolled = min(rules.max_free_transfers, max(0, free - made) + 1)
    gameweek, coming = gameweeks
    given = _given(rules, gameweek + 1, rolled)
    if gameweek + 1 == coming:
        return given
    return free_transfers_after(given, 0, rules, (gameweek + 1, coming), unlimited=False)


def _given(rules: Rules, gameweek: int, rolled: int | None) -> int | None:
    """What a one-off gift makes of the free transfers of a gameweek."""
    gifts = [gift for gift in rules.transfer_gifts if gift.gameweek == gameweek]
    return gifts[0].free_transfers if gifts else rolled
