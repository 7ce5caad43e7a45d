"""How managers of the game choose: squads by local search, transfers, line-ups, captains."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from fantasy.game.rules import Rules
from fantasy.game.squad import selling_price
from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints

TRIES = 260
WORTH_A_TRANSFER, WORTH_A_HIT = 0.8, 3.0
"""Points in the manager's own eyes that a new player must promise above the old."""

GOALKEEPER = 0


@dataclass(frozen=True)
class Eyes:
    """The players as one manager sees them before a deadline; arrays by element, from 1.

    Attributes:
        position: 0-3.
        club: the club of each.
        price: £0.1m.
        score: what he makes of each, in points.
        there: who can be bought.
    """

    position: Ints
    club: Ints
    price: Ints
    score: Floats
    there: Bools


def new_squad(eyes: Eyes, budget: int, rules: Rules, rng: np.random.Generator) -> list[int]:
    """A legal squad for a budget (£0.1m): the cheapest, then better ones place by place."""
    squad = _cheapest(eyes, rules)
    left = budget - int(eyes.price[squad].sum())
    for _ in range(TRIES):
        place = int(rng.integers(len(squad)))
        room = left + int(eyes.price[squad[place]])
        better = _best(eyes, squad, place, room, rules)
        if better is None:
            continue
        left = room - int(eyes.price[better])
        squad[place] = better
    return squad


def transfer(
    eyes: Eyes, paid: dict[int, int], bank: int, rules: Rules, *, hit: bool
) -> tuple[int, int] | None:
    """The swap that promises most, out and in; None if none is worth a transfer (or a hit)."""
    squad = list(paid)
    best: tuple[float, int, int] | None = None
    for place, element in enumerate(squad):
        sold = selling_price(paid[element], int(eyes.price[element]), rules)
        new = _best(eyes, squad, place, bank + sold, rules)
        gain = 0.0 if new is None else float(eyes.score[new] - eyes.score[element])
        if new is not None and (best is None or gain > best[0]):
            best = (gain, element, new)
    wanted = WORTH_A_HIT if hit else WORTH_A_TRANSFER
    return None if best is None or best[0] < wanted else best[1:]


def line_up(eyes: Eyes, squad: list[int], rules: Rules) -> list[int]:
    """The squad in the order of its picks: the line-up by position, then the bench."""
    names = [place.name for place in rules.positions]
    best_first = sorted(squad, key=lambda element: (-eyes.score[element], element))
    chosen: list[int] = []
    for number, place in enumerate(rules.positions):
        own = [element for element in best_first if eyes.position[element] == number]
        chosen += own[: place.min_play]
    for element in best_first:
        place = rules.positions[eyes.position[element]]
        count = Counter(names[eyes.position[each]] for each in chosen)
        if (
            element not in chosen
            and len(chosen) < rules.starters
            and count[place.name] < place.max_play
        ):
            chosen.append(element)
    bench = [element for element in best_first if element not in chosen]
    bench.sort(key=lambda element: eyes.position[element] != GOALKEEPER)
    return (
        sorted(chosen, key=lambda element: (eyes.position[element], -eyes.score[element])) + bench
    )


def _cheapest(eyes: Eyes, rules: Rules) -> list[int]:
    squad: list[int] = []
    clubs: Counter[int] = Counter()
    for number, place in enumerate(rules.positions):
        own = np.flatnonzero(eyes.there & (eyes.position == number))
        order = own[np.lexsort((-eyes.score[own], eyes.price[own]))]
        taken = 0
        for element in order.tolist():
            if taken < place.squad_select and clubs[eyes.club[element]] < rules.most_per_club:
                squad.append(element)
                clubs[eyes.club[element]] += 1
                taken += 1
    return squad


def _best(eyes: Eyes, squad: list[int], place: int, room: int, rules: Rules) -> int | None:
    """The best player for a place in a squad and a price, better than the one in it."""
    old = squad[place]
    others = Counter(int(eyes.club[element]) for element in squad if element != old)
    full = [club for club, count in others.items() if count >= rules.most_per_club]
    fits = eyes.there & (eyes.position == eyes.position[old]) & (eyes.price <= room)
    fits &= ~np.isin(eyes.club, full) & (eyes.score > eyes.score[old])
    fits[squad] = False
    found = np.flatnonzero(fits)
    return None if len(found) == 0 else int(found[np.argmax(eyes.score[found])])
