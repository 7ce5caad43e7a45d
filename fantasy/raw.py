"""Raw rows: frames of strings under the source's own names, and expressions that type them.

JSON records and CSV files of the same things (an element, a match of a player) carry the same
names, so both become such frames and share one way to typed columns. A value that does not
parse becomes null, and the table's contract decides whether null may stand.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from fantasy.errors import SourceError
from fantasy.game import POSITIONS

COUNTS = (
    *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals"),
    *("penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "saves", "bonus"),
    *("bps", "total_points"),
)
"""What FPL counts of a player in a match, every season."""

MEASURES = ("influence", "creativity", "threat", "ict_index")
LATER_COUNTS = ("starts", "clearances_blocks_interceptions", "tackles", "recoveries")
LATER_MEASURES = (
    *("expected_goals", "expected_assists", "expected_goal_involvements"),
    "expected_goals_conceded",
)
"""Decimals; with `LATER_COUNTS`, what only some seasons have."""

HIGHEST_MEDIAN_TENTHS = 200


def records(
    items: object, required: Sequence[str], *, origin: str, nested: Sequence[str] = ()
) -> pl.DataFrame:
    """A frame of strings from JSON objects; nested values are left out.

    Args:
        items: the objects.
        required: fields each must have.
        origin: where they come from.
        nested: fields whose nested values are kept, as JSON.

    Raises:
        SourceError: if it is no list of objects, or one lacks a required field.
    """
    if not isinstance(items, Sequence) or not all(isinstance(item, Mapping) for item in items):
        raise SourceError(origin, "expected a list of objects")
    missing = {name for item in items for name in required if name not in item}
    if missing:
        raise SourceError(origin, f"lacks the fields {', '.join(sorted(missing))}")
    names = dict.fromkeys([*required, *(name for item in items for name in item)])
    texts = dict.fromkeys(nested, json.dumps)
    columns = {name: [texts.get(name, _text)(item.get(name)) for item in items] for name in names}
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))


def require(frame: pl.DataFrame, required: Sequence[str], *, origin: str) -> pl.DataFrame:
    """The frame itself, once it is sure to have the required columns.

    Raises:
        SourceError: if a column is missing.
    """
    missing = sorted(set(required) - set(frame.columns))
    if missing:
        raise SourceError(origin, f"lacks the columns {', '.join(missing)}")
    return frame


def once(frame: pl.DataFrame, key: str, *, origin: str) -> pl.DataFrame:
    """The frame with each key once: rows that repeat another whole are left out.

    Raises:
        SourceError: if two rows say different things of one key.
    """
    rows = frame.unique(maintain_order=True)
    twice = rows.filter(pl.col(key).is_duplicated())[key].unique(maintain_order=True)
    if not twice.is_empty():
        named = ", ".join(str(each) for each in twice.head(3))
        raise SourceError(origin, f"says different things of {key} {named}")
    return rows


def with_missing(frame: pl.DataFrame, optional: Sequence[str]) -> pl.DataFrame:
    """The frame with null columns for what this season or source does not carry."""
    missing = [name for name in optional if name not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)


def number(name: str) -> pl.Expr:
    """A decimal number, null where it does not parse."""
    return pl.col(name).cast(pl.Float64, strict=False)


def integer(name: str) -> pl.Expr:
    """A whole number (`4` or `4.0`), null where it does not parse."""
    return number(name).cast(pl.Int32, strict=False).alias(name)


def flag(name: str) -> pl.Expr:
    """A truth value written as true/True/1 or false/False/0."""
    text = pl.col(name).str.to_lowercase()
    return (
        pl.when(text.is_in(["true", "1"]))
        .then(statement=True)
        .when(text.is_in(["false", "0"]))
        .then(statement=False)
        .alias(name)
    )


def instant(name: str) -> pl.Expr:
    """A moment in UTC, from ISO 8601 with Z, with or without fractions of a second."""
    seconds = pl.col(name).str.slice(0, 19)
    return (
        seconds.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
        .dt.replace_time_zone("UTC")
        .alias(name)
    )


def position() -> pl.Expr:
    """GKP, DEF, MID or FWD from `element_type` 1-4; null for anything else."""
    numbers = list(range(1, len(POSITIONS) + 1))
    return (
        integer("element_type")
        .replace_strict(numbers, list(POSITIONS), default=None, return_dtype=pl.String)
        .alias("position")
    )


def price_tenths(*, capture: str | None = None) -> pl.Expr:
    """The price in £0.1m from `now_cost`; captures that count in £0.01m are brought to it.

    No capture's median price comes near £20m, so a median above it means hundredths.

    Args:
        capture: the column that tells captures apart; one capture if None.
    """
    price = integer("now_cost")
    median = price.median() if capture is None else price.median().over(capture)
    return (
        pl.when(median > HIGHEST_MEDIAN_TENTHS)
        .then(price // 10)
        .otherwise(price)
        .alias("price_tenths")
    )


def sides(matches: pl.DataFrame) -> pl.DataFrame:
    """The two clubs of each fixture, from raw matches of players.

    A row names only the opponent: the home side is whom the visitors' rows name.

    Returns:
        `fixture`, `home_team` and `away_team`, ids within the season.
    """
    rows = matches.select(integer("fixture"), integer("opponent_team"), flag("was_home"))
    opponent_of = pl.col("opponent_team").filter
    return rows.group_by("fixture", maintain_order=True).agg(
        opponent_of(~pl.col("was_home")).mode().first().alias("home_team"),
        opponent_of(pl.col("was_home")).mode().first().alias("away_team"),
    )


def _text(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    return None if value is None or isinstance(value, list | dict) else str(value)
