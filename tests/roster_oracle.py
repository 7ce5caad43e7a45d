"""A small game whose every plan can be tried, and a planner that tries them all.

Written apart from the package: it shares the words of `Problem`, none of its arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import strategies as st

from fantasy.game.rules import Chip, Position, Rules
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem
from fantasy.roster.spread import Rival

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
    legal = squads_of(positions, clubs)
    return set(legal[rng.integers(len(legal))])


def squads_of(positions: list[str], clubs: np.ndarray) -> list[frozenset[int]]:
    """Every squad that keeps positions and clubs, by place."""
    every = combinations(range(len(positions)), RULES.squad_size)
    return [frozenset(each) for each in every if _is_squad(each, positions, clubs)]


def _is_squad(squad: tuple[int, ...], positions: list[str], clubs: np.ndarray) -> bool:
    held = [positions[each] for each in squad]
    full = max(np.bincount([clubs[each] for each in squad]))
    return bool(full <= RULES.most_per_club) and all(
        held.count(place.name) == place.squad_select for place in RULES.positions
    )


def with_matches(problem: Problem, seed: int) -> Problem:
    """The problem with three matches of four of the five clubs each gameweek."""
    rng, found = np.random.default_rng(seed), set()
    for week in problem.gameweeks:
        one, two, three, four, _ = (f"C{club}" for club in rng.permutation(5))
        found |= {(week, one, two), (week, three, four), (week, one, four)}
    return replace(problem, matches=frozenset(found))


def over_full(problem: Problem) -> Problem:
    """The problem with an owned player in a club the squad was already full of."""
    owned = problem.players.drop_nulls("selling_tenths")
    full = owned["team"].value_counts().filter(pl.col("count") == RULES.most_per_club)["team"]
    if full.is_empty():
        moving, club = owned["element"][0], owned["team"][-1]
    else:
        club = full.sort()[0]
        moving = owned.filter(pl.col("team") != club)["element"][0]
    team = pl.when(pl.col("element") == moving).then(pl.lit(club)).otherwise("team").alias("team")
    return replace(problem, players=problem.players.with_columns(team))


def best_by_hand(problem: Problem) -> float:
    """The worth of the best plan, by trying every squad, line-up and chip of every gameweek.

    Of the wishes it grants who is held and who is not, and that opponents are kept apart.
    """
    rows = problem.players.to_dicts()
    position = [row["position"] for row in rows]
    price = [row["price_tenths"] for row in rows]
    clubs = problem.players["team"].str.slice(1).cast(pl.Int64).to_numpy()
    owned = {i: row["selling_tenths"] for i, row in enumerate(rows) if row["selling_tenths"]}
    squads = squads_of(position, clubs)
    horizon, p, moved = problem.horizon, problem.preferences, problem.price_moves
    granted = [[each for each in squads if _grants(each, problem, w)] for w in problem.gameweeks]

    matrices = [covariances(problem, week) if p.risk else None for week in range(horizon)]

    @cache
    def line_up(week: int, squad: frozenset[int], chip: str | None) -> float:
        return line_up_worth(problem, week, squad, chip, matrices[week])

    @cache
    def best(week: int, state: State) -> float:
        if week == horizon:
            return 0.0
        return max(
            (
                outcome(week, state, squad, chip)
                for chip in (None, *state.chips)
                for squad in (*granted[week], *unmoved(week, state.squad))
            ),
            default=-np.inf,
        )

    def unmoved(week: int, squad: frozenset[int]) -> list[frozenset[int]]:
        """The squad itself, where it holds more of a club than could be bought."""
        held = problem.gameweeks[week]
        kept = squad not in squads and _grants(squad, problem, held)
        return [squad] if kept else []

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
        half = 1 - RULES.sell_on_fee
        moves = [0.0 if moved is None else moved[i, week] for i in after.squad]
        rise = sum(move * half if move > 0 else move for move in moves) * p.rise / 10
        value = p.free_transfers[state.free] - p.decay * p.free_transfers[state.free] * (
            week + 1 < horizon
        )
        worth = line_up(week, squad, chip) - 4 * hits - p.transfer * made
        worth -= 0.0 if chip is None else p.chips.get(chip, 0.0)
        worth += p.bank * after.bank / 10 + rise + value
        return p.decay**week * worth + best(week + 1, after)

    chips = frozenset(chip.name for chip in problem.chips)
    start = frozenset(owned)
    return best(0, State(start, start, problem.bank_tenths, problem.free_transfers or 0, chips))


def _grants(squad: frozenset[int], problem: Problem, gameweek: int) -> bool:
    elements = {(place + 1, gameweek) for place in squad}
    here = {each for each in problem.wishes.held if each[1] == gameweek}
    return here <= elements and not elements & problem.wishes.without


def line_up_worth(
    problem: Problem,
    week: int,
    squad: frozenset[int],
    chip: str | None = None,
    matrix: np.ndarray | None = None,
) -> float:
    """The best of every eleven, captain, vice-captain and bench order."""
    points, p, found = problem.points[:, week], problem.preferences, -np.inf
    position = problem.players["position"].to_list()
    for starters in combinations(sorted(squad), RULES.starters):
        held = [position[i] for i in starters]
        if any(
            not place.min_play <= held.count(place.name) <= place.max_play
            for place in RULES.positions
        ):
            continue
        if not _apart(problem, week, starters):
            continue
        bench = [i for i in squad if i not in starters]
        keeper = next(i for i in bench if position[i] == "GKP")
        others = sorted((points[i] for i in bench if i != keeper), reverse=True)
        waiting = p.bench_keeper * points[keeper] + float(np.dot(p.bench, others))
        if chip == "bboost":
            waiting = sum(points[i] for i in bench)
        times = 2 if chip == "3xc" else 1
        for captain in starters:
            worth = sum(points[i] for i in starters) + times * points[captain] + waiting
            if matrix is not None:
                counting = squad if chip == "bboost" else frozenset(starters)
                worth -= _cost_of_risk(problem, matrix, counting, {captain: times})
            vice = max(points[i] for i in starters if i != captain)
            found = max(found, worth + p.vice_captain * vice)
    return found


def _cost_of_risk(
    problem: Problem, matrix: np.ndarray, counting: frozenset[int], again: dict[int, int]
) -> float:
    """1.4 / 30 of the variance times the weight of risk.

    All but the armband varies by the matrix, the armband by its bearer alone.
    """
    size = problem.players.height
    rival = problem.rival or Rival.nobody(size)
    fielded = np.array([float(i in counting) for i in range(size)]) - rival.fielded
    more = np.array([float(again.get(i, 0)) for i in range(size)]) - rival.again
    own = np.diag(matrix) @ (2 * fielded * more + more**2)
    return problem.preferences.risk * 1.4 / 30 * float(fielded @ matrix @ fielded + own)


def covariances(problem: Problem, week: int) -> np.ndarray:
    """Of all players' points."""
    size = problem.players.height
    pairs = [[covariance(problem, week, i, j) for j in range(size)] for i in range(size)]
    return np.array(pairs)


