"""A season of the archive as it stood at one deadline: raw frames, nothing from after it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

import polars as pl

from fantasy.errors import InputError, SourceError
from fantasy.game.rules import Rules
from fantasy.raw import flag, instant, integer, require, sides, with_missing
from fantasy.world import RESULT_AFTER
from fantasy.world.archive import Archive, club_names, flagged, identified

IDENTITY = ("id", "code", "web_name", "first_name", "second_name", "element_type")
MANAGER = "AM"
"""The position of assistant managers, who were in the game in 2024-25."""


@dataclass(frozen=True)
class SeasonAt:
    """What the archive tells of a season, cut off at a gameweek's deadline."""

    archive: Archive
    rules: Rules
    season: str
    gameweek: int
    schedule: pl.DataFrame
    deadline: datetime

    @classmethod
    def open(cls, archive: Archive, season: str, gameweek: int) -> Self:
        """Find the deadline of a gameweek.

        Raises:
            InputError: if the archive has no such season, or the gameweek no matches, or it
                does not reach that far.
        """
        rules = Rules.for_season(season)
        if season not in archive.seasons():
            held = ", ".join(archive.seasons()) or "none"
            raise InputError(f"the archive {archive.folder} has no {season}: it holds {held}")
        schedule = _schedule(archive, season, rules.last_gameweek)
        deadlines = _deadlines(schedule, rules)
        if gameweek not in deadlines:
            raise InputError(_no_matches(season, gameweek, sorted(deadlines)))
        at = cls(archive, rules, season, gameweek, schedule, deadlines[gameweek])
        if at.capture is None and at.own_rows.is_empty():
            raise InputError(
                f"the archive knows nothing of {season} as of gameweek {gameweek}'s deadline: "
                "try an earlier gameweek"
            )
        return at

    @cached_property
    def deadlines(self) -> dict[int, datetime]:
        """Deadlines (UTC) of all gameweeks with fixtures, in the schedule's final form."""
        return _deadlines(self.schedule, self.rules)

    @cached_property
    def players(self) -> pl.DataFrame:
        """Who is who: the raw columns of `IDENTITY`, which do not change, and the last club."""
        path = f"data/{self.season}/players_raw.csv"
        table = self.archive.table(path)
        if table is None:
            raise SourceError(str(self.archive.clone / path), "is missing from the archive")
        return require(table, (*IDENTITY, "team", "team_code"), origin=path).select(
            *IDENTITY, "team", "team_code"
        )

    @cached_property
    def clubs(self) -> pl.DataFrame:
        """Raw `id`, `code`, `name` and `short_name` of the clubs."""
        codes = self.players.select("team", "team_code").unique()
        named = club_names(
            self.archive.table(f"data/{self.season}/teams.csv"),
            self.archive.table("data/master_team_list.csv"),
            self.season,
        )
        return named.join(codes, left_on="id", right_on="team", how="inner", validate="1:1").rename(
            {"team_code": "code"}
        )

    @cached_property
    def over(self) -> pl.DataFrame:
        """The fixtures whose results were known."""
        return self.schedule.filter(instant("kickoff_time") + RESULT_AFTER <= self.deadline)

    @cached_property
    def matches(self) -> pl.DataFrame:
        """Raw matches of players, of fixtures that were over; `own_team` is the club then."""
        begun = (number for number in self.deadlines if number <= self.gameweek)
        rows = [each for each in map(self._gameweek_rows, begun) if each.height]
        over = self.over.select(integer("id").alias("fixture"))
        if not rows:
            return self.own_rows.clear()
        return (
            pl.concat(rows, how="diagonal")
            .join(over, on="fixture", how="semi")
            .unique(["element", "fixture"], keep="last", maintain_order=True)
        )

    @cached_property
    def own_rows(self) -> pl.DataFrame:
        """Raw rows of the replayed gameweek itself, for what they tell as of its deadline."""
        return self._gameweek_rows(self.gameweek)

    @cached_property
    def capture(self) -> pl.DataFrame | None:
        """Raw elements as the API gave them last before the deadline; None if nobody kept them."""
        raw = self.archive.table(f"snapshots/{self.season}/gw{self.gameweek:02d}.csv")
        if raw is None:
            return None
        known = identified(raw, self.players)
        flags = self.archive.table(f"flags/{self.season}.csv")
        if flags is None:
            return known
        later = flagged(known, flags, self.gameweek)
        return pl.concat([known.join(later, on="id", how="anti"), later]).sort(integer("id"))

    @cached_property
    def unresolved(self) -> int:
        """How many captured players have no code, and are left out."""
        return 0 if self.capture is None else self.capture["code"].null_count()

    @cached_property
    def elements(self) -> pl.DataFrame:
        """Raw elements of footballers: the capture, or what the gameweek rows tell without one.

        A gameweek's rows carry price and transfers as of its deadline. Only players with a row
        until then are there; each one's club is where he was in the latest.
        """
        known = self._derived_elements() if self.capture is None else self.capture
        footballer = integer("element_type").is_between(1, len(self.rules.positions))
        return known.filter(footballer, pl.col("code").is_not_null())

    def _derived_elements(self) -> pl.DataFrame:
        rows = pl.concat([self.own_rows, self.matches], how="diagonal")
        latest = rows.sort(integer("round"), descending=True, maintain_order=True).unique(
            "element", keep="first", maintain_order=True
        )
        told = latest.select(
            pl.col("element").alias("id"),
            pl.col("own_team").cast(pl.String).alias("team"),
            pl.col("value").alias("now_cost"),
            pl.col("transfers_in").alias("transfers_in_event"),
            pl.col("transfers_out").alias("transfers_out_event"),
            pl.lit("a").alias("status"),
        )
        return self.players.drop("team", "team_code").join(
            told, on="id", how="inner", validate="1:1", maintain_order="left"
        )

    def _gameweek_rows(self, gameweek: int) -> pl.DataFrame:
        """Raw rows of footballers in a gameweek, with `own_team`, as the archive has them.

        Void rows of postponed matches carry no score and are left out.
        """
        rows = self.archive.table(f"data/{self.season}/gws/gw{gameweek}.csv")
        if rows is None:
            return pl.DataFrame()
        clubs = self.schedule.select(
            integer("id").alias("fixture"), integer("team_h"), integer("team_a")
        )
        footballer = with_missing(rows, ["position"])["position"].ne_missing(MANAGER)
        return (
            rows.filter(footballer, pl.col("team_h_score").is_not_null())
            .with_columns(integer("fixture"))
            .join(clubs, on="fixture", how="left", validate="m:1")
            .with_columns(
                pl.when(flag("was_home")).then("team_h").otherwise("team_a").alias("own_team")
            )
            .drop("team_h", "team_a")
        )


