"""The doctor's report: what works, what does not, and how fresh each table is."""

import json
import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.config import Settings
from fantasy.errors import FantasyError
from fantasy.sources import fpl, news
from fantasy.sources.http import Client
from fantasy.sources.news.outlets import hosts_of
from fantasy.store import Lake
from fantasy.store.bronze import Bronze
from fantasy.store.schema import TABLES
from fantasy.weekly import last_trained
from fantasy.world import World

LIBRARIES = ("fantasy", "polars", "deltalake", "lightgbm", "scikit-learn", "pulp", "highspy")


@dataclass(frozen=True)
class Check:
    """One thing examined: what it is, whether it works, and what was seen."""

    name: str
    healthy: bool
    seen: str


@dataclass(frozen=True)
class Freshness:
    """A table of the lake: its rows, and the last moment (UTC) it knows of."""

    table: str
    rows: int
    known_until: datetime | None


@dataclass(frozen=True)
class Health:
    """All checks and all tables."""

    checks: tuple[Check, ...]
    tables: tuple[Freshness, ...]

    @property
    def healthy(self) -> bool:
        """Whether every check passed."""
        return all(check.healthy for check in self.checks)


def examine(world: World, settings: Settings, lake: Lake) -> Health:
    """Look at the environment, the sources, the lake and the models; change nothing."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    environment = Check(
        "environment", healthy=True, seen=f"Python {platform.python_version()}, {libraries}"
    )
    place = Check("world", healthy=True, seen=f"{world.label}, {world.clock():%Y-%m-%d %H:%M} UTC")
    checks = [environment, place, *_sources(world, settings, lake)]
    tables: list[Freshness] = []
    try:
        tables = [_freshness(lake, name) for name in TABLES]
        checks += [Check("lake", healthy=True, seen=str(lake.folder)), _models(world, lake)]
    except FantasyError as error:
        checks.append(Check("lake", healthy=False, seen=str(error)))
    return Health(tuple(checks), tuple(tables))


def as_json(health: Health) -> dict[str, Any]:
    """The report as JSON values; times in UTC."""
    return {
        "healthy": health.healthy,
        "checks": [vars(check) for check in health.checks],
        "tables": {
            table.table: {
                "rows": table.rows,
                "known_until": f"{table.known_until:%Y-%m-%dT%H:%M:%SZ}"
                if table.known_until
                else None,
            }
            for table in health.tables
        },
    }


def as_table(health: Health) -> RenderableType:
    """The report for a person."""
    lines = [
        Text.assemble(
            ("ok       " if check.healthy else "problem  ", "green" if check.healthy else "red"),
            (f"{check.name}: ", "bold"),
            check.seen,
        )
        for check in health.checks
    ]
    table = Table(title="The lake", title_style="bold", title_justify="left")
    table.add_column("Table")
    table.add_column("Rows", justify="right")
    table.add_column("Known until (UTC)")
    for each in health.tables:
        until = f"{each.known_until:%Y-%m-%d %H:%M}" if each.known_until else "-"
        table.add_row(each.table, f"{each.rows:,}", until)
    return Group(*lines, table)


def _sources(world: World, settings: Settings, lake: Lake) -> list[Check]:
    """Every source asked once: whether it answers as it promises, and what is new in its shape."""
    now = world.clock()
    outlets = news.outlets_of(settings)
    hosts = settings.hosts | hosts_of(outlets)
    with Client.of(world, user_agent=settings.user_agent, hosts=hosts) as client:
        url = f"{settings.fpl_url}bootstrap-static/"
        try:
            body = client.json(url)
            state = fpl.parse_bootstrap(body, now=now, origin=url)
        except FantasyError as error:
            return [Check("FPL API", healthy=False, seen=str(error))]
        seen = f"{state.season}, gameweek {state.gameweek} next, {state.players.height} players"
        changed = _changes(_last(lake, url, now), body)
        reading = news.read(client, outlets, state.teams, season=state.season, now=now)
    heard = ", ".join(f"{key} {items}" for key, items in reading.items.items())
    faults = [
        Check(f"news {key}", healthy=False, seen=str(error))
        for key, error in reading.faults.items()
    ]
    shape = Check("FPL API fields", healthy=True, seen=changed)
    return [
        Check("FPL API", healthy=True, seen=seen),
        shape,
        Check("news", healthy=not faults, seen=f"items by outlet: {heard}"),
        *faults,
    ]


def _last(lake: Lake, url: str, now: datetime) -> object:
    """What an address answered in the last update; None before the first."""
    stored = Bronze.open(lake.folder, run=now).last(url)
    return None if stored is None else json.loads(stored.body)


def _changes(before: object, now: object) -> str:
    """Which fields of players, clubs and gameweeks came or went since the last update."""
    if before is None:
        return "nothing stored yet to compare with"
    came, went = _fields(now) - _fields(before), _fields(before) - _fields(now)
    said = [f"new: {', '.join(sorted(came))}"] * bool(came)
    said += [f"gone: {', '.join(sorted(went))}"] * bool(went)
    return "; ".join(said) or "as in the last update"


def _fields(bootstrap: object) -> set[str]:
    if not isinstance(bootstrap, dict):
        return set()
    lists = ((name, bootstrap.get(name) or [{}]) for name in ("elements", "teams", "events"))
    inner = {f"{name}.{field}" for name, rows in lists for field in rows[0]}
    return inner | set(bootstrap)


def _models(world: World, lake: Lake) -> Check:
    trained = last_trained(lake, now=world.clock())
    if trained is None:
        return Check("models", healthy=True, seen="none for the latest results: `fantasy train`")
    return Check("models", healthy=True, seen=f"{trained.served} served, {trained.rows} rows")


def _freshness(lake: Lake, name: str) -> Freshness:
    rows, until = lake.table(name).select(pl.len(), pl.col("known_at").max()).collect().row(0)
    return Freshness(name, rows, until)
