"""The game's managers in the simulated league: their squads, transfers, chips and points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from fantasy.game import POSITIONS
from fantasy.game.ledger import (
    FREE_HIT,
    UNLIMITED_CHIPS,
    Ledger,
    Transfer,
    after_deadline,
    opening,
)
from fantasy.game.squad import selling_price
from fantasy.league.choices import Eyes, new_squad, transfer
from fantasy.league.fielding import Row, Told, play_gameweek
from fantasy.league.names import people
from fantasy.league.randomness import randomness
from fantasy.league.season import Season
from fantasy.league.standings import View, average_points, ranked, results, shown

ENTRIES = 60
LATE, STARTS_LATE = 9, 6
"""An entry that begins only in gameweek 6."""

PLANS = (
    {8: "wildcard", 14: FREE_HIT, 18: "bboost"},
    {6: "wildcard", 12: "3xc", 17: "bboost"},
    {10: "wildcard", 16: FREE_HIT, 18: "3xc", 22: "wildcard"},
    {5: "wildcard", 9: "bboost", 15: "3xc", 19: FREE_HIT},
    {13: "wildcard", 19: "bboost", 21: "3xc"},
)
HITS = 0.3
TEAMS = ("XI", "Wanderers", "Allstars", "Academicals", "Eleven", "Rovers", "Athletic", "FC")


@dataclass(frozen=True)
class Managers:
    """The entries of a season and what they did until its last deadline.

    Attributes:
        entries: entry, first_name, last_name, name, started (gameweek), joined, and totals of
            past seasons (`past`: season_name, total_points, rank).
        gameweeks: entry, gameweek, points (before hits), hit, total_points, overall_rank, rank,
            bank, value (£0.1m), transfers, points_on_bench, chip.
        picks: entry, gameweek, element, place (1-15 after substitutions), multiplier, captain,
            vice_captain.
        substitutions: entry, gameweek, element_out, element_in.
        transfers: entry, gameweek, time, element_out and _in with their costs.
    """

    entries: pl.DataFrame
    gameweeks: pl.DataFrame
    picks: pl.DataFrame
    substitutions: pl.DataFrame
    transfers: pl.DataFrame


@dataclass(frozen=True)
class Manager:
    """How one manager thinks: his weights of what FPL shows, his errors, his appetite."""

    entry: int
    started: int
    form: float
    own_error: float
    patience: float
    plan: dict[int, str]
    rng: np.random.Generator


def manage(season: Season, seed: int, entries: Iterable[int]) -> Managers:
    """Play a season's gameweeks with some managers; what one does moves no other.

    Managers know only what FPL showed before each deadline.

    Args:
        season: stopped before a deadline.
        seed: of the league.
        entries: from 1, the user, to `ENTRIES`.
    """
    gameweeks = [number for number, each in season.deadlines.items() if each < season.now]
    weeks = {number: (shown(season, number), results(season, number)) for number in gameweeks}
    told: Told = {"gameweeks": [], "picks": [], "substitutions": [], "transfers": []}
    managers = [_manager(entry, seed) for entry in entries]
    for manager in managers:
        _season_of(manager, season, weeks, told)
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in told.items()}
    return Managers(
        entries=_entries(managers, season, seed),
        gameweeks=ranked(frames["gameweeks"], average_points(season)),
        picks=frames["picks"],
        substitutions=frames["substitutions"],
        transfers=frames["transfers"],
    )


def _manager(entry: int, seed: int) -> Manager:
    rng = randomness(seed, f"manager {entry}")
    user = entry == 1
    return Manager(
        entry=entry,
        started=STARTS_LATE if entry == LATE else 1,
        form=float(rng.uniform(0.1, 0.7)),
        own_error=0.7 if user else float(rng.uniform(0.4, 1.8)),
        patience=float(rng.uniform(0.5, 1.0)),
        plan=PLANS[0] if user else PLANS[int(rng.integers(len(PLANS)))],
        rng=rng,
    )


def _season_of(
    manager: Manager,
    season: Season,
    weeks: dict[int, tuple[View, pl.DataFrame]],
    told: Told,
) -> None:
    """Write a manager's season down."""
    ledger: Ledger | None = None
    for gameweek, (view, scored) in weeks.items():
        if gameweek < manager.started:
            continue
        eyes = _seen(manager, view)
        chip = manager.plan.get(gameweek) if ledger else None
        if ledger is None:
            squad = new_squad(eyes, season.rules.budget_tenths, season.rules, manager.rng)
            paid = {element: int(eyes.price[element]) for element in squad}
            ledger = opening(paid, season.rules, gameweek=gameweek, chip=None)
        else:
            moves = _moves(manager, eyes, ledger, chip, season, gameweek)
            ledger = after_deadline(ledger, moves, chip, season.rules)
            told["transfers"] += _dated(manager, moves, season.deadlines[gameweek])
        play_gameweek(manager.entry, eyes, ledger, chip, season, scored, told)


