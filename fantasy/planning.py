"""Plans as managers ask for them: a squad, forecasts and wishes in; the best plans out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.game.rules import LAST_SEASON, Chip, Rules
from fantasy.projections import (
    Projections,
    read_price_moves,
    read_projections,
    read_rival,
    read_squad,
)
from fantasy.roster import wishes as wish
from fantasy.roster.absences import absences_of, weighed
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import LONGEST_HORIZON, Problem
from fantasy.roster.search import best_plan
from fantasy.roster.spread import Rival
from fantasy.team_file import find_player

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from fantasy.projections import SquadFile

    Floats = NDArray[np.float64]

TEMPLATE = "template"
"""Stands for all managers on average."""

CHIP_NAMES = {"wc": "wildcard", "fh": "freehit", "bb": "bboost", "tc": "3xc"}
"""What managers call the chips, and what the game does."""


class Bench(StrEnum):
    """What weighs bench and vice-captain.

    Attributes:
        AUTO: minutes where they are forecast and no preferences are given, else fixed weights.
        MINUTES: how likely each is needed, given the forecast minutes.
        FIXED: the preferences.
    """

    AUTO = "auto"
    MINUTES = "minutes"
    FIXED = "fixed"


@dataclass(frozen=True)
class Asked:
    """What a manager asks of a plan, in his own words.

    Attributes:
        horizon: how many gameweeks.
        chips: auto, none, or gameweeks as in wc=12,bb=13.
        lock: names of players to have in all gameweeks.
        ban: names of players to have in none.
        hits: most transfers beyond the free ones; None is no limit.
        hold: gameweeks without transfers.
        book: transfers settled beforehand, as in 12:Saka>Palmer.
        sell: names of owned players to have in no gameweek.
        keep: names of owned players to have in all gameweeks.
        bench: what weighs the bench, the substitute keeper and the vice-captain.
        risk: the preference of that name; as the preferences have it if None.
        against: whose points risk is measured against: template, a rival's file, how often each
            element counts for him, or nobody's.
        prices: a file of expected price moves.
        opposing: matches a gameweek in which a keeper or defender may start beside opponents who
            attack; None is no limit.
        min_minutes: fewest minutes a gameweek, on average over the plan, who is not owned must
            be expected to play.
    """

    horizon: int
    chips: str = "none"
    lock: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    hits: int | None = None
    hold: tuple[int, ...] = ()
    book: tuple[str, ...] = ()
    sell: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    min_minutes: float = 0.0
    opposing: int | None = None
    risk: float | None = None
    against: str | Mapping[int, int] | None = None
    prices: Path | None = None
    bench: Bench = Bench.AUTO


@dataclass(frozen=True)
class Owned:
    """What a manager has before the first gameweek; nothing, the budget and all chips at first.

    Attributes:
        selling: what each of the squad sells for (£0.1m), by element.
        bank_tenths: money left (£0.1m).
        free_transfers: None if they are unlimited.
        chips: those left, with the gameweeks they can be played in.
    """

    bank_tenths: int
    chips: tuple[Chip, ...]
    free_transfers: int | None = None
    selling: dict[int, int] = field(default_factory=dict)


def fresh(rules: Rules, gameweek: int) -> Owned:
    """No squad yet: the budget, unlimited transfers, every chip."""
    return Owned(rules.budget_tenths, ahead(rules.chips, gameweek))


def owned_of_file(squad: SquadFile, rules: Rules, gameweek: int) -> Owned:
    """What a squad file says; chips it does not name are left."""
    gone = {chip.name for chip in squad.chips if chip.status_for_entry != "available"}
    return Owned(
        bank_tenths=squad.transfers.bank,
        chips=tuple(chip for chip in ahead(rules.chips, gameweek) if chip.name not in gone),
        free_transfers=squad.free_transfers,
        selling={pick.element: pick.selling_price for pick in squad.picks},
    )


def posed(
    projections: Projections,
    owned: Owned,
    asked: Asked,
    rules: Rules,
    preferences: Preferences | None = None,
) -> Problem:
    """The planning problem of what a manager has, what is expected, and what he asks.

    Raises:
        InputError: if a name is nobody's, a squad is not of these players, a chip cannot be
            played, wishes cannot be granted together, or minutes asked for are not known.
    """
    gameweeks = tuple(projections.gameweeks[: asked.horizon])
    if not 1 <= asked.horizon <= min(LONGEST_HORIZON, len(projections.gameweeks)):
        raise InputError(
            f"--horizon {asked.horizon}: there are forecasts of {len(projections.gameweeks)} "
            f"gameweeks, and at most {LONGEST_HORIZON} can be planned"
        )
    players = projections.players
    if missing := sorted(set(owned.selling) - set(players["element"])):
        raise InputError(f"nothing is forecast of players {missing} of the squad")
    chips, booked = _chips(asked.chips, owned.chips, gameweeks)
    weights = preferences or Preferences()
    if asked.risk is not None:
        weights = replace(weights, risk=asked.risk)
    selling = pl.col("element").replace_strict(
        owned.selling or {0: 0}, default=None, return_dtype=pl.Int64
    )
    problem = Problem(
        players=players.with_columns(selling_tenths=selling),
        points=projections.points.select(str(week) for week in gameweeks).to_numpy(),
        gameweeks=gameweeks,
        bank_tenths=owned.bank_tenths,
        free_transfers=owned.free_transfers,
        rules=rules,
        preferences=weights,
        chips=chips,
        booked=booked,
        matches=projections.matches,
        price_moves=None if asked.prices is None else _moves(asked.prices, players, gameweeks),
        deviations=_deviations(projections, gameweeks),
        rival=_rival(asked.against, weights.risk, projections),
    )
    problem = replace(problem, deviations=problem.deviation)
    wishes = _wishes(problem, asked)
    if asked.min_minutes > 0:
        wishes.append(_playing(problem, projections, asked.min_minutes))
    granted = wish.granted(problem, wishes)
    by_minutes = {Bench.AUTO: preferences is None, Bench.MINUTES: True, Bench.FIXED: False}
    return _weighed(granted, projections, asked.bench) if by_minutes[asked.bench] else granted


def bench_of(word: str) -> Bench:
    """What weighs the bench, as a manager writes it.

    Raises:
        InputError: if it is none of `Bench`.
    """
    if word not in set(Bench):
        raise InputError(f"--bench {word}: write {', '.join(Bench)}")
    return Bench(word)


def element_of(name: str, players: pl.DataFrame) -> int:
    """The element of a player by his number or name.

    Raises:
        InputError: if it is nobody's, or several players'.
    """
    if not name.isdecimal():
        return find_player(name, players)
    if int(name) not in set(players["element"]):
        raise InputError(f"there is no player of number {name}")
    return int(name)


def ahead(chips: Iterable[Chip], gameweek: int) -> tuple[Chip, ...]:
    """Those that can still be played in a gameweek or after it."""
    return tuple(chip for chip in chips if chip.stop >= gameweek)


def _chips(
    text: str, left: tuple[Chip, ...], gameweeks: tuple[int, ...]
) -> tuple[tuple[Chip, ...], frozenset[tuple[int, str]]]:
    """The chips that may be played, and those that must, from auto, none or wc=12,bb=13."""
    if text in {"auto", "none"}:
        return (left if text == "auto" else ()), frozenset()
    booked = set()
    for part in text.split(","):
        short, _, week = part.strip().partition("=")
        if short not in CHIP_NAMES or not week.isdecimal():
            raise InputError(f"--chips {text}: write auto, none, or gameweeks such as wc=12,bb=13")
        name, gameweek = CHIP_NAMES[short], int(week)
        if gameweek not in gameweeks:
            raise InputError(f"--chips {part}: the plan is of gameweeks {list(gameweeks)}")
        if not any(chip.name == name and chip.allows(gameweek) for chip in left):
            raise InputError(f"--chips {part}: that chip cannot be played in gameweek {gameweek}")
        booked.add((gameweek, name))
    if len({gameweek for gameweek, _ in booked}) < len(booked):
        raise InputError(f"--chips {text}: one chip a gameweek")
    return tuple(Chip(name, 1, week, week) for week, name in sorted(booked)), frozenset(booked)


def _wishes(problem: Problem, asked: Asked) -> list[wish.Wish]:
    players, weeks = problem.players, problem.gameweeks
    found = []
    for make, names in ((wish.lock, asked.lock), (wish.ban, asked.ban)):
        found += [make(*_named(name, players), weeks) for name in names]
    for option, make, names in (
        ("--sell", wish.sell, asked.sell),
        ("--keep", wish.keep, asked.keep),
    ):
        found += [make(*_own(option, name, problem), weeks) for name in names]
    found += [wish.at_most(0, week) for week in asked.hold]
    found += [_booked(text, problem) for text in asked.book]
    if asked.hits is not None:
        found.append(wish.hits_at_most(asked.hits))
    if asked.opposing is not None:
        found.append(_apart(asked.opposing, problem))
    return found


def _deviations(projections: Projections, gameweeks: tuple[int, ...]) -> Floats | None:
    """Standard deviations of points, if they are told."""
    told = projections.deviations
    return None if told.is_empty() else told.select(map(str, gameweeks)).to_numpy()


def _moves(path: Path, players: pl.DataFrame, gameweeks: tuple[int, ...]) -> Floats:
    """Expected price moves (£0.1m), players by gameweeks; 0 where nothing is told."""
    told = read_price_moves(path)
    weeks = [pl.col(str(week)) for week in gameweeks if str(week) in told.columns]
    if not weeks:
        raise InputError(f"{path} tells no price moves of gameweeks {list(gameweeks)}")
    joined = players.select(pl.col("element").cast(pl.Int64)).join(
        told, on="element", how="left", validate="1:1", maintain_order="left"
    )
    found = joined.select(weeks).fill_null(0.0)
    missing = [pl.lit(0.0).alias(str(w)) for w in gameweeks if str(w) not in found.columns]
    return found.with_columns(missing).select(map(str, gameweeks)).to_numpy()


def _rival(
    who: str | Mapping[int, int] | None, risk: float, projections: Projections
) -> Rival | None:
    """Everybody on average, as far as who owns whom is known, or one rival."""
    if who is None:
        return None
    if not risk:
        raise InputError("--against: say by --risk whether to protect (0.3) or to chase (-0.3)")
    elements = projections.players["element"]
    if who == TEMPLATE:
        if projections.ownership.is_empty():
            raise InputError("--against template: nobody says how many own each player")
        return Rival(projections.ownership.to_numpy(), np.zeros(elements.len()))
    counts = _picks(Path(who)) if isinstance(who, str) else who
    if missing := sorted(set(counts) - set(elements)):
        raise InputError(f"--against: nothing is forecast of players {missing} of the rival's")
    often = elements.replace_strict(counts, default=0, return_dtype=pl.Int64).to_numpy()
    return Rival(np.minimum(often, 1).astype(float), np.maximum(often - 1, 0).astype(float))


def _picks(path: Path) -> dict[int, int]:
    return {pick.element: pick.multiplier for pick in read_rival(path).picks}


def _apart(most: int, problem: Problem) -> wish.Wish:
    """Opposing players start in so many matches a gameweek at most."""
    told = {gameweek for gameweek, _, _ in problem.matches}
    if missing := [week for week in problem.gameweeks if week not in told]:
        weeks = ", ".join(map(str, missing))
        raise InputError(f"--opposing {most}: nobody says who plays whom in gameweeks {weeks}")
    return wish.apart(most)


def _named(name: str, players: pl.DataFrame) -> tuple[int, str]:
    element = element_of(name, players)
    return element, players.filter(pl.col("element") == element)["name"].item()


def _own(option: str, name: str, problem: Problem) -> tuple[int, str]:
    """A player of the squad."""
    element, known_as = _named(name, problem.players)
    if not problem.owned[problem.place(element)]:
        raise InputError(f"{option} {name}: {known_as} is not in the squad")
    return element, known_as


def _playing(problem: Problem, projections: Projections, fewest: float) -> wish.Wish:
    """Who is not owned plays no fewer minutes a gameweek, the mean over the plan's gameweeks."""
    weeks = [str(week) for week in problem.gameweeks]
    option = f"--min-minutes {fewest:g}"
    if missing := [week for week in weeks if week not in projections.minutes.columns]:
        raise InputError(f"{option}: no minutes are forecast of gameweeks {', '.join(missing)}")
    mean = projections.minutes.select(weeks).to_numpy().mean(axis=1)
    unknown = np.flatnonzero(~problem.owned & ~np.isfinite(mean))
    if unknown.size:
        first = problem.players["name"][int(unknown[0])]
        raise InputError(f"{option}: {unknown.size} players have no minutes, {first} first")
    seldom = problem.elements[~problem.owned & (mean < fewest)]
    return wish.only_who_plays(fewest, seldom.tolist(), problem.gameweeks)


