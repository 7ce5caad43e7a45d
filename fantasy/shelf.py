"""Where the models fitted on a lake's results are kept, and under what name."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from fantasy.store import Lake

STAMP = "%Y%m%dT%H%M%SZ"


def models_folder(lake: Lake) -> Path:
    """Where the lake's models are kept."""
    return lake.folder / "models"


def last_result(lake: Lake, *, now: datetime) -> datetime | None:
    """When the last result known now (UTC) came in; None without any."""
    results = lake.as_of(now).table("player_matches").select(pl.col("known_at").max())
    moment: datetime | None = results.collect().item()
    return moment


def name_of(cut: datetime) -> str:
    """The name of models fitted on the results known by a moment (UTC)."""
    return f"{cut:{STAMP}}"


def cut_of(name: str) -> datetime:
    """The moment (UTC) of a name."""
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
