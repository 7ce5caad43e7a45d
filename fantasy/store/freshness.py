"""How fresh the lake is: the last moment each source knows of."""

from datetime import datetime

import polars as pl

from fantasy.store.lake import Lake

SOURCES = {
    "FPL": "player_status",
    "results": "player_matches",
    "news": "articles",
    "odds": "odds",
    "Understat": "player_match_expected",
}
"""What people call the sources, and the table that tells how fresh each is."""


def known_until(lake: Lake, *, now: datetime) -> dict[str, datetime | None]:
    """The last moment (UTC, up to now) each of `SOURCES` knows of; None where nothing is stored."""
    return {
        source: lake.as_of(now).states(table).select(pl.col("known_at").max()).collect().item()
        for source, table in SOURCES.items()
    }