def _weighed(problem: Problem, projections: Projections, bench: Bench) -> Problem:
    """Bench and vice-captain weighed by the absences of who is likely to start.

    These are the starters of the best plan of the first gameweek alone, at fixed weights.
    """
    week = problem.gameweeks[0]
    absent = projections.absent
    if str(week) not in absent.columns or not absent[str(week)].is_finite().all():
        if bench is Bench.MINUTES:
            raise InputError(f"--bench minutes: minutes of gameweek {week} are not known of all")
        return problem
    alone = replace(
        problem,
        points=problem.points[:, :1],
        deviations=problem.deviation[:, :1],
        price_moves=None,
        gameweeks=(week,),
        booked=frozenset(each for each in problem.booked if each[0] == week),
    )
    chances = dict(zip(problem.elements.tolist(), absent[str(week)], strict=True))
    absences = absences_of(best_plan(alone).moves[0].team, chances)
    return replace(problem, preferences=weighed(problem.preferences, absences))


def _booked(text: str, problem: Problem) -> wish.Wish:
    """A transfer written as 12:Saka>Palmer."""
    week, _, names = text.partition(":")
    out, arrow, into = names.partition(">")
    if not arrow or not week.isdecimal() or int(week) not in problem.gameweeks:
        weeks = list(problem.gameweeks)
        raise InputError(f"--book {text}: write 12:Saka>Palmer, for one of gameweeks {weeks}")
    sold, bought = (_named(name.strip(), problem.players) for name in (out, into))
    if int(week) == problem.gameweeks[0] and not problem.owned[problem.place(sold[0])]:
        raise InputError(f"--book {text}: {sold[1]} is not in the squad")
    return wish.book(int(week), sold, bought)


def problem_of_files(
    projections: Path, squad: Path | None, asked: Asked, preferences: Preferences | None = None
) -> Problem:
    """The problem two files pose, under the rules of the last season known.

    Raises:
        InputError: if a file does not read, or the problem cannot be posed.
    """
    told = read_projections(projections)
    rules, first = Rules.for_season(LAST_SEASON), told.gameweeks[0]
    owned = fresh(rules, first) if squad is None else owned_of_file(read_squad(squad), rules, first)
    return posed(told, owned, asked, rules, preferences)
