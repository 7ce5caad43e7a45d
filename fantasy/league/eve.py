"""The eve of a gameweek: what is known of the players at its deadline, and what is true."""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import polars as pl

from fantasy.league import fitness, market
from fantasy.league.flags import Flags
from fantasy.league.market import Market
from fantasy.league.match import Round
from fantasy.league.people import Floats
from fantasy.league.simulation import DAY, Plan
from fantasy.league.state import Bools, Ints, State

CAPTURED_BEFORE = timedelta(hours=6)
A_WEEK = 7.0
BLANK_DAYS = 2.0
POINTS_A_MILLION, WORTHLESS = 0.45, 3.5
A_MONTH = 30.0
"""FPL's form is the mean of the last thirty days."""

MEMORY = 0.5
"""Weight of what a price promises in FPL's forecast as long as there is no form."""

Rng = dict[str, np.random.Generator]


@dataclass
class Diary:
    """Points so far, for FPL's form: by round, the day, who was listed and what each scored."""

    players: int
    days: list[float] = field(default_factory=list)
    listed: list[Floats] = field(default_factory=list)
    scored: list[Floats] = field(default_factory=list)

    def add(self, day: float, rows: pl.DataFrame) -> None:
        """Write down a round."""
        place = rows["element"].to_numpy() - 1
        points = rows["total_points"].to_numpy()
        self.days.append(day)
        self.listed.append(np.bincount(place, minlength=self.players).astype(float))
        self.scored.append(np.bincount(place, points, minlength=self.players).astype(float))

    def form(self, day: float) -> tuple[Floats, Floats]:
        """Points a match of each one's club in the last thirty days, and the matches."""
        recent = [number for number, each in enumerate(self.days) if each > day - A_MONTH]
        nothing = np.zeros(self.players)
        matches = sum((self.listed[number] for number in recent), nothing)
        points = sum((self.scored[number] for number in recent), nothing)
        return points / np.maximum(matches, 1), matches


@dataclass(frozen=True)
class Eve:
    """A deadline; arrays by player.

    Attributes:
        gameweek: the gameweek.
        day: of the deadline, from the season's first Saturday.
        rounds: of the gameweek, with the ids of their fixtures.
        club: where each is, or was last.
        gone: who has left the league.
        listed: who is in the game.
        state: fitness and form, in one replicate.
        chance: the true probability of being available for the club's first match.
        flags: what FPL shows.
        trade: the market.
        form: FPL's, points a match.
        ep_next: FPL's forecast, points.
    """

    gameweek: int
    day: float
    rounds: list[tuple[Round, list[int]]]
    club: Ints
    gone: Bools
    listed: Bools
    state: State
    chance: Floats
    flags: Flags
    trade: Market
    form: Floats
    ep_next: Floats


def before_the_season(plan: Plan, rng: Rng) -> Eve:
    """The week before the first deadline: everybody is fit, prices and first squads are set."""
    count = plan.people.height
    club = plan.people["club"].to_numpy()
    prices = market.opening_prices(plan.people, pl.Series(plan.clubs.level[club]), rng["market"])
    nothing = np.zeros(count)
    return Eve(
        gameweek=0,
        day=plan.day(plan.deadlines[1]) - A_WEEK,
        rounds=[],
        club=club,
        gone=np.zeros(count, dtype=np.bool_),
        listed=np.ones(count, dtype=np.bool_),
        state=State.fresh(count, rng["matches"].normal(size=count)),
        chance=np.ones(count),
        flags=Flags.unset(count),
        trade=market.first_market(prices, plan.people, plan.rules, rng["market"]),
        form=nothing,
        ep_next=nothing,
    )


def next_eve(plan: Plan, before: Eve, diary: Diary, rng: Rng) -> Eve:
    """The next deadline, after a week of training and of transfers."""
    gameweek = before.gameweek + 1
    day = plan.day(plan.deadlines[gameweek])
    rounds, club, gone = plan.rounds(gameweek), plan.club_on(day), plan.gone_on(day)
    frailty = plan.players.frailty
    state = fitness.a_week_passes(before.state, day - before.day, day, frailty, rng["matches"])
    kickoff = _first_kickoffs(plan, rounds, day)[club]
    chance = np.where(gone, 0.0, fitness.chance(state, kickoff)[0])
    captured = day - CAPTURED_BEFORE / DAY
    flags = before.flags.seen(state, chance, gone, captured, rng["flags"])
    form, matches = diary.form(day)
    promise = POINTS_A_MILLION * (before.trade.price / 10 - WORTHLESS)
    weight = MEMORY ** np.minimum(matches, 4)
    usual = weight * promise + (1 - weight) * form
    ep_next = _ep_next(usual, plan, gameweek, rounds, club, flags)
    listed = plan.listed_on(day)
    trade = before.trade
    if gameweek > 1:
        trade = market.after_transfers(trade, ep_next, gone | ~listed, plan.people, rng["market"])
    return Eve(
        gameweek, day, rounds, club, gone, listed, state, chance, flags, trade, form, ep_next
    )


def _first_kickoffs(plan: Plan, rounds: list[tuple[Round, list[int]]], deadline: float) -> Floats:
    """The day each club plays first in a gameweek; a while after the deadline in a blank one."""
    days = np.full(len(plan.clubs.level), deadline + BLANK_DAYS)
    for this, _ in reversed(rounds):
        days[this.home] = days[this.away] = this.day
    return days


def _ep_next(
    usual: Floats,
    plan: Plan,
    gameweek: int,
    rounds: list[tuple[Round, list[int]]],
    club: Ints,
    flags: Flags,
) -> Floats:
    """FPL's own forecast: the usual points, the opponents, the flag; to one decimal."""
    easy, count = np.zeros(len(plan.clubs.level)), np.zeros(len(plan.clubs.level))
    for this, _ in rounds:
        rates = plan.clubs.rates(gameweek, this.home, this.away)
        for side, own in ((this.home, 0), (this.away, 1)):
            easy[side] += np.rint(2 * (rates[:, own] - rates[:, 1 - own])) / 4
            count[side] += 1
    chance = np.where(flags.chance < 0, 100, flags.chance) / 100
    points = usual * count[club] + np.where(usual > 1, easy[club], 0)
    expected: Floats = np.round(np.maximum(points, 0) * chance, 1)
    return expected
