"""Rows of the FPL API's answers, each from what an archive tells of it."""

import ast
from typing import Any

import polars as pl

from fantasy.errors import SourceError
from fantasy.raw import (
    COUNTS,
    LATER_COUNTS,
    LATER_MEASURES,
    MEASURES,
    integer,
    number,
    require,
)
from fantasy.world.archive import Archive

Json = dict[str, Any]

SERVED_COUNTS = (*COUNTS, *LATER_COUNTS, "defensive_contribution")
NOT_IN_SUMMARY = {
    *("finished_provisional", "started", "stats", "pulse_id"),
    *("team_h_difficulty", "team_a_difficulty"),
}
NOT_YET = {"finished": False, "finished_provisional": False, "started": False, "minutes": 0}
OVER = {"finished": True, "finished_provisional": True, "started": True, "minutes": 90}


def totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Sums by player (`id`); decimals are written as text, as the API does."""
    whole = [name for name in SERVED_COUNTS if name in rows.columns]
    decimal = [name for name in (*MEASURES, *LATER_MEASURES) if name in rows.columns]
    return rows.group_by(pl.col("element").alias("id"), maintain_order=True).agg(
        *(pl.col(name).sum() for name in whole),
        *(number(name).sum().round(5).cast(pl.String).alias(name) for name in decimal),
    )


def season_totals(archive: Archive, season: str) -> list[Json]:
    """Rows of `history_past` from a season's last state."""
    path = f"data/{season}/players_raw.csv"
    raw = archive.table(path)
    if raw is None:
        return []
    require(raw, ("code", "now_cost", "cost_change_start"), origin=path)
    whole = [name for name in SERVED_COUNTS if name in raw.columns]
    decimal = [name for name in (*MEASURES, *LATER_MEASURES) if name in raw.columns]
    return raw.select(
        pl.lit(f"{season[:4]}/{season[5:]}").alias("season_name"),
        integer("code").alias("element_code"),
        (integer("now_cost") - integer("cost_change_start")).alias("start_cost"),
        integer("now_cost").alias("end_cost"),
        *(integer(name) for name in whole),
        *decimal,
    ).to_dicts()


def upcoming(row: Json, team: int) -> Json:
    """A row of `element-summary/`'s fixtures to come, from the side of one club."""
    at_home = row["team_h"] == team
    own = {name: value for name, value in row.items() if name not in NOT_IN_SUMMARY}
    difficulty = row["team_h_difficulty" if at_home else "team_a_difficulty"]
    event = None if row["event"] is None else f"Gameweek {row['event']}"
    return own | {"event_name": event, "is_home": at_home, "difficulty": difficulty}


def without_id(row: Json) -> Json:
    """The row without its key."""
    return {name: value for name, value in row.items() if name != "id"}


def stat(row: Json, component: str) -> Json:
    """What gave points in a match, how many, and for how much of it."""
    name = component.removesuffix("_points").replace("appearance", "minutes")
    return {"identifier": name, "points": row[component], "value": row.get(name, row[component])}


def fixture(row: Json, origin: str, *, over: bool) -> Json:
    """A fixture, with its result only where it is over."""
    known = row | {"provisional_start_time": False}
    if not over:
        return known | NOT_YET | {"stats": [], "team_h_score": None, "team_a_score": None}
    return known | OVER | {"stats": _stats(row, origin)}


def _stats(row: Json, origin: str) -> list[Json]:
    """Who did what in a fixture, without what only assistant managers did."""
    try:
        stats = ast.literal_eval(row["stats"] or "[]")
    except (SyntaxError, ValueError) as error:
        raise SourceError(origin, f"the stats of fixture {row['id']} do not parse") from error
    named = [each if "identifier" in each else _named(each) for each in stats]
    return [each for each in named if not each["identifier"].startswith("mng_")]


def _named(old: Json) -> Json:
    """What 2018-19 wrote as `{goals_scored: {a: [], h: []}}`, as written since."""
    (identifier, sides), *_ = old.items()
    return {"identifier": identifier, **sides}