def _schedule(archive: Archive, season: str, last_gameweek: int) -> pl.DataFrame:
    """Raw fixtures; before 2018-19 the archive lists none, and the matches tell them."""
    listed = archive.table(f"data/{season}/fixtures.csv")
    if listed is not None:
        return listed
    numbers = range(1, last_gameweek + 1)
    files = (archive.table(f"data/{season}/gws/gw{number}.csv") for number in numbers)
    rows = pl.concat([each for each in files if each is not None and each.height], how="diagonal")
    clubs = sides(rows)
    return (
        rows.group_by(integer("fixture"), maintain_order=True)
        .agg(pl.col("round", "kickoff_time", "team_h_score", "team_a_score").first())
        .join(clubs, on="fixture", how="inner", validate="1:1")
        .select(
            pl.col("fixture", "home_team", "away_team").cast(pl.String),
            pl.col("round").alias("event"),
            *("kickoff_time", "team_h_score", "team_a_score"),
        )
        .rename({"fixture": "id", "home_team": "team_h", "away_team": "team_a"})
    )


def _deadlines(schedule: pl.DataFrame, rules: Rules) -> dict[int, datetime]:
    first = (
        schedule.select(integer("event"), instant("kickoff_time"))
        .drop_nulls()
        .group_by("event")
        .agg(pl.col("kickoff_time").min() - rules.deadline_lead)
        .sort("event")
    )
    return dict(first.iter_rows())


def _no_matches(season: str, gameweek: int, known: list[int]) -> str:
    later = [number for number in known if number > gameweek]
    if known and known[0] < gameweek and later:
        return f"{season} had no matches in gameweek {gameweek}: try {later[0]}"
    return f"{season} has no gameweek {gameweek}: give one from {known[0]} to {known[-1]}"
