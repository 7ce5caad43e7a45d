"""Inequalities that hold for every plan and not for a relaxation that shares out players.

Two kinds are looked for in what the relaxation came to: half a transfer that buys who a whole one
could not pay for, and a squad a little of which is too dear.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from fantasy.roster.programme import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fantasy.roster.formulation import Formulation
    from fantasy.roster.problem import Problem

    Columns = NDArray[np.int64]
    Floats = NDArray[np.float64]

WHOLE = 1e-6
"""How far a value may be from a whole number."""

BROKEN = 1e-3
"""By how much an inequality is broken at least to be worth adding."""

COVERS = 5
"""Most covers of a gameweek at a time, those broken most."""

SHARED = 12
"""Most players of a position looked at who are in a squad in part."""


def broken(formulation: Formulation, values: Floats) -> list[Cut]:
    """The inequalities that values of the columns break."""
    problem, squad = formulation.problem, formulation.choices.squad
    covers = [
        Cut(columns := squad[cover, week], np.ones(columns.size), problem.rules.squad_size - 1)
        for week in range(problem.horizon)
        for cover in _covers(problem, values[squad[:, week]])
    ]
    return [*_dear_swaps(formulation, values), *covers]


def _dear_swaps(formulation: Formulation, values: Floats) -> list[Cut]:
    """squad_p0 <= sum of (1 - squad_q0) + used_0 above 1 + hits_0 for who is not owned.

    q runs over the owned of his position whose sale, with the bank, pays for him: with one transfer
    it is one of these who goes.
    """
    problem, choices = formulation.problem, formulation.choices
    if formulation.timeline.unlimited[0] or not problem.owned.any():
        return []
    now = choices.squad[:, 0]
    kept = values[now]
    more = np.append(choices.steps[0][formulation.used[0] > 1], choices.hits[0])
    two = values[more].sum()
    found = []
    for player in np.flatnonzero(~problem.owned & (kept > two + BROKEN)):
        paying = np.flatnonzero(
            problem.owned
            & (problem.position == problem.position[player])
            & (problem.selling + problem.bank_tenths >= problem.price[player])
        )
        if kept[player] > (1 - kept[paying]).sum() + two + BROKEN:
            columns = np.concatenate([now[[player]], now[paying], more])
            signs = np.repeat([1.0, 1.0, -1.0], [1, paying.size, more.size])
            found.append(Cut(columns, signs, float(paying.size)))
    return found


def _covers(problem: Problem, share: Floats) -> list[Columns]:
    """Players of whom a squad cannot be made: the cheapest one of them costs too much.

    Each is a squad that is almost there and too dear, and all who cost as much as its dearest of
    their position.
    """
    cost = np.where(problem.owned, np.minimum(problem.selling, problem.price), problem.price)
    size = problem.rules.squad_size
    squads: list[tuple[float, float, tuple[Columns, ...]]] = [(0.0, 0.0, ())]
    places = 0
    for place in problem.rules.positions:
        places += place.squad_select
        parts = list(_parts(problem, share, place.name, place.squad_select))
        squads = [
            (there + share[part].sum(), paid + cost[part].sum(), (*squad, part))
            for there, paid, squad in squads
            for part in parts
            if there + share[part].sum() > places - 1 + BROKEN
        ]
    dear = [(there, squad) for there, paid, squad in squads if paid > problem.money]
    dear.sort(key=lambda each: -each[0])
    return [
        np.concatenate([_no_cheaper(problem, cost, part) for part in squad])
        for there, squad in dear[:COVERS]
        if there > size - 1 + BROKEN
    ]


def _parts(problem: Problem, share: Floats, position: str, places: int) -> Iterator[Columns]:
    """All who are there in whole, and enough of those who are there in part."""
    own = problem.position == position
    whole = np.flatnonzero(own & (share > 1 - WHOLE))
    shared = np.flatnonzero(own & (share > WHOLE) & (share <= 1 - WHOLE))
    most = shared[np.argsort(-share[shared])[:SHARED]]
    for some in combinations(most.tolist(), max(0, places - whole.size)):
        yield np.append(whole, np.array(some, np.int64))


def _no_cheaper(problem: Problem, cost: Floats, part: Columns) -> Columns:
    """Players of a position, and all others of it who cost as much as the dearest of them."""
    own = problem.position == problem.position[part[0]]
    return np.union1d(part, np.flatnonzero(own & (cost >= cost[part].max())))
