"""How fresh what is stored is: when each source was read last, and what that means for a roster."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from fantasy.news.signals import OLDEST
from fantasy.store import Lake
from fantasy.store.ingest import FPL, SOURCES, Ingested, season_asked
from fantasy.weekly.players import last_listed

DAYS_FROM = timedelta(hours=48)
"""Ages are told in days from here on."""


@dataclass(frozen=True)
class Freshness:
    """A source as it was read last.

    Attributes:
        source: one of `SOURCES`.
        read_at: when anything of it was read last (UTC); None if nothing ever was.
        fault: what could not be read at the last try; None if all was.
        stale: whether the last try gave nothing.
    """

    source: str
    read_at: datetime | None
    fault: str | None
    stale: bool


def as_reads(source: str, ingested: Ingested, lake: Lake, *, now: datetime) -> pl.DataFrame:
    """The row of `reads` of a source that was asked now (UTC)."""
    faults = ingested.faults
    offered = sum(written.offered for written in ingested.written)
    fault = None
    if faults:
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        fault = f"{faults[0].error}{more}"
    return pl.DataFrame(
        {
            "season": season_asked(lake, now=now),
            "source": source,
            "read": not faults or (source != FPL and offered > 0),
            "fault": fault,
            "known_at": now,
        },
        schema_overrides={"fault": pl.String},
    )


def freshness(lake: Lake, *, now: datetime) -> list[Freshness]:
    """The sources that were ever asked up to now (UTC), in the order of `SOURCES`."""
    rows = lake.as_of(now).table("reads").sort("known_at").collect()
    found = []
    for source in SOURCES:
        tries = rows.filter(pl.col("source") == source)
        if tries.is_empty():
            continue
        last = tries.row(-1, named=True)
        read_at = tries.filter("read")["known_at"].max()
        told = read_at if isinstance(read_at, datetime) else None
        found.append(Freshness(source, told, last["fault"], stale=not last["read"]))
    return found


def read_since(lake: Lake, source: str, moment: datetime, *, now: datetime) -> bool:
    """Whether all of a source was read at a moment or after it, up to now (UTC)."""
    tries = lake.as_of(now).table("reads").filter(pl.col("source") == source)
    good = tries.filter(pl.col("fault").is_null(), pl.col("known_at") >= moment)
    return not good.head(1).collect().is_empty()


def fault_warnings(lake: Lake, sources: Collection[str] = SOURCES, *, now: datetime) -> list[str]:
    """What could not be read of sources at the last try, and how old what stands is."""
    return [
        _warning(each, now)
        for each in freshness(lake, now=now)
        if each.source in sources and each.fault is not None
    ]


def stale_warnings(lake: Lake, week: tuple[str, int], *, now: datetime) -> list[str]:
    """`fault_warnings`, and whether players had to be taken from an earlier gameweek's capture.

    Raises:
        InputError: as `last_listed`.
    """
    faults = fault_warnings(lake, now=now)
    seen, back = last_listed(lake, week, now=now)
    if back:
        faults.append(f"players, prices and flags are of before gameweek {seen}: none are newer")
    return faults


def age_in_words(age: timedelta) -> str:
    """An age such as `26 h` or `3 days`."""
    if age < DAYS_FROM:
        return f"{age / timedelta(hours=1):.0f} h"
    return f"{age / timedelta(days=1):.0f} days"


def _warning(source: Freshness, now: datetime) -> str:
    name, fault = source.source, source.fault
    if not source.stale:
        return f"not all of {name} could be read: {fault}"
    if source.read_at is None:
        return f"{name} could not be read, and nothing of it is stored: {fault}"
    age = age_in_words(now - source.read_at)
    limit = f", but nothing older than {OLDEST.days} days" if name == "news" else ""
    return f"{name} could not be read, what it said {age} ago stands{limit}: {fault}"
