"""What a plan can be worth at most, and what each choice in it takes off that.

With prices on the rows that players share, each player is on his own: his best way through the
gameweeks is a walk over three states - owned from the start, absent, bought - found for all players
at once. The walks and the prices of the rows together bound every plan (Lagrangian relaxation; at
the duals of the linear relaxation the bound is the relaxation's own).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.ledger import FREE_HIT
from fantasy.roster.programme import EXACT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.roster.formulation import Formulation
    from fantasy.roster.programme import Programme

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

NEVER = -1e9
"""The worth of what cannot be."""
OWNED, ABSENT, BOUGHT = range(3)


@dataclass(frozen=True)
class Bound:
    """An upper bound of all plans of a programme, and how it falls with each choice.

    Attributes:
        value: no plan is worth more.
        gains: what each player adds to it.
        losses: by how much it falls at least if a column is not 0.
        losses_without: by how much if a player is not in a gameweek's squad; players by gameweeks.
    """

    value: float
    gains: Floats
    losses: Floats
    losses_without: Floats


@dataclass(frozen=True)
class _Worths:
    """What each player is worth in each gameweek, at the prices; gameweeks by players.

    Attributes:
        owned: in the squad, and never sold before.
        absent: not in the squad.
        bought: in the squad otherwise.
        entering: coming in.
        passing: whether the gameweek's squad is a free hit's; by gameweek.
    """

    owned: Floats
    absent: Floats
    bought: Floats
    entering: Floats
    passing: list[bool]

    def of(self, week: int) -> Floats:
        """What being in the gameweek's squad is worth, by state before or after it."""
        return np.stack([self.owned[week], self.bought[week], self.bought[week]])


def bound(formulation: Formulation, duals: Floats) -> Bound:
    """The bound at given prices of the rows; those of private rows are not used."""
    prices = _fit_prices(formulation.programme, duals)
    found = _bound(formulation, prices)
    if formulation.caps.columns.size:
        found = _bound(formulation, _capped_prices(formulation, prices, found.losses))
    return found


def _bound(formulation: Formulation, prices: Floats) -> Bound:
    programme, choices = formulation.programme, formulation.choices
    reduced = programme.cost - programme.matrix.T @ prices
    open_worth = np.where(programme.upper > 0, reduced, NEVER)
    best_role, losses = _roles(formulation, open_worth)
    worths = _worths(formulation, open_worth, best_role)
    into, onward = _into(worths, formulation.problem.owned), _onward(worths)
    gains = into[-1].max(axis=0)
    present, missing = _through(worths, into, onward)
    leaving = (gains - present).T
    for columns in choices.of_players[:-2]:
        losses[columns] += leaving
    comes = into[:-1, ABSENT] + worths.entering + worths.bought + onward[1:, BOUGHT]
    losses[choices.bought] = (gains - comes).T
    losses[choices.original] = (gains - into[1:, OWNED] - onward[1:, OWNED]).T
    shared = np.ones(programme.cost.size, bool)
    for columns in choices.of_players:
        shared[columns] = False
    forced = programme.lower > 0
    losses[shared & ~forced] = np.maximum(-reduced[shared & ~forced], 0)
    value = _worth_of_rows(programme, prices) + _worth_of_boxes(programme, reduced, shared)
    return Bound(value + float(gains.sum()), gains, losses, (gains - missing).T)


def _fit_prices(programme: Programme, duals: Floats) -> Floats:
    """Prices >= 0 where a row has an upper bound only, <= 0 where it has a lower one only."""
    lowest = np.where(np.isfinite(programme.row_lower), -np.inf, 0.0)
    highest = np.where(np.isfinite(programme.row_upper), np.inf, 0.0)
    return np.where(programme.private, 0.0, np.clip(duals, lowest, highest))


def _capped_prices(formulation: Formulation, prices: Floats, losses: Floats) -> Floats:
    """Prices at which no rewarded pair is worth anything beyond what its players pay.

    A relaxation without some players has no price for their pairs. Who loses more by counting pays
    more of it: the bound does not rise while his loss is the greater.
    """
    caps, pairs, programme = formulation.caps, formulation.choices.together, formulation.programme
    capped, columns = prices.copy(), caps.columns
    worth = programme.cost[columns] - programme.matrix[:, columns].T @ prices
    starter = formulation.choices.starter
    rewarded = np.isin(pairs.columns, columns)
    players = (pairs.first[rewarded], pairs.second[rewarded])
    lost = [losses[starter[each, pairs.week[rewarded]]] for each in players]
    weight = np.maximum(lost, 0) + EXACT
    share = weight / weight.sum(axis=0)
    for rows, each in zip(caps.rows, share, strict=True):
        capped[rows] += np.maximum(worth, 0) * each
    return capped


