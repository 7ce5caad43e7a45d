"""A replay: the network and the clock as they stood at a past gameweek's deadline."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from fantasy.config import Settings
from fantasy.raw import integer
from fantasy.world import World
from fantasy.world.archive import FolderArchive, found
from fantasy.world.bodies import Bodies
from fantasy.world.manager import manager_answer
from fantasy.world.odds import odds_as_they_stood
from fantasy.world.parts import Json
from fantasy.world.season import SeasonAt
from fantasy.world.understat import Told, told

REPLAY = "replay"
OF_A_SEASON = re.compile(r"(?:data/|snapshots/|flags/)(\d{4}-\d{2})(?:/.+|\.csv)")
EVERY_SEASONS_CLUBS = "data/master_team_list.csv"


def replay_world(season: str, gameweek: int, folder: Path, settings: Settings) -> World:
    """The world at a gameweek's deadline.

    Args:
        season: such as 2024-25.
        gameweek: whose deadline comes next.
        folder: the history archive.
        settings: the addresses of the sites.

    Raises:
        InputError: if there is no archive, season or gameweek, or the archive ends before it.
        SourceError: if a file of the archive is cut short.
    """
    at = SeasonAt.open(FolderArchive.open(folder), season, gameweek)
    return World(
        name=REPLAY,
        label=f"replay {season}:{gameweek}",
        transport=ReplayTransport(Bodies(at), settings),
        clock=lambda: at.deadline,
        notes=_notes(at),
    )


@dataclass(frozen=True)
class ReplayTransport(httpx.BaseTransport):
    """Answers the FPL API, the archive, the odds site and Understat; all else is not found."""

    bodies: Bodies
    settings: Settings

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The body at an address, or 404."""
        url = str(request.url)
        if url.startswith(self.settings.fpl_url):
            answer = self._fpl(url.removeprefix(self.settings.fpl_url))
            return found(request, None if answer is None else json.dumps(answer).encode())
        if url.startswith(self.settings.archive_url):
            return found(request, self._archive(url.removeprefix(self.settings.archive_url)))
        if url.startswith(self.settings.odds_url):
            path = url.removeprefix(self.settings.odds_url)
            return found(request, odds_as_they_stood(self.bodies.at, path))
        if url.startswith(self.settings.understat_url):
            answer = self._understat(url.removeprefix(self.settings.understat_url))
            return found(request, None if answer is None else json.dumps(answer).encode())
        return found(request, None)

    def _understat(self, path: str) -> Json | None:
        """This season's bodies as they stood the day before the deadline."""
        if self._told is None:
            return None
        if path == f"getLeagueData/EPL/{self.bodies.at.season[:4]}":
            return self._told.league
        if match := re.fullmatch(r"getMatchData/(\d+)", path):
            rows = self._told.matches.get(match[1], [])
            return {"rosters": {"h": {row["player_id"]: row for row in rows}, "a": {}}}
        return None

    @cached_property
    def _told(self) -> Told | None:
        at = self.bodies.at
        return told(at.archive.table, at.season, until=at.deadline.date())

    def _fpl(self, path: str) -> Json | list[Json] | None:
        parts = urlsplit(path)
        if parts.path == "bootstrap-static/":
            return self.bodies.bootstrap
        if parts.path == "fixtures/":
            return _chosen(self.bodies.fixtures, parse_qs(parts.query))
        if parts.path == "event-status/":
            return self.bodies.event_status
        if live := re.fullmatch(r"event/(\d+)/live/", parts.path):
            gameweek = int(live[1])
            return self.bodies.live(gameweek) if gameweek in self.bodies.at.deadlines else None
        if summary := re.fullmatch(r"element-summary/(\d+)/", parts.path):
            return self.bodies.element_summary(int(summary[1]))
        return manager_answer(self.bodies.at, parts.path)

    def _archive(self, path: str) -> bytes | None:
        """Seasons gone by as they are, this one as it stood, later ones not at all.

        Files that are of no one season may tell what came later, all but the list of clubs.
        """
        at = self.bodies.at
        if path == EVERY_SEASONS_CLUBS:
            return at.archive.body(path)
        if not (asked := OF_A_SEASON.fullmatch(path)) or asked[1] > at.season:
            return None
        return at.archive.body(path) if asked[1] < at.season else _as_it_stood(at, path)


def _as_it_stood(at: SeasonAt, path: str) -> bytes | None:
    """This season's captures and gameweeks until the deadline; its other files came after."""
    if capture := re.fullmatch(r"snapshots/[\d-]+/gw(\d+)\.csv", path):
        return at.archive.body(path) if int(capture[1]) <= at.gameweek else None
    if path == f"flags/{at.season}.csv":
        return None if at.flags is None else at.flags.write_csv().encode()
    if rows := re.fullmatch(r"data/[\d-]+/gws/gw(\d+)\.csv", path):
        known_rows = at.matches.filter(integer("round") == int(rows[1])).drop("own_team")
        return known_rows.write_csv().encode() if known_rows.height else None
    return None


def _chosen(fixtures: list[Json], query: dict[str, list[str]]) -> list[Json]:
    """The fixtures of `?event=N`, those to come with `?future=1`, or all."""
    if "event" in query:
        return [row for row in fixtures if str(row["event"]) == query["event"][0]]
    if query.get("future") == ["1"]:
        return [row for row in fixtures if not row["finished"]]
    return fixtures


def _notes(at: SeasonAt) -> tuple[str, ...]:
    notes = []
    if at.capture is None:
        notes.append(
            f"{at.season} has no capture of FPL's data before gameweek {at.gameweek}: prices, "
            "ownership and transfers come from the gameweeks' own rows; status, news and FPL's "
            "forecast are unknown"
        )
    if at.unresolved:
        notes.append(
            f"{at.unresolved} players of the capture are in no players_raw.csv of the archive "
            "and are left out"
        )
    return tuple(notes)
