"""Columns the tables share."""

import dataframely as dy

from fantasy.game import POSITIONS


def season() -> dy.String:
    """A season such as 2024-25, part of the key."""
    return dy.String(primary_key=True, regex=r"^\d{4}-\d{2}$")


def key() -> dy.Int32:
    """FPL's id of something within a season, part of the key."""
    return dy.Int32(primary_key=True, min=1)


def code() -> dy.Int32:
    """FPL's code of something for life."""
    return dy.Int32(min=1)


def time(*, nullable: bool = False, primary_key: bool = False) -> dy.Datetime:
    """A moment in UTC."""
    return dy.Datetime(time_zone="UTC", time_unit="us", nullable=nullable, primary_key=primary_key)


def position() -> dy.String:
    """GKP, DEF, MID or FWD."""
    return dy.String(regex=f"^({'|'.join(POSITIONS)})$")


def count(*, maximum: int | None = None) -> dy.Int16:
    """How often something happened."""
    return dy.Int16(min=0, max=maximum)


def maybe_count(*, maximum: int | None = None) -> dy.Int16:
    """How often something happened, null where nobody counted."""
    return dy.Int16(min=0, max=maximum, nullable=True)


def maybe_float() -> dy.Float64:
    """A decimal, null where there is none."""
    return dy.Float64(nullable=True)