def _seen(manager: Manager, view: View) -> Eyes:
    """The players as a manager sees them: FPL's forecast, form and price, with his own errors."""
    worth = 0.45 * (view["price"] / 10 - 3.5)
    known = manager.form * view["form"] + (1 - manager.form) * view["ep_next"]
    ready = np.where(view["ep_next"] > 0, 1.0, 0.4)
    score = (0.6 * known + 0.4 * worth) * ready + manager.rng.normal(
        0, manager.own_error, len(known)
    )
    return Eyes(
        position=view["position"].astype(int),
        club=view["club"].astype(int),
        price=view["price"].astype(int),
        score=score,
        there=view["there"] > 0,
    )


def _moves(
    manager: Manager, eyes: Eyes, ledger: Ledger, chip: str | None, season: Season, gameweek: int
) -> list[Transfer]:
    """The transfers for a gameweek."""
    if chip in UNLIMITED_CHIPS:
        return _rebuilt(manager, eyes, ledger, season, gameweek)
    paid, bank = dict(ledger.paid), ledger.bank
    free = 3 if ledger.free_transfers is None else ledger.free_transfers
    moves: list[Transfer] = []
    for number in range(free + 1):
        hit = number >= free
        tempted = manager.rng.random() < (HITS if hit else manager.patience)
        found = transfer(eyes, paid, bank, season.rules, hit=hit) if tempted else None
        if found is None:
            break
        move = _swap(eyes, paid, found, season, gameweek)
        bank += move.element_out_cost - move.element_in_cost
        del paid[move.element_out]
        paid[move.element_in] = move.element_in_cost
        moves.append(move)
    return moves


def _rebuilt(
    manager: Manager, eyes: Eyes, ledger: Ledger, season: Season, gameweek: int
) -> list[Transfer]:
    """A new squad for the worth of the old one."""
    paid = dict(ledger.paid)
    worth = sum(
        selling_price(cost, int(eyes.price[element]), season.rules)
        for element, cost in paid.items()
    )
    squad = new_squad(eyes, ledger.bank + worth, season.rules, manager.rng)
    moves = []
    for number in range(len(POSITIONS)):
        out = [each for each in paid if eyes.position[each] == number and each not in squad]
        into = [each for each in squad if eyes.position[each] == number and each not in paid]
        moves += [_swap(eyes, paid, pair, season, gameweek) for pair in zip(out, into, strict=True)]
    return moves


def _swap(
    eyes: Eyes, paid: dict[int, int], pair: tuple[int, int], season: Season, gameweek: int
) -> Transfer:
    out, into = pair
    sold = selling_price(paid[out], int(eyes.price[out]), season.rules)
    return Transfer(gameweek, out, sold, into, int(eyes.price[into]))


def _dated(manager: Manager, moves: list[Transfer], deadline: datetime) -> list[Row]:
    hours = np.sort(manager.rng.uniform(1, 60, len(moves)))[::-1]
    return [
        {
            "entry": manager.entry,
            "gameweek": move.gameweek,
            "time": deadline - timedelta(minutes=round(60 * before)),
            "element_out": move.element_out,
            "element_out_cost": move.element_out_cost,
            "element_in": move.element_in,
            "element_in_cost": move.element_in_cost,
        }
        for move, before in zip(moves, hours.tolist(), strict=True)
    ]


def _entries(managers: list[Manager], season: Season, seed: int) -> pl.DataFrame:
    """Who the managers are, and how they did in seasons before."""
    names = people(randomness(seed, "entries"), ENTRIES).select("first_name", "second_name")
    rows = [_entry(each, names.row(each.entry - 1), season, seed) for each in managers]
    return pl.DataFrame(rows, infer_schema_length=None)


def _entry(manager: Manager, name: tuple[str, str], season: Season, seed: int) -> Row:
    rng = randomness(seed, f"entry {manager.entry}")
    year = int(season.season[:4])
    early = timedelta(minutes=int(rng.integers(600, 40_000)))
    return {
        "entry": manager.entry,
        "first_name": name[0],
        "last_name": name[1],
        "name": f"{name[1]} {TEAMS[int(rng.integers(len(TEAMS)))]}",
        "started": manager.started,
        "joined": season.deadlines[manager.started] - early,
        "past": [
            {
                "season_name": f"{each}/{(each + 1) % 100:02d}",
                "total_points": int(rng.normal(2050, 180)),
                "rank": int(rng.integers(2_000, 8_000_000)),
            }
            for each in range(year - int(rng.integers(1, 9)), year)
        ],
    }
