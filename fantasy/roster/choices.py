"""The columns of a plan: what is chosen, within which bounds, and what each choice is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.ledger import FREE_HIT
from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.problem import KEEPER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.roster.problem import Problem
    from fantasy.roster.programme import Draft
    from fantasy.roster.timeline import Rolls, Timeline

    Columns = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choices:
    """The columns: players by gameweeks unless said otherwise.

    Attributes:
        squad: 1 for who is in the squad that plays the gameweek.
        starter: 1 for who starts.
        captain: 1 for the captain, unless he is tripled.
        tripled: 1 for the captain under a triple captain.
        vice: 1 for the vice-captain.
        bench: by outfield place but the last: 1 for who has the place. Who is in the squad and
            nowhere else is the last on the bench, or the substitute keeper.
        boosted: 1 for who counts from the bench under a bench boost.
        bought: 1 for who comes in where transfers count.
        original: 1 for who is owned now and was not sold before.
        bank: £0.1m after the moves, by gameweek; the last is the bank now.
        boosts: 1 where the bench boost is played, by gameweek.
        triples: 1 where the triple captain is played, by gameweek.
        steps: 1 for the step of `rolls` that is taken, by gameweek.
    """

    squad: Columns
    starter: Columns
    captain: Columns
    tripled: Columns
    vice: Columns
    bench: tuple[Columns, ...]
    boosted: Columns
    bought: Columns
    original: Columns
    bank: Columns
    boosts: Columns
    triples: Columns
    steps: list[Columns]

    @property
    def of_players(self) -> list[Columns]:
        """All that stand players by gameweeks."""
        roles = (self.starter, self.captain, self.tripled, self.vice, *self.bench, self.boosted)
        return [self.squad, *roles, self.bought, self.original]


def choices_of(draft: Draft, problem: Problem, timeline: Timeline, steps: list[Rolls]) -> Choices:
    """Max sum over w of decay^w (points of starters, captain again, tripled twice again + shares).

    Shares are those of vice-captain and bench, money in the bank, and the free transfers held
    less those held a gameweek before; hits, the price of transfers and what the chips played
    would be worth if kept are taken off.
    """
    preferences, decay = problem.preferences, problem.decay
    worth = problem.points * decay
    keepers = (problem.position == KEEPER)[:, None]
    left_over = np.where(keepers, preferences.bench_keeper, preferences.bench[-1]) * worth
    everyone = worth.shape
    lower, upper = _wished(problem)
    free = np.array([not unlimited for unlimited in timeline.unlimited], float)
    discounted = problem.owned & (problem.selling != problem.price)
    return Choices(
        squad=draft.columns(everyone, cost=left_over, lower=lower, upper=upper, integer=True),
        starter=draft.columns(everyone, cost=worth - left_over, integer=True),
        captain=draft.columns(everyone, cost=worth),
        tripled=draft.columns(
            everyone, cost=2 * worth, upper=_open(problem, timeline, TRIPLE_CAPTAIN)
        ),
        vice=draft.columns(everyone, cost=preferences.vice_captain * worth),
        bench=tuple(
            draft.columns(everyone, cost=share * worth - left_over, upper=~keepers)
            for share in preferences.bench[:-1]
        ),
        boosted=draft.columns(
            everyone, cost=worth - left_over, upper=_open(problem, timeline, BENCH_BOOST)
        ),
        bought=draft.columns(everyone, upper=free),
        original=draft.columns(everyone, upper=discounted[:, None]),
        bank=_bank(draft, problem, timeline),
        boosts=_chip_columns(draft, problem, timeline, BENCH_BOOST),
        triples=_chip_columns(draft, problem, timeline, TRIPLE_CAPTAIN),
        steps=[
            draft.columns(each.held.shape, cost=cost, integer=True)
            for each, cost in zip(steps, _step_worth(problem, timeline, steps), strict=True)
        ],
    )


def _wished(problem: Problem) -> tuple[Floats, Floats]:
    """Bounds of squad_pw from the wishes: 1 <= squad of who is held, squad of who is not <= 0."""
    lower, upper = np.zeros(problem.points.shape), np.ones(problem.points.shape)
    for bounds, wanted, value in (
        (lower, problem.wishes.held, 1),
        (upper, problem.wishes.without, 0),
    ):
        for element, gameweek in wanted:
            if gameweek in problem.gameweeks:
                bounds[problem.place(element), problem.gameweeks.index(gameweek)] = value
    return lower, upper


def _open(problem: Problem, timeline: Timeline, name: str) -> Floats:
    """1 for each gameweek a chip may be played in beside what the timeline plays."""
    booked = dict(problem.booked)
    return np.array(
        [
            other is None
            and booked.get(week, name) == name
            and any(c.name == name and c.start <= week <= c.stop for c in problem.chips)
            for week, other in zip(problem.gameweeks, timeline.chips, strict=True)
        ],
        float,
    )


def _chip_columns(draft: Draft, problem: Problem, timeline: Timeline, name: str) -> Columns:
    booked = [(week, name) in problem.booked for week in problem.gameweeks]
    return draft.columns(
        (problem.horizon,),
        cost=-problem.preferences.kept(name) * problem.decay,
        lower=booked,
        upper=_open(problem, timeline, name),
        integer=True,
    )


def _bank(draft: Draft, problem: Problem, timeline: Timeline) -> Columns:
    """The bank counts where it lasts: in a free hit's gameweek that of the gameweek before."""
    worth = np.zeros(problem.horizon + 1)
    lasting = [
        v if chip == FREE_HIT else w
        for w, (v, chip) in enumerate(zip(timeline.before, timeline.chips, strict=True))
    ]
    np.add.at(worth, lasting, problem.preferences.bank / 10 * problem.decay)
    now = np.r_[np.zeros(problem.horizon), problem.bank_tenths]
    most = np.r_[np.full(problem.horizon, problem.money), problem.bank_tenths]
    return draft.columns(worth.shape, cost=worth, lower=now, upper=most)


def _step_worth(problem: Problem, timeline: Timeline, steps: list[Rolls]) -> list[Floats]:
    """V(held) (decay^w - decay^(w+1)) - decay^w (hit points x hits + price x made + kept chip).

    The sum of decay^w (V(held in w) - V(held in w - 1)), the first without its second part.
    """
    value = np.array(problem.preferences.free_transfers)
    decay = np.r_[problem.decay, 0.0]
    lost = [
        problem.rules.hit_points * each.hits
        + problem.preferences.transfer * each.made
        + problem.preferences.kept(chip)
        for each, chip in zip(steps, timeline.chips, strict=True)
    ]
    return [
        value[each.held] * (decay[week] - decay[week + 1]) - decay[week] * lost[week]
        for week, each in enumerate(steps)
    ]
