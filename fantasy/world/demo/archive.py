"""The simulated league as a history archive: the files a clone and its captures would hold."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from fantasy.league import League, Season
from fantasy.world.archive import Archive
from fantasy.world.demo.files import (
    capture_file,
    clubs_file,
    fixtures_file,
    gameweek_file,
    players_file,
    players_list,
    scores,
)

OF_A_SEASON = re.compile(r"data/([\d-]+)/(.+)")
CAPTURE = re.compile(r"snapshots/([\d-]+)/gw(\d+)\.csv")
GAMEWEEK = re.compile(r"gws/gw(\d+)\.csv")
DUMP = re.compile(r"api/bootstrap-static/([\d-]+)\.json")


@dataclass(frozen=True)
class LeagueArchive(Archive):
    """Every season of a league; files are made when they are asked for."""

    league: League

    @property
    def name(self) -> str:
        """The league it is of."""
        return f"demo league {self.league.seed}"

    def seasons(self) -> list[str]:
        """The seasons there are, oldest first."""
        return sorted(self.league.seasons)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self.body(path) is not None

    def body(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        if path not in self._bodies:
            self._bodies[path] = self._made(path)
        return self._bodies[path]

    @cached_property
    def _bodies(self) -> dict[str, bytes | None]:
        return {}

    def _made(self, path: str) -> bytes | None:
        if path == "data/master_team_list.csv":
            return _master_list(self.league)
        if (asked := OF_A_SEASON.fullmatch(path)) and asked[1] in self.league.seasons:
            return _data(self.league.seasons[asked[1]], asked[2])
        if (asked := CAPTURE.fullmatch(path)) and asked[1] in self.league.seasons:
            return _csv(capture_file(self.league.seasons[asked[1]], int(asked[2])))
        if (asked := DUMP.fullmatch(path)) and asked[1] in self.league.seasons:
            return json.dumps(scores(self.league.seasons[asked[1]])).encode()
        return None


def _data(season: Season, name: str) -> bytes | None:
    """A file of a season's folder."""
    if name == "players_raw.csv":
        return _csv(players_file(season))
    if name == "player_idlist.csv":
        return _csv(players_list(season))
    if name == "teams.csv":
        return _csv(clubs_file(season))
    if name == "fixtures.csv":
        return _csv(fixtures_file(season))
    if asked := GAMEWEEK.fullmatch(name):
        return _csv(gameweek_file(season, int(asked[1])))
    return None


def _master_list(league: League) -> bytes:
    """The clubs of every season."""
    clubs = [
        season.clubs.select(pl.lit(name).alias("season"), "team", pl.col("name").alias("team_name"))
        for name, season in league.seasons.items()
    ]
    return pl.concat(clubs).write_csv().encode()


def _csv(table: pl.DataFrame) -> bytes | None:
    """A table as CSV with True and False as Python writes them; None if it has no row."""
    if table.is_empty():
        return None
    truth = pl.selectors.boolean()
    text = table.with_columns(truth.cast(pl.String).str.to_titlecase())
    return text.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ").encode()
