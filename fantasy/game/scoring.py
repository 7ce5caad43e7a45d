"""Points of a player in a match, as polars expressions over the rows of a match table."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fantasy.game.rules import Rules, Scoring

_FLAT = (
    "assists",
    "penalties_saved",
    "penalties_missed",
    "yellow_cards",
    "red_cards",
    "own_goals",
    "bonus",
)


def points(rules: Rules) -> pl.Expr:
    """Points of a match: the sum of its components, null where the position is not in the rules.

    Reads the columns of `points_by_component`.
    """
    return reduce(add, points_by_component(rules)).alias("points")


def points_by_component(rules: Rules) -> list[pl.Expr]:
    """Points of a match by what they were given for, each expression named `<what>_points`.

    Reads position, minutes, goals_scored, assists, clean_sheets, goals_conceded, saves,
    penalties_saved, penalties_missed, yellow_cards, red_cards, own_goals and bonus, all integers
    but the first; where defensive contributions score, also clearances_blocks_interceptions,
    tackles and recoveries.
    """
    scoring = rules.scoring
    components = [
        _appearance(scoring),
        _by_position(scoring.goals_scored) * pl.col("goals_scored"),
        _by_position(scoring.clean_sheets) * pl.col("clean_sheets"),
        _goals_conceded(scoring),
        scoring.saves * (pl.col("saves") // scoring.saves_per_point),
        *(getattr(scoring, column) * pl.col(column) for column in _FLAT),
    ]
    names = ["appearance", "goals_scored", "clean_sheets", "goals_conceded", "saves", *_FLAT]
    if any(scoring.defensive_contribution.values()):
        components.append(defensive_contribution(scoring))
        names.append("defensive_contribution")
    return [
        component.alias(f"{name}_points") for name, component in zip(names, components, strict=True)
    ]


def _by_position(values: Mapping[str, int]) -> pl.Expr:
    return pl.col("position").replace_strict(
        list(values), list(values.values()), default=None, return_dtype=pl.Int64
    )


def _appearance(scoring: Scoring) -> pl.Expr:
    """0 for no minutes, `short_play` for 1 to 59, `long_play` for 60 and more."""
    minutes = pl.col("minutes")
    return (
        pl.when(minutes >= scoring.long_play_minutes)
        .then(scoring.long_play)
        .when(minutes > 0)
        .then(scoring.short_play)
        .when(minutes == 0)
        .then(0)
    )


def _goals_conceded(scoring: Scoring) -> pl.Expr:
    """`goals_conceded` x floor(goals conceded / `goals_conceded_per_point`)."""
    return _by_position(scoring.goals_conceded) * (
        pl.col("goals_conceded") // scoring.goals_conceded_per_point
    )


def defensive_actions(scoring: Scoring) -> pl.Expr:
    """Defensive actions that count for the position; a null part counts as 0."""
    parts = ("clearances_blocks_interceptions", "tackles", "recoveries")
    cbi, tackles, recoveries = (pl.col(part).fill_null(0) for part in parts)
    counted = pl.col("position").is_in(scoring.recoveries_count)
    return cbi + tackles + pl.when(counted).then(recoveries).otherwise(0)


def defensive_contribution(scoring: Scoring) -> pl.Expr:
    """`defensive_contribution` where actions >= `defensive_threshold`."""
    reached = defensive_actions(scoring) >= _by_position(scoring.defensive_threshold)
    return _by_position(scoring.defensive_contribution) * reached.cast(pl.Int64)
