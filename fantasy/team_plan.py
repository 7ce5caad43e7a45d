"""The planning problem of a team, on the project's own forecasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from fantasy.game.ledger import chips_ahead
from fantasy.planning import Asked, Owned, fresh, posed
from fantasy.projections import Projections
from fantasy.roster.problem import LONGEST_HORIZON, Problem
from fantasy.weekly import LEFT, listed, rules_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fantasy.game.rules import Rules
    from fantasy.predictions import Predictions
    from fantasy.roster.preferences import Preferences
    from fantasy.store import Lake
    from fantasy.team import Team

TOLD: dict[str, tuple[str, float | str]] = {
    "points": ("expected_points", 0.0),
    "minutes": ("expected_minutes", 0.0),
    "absent": ("absent", 1.0),
    "opponents": ("opponents", ""),
    "deviations": ("deviation", 0.0),
}
"""What of `Projections` is forecast, by which column, and what is told of who has no match."""


def problem_of_team(
    lake: Lake,
    predictions: Predictions,
    team: Team | None,
    asked: Asked,
    preferences: Preferences | None = None,
    *,
    now: datetime,
) -> Problem:
    """The problem of a team, or of who has none yet, with the project's own forecasts.

    Who has left his club can be sold, not bought.

    Raises:
        InputError: if the problem cannot be posed.
    """
    season, gameweek = predictions.season, predictions.gameweek
    rules = rules_of(lake, season, now=now)
    owned = fresh(rules, gameweek) if team is None else owned_of_team(team, rules)
    status = pl.col("status").fill_null("")
    wanted = status.is_in(LEFT).not_() | pl.col("element").is_in(list(owned.selling))
    everybody = listed(lake, (season, gameweek), now=now).filter(wanted)
    weeks = range(gameweek, gameweek + predictions.horizon)
    told = projections_of(predictions.rows, everybody, weeks)
    return posed(told, owned, asked, rules, preferences)


def owned_of_team(team: Team, rules: Rules) -> Owned:
    """What a team that was rebuilt from what is public has left."""
    ahead = range(team.gameweek, team.gameweek + LONGEST_HORIZON)
    now = {chip.name for chip in team.chips}
    left = [
        chip
        if chip.start > team.gameweek or chip.name in now
        else replace(chip, start=team.gameweek + 1)
        for chip in chips_ahead(team.ledger, rules, gameweeks=ahead)
    ]
    columns = ("element", "selling_price_tenths")
    return Owned(
        bank_tenths=team.ledger.bank,
        chips=tuple(left),
        free_transfers=team.ledger.free_transfers,
        selling=dict(team.players.select(columns).iter_rows()),
    )


def projections_of(
    rows: pl.DataFrame, everybody: pl.DataFrame, gameweeks: Sequence[int]
) -> Projections:
    """Forecasts as projections: everybody listed, no points and minutes in a blank gameweek.

    Args:
        rows: of `Fitted.forecast`, with `expected_points`, and `opponents` where they are known.
        everybody: rows of `weekly.listed`.
        gameweeks: those wanted.
    """
    columns = ("element", "name", "full_name", "team", "position", "price_tenths")
    said = rows.with_columns(
        absent=1 - pl.col("play"),
        deviation=pl.when(pl.col("expected_points") > 0).then("deviation").otherwise(0.0),
    )
    told = {
        name: _by_gameweek(said, everybody, gameweeks, what, blank)
        for name, (what, blank) in TOLD.items()
        if what in said.columns
    }
    ownership = everybody["selected_by_percent"].fill_null(0.0) / 100
    return Projections(everybody.select(columns), **told, ownership=ownership)


def _by_gameweek(
    rows: pl.DataFrame,
    everybody: pl.DataFrame,
    weeks: Sequence[int],
    what: str,
    blank: float | str,
) -> pl.DataFrame:
    """What is forecast of everybody, a column a gameweek; `blank` where nothing is."""
    wide = rows.pivot("gameweek", index="element", values=what)
    joined = everybody.select("element").join(
        wide, on="element", how="left", validate="1:1", maintain_order="left"
    )
    missing = [pl.lit(blank).alias(str(week)) for week in weeks if str(week) not in wide.columns]
    return joined.with_columns(missing).select(pl.col(str(week)).fill_null(blank) for week in weeks)