def covariance(problem: Problem, week: int, i: int, j: int) -> float:
    """Of two players' points: match by match, by what one of its clubs concedes."""
    teams, position = problem.players["team"].to_list(), problem.players["position"].to_list()
    share = {"GKP": 0.7, "DEF": 0.6, "MID": -0.3, "FWD": -0.4}
    matches = [{a, b} for gameweek, a, b in problem.matches if gameweek == problem.gameweeks[week]]
    played = [[match for match in matches if teams[each] in match] for each in (i, j)]
    unknown = [[frozenset({teams[each]})] for each in (i, j)]
    played = [found or alone for found, alone in zip(played, unknown, strict=True)]
    scale = problem.deviation[i, week] * problem.deviation[j, week]
    scale *= share[position[i]] * share[position[j]] / (len(played[0]) * len(played[1])) ** 0.5
    same_side = teams[i] == teams[j]
    same_role = (share[position[i]] > 0) == (share[position[j]] > 0)
    common = sum(match in played[1] for match in played[0])
    if i == j:
        return float(problem.deviation[i, week] ** 2)
    found = scale * common if same_side == same_role else 0.0
    return found if abs(found) >= 0.25 else 0.0


def _apart(problem: Problem, week: int, starters: tuple[int, ...]) -> bool:
    """Whether few enough keepers and defenders start beside opponents who attack."""
    most = problem.wishes.most_opposing
    if most is None:
        return True
    started = [problem.players.row(i, named=True) for i in starters]
    behind = {row["team"] for row in started if row["position"] in {"GKP", "DEF"}}
    before = {row["team"] for row in started if row["position"] not in {"GKP", "DEF"}}
    faced = [(a, b) for gameweek, a, b in problem.matches if gameweek == problem.gameweeks[week]]
    sides = [side for a, b in faced for side in ((a, b), (b, a))]
    return sum(a in behind and b in before for a, b in sides) <= most
