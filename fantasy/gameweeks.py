"""Which gameweek comes next, and by which rules it is played."""

import json
from datetime import datetime

import polars as pl

from fantasy.errors import InputError
from fantasy.game.rules import Rules
from fantasy.store import Lake


def next_gameweek(lake: Lake, *, now: datetime) -> tuple[str, int, datetime]:
    """Season, number and deadline (UTC) of the gameweek whose deadline comes next.

    Raises:
        InputError: if the lake knows of none.
    """
    ahead = coming(lake, now=now)
    if ahead.is_empty():
        raise InputError(
            f"no deadline is known after {now:%d %b %Y}: run `fantasy update`, or wait for the "
            "next season"
        )
    return ahead.row(0)


def coming(lake: Lake, *, now: datetime) -> pl.DataFrame:
    """`season`, `gameweek` and `deadline` of the one whose deadline comes next: a row, or none."""
    return (
        lake.as_of(now)
        .table("gameweeks")
        .filter(pl.col("deadline") >= now)
        .sort("deadline")
        .select("season", "gameweek", "deadline")
        .head(1)
        .collect()
    )


def rules_of(lake: Lake, season: str, *, now: datetime) -> Rules:
    """The rules of a season as FPL stated them, or as the project knows them."""
    said = lake.as_of(now).table("rules").filter(pl.col("season") == season).collect()
    if said.is_empty():
        return Rules.for_season(season)
    return Rules.from_bootstrap(json.loads(said["payload"].item()), season)
