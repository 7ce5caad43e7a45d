"""A plan as a mixed-integer programme: one function a rule family.

p runs over players, w over gameweeks, v is the gameweek whose squad is carried into w. Once squads
and starters are whole, so is the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.choices import Choices, choices_of
from fantasy.roster.problem import DEFENCE, KEEPER
from fantasy.roster.programme import Draft, Programme
from fantasy.roster.spread import price_of_variance, quadratic
from fantasy.roster.timeline import NOW, Rolls, Timeline, most_transfers, rolls

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.roster.problem import Problem

    Columns = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Caps:
    """The two rows each that let a rewarded pair count only where either player does."""

    columns: Columns
    rows: tuple[Columns, Columns]


@dataclass(frozen=True)
class Formulation:
    """A programme, what it plans, and what its columns mean; free transfers `used` by each step."""

    problem: Problem
    timeline: Timeline
    choices: Choices
    programme: Programme
    caps: Caps
    used: list[Columns]


def formulate(problem: Problem, timeline: Timeline) -> Formulation:
    """The programme of a problem on a timeline."""
    draft = Draft()
    steps = [rolls(problem, timeline, week) for week in range(problem.horizon)]
    choices = choices_of(draft, problem, timeline, steps)
    _fill_positions(draft, choices, problem)
    _limit_clubs(draft, choices, problem, timeline)
    _field_line_up(draft, choices, problem)
    _name_captains(draft, choices)
    _order_bench(draft, choices, problem)
    _play_chips(draft, choices, problem)
    _count_transfers(draft, choices, problem, timeline, steps)
    _roll_free_transfers(draft, choices, problem, steps)
    _remember_prices_paid(draft, choices, problem, timeline)
    _keep_to_budget(draft, choices, problem)
    _grant_wishes(draft, choices, problem)
    _keep_opponents_apart(draft, choices, problem)
    caps = _count_pairs(draft, choices, problem)
    _add_what_is_settled(draft, problem, timeline)
    used = [each.used for each in steps]
    return Formulation(problem, timeline, choices, draft.programme(), caps, used)


def _fill_positions(draft: Draft, choices: Choices, problem: Problem) -> None:
    """Sum of squad_pw over a position = squad_select."""
    for place in problem.rules.positions:
        squad = choices.squad[problem.position == place.name].T
        draft.rows((1, squad), lower=place.squad_select, upper=place.squad_select)


def _limit_clubs(draft: Draft, choices: Choices, problem: Problem, timeline: Timeline) -> None:
    """Sum of squad_pw over a club <= most_per_club + excess x untouched_w.

    Who has more of a club than that, as one of his changed clubs, need not sell; but every transfer
    must lead to a squad that keeps the limit. untouched_w <= squad_pw of all owned, and
    untouched_w <= untouched_v.
    """
    most = problem.rules.most_per_club
    excess = [max(0, int(problem.owned[club].sum()) - most) for club in problem.clubs]
    untouched = draft.columns((problem.horizon,), upper=float(any(excess)), integer=True)
    for club, more in zip(problem.clubs, excess, strict=True):
        terms = [(-more, untouched)] if more else []
        draft.rows((1, choices.squad[club].T), *terms, upper=most)
    if not any(excess):
        return
    for week, before in enumerate(timeline.before):
        kept = choices.squad[problem.owned, week]
        draft.rows((1, kept), (-1, np.full(kept.size, untouched[week])), lower=0)
        if before != NOW:
            draft.rows((1, untouched[[before]]), (-1, untouched[[week]]), lower=0)


def _field_line_up(draft: Draft, choices: Choices, problem: Problem) -> None:
    """Sum of starter_pw = starters; in each position min_play <= sum of starter_pw <= max_play.

    Each has at most one place: starter_pw + boosted_pw + sum of bench_pw <= squad_pw.
    """
    rules = problem.rules
    draft.rows((1, choices.starter.T), lower=rules.starters, upper=rules.starters)
    for place in rules.positions:
        fielded = choices.starter[problem.position == place.name].T
        draft.rows((1, fielded), lower=place.min_play, upper=place.max_play)
    places = (choices.starter, choices.boosted, *choices.bench)
    terms = [(1, place.ravel()) for place in places]
    draft.rows(*terms, (-1, choices.squad.ravel()), upper=0, private=True)


def _name_captains(draft: Draft, choices: Choices) -> None:
    """Sum of captain_pw + tripled_pw = 1 = sum of vice_pw; all three of p together <= starter_pw.

    Sum of tripled_pw = triples_w.
    """
    draft.rows((1, choices.captain.T), (1, choices.tripled.T), lower=1, upper=1)
    draft.rows((1, choices.vice.T), lower=1, upper=1)
    draft.rows((1, choices.tripled.T), (-1, choices.triples), lower=0, upper=0)
    roles = (choices.captain, choices.tripled, choices.vice)
    terms = [(1, role.ravel()) for role in roles]
    draft.rows(*terms, (-1, choices.starter.ravel()), upper=0, private=True)


def _order_bench(draft: Draft, choices: Choices, problem: Problem) -> None:
    """Sum of bench_pw of each place = 1 - boosts_w.

    Under a bench boost all count: sum of boosted_pw = boosts_w x places, keepers and others apart.
    """
    for place in choices.bench:
        draft.rows((1, place.T), (1, choices.boosts), lower=1, upper=1)
    keepers = problem.position == KEEPER
    keeper = problem.rules.position(KEEPER)
    spare = keeper.squad_select - keeper.max_play
    others = problem.rules.squad_size - problem.rules.starters - spare
    draft.rows((1, choices.boosted[keepers].T), (-spare, choices.boosts), lower=0, upper=0)
    draft.rows((1, choices.boosted[~keepers].T), (-others, choices.boosts), lower=0, upper=0)


def _play_chips(draft: Draft, choices: Choices, problem: Problem) -> None:
    """boosts_w + triples_w <= 1; each chip over its gameweeks <= its number."""
    draft.rows((1, choices.boosts), (1, choices.triples), upper=1)
    for chip in problem.chips:
        columns = {BENCH_BOOST: choices.boosts, TRIPLE_CAPTAIN: choices.triples}.get(chip.name)
        if columns is not None:
            within = [chip.allows(week) for week in problem.gameweeks]
            draft.rows((1, columns[within][None]), upper=chip.number)


def _count_transfers(
    draft: Draft, choices: Choices, problem: Problem, timeline: Timeline, steps: list[Rolls]
) -> None:
    """bought_pw >= squad_pw - squad_pv; sum of bought_pw <= used_w + hits_w <= most transfers.

    used_w is of the step taken; no hit is taken while a free transfer is left: hits_w <= most
    transfers x the steps that use all that is held.
    """
    for week, before in enumerate(timeline.before):
        if timeline.unlimited[week]:
            continue
        squad, bought = choices.squad[:, week], choices.bought[:, week]
        if before == NOW:
            draft.rows((1, bought), (-1, squad), lower=-problem.owned.astype(float), private=True)
        else:
            carried = choices.squad[:, before]
            draft.rows((1, bought), (-1, squad), (1, carried), lower=0, private=True)
        each, taken = steps[week], choices.steps[week][None]
        hits, most = choices.hits[[week]], most_transfers(problem, timeline, week)
        draft.rows((1, bought[None]), (-each.used[None], taken), (-1, hits), upper=0)
        draft.rows((each.used[None], taken), (1, hits), upper=most)
        draft.rows((1, hits), (-most * (each.used == each.held)[None], taken), upper=0)


def _roll_free_transfers(
    draft: Draft, choices: Choices, problem: Problem, steps: list[Rolls]
) -> None:
    """Steps are a path: what is held before w is what the step of w - 1 leaves."""
    for week, each in enumerate(steps):
        for held in np.unique(each.held):
            taken = (1, choices.steps[week][each.held == held][None])
            if week == 0:
                given = float(held == (problem.free_transfers or 0))
                draft.rows(taken, lower=given, upper=given)
            else:
                left = choices.steps[week - 1][steps[week - 1].after == held][None]
                draft.rows(taken, (-1, left), lower=0, upper=0)


def _remember_prices_paid(
    draft: Draft, choices: Choices, problem: Problem, timeline: Timeline
) -> None:
    """original_pw is 1 as long as p was never sold.

    original_pw <= squad_pw, original_pw <= original_pv and
    original_pw >= original_pv + squad_pw - 1.
    """
    owned = np.flatnonzero(problem.owned & (problem.selling != problem.price))
    for week, before in enumerate(timeline.before):
        now, squad = choices.original[owned, week], choices.squad[owned, week]
        draft.rows((1, now), (-1, squad), upper=0, private=True)
        if before == NOW:
            draft.rows((1, now), (-1, squad), lower=0, private=True)
        else:
            carried = choices.original[owned, before]
            draft.rows((1, now), (-1, carried), upper=0, private=True)
            draft.rows((1, now), (-1, carried), (-1, squad), lower=-1, private=True)


def _keep_to_budget(draft: Draft, choices: Choices, problem: Problem) -> None:
    """bank_w + sum of price_p squad_pw - (price_p - selling_p) original_pw = money, bank_w >= 0.

    Who is sold brings what he costs, but for who is owned now and was never sold. So money, what
    all could be sold for, never changes.
    """
    discount = (problem.price - problem.selling)[None]
    draft.rows(
        (1, choices.bank[: problem.horizon]),
        (problem.price[None], choices.squad.T),
        (-discount, choices.original.T),
        lower=problem.money,
        upper=problem.money,
    )


def _grant_wishes(draft: Draft, choices: Choices, problem: Problem) -> None:
    """Hits <= most_hits; of a squad not wanted again at least one is left out; who must appears."""
    wishes = problem.wishes
    if wishes.most_hits is not None:
        draft.rows((1, choices.hits[None]), upper=wishes.most_hits)
    for squad in wishes.other_squads:
        members = choices.squad[np.isin(problem.elements, list(squad)), 0]
        draft.rows((1, members[None]), upper=len(squad) - 1)
    for element in wishes.appear:
        draft.rows((1, choices.squad[problem.place(element)][None]), lower=1)


def _keep_opponents_apart(draft: Draft, choices: Choices, problem: Problem) -> None:
    """starter_pw + side_m - clash_m <= 1 for the defence of one club of a match.

    starter_pw - side_m - clash_m <= 0 for the attack of the other; sum of clash_m over a gameweek
    <= most_opposing.
    """
    most = problem.wishes.most_opposing
    if most is None:
        return
    defends, team = np.isin(problem.position, DEFENCE), problem.players["team"].to_numpy()
    for week, gameweek in enumerate(problem.gameweeks):
        here = [clubs for number, *clubs in sorted(problem.matches) if number == gameweek]
        faced = [pair for one, other in here for pair in ((one, other), (other, one))]
        sides = draft.columns((len(faced),), integer=True)
        clashes = draft.columns((len(faced),), upper=float(most > 0), integer=True)
        for (own, other), side, clash in zip(faced, sides, clashes, strict=True):
            defence = choices.starter[(team == own) & defends, week]
            attack = choices.starter[(team == other) & ~defends, week]
            for players, sign, most_of_both in ((defence, 1, 1), (attack, -1, 0)):
                both = (np.full(players.size, each) for each in (side, clash))
                terms = zip((sign, -1), both, strict=True)
                draft.rows((1, players), *terms, upper=most_of_both)
        if faced:
            draft.rows((1, clashes[None]), upper=most)


def _count_pairs(draft: Draft, choices: Choices, problem: Problem) -> Caps:
    """together_pq <= counts_p and <= counts_q where it is worth something.

    together_pq >= counts_p + counts_q - 1 where it costs; counts_p = starter_p + boosted_p.
    """
    pairs = choices.together
    costly = np.zeros(0, bool)
    if pairs.columns.size:
        costly = problem.preferences.risk * problem.spread.covariance > 0

    def counts(players: Columns, those: NDArray[np.bool_], sign: int) -> list[tuple[int, Columns]]:
        at = players[those], pairs.week[those]
        return [(sign, choices.starter[at]), (sign, choices.boosted[at])]

    first, second = (counts(each, costly, -1) for each in (pairs.first, pairs.second))
    draft.rows((1, pairs.columns[costly]), *first, *second, lower=-1)
    columns, rows = pairs.columns[~costly], []
    for each in (pairs.first, pairs.second):
        rows.append(draft.height + np.arange(columns.size))
        draft.rows((1, columns), *counts(each, ~costly, -1), upper=0)
    return Caps(columns, (rows[0], rows[1]))


def _add_what_is_settled(draft: Draft, problem: Problem, timeline: Timeline) -> None:
    """What is worth the same whatever is chosen, by gameweek.

    The price of the rival's own variance; and rises of the squad owned now, under a free hit in the
    first gameweek.
    """
    settled, rival = np.zeros(problem.horizon), problem.rival
    price = price_of_variance(problem.preferences.risk)
    for week, lasting in enumerate(timeline.lasting):
        if lasting == NOW:
            settled[week] += problem.rise[problem.owned, week].sum()
        if price and rival is not None:
            settled[week] -= price * quadratic(problem.spread, week, rival.fielded, rival.again)
    if settled.any():
        draft.columns((problem.horizon,), cost=problem.decay * settled, lower=1.0)
