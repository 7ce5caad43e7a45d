"""What a manager knows better than the forecast, for a time and for a reason.

[[lock]]                       # in the squad; [[ban]] keeps a player out
player = "Saka"                # his name, his name and club, or his number in the game
until = 2026-12-01             # the last day it holds
reason = "too many of my rivals have him"

[[chance]]                     # of playing, in per cent
player = "Palmer (CHE)"
percent = 50
until = 2026-11-29
reason = "limped off in training"

[[minutes]]                    # expected in a match he is fit for
player = "Watkins"
minutes = 60
until = 2026-12-20
reason = "rotated before European nights"

Locks and bans hold for the whole plan while they hold; chances and minutes hold in gameweeks whose
deadline is not after their last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from fantasy.errors import InputError
from fantasy.forecast.outlook import CHANCES, LIKELY, PARTS, UNLIKELY
from fantasy.planning import Asked, element_of
from fantasy.predictions import Predictions
from fantasy.store import Lake
from fantasy.toml_file import read_toml

Kind = TypeVar("Kind", bound="Override")

USUAL_FILE = Path("overrides.toml")
A_MATCH = 90
IN_FULL = 100


class Override(BaseModel):
    """One player, until when, and why."""

    model_config = ConfigDict(extra="forbid")

    player: str = Field(min_length=1)
    until: date
    reason: str = Field(min_length=1)


class Chance(Override):
    """His chance of playing, in per cent."""

    percent: float = Field(ge=0, le=IN_FULL)


class Minutes(Override):
    """Minutes to expect of him in a match."""

    minutes: float = Field(ge=0, le=A_MATCH)


class Overrides(BaseModel):
    """What an overrides file says."""

    model_config = ConfigDict(extra="forbid")

    lock: tuple[Override, ...] = ()
    ban: tuple[Override, ...] = ()
    chance: tuple[Chance, ...] = ()
    minutes: tuple[Minutes, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Each of them in a line."""
        return (
            *(_said(each, "locked") for each in self.lock),
            *(_said(each, "banned") for each in self.ban),
            *(_said(each, f"{each.percent:g}% to play") for each in self.chance),
            *(_said(each, f"{each.minutes:g} minutes a match") for each in self.minutes),
        )

    def on(self, day: date) -> "Overrides":
        """Those that hold on a day."""
        return Overrides(
            lock=_holding(self.lock, day),
            ban=_holding(self.ban, day),
            chance=_holding(self.chance, day),
            minutes=_holding(self.minutes, day),
        )


@dataclass(frozen=True)
class _Edit:
    """What is known better of a player: one of a chance (0-1) and minutes a match."""

    element: int
    until: date
    play: float | None = None
    minutes: float | None = None


def read_overrides(path: Path) -> Overrides:
    """The overrides at a path.

    Raises:
        InputError: if it cannot be read, is not TOML, or says what no override can be.
    """
    return read_toml(path, Overrides, "the overrides")


def usual_overrides(path: Path | None) -> Overrides:
    """The overrides at a path; without one, those of the working folder, if there are any.

    Raises:
        InputError: as `read_overrides`.
    """
    if path is None and not USUAL_FILE.exists():
        return Overrides()
    return read_overrides(path or USUAL_FILE)


def wished(asked: Asked, overrides: Overrides) -> Asked:
    """What is asked of a plan, with the locks and bans."""
    return replace(
        asked,
        lock=(*asked.lock, *(each.player for each in overrides.lock)),
        ban=(*asked.ban, *(each.player for each in overrides.ban)),
    )