def _worth_of_rows(programme: Programme, prices: Floats) -> float:
    """Sum of price x the bound of the row it is paid for."""
    bounds = np.where(prices > 0, programme.row_upper, programme.row_lower)
    paid = prices != 0
    return float(prices[paid] @ bounds[paid])


def _worth_of_boxes(programme: Programme, reduced: Floats, columns: Mask) -> float:
    """The most the columns can add, each within its own bounds."""
    cost = reduced[columns]
    return float(np.maximum(cost * programme.upper[columns], cost * programme.lower[columns]).sum())


def _roles(formulation: Formulation, worth: Floats) -> tuple[Floats, Floats]:
    """The worth of each player's best place in each gameweek, and what other places lose.

    Returns:
        Players by gameweeks; and losses by column, 0 for columns that are no place.
    """
    choices = formulation.choices
    armbands = (choices.captain, choices.tripled, choices.vice)
    band = np.maximum(0, np.max([worth[columns] for columns in armbands], axis=0))
    seats = (*choices.bench, choices.boosted)
    best = np.maximum(0, np.max([worth[columns] for columns in seats], axis=0))
    starts = worth[choices.starter]
    best = np.maximum(best, starts + band)
    losses = np.zeros(worth.size)
    losses[choices.starter] = best - starts - band
    for columns in armbands:
        losses[columns] = best - starts - worth[columns]
    for columns in seats:
        losses[columns] = best - worth[columns]
    return best, losses


def _worths(formulation: Formulation, worth: Floats, best_role: Floats) -> _Worths:
    programme, choices, timeline = (
        formulation.programme,
        formulation.choices,
        formulation.timeline,
    )
    held = worth[choices.squad] + best_role
    discounted = programme.upper[choices.original] > 0
    owned = held + np.where(discounted, worth[choices.original], 0.0)
    absent = np.where(programme.lower[choices.squad] > 0, NEVER, 0.0)
    entering = np.where(timeline.unlimited, 0.0, worth[choices.bought])
    passing = [chip == FREE_HIT for chip in timeline.chips]
    return _Worths(owned.T, absent.T, held.T, entering.T, passing)


def _into(worths: _Worths, owned: Mask) -> Floats:
    """The best worth of the gameweeks so far, by state; one more than gameweeks first."""
    into = [
        np.stack([np.where(owned, 0, NEVER), np.where(owned, NEVER, 0), np.full(owned.size, NEVER)])
    ]
    for week, passing in enumerate(worths.passing):
        before, absent = into[-1], worths.absent[week]
        if passing:
            into.append(before + np.maximum(absent, worths.of(week)))
            continue
        came = np.maximum(before[ABSENT] + worths.entering[week], before[BOUGHT])
        stays = before[OWNED] + worths.owned[week]
        into.append(np.stack([stays, before.max(axis=0) + absent, came + worths.bought[week]]))
    return np.stack(into)


def _onward(worths: _Worths) -> Floats:
    """The best worth of the gameweeks to come, by state; one more than gameweeks first."""
    onward = [np.zeros((3, worths.absent.shape[1]))]
    for week in reversed(range(len(worths.passing))):
        after, absent = onward[-1], worths.absent[week]
        if worths.passing[week]:
            onward.append(after + np.maximum(absent, worths.of(week)))
            continue
        out = absent + after[ABSENT]
        stays = worths.bought[week] + after[BOUGHT]
        kept = np.stack([worths.owned[week] + after[OWNED], worths.entering[week] + stays, stays])
        onward.append(np.maximum(kept, out))
    return np.stack(onward[::-1])


def _through(worths: _Worths, into: Floats, onward: Floats) -> tuple[Floats, Floats]:
    """The best worth of walks that are, and that are not, in a gameweek's squad."""
    present, missing = [], []
    for week, passing in enumerate(worths.passing):
        if passing:
            either = into[week] + onward[week + 1]
            present.append((either + worths.of(week)).max(axis=0))
            missing.append(either.max(axis=0) + worths.absent[week])
        else:
            either = into[week + 1] + onward[week + 1]
            present.append(np.maximum(either[OWNED], either[BOUGHT]))
            missing.append(either[ABSENT])
    return np.stack(present), np.stack(missing)
