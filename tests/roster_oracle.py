"""A small game whose every plan can be tried, and a planner that tries them all.

Written apart from the package: it shares the words of `Problem`, none of its arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

import numpy as np
import polars as pl
from hypothesis import strategies as st

from fantasy.game.rules import Chip, Position, Rules
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem

RULES = replace(
    Rules.for_season("2025-26"),
    positions=(
        Position("GKP", squad_select=2, min_play=1, max_play=1),
        Position("DEF", squad_select=2, min_play=1, max_play=2),
        Position("MID", squad_select=2, min_play=1, max_play=2),
    ),
    squad_size=6,
    starters=3,
    most_per_club=2,
    max_free_transfers=3,
    transfer_gifts=(),
)
WEIGHTS = Preferences(
    vice_captain=0.1,
    bench_keeper=0.03,
    bench=(0.2, 0.05),
    decay=0.9,
    free_transfers=(0.3, 0.7, 1.2, 1.5),
    transfer=0.1,
    bank=0.08,
    chips={"3xc": 1.5, "bboost": 1.0, "freehit": 2.0},
)
COUNTS = {"GKP": 3, "DEF": 4, "MID": 5}
CHIPS = ("3xc", "bboost", "freehit", "wildcard")
FIRST = 20


@dataclass(frozen=True)
class State:
    """What is owned before a deadline: squad, who was never sold, bank, free transfers, chips."""

    squad: frozenset[int]
    original: frozenset[int]
    bank: int
    free: int
    chips: frozenset[str]


def problems(*, horizon: int, chips: int) -> st.SearchStrategy[Problem]:
    """Small problems with an owned squad that keeps the rules."""
    names = st.lists(st.sampled_from(CHIPS), min_size=chips, max_size=chips, unique=True)
    return st.builds(
        lambda seed, names: a_problem(seed, horizon=horizon, chips=names),
        st.integers(0, 10**9),
        names,
    )


def a_problem(seed: int, *, horizon: int = 2, chips: Sequence[str] = ()) -> Problem:
    """The problem of a seed."""
    rng, size = np.random.default_rng(seed), sum(COUNTS.values())
    positions = [name for name, count in COUNTS.items() for _ in range(count)]
    price = rng.integers(40, 66, size)
    clubs = rng.permutation(np.arange(size) % 5)
    points = rng.integers(-4, 40, (size, horizon)) / 4
    points[rng.random((size, horizon)) < 0.15] = 0
    chosen = _first_squad(positions, clubs, rng)
    selling = price - rng.integers(-2, 4, size) * (rng.random(size) < 0.5)
    players = pl.DataFrame(
        {
            "element": np.arange(1, size + 1),
            "name": [f"Player{number}" for number in range(1, size + 1)],
            "team": [f"C{club}" for club in clubs],
            "position": positions,
            "price_tenths": price,
            "selling_tenths": [int(s) if i in chosen else None for i, s in enumerate(selling)],
        }
    )
    weeks = tuple(range(FIRST, FIRST + horizon))
    played = tuple(Chip(name, 1, FIRST, FIRST + horizon - 1) for name in sorted(chips))
    return Problem(
        players,
        points,
        weeks,
        int(rng.integers(0, 25)),
        int(rng.integers(0, 4)),
        RULES,
        WEIGHTS,
        played,
    )


def _first_squad(positions: list[str], clubs: np.ndarray, rng: np.random.Generator) -> set[int]:
    legal = [
        squad
        for squad in combinations(range(len(positions)), RULES.squad_size)
        if _is_squad(squad, positions, clubs)
    ]
    return set(legal[rng.integers(len(legal))])


def _is_squad(squad: tuple[int, ...], positions: list[str], clubs: np.ndarray) -> bool:
    held = [positions[each] for each in squad]
    full = max(np.bincount([clubs[each] for each in squad]))
    return full <= RULES.most_per_club and all(
        held.count(place.name) == place.squad_select for place in RULES.positions
    )


def best_by_hand(problem: Problem) -> float:
    """The worth of the best plan, by trying every squad, line-up and chip of every gameweek.

    Of the wishes it grants who is held and who is not.
    """
    rows = problem.players.to_dicts()
    position = [row["position"] for row in rows]
    price = [row["price_tenths"] for row in rows]
    clubs = problem.players["team"].str.slice(1).cast(pl.Int64).to_numpy()
    owned = {i: row["selling_tenths"] for i, row in enumerate(rows) if row["selling_tenths"]}
    squads = [
        frozenset(each)
        for each in combinations(range(len(rows)), RULES.squad_size)
        if _is_squad(each, position, clubs)
    ]
    horizon, p = problem.horizon, problem.preferences
    granted = [[each for each in squads if _grants(each, problem, w)] for w in problem.gameweeks]

    @cache
    def line_up(week: int, squad: frozenset[int], chip: str | None) -> float:
        return _line_up_worth(problem.points[:, week], position, squad, chip, p)

    @cache
    def best(week: int, state: State) -> float:
        if week == horizon:
            return 0.0
        return max(
            (
                outcome(week, state, squad, chip)
                for chip in (None, *state.chips)
                for squad in granted[week]
            ),
            default=-np.inf,
        )

    def outcome(week: int, state: State, squad: frozenset[int], chip: str | None) -> float:
        out, into = state.squad - squad, squad - state.squad
        sold = sum(owned[i] if i in state.original else price[i] for i in out)
        bank = state.bank + sold - sum(price[i] for i in into)
        if bank < 0:
            return -np.inf
        unlimited = chip in ("freehit", "wildcard")
        made = 0 if unlimited else len(into)
        hits = max(0, made - state.free)
        free = (
            state.free
            if unlimited
            else min(RULES.max_free_transfers, max(0, state.free - made) + 1)
        )
        chips = state.chips - {chip}
        after = State(squad, state.original & squad, bank, free, chips)
        if chip == "freehit":
            after = State(state.squad, state.original, state.bank, free, chips)
        value = p.free_transfers[state.free] - p.decay * p.free_transfers[state.free] * (
            week + 1 < horizon
        )
        worth = line_up(week, squad, chip) - 4 * hits - p.transfer * made
        worth -= 0.0 if chip is None else p.chips.get(chip, 0.0)
        worth += p.bank * after.bank / 10 + value
        return p.decay**week * worth + best(week + 1, after)

    chips = frozenset(chip.name for chip in problem.chips)
    start = frozenset(owned)
    return best(0, State(start, start, problem.bank_tenths, problem.free_transfers or 0, chips))


def _grants(squad: frozenset[int], problem: Problem, gameweek: int) -> bool:
    elements = {(place + 1, gameweek) for place in squad}
    here = {each for each in problem.wishes.held if each[1] == gameweek}
    return here <= elements and not elements & problem.wishes.without


def _line_up_worth(
    points: np.ndarray, position: list[str], squad: frozenset[int], chip: str | None, p: Preferences
) -> float:
    """The best of every eleven, captain, vice-captain and bench order."""
    found = -np.inf
    for starters in combinations(sorted(squad), RULES.starters):
        held = [position[i] for i in starters]
        if any(
            not place.min_play <= held.count(place.name) <= place.max_play
            for place in RULES.positions
        ):
            continue
        bench = [i for i in squad if i not in starters]
        keeper = next(i for i in bench if position[i] == "GKP")
        others = sorted((points[i] for i in bench if i != keeper), reverse=True)
        waiting = p.bench_keeper * points[keeper] + float(np.dot(p.bench, others))
        if chip == "bboost":
            waiting = sum(points[i] for i in bench)
        times = 2 if chip == "3xc" else 1
        for captain, vice in product(starters, repeat=2):
            if captain != vice:
                worth = sum(points[i] for i in starters) + times * points[captain]
                found = max(found, worth + p.vice_captain * points[vice] + waiting)
    return found
