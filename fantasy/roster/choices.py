"""The columns of a plan: what is chosen, within which bounds, and what each choice is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.problem import KEEPER
from fantasy.roster.spread import Rival, price_of_variance
from fantasy.roster.timeline import NOW, most_transfers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.roster.problem import Problem
    from fantasy.roster.programme import Draft
    from fantasy.roster.timeline import Rolls, Timeline

    Columns = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """The columns of pairs whose points vary together: 1 if both count.

    Attributes:
        columns: of each pair.
        first: one player of each, by place.
        second: the other.
        week: the place of their gameweek.
    """

    columns: Columns
    first: Columns
    second: Columns
    week: Columns


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
        together: 1 for pairs who both count; see `Pairs`.
        steps: 1 for the step of `rolls` that is taken, by gameweek.
        hits: transfers beyond the free ones, by gameweek.
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
    together: Pairs
    steps: list[Columns]
    hits: Columns

    @property
    def of_players(self) -> list[Columns]:
        """All that stand players by gameweeks."""
        roles = (self.starter, self.captain, self.tripled, self.vice, *self.bench, self.boosted)
        return [self.squad, *roles, self.bought, self.original]


def choices_of(draft: Draft, problem: Problem, timeline: Timeline, steps: list[Rolls]) -> Choices:
    """Max sum over w of decay^w (points of starters, captain again, tripled twice again + shares).

    Shares are those of vice-captain and bench, money in the bank, the expected rise of prices, and
    the free transfers held less those held a gameweek before; hits, the price of transfers, that of
    variance and what the chips played would be worth if kept are taken off.
    """
    preferences, decay = problem.preferences, problem.decay
    worth = problem.points * decay
    keepers = (problem.position == KEEPER)[:, None]
    left_over = np.where(keepers, preferences.bench_keeper, preferences.bench[-1]) * worth
    everyone = worth.shape
    lower, upper = _wished(problem)
    free = np.array([not unlimited for unlimited in timeline.unlimited], float)
    discounted = problem.owned & (problem.selling != problem.price)
    risk = _risk(problem)
    return Choices(
        squad=draft.columns(
            everyone,
            cost=left_over + _rises(problem, timeline),
            lower=lower,
            upper=upper,
            integer=True,
        ),
        starter=draft.columns(everyone, cost=worth - left_over - risk.counting, integer=True),
        captain=draft.columns(everyone, cost=worth - risk.captain),
        tripled=draft.columns(
            everyone,
            cost=2 * worth - risk.tripled,
            upper=_open(problem, timeline, TRIPLE_CAPTAIN),
        ),
        vice=draft.columns(everyone, cost=preferences.vice_captain * worth),
        bench=tuple(
            draft.columns(everyone, cost=share * worth - left_over, upper=~keepers)
            for share in preferences.bench[:-1]
        ),
        boosted=draft.columns(
            everyone,
            cost=worth - left_over - risk.counting,
            upper=_open(problem, timeline, BENCH_BOOST),
        ),
        bought=draft.columns(everyone, upper=free),
        original=draft.columns(everyone, upper=discounted[:, None]),
        bank=_bank(draft, problem, timeline),
        boosts=_chip_columns(draft, problem, timeline, BENCH_BOOST),
        triples=_chip_columns(draft, problem, timeline, TRIPLE_CAPTAIN),
        together=_together(draft, problem),
        steps=[
            draft.columns(each.held.shape, cost=cost, integer=True)
            for each, cost in zip(steps, _step_worth(problem, timeline, steps), strict=True)
        ],
        hits=draft.columns(
            (problem.horizon,),
            cost=-decay * (problem.rules.hit_points + preferences.transfer),
            upper=[most_transfers(problem, timeline, week) for week in range(problem.horizon)],
            integer=True,
        ),
    )


@dataclass(frozen=True)
class _Risk:
    """What risk takes off who counts, who is captain, and who is tripled; players by gameweeks."""

    counting: Floats | float = 0.0
    captain: Floats | float = 0.0
    tripled: Floats | float = 0.0


def _risk(problem: Problem) -> _Risk:
    """The price of what each adds to the variance, pairs apart.

    (1 + a)^2 - 1 = a (a + 2) times a player's variance where his points count a times more; twice
    his covariance with the rival is taken off.
    """
    if not problem.preferences.risk:
        return _Risk()
    price, spread = problem.decay * price_of_variance(problem.preferences.risk), problem.spread
    variance, rival = spread.variance, problem.rival or Rival.nobody(problem.owned.size)
    counts = (rival.fielded + rival.again)[:, None]
    with_rival = variance * counts
    for one, other in ((spread.first, spread.second), (spread.second, spread.first)):
        shared = spread.covariance * rival.fielded[other]
        np.add.at(with_rival, (one, spread.week), shared)
    return _Risk(
        counting=price * (variance - 2 * with_rival),
        captain=price * variance * (3 - 2 * counts),
        tripled=price * variance * (8 - 4 * counts),
    )


def _together(draft: Draft, problem: Problem) -> Pairs:
    """Twice the price of the covariance of who both count."""
    if not problem.preferences.risk:
        nobody = np.zeros(0, np.int64)
        return Pairs(draft.columns((0,)), nobody, nobody, nobody)
    spread = problem.spread
    price = price_of_variance(problem.preferences.risk) * problem.decay[spread.week]
    columns = draft.columns(spread.covariance.shape, cost=-2 * price * spread.covariance)
    return Pairs(columns, spread.first, spread.second, spread.week)


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
            and any(c.name == name and c.allows(week) for c in problem.chips)
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
    np.add.at(worth, timeline.lasting, problem.preferences.bank / 10 * problem.decay)
    now = np.r_[np.zeros(problem.horizon), problem.bank_tenths]
    most = np.r_[np.full(problem.horizon, problem.money), problem.bank_tenths]
    return draft.columns(worth.shape, cost=worth, lower=now, upper=most)


def _rises(problem: Problem, timeline: Timeline) -> Floats:
    """What expected rises add, in the gameweek whose squad lasts over each."""
    found = np.zeros(problem.points.shape)
    for week, lasting in enumerate(timeline.lasting):
        if lasting != NOW:
            found[:, lasting] += problem.decay[week] * problem.rise[:, week]
    return found


def _step_worth(problem: Problem, timeline: Timeline, steps: list[Rolls]) -> list[Floats]:
    """V(held) (decay^w - decay^(w+1)) - decay^w (price x used + kept chip).

    The sum of decay^w (V(held in w) - V(held in w - 1)), the first without its second part.
    """
    value = np.array(problem.preferences.free_transfers)
    decay = np.r_[problem.decay, 0.0]
    lost = [
        problem.preferences.transfer * each.used + problem.preferences.kept(chip)
        for each, chip in zip(steps, timeline.chips, strict=True)
    ]
    return [
        value[each.held] * (decay[week] - decay[week + 1]) - decay[week] * lost[week]
        for week, each in enumerate(steps)
    ]
