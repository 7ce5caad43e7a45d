"""Whether a problem is one: every fault is said before anything is solved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.errors import InputError
from fantasy.roster.problem import PLAYER_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fantasy.roster.problem import Problem


def check(problem: Problem) -> None:
    """See that a problem can be planned at all.

    Raises:
        InputError: with the first fault.
    """
    for faults in (_player_faults, _point_faults, _squad_faults, _preference_faults):
        for fault in faults(problem):
            raise InputError(fault)


def _player_faults(problem: Problem) -> Iterator[str]:
    players = problem.players
    missing = [name for name in PLAYER_COLUMNS if name not in players.columns]
    if missing:
        yield f"the players lack the columns {', '.join(missing)}"
    for name in PLAYER_COLUMNS[:-1]:
        if players[name].null_count():
            yield f"{players[name].null_count()} players have no {name}"
    twice = players.filter(pl.col("element").is_duplicated())
    if twice.height:
        yield f"player {twice['element'][0]} ({twice['name'][0]}) is listed more than once"
    held = Counter(players["position"].cast(pl.String))
    for place in problem.rules.positions:
        if held[place.name] < place.squad_select:
            yield f"a squad needs {place.squad_select} {place.name}, {held[place.name]} are listed"
    strangers = sorted(set(held) - {place.name for place in problem.rules.positions})
    if strangers:
        yield f"{strangers[0]} is not a position of the game"


def _point_faults(problem: Problem) -> Iterator[str]:
    if problem.points.shape != (problem.players.height, problem.horizon):
        yield "the points must have a row a player and a column a gameweek"
    unknown = np.argwhere(~np.isfinite(problem.points))
    if unknown.size:
        player, week = unknown[0]
        name = problem.players["name"][int(player)]
        yield (
            f"{len(unknown)} expected points are no number, those of {name} in gameweek "
            f"{problem.gameweeks[week]} first"
        )


def _squad_faults(problem: Problem) -> Iterator[str]:
    rules = problem.rules
    squad = problem.players.drop_nulls("selling_tenths")
    if squad.height not in {0, rules.squad_size}:
        yield f"the squad has {squad.height} players, it must have {rules.squad_size}"
    held = Counter(squad["position"].cast(pl.String))
    for place in rules.positions:
        if squad.height and held[place.name] != place.squad_select:
            has, must = held[place.name], place.squad_select
            yield f"the squad has {has} {place.name}, it must have {must}"
    if problem.bank_tenths < 0:
        yield f"the bank cannot hold £{problem.bank_tenths / 10:.1f}m"
    if squad.is_empty() and problem.free_transfers is not None:
        yield "without a squad transfers must be unlimited"
    if not 0 <= (problem.free_transfers or 0) <= rules.max_free_transfers:
        yield f"free transfers go from 0 to {rules.max_free_transfers}"


def _preference_faults(problem: Problem) -> Iterator[str]:
    weights, rules = problem.preferences, problem.rules
    places = rules.squad_size - rules.starters - 1
    bench = list(weights.bench)
    falling = bench == sorted(bench, reverse=True) and all(0 <= each <= 1 for each in bench)
    if len(bench) != places or not falling:
        yield f"the bench weights {weights.bench} must be {places} numbers from 1 down to 0"
    shares = {"vice_captain": weights.vice_captain, "bench_keeper": weights.bench_keeper}
    for name, share in {**shares, "decay": weights.decay}.items():
        if not 0 <= share <= 1:
            yield f"the preference {name} is {share}, it must be from 0 to 1"
    value = list(weights.free_transfers)
    if len(value) <= rules.max_free_transfers or value != sorted(value):
        most = rules.max_free_transfers
        yield f"free_transfers needs {most + 1} values, none below the one before"
    if not -1 <= weights.risk <= 1:
        yield f"the preference risk is {weights.risk}, it must be from -1 to 1"
    if weights.transfer < 0 or weights.bank < 0:
        yield "the preferences transfer and bank cannot be negative"
