"""A season of the archive as it stood at one deadline: raw frames, nothing from after it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

import polars as pl

from fantasy.errors import InputError, SourceError
from fantasy.game.rules import Rules
from fantasy.raw import (
    COUNTS,
    MEASURES,
    flag,
    instant,
    integer,
    number,
    records,
    require,
    with_missing,
)
from fantasy.world import RESULT_AFTER
from fantasy.world.archive import LATER_LOOK, Archive, club_names, flagged, identified
from fantasy.world.schedule import deadlines_of, no_matches, schedule

IDENTITY = ("id", "code", "web_name", "first_name", "second_name", "element_type")
MATCH = (
    *("element", "fixture", "round", "kickoff_time", "opponent_team", "was_home"),
    *("team_h_score", "team_a_score", *COUNTS, *MEASURES),
    *("value", "selected", "transfers_in", "transfers_out"),
)
NO_ROWS = dict.fromkeys(MATCH, pl.String()) | {"fixture": pl.Int32(), "own_team": pl.Int32()}
CAPTURED = ("snapshot_time", *IDENTITY, "team", "now_cost", "status", "news")
CLUB = ("id", "name", "short_name")
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
            raise InputError(f"the archive {archive.name} has no {season}: it holds {held}")
        fixtures = schedule(archive, season, rules.last_gameweek)
        deadlines = deadlines_of(fixtures, rules)
        if gameweek not in deadlines:
            raise InputError(no_matches(season, gameweek, sorted(deadlines)))
        at = cls(archive, rules, season, gameweek, fixtures, deadlines[gameweek])
        at._refuse_unless_known()
        return at

    @cached_property
    def deadlines(self) -> dict[int, datetime]:
        """Deadlines (UTC) of all gameweeks with fixtures, in the schedule's final form."""
        return deadlines_of(self.schedule, self.rules)

    @cached_property
    def players(self) -> pl.DataFrame:
        """Who is who: the raw columns of `IDENTITY`, which do not change, and the last club."""
        path = f"data/{self.season}/players_raw.csv"
        table = self.archive.table(path)
        if table is None:
            raise SourceError(path, f"is missing from the archive {self.archive.name}")
        return require(table, (*IDENTITY, "team", "team_code"), origin=path).select(
            *IDENTITY, "team", "team_code"
        )

    @cached_property
    def clubs(self) -> pl.DataFrame:
        """Raw `id`, `code`, `name` and `short_name` of the clubs."""
        codes = self.players.select("team", "team_code").unique()
        named = club_names(
            self._listed_clubs(), self.archive.table("data/master_team_list.csv"), self.season
        )
        return (
            named.join(codes, left_on="id", right_on="team", how="inner", validate="1:1")
            .rename({"team_code": "code"})
            .sort(integer("id"))
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
    def latest(self) -> pl.DataFrame:
        """Each player's latest raw row, the replayed gameweek's included.

        Of the replayed gameweek it tells the club, the price and the transfers as of the deadline.
        """
        rows = pl.concat([self.own_rows, self.matches], how="diagonal")
        newest = rows.sort(integer("round"), descending=True, maintain_order=True)
        return newest.unique("element", keep="first", maintain_order=True)

    @cached_property
    def flags(self) -> pl.DataFrame | None:
        """Raw rows of the later looks made by the deadline; None if nobody kept them."""
        path = f"flags/{self.season}.csv"
        looks = self.archive.table(path)
        if looks is None:
            return None
        made = require(looks, ("gameweek", "code", "has_news", *LATER_LOOK), origin=path)
        in_time = instant("snapshot_time") <= self.deadline
        return made.filter(in_time, integer("gameweek") <= self.gameweek)

    @cached_property
    def capture(self) -> pl.DataFrame | None:
        """Raw elements as the API gave them last before the deadline; None if nobody kept them."""
        raw = self.archive.table(self._capture_path)
        if raw is None:
            return None
        whole = require(raw, CAPTURED, origin=self._capture_path)
        who = self._players_then() if whole["team"].null_count() else self.players
        known = identified(whole, who)
        if self.flags is None:
            return known
        later = flagged(known, self.flags, self.gameweek)
        return pl.concat([known.join(later, on="id", how="anti"), later]).sort(integer("id"))

    @cached_property
    def unresolved(self) -> int:
        """How many captured players have no code, and are left out."""
        return 0 if self.capture is None else self.capture["code"].null_count()

    @cached_property
    def elements(self) -> pl.DataFrame:
        """Raw elements of footballers: the capture, or what the gameweek rows tell without one.

        A gameweek's rows carry price, owners and transfers as of its deadline, and the owners of
        all players are a squad for each manager. Only players with a row until then are there;
        each one's club is where he was in the latest.
        """
        known = self._derived_elements() if self.capture is None else self.capture
        footballer = integer("element_type").is_between(1, len(self.rules.positions))
        return known.filter(footballer, pl.col("code").is_not_null())

    @cached_property
    def dump(self) -> dict[str, Any]:
        """The season's `bootstrap-static` as kept after its end, empty where nobody did."""
        return self.archive.document(self._dump_path)

    @property
    def _dump_path(self) -> str:
        return f"api/bootstrap-static/{self.season}.json"

    @property
    def _capture_path(self) -> str:
        return f"snapshots/{self.season}/gw{self.gameweek:02d}.csv"

    def _refuse_unless_known(self) -> None:
        """Every gameweek with results needs its file, and this one a capture or rows."""
        played = sorted(set(self.over.select(integer("event"))["event"].drop_nulls()))
        rows = {number: f"data/{self.season}/gws/gw{number}.csv" for number in played}
        missing = [number for number, path in rows.items() if not self.archive.has(path)]
        if missing:
            raise InputError(
                f"the archive's {self.season} ends at gameweek {missing[0]}, whose results it does "
                f"not have: gameweek {self.gameweek} cannot be replayed"
            )
        if not self.archive.has(self._capture_path) and self.own_rows.is_empty():
            raise InputError(
                f"the archive knows nothing of {self.season} as of gameweek {self.gameweek}'s "
                "deadline: try an earlier gameweek"
            )

    def _listed_clubs(self) -> pl.DataFrame | None:
        """Raw clubs of `teams.csv`, or of the dump where the archive has none."""
        path = f"data/{self.season}/teams.csv"
        listed = self.archive.table(path)
        if listed is not None:
            return require(listed, CLUB, origin=path)
        if "teams" not in self.dump:
            return None
        return records(self.dump["teams"], CLUB, origin=self._dump_path)

    def _players_then(self) -> pl.DataFrame:
        """`players` with the club of each one's latest row: `players_raw.csv` was made later."""
        clubs = self.latest.select(
            pl.col("element").alias("id"), pl.col("own_team").cast(pl.String).alias("then")
        )
        joined = self.players.join(clubs, on="id", how="left", validate="1:1")
        return joined.with_columns(pl.coalesce("then", "team").alias("team")).drop("then")

    def _derived_elements(self) -> pl.DataFrame:
        managers = number("selected").sum() / self.rules.squad_size
        told = self.latest.select(
            pl.col("element").alias("id"),
            pl.col("own_team").cast(pl.String).alias("team"),
            pl.col("value").alias("now_cost"),
            (100 * number("selected") / managers)
            .fill_nan(None)
            .round(1)
            .cast(pl.String)
            .alias("selected_by_percent"),
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
        path = f"data/{self.season}/gws/gw{gameweek}.csv"
        rows = self.archive.table(path)
        if rows is None:
            return pl.DataFrame(schema=NO_ROWS)
        require(rows, MATCH, origin=path)
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