def edited(lake: Lake, found: Predictions, overrides: Overrides, *, now: datetime) -> Predictions:
    """The forecasts with the chances and minutes a manager gives, points in proportion.

    A player who was all but ruled out scores as his components say he would if he played. The
    interval is nobody's forecast any more and is left out.

    Raises:
        InputError: if a name is nobody's or several players', somebody is edited twice, or the
            forecast gives him no chance at all, so that nothing is known of him if he plays.
    """
    if not overrides.chance and not overrides.minutes:
        return found
    edits = _edits(found, overrides)
    deadlines = _deadlines(lake, found.season, now=now)
    rows = _with_edits(found.rows, edits, deadlines)
    hopeless = rows.filter(pl.col("edited"), pl.col("play") <= 0)
    if hopeless.height:
        who, week = hopeless["name"][0], hopeless["gameweek"][0]
        raise InputError(
            f"the forecast gives {who} no chance at all in gameweek {week}, so there is nothing "
            "to go by: leave his chance or minutes out of the overrides"
        )
    return replace(found, rows=rows.with_columns(_scaled()).drop(*_HELPERS))


_HELPERS = ("until", "play_told", "minutes_told", "day", "edited", "factor")


def _edits(found: Predictions, overrides: Overrides) -> list[_Edit]:
    people = found.rows.select("element", "name", "full_name", "team").unique(
        "element", maintain_order=True
    )
    edits = [
        *(
            _Edit(element_of(each.player, people), each.until, play=each.percent / IN_FULL)
            for each in overrides.chance
        ),
        *(
            _Edit(element_of(each.player, people), each.until, minutes=each.minutes)
            for each in overrides.minutes
        ),
    ]
    elements = [each.element for each in edits]
    if twice := [each for each in elements if elements.count(each) > 1]:
        name = people.filter(pl.col("element") == twice[0])["name"][0]
        raise InputError(f"the overrides edit {name} twice: give his chance or his minutes, once")
    return edits


def _deadlines(lake: Lake, season: str, *, now: datetime) -> pl.DataFrame:
    """`gameweek` and the `day` of its deadline."""
    return (
        lake.as_of(now)
        .table("gameweeks")
        .filter(pl.col("season") == season)
        .select("gameweek", pl.col("deadline").dt.date().alias("day"))
        .collect()
    )


def _with_edits(rows: pl.DataFrame, edits: list[_Edit], deadlines: pl.DataFrame) -> pl.DataFrame:
    """Rows with what is told of them, and by what `factor` their points change."""
    told = pl.DataFrame(
        [(each.element, each.until, each.play, each.minutes) for each in edits],
        schema={
            "element": rows.schema["element"],
            "until": pl.Date,
            "play_told": pl.Float64,
            "minutes_told": pl.Float64,
        },
        orient="row",
    )
    by_minutes = pl.col("minutes_told") * pl.col("fixtures") / pl.col("expected_minutes")
    factor = pl.coalesce(pl.col("play_told") / pl.col("play"), by_minutes)
    return (
        rows.join(told, on="element", how="left", validate="m:1", maintain_order="left")
        .join(deadlines, on="gameweek", how="left", validate="m:1", maintain_order="left")
        .with_columns((pl.col("day") <= pl.col("until")).fill_null(value=False).alias("edited"))
        .with_columns(pl.when("edited").then(factor).alias("factor"))
    )


def _scaled() -> list[pl.Expr]:
    """What follows from the factor where there is one."""
    ruled_out = pl.col("play") < UNLIKELY
    points = pl.when(ruled_out).then("components").otherwise("expected_points")
    hauls = [f"at_least_{each}" for each in LIKELY]
    return [
        _where_edited(points * pl.col("factor"), "expected_points"),
        *(
            _where_edited(pl.col(name) * pl.col("factor"), name)
            for name in ("expected_minutes", *PARTS)
        ),
        *(
            _where_edited((pl.col(name) * pl.col("factor")).clip(0, 1), name)
            for name in (*CHANCES, *hauls)
        ),
        *(_where_edited(pl.lit(None, pl.Int16), name) for name in ("low", "high")),
    ]


def _where_edited(value: pl.Expr, name: str) -> pl.Expr:
    return pl.when(pl.col("edited")).then(value).otherwise(name).alias(name)


def _holding(overrides: Iterable[Kind], day: date) -> tuple[Kind, ...]:
    return tuple(each for each in overrides if day <= each.until)


def _said(override: Override, what: str) -> str:
    return f"{override.player}: {what} until {override.until:%d %b %Y} ({override.reason})"
