"""The demo world: every address a run asks for, answered from a simulated league."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import httpx

from fantasy.config import Settings
from fantasy.league import League, simulate
from fantasy.league.press import Press, write
from fantasy.league.randomness import randomness
from fantasy.world import World
from fantasy.world.archive import found
from fantasy.world.bodies import Bodies
from fantasy.world.demo import odds
from fantasy.world.demo.archive import LeagueArchive
from fantasy.world.demo.entries import Entries
from fantasy.world.demo.pages import Pages
from fantasy.world.demo.understat import Understat
from fantasy.world.replay import ReplayTransport
from fantasy.world.season import SeasonAt

OF_MANAGERS = ("entry/", "leagues-classic/")


def demo_world(seed: int, settings: Settings) -> World:
    """The world of a simulated league, hours before a deadline in the middle of its season.

    Args:
        seed: of the league.
        settings: the addresses of the sites.
    """
    league = simulate(seed)
    return World(
        name=f"demo-{seed}",
        label=f"demo league {seed}",
        transport=DemoTransport(league, settings),
        clock=lambda: league.current.now,
        notes=("this is an invented league: its clubs, players and news are made up",),
    )


@dataclass(frozen=True)
class DemoTransport(httpx.BaseTransport):
    """Answers the FPL API, the history archive, odds, Understat and the news; all else is 404."""

    league: League
    settings: Settings

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The body at an address, or 404."""
        url = str(request.url)
        of_managers = url.removeprefix(self.settings.fpl_url).startswith(OF_MANAGERS)
        of_fpl = url.startswith((self.settings.fpl_url, self.settings.archive_url))
        if of_fpl and not of_managers:
            return self._replay.handle_request(request)
        return found(request, self._body(url, request.headers))

    def _body(self, url: str, headers: Mapping[str, str]) -> bytes | None:
        if url.startswith(self.settings.fpl_url):
            return _json(self._entries.respond(url.removeprefix(self.settings.fpl_url)))
        if url.startswith(self.settings.understat_url):
            path = url.removeprefix(self.settings.understat_url)
            return _json(self._understat.respond(path, headers))
        if url.startswith(self.settings.odds_url):
            return odds.respond(self.league, url.removeprefix(self.settings.odds_url))
        status, _, body = self._pages.respond(url) or (httpx.codes.NOT_FOUND, "", b"")
        return body if status == httpx.codes.OK else None

    @cached_property
    def _replay(self) -> ReplayTransport:
        season = self.league.current
        archive = LeagueArchive(self.league)
        at = SeasonAt.open(archive, season.season, _gameweek(self.league))
        return ReplayTransport(Bodies(at), self.settings)

    @cached_property
    def _entries(self) -> Entries:
        return Entries(self.league.current, self.league.seed)

    @cached_property
    def _understat(self) -> Understat:
        return Understat(self.league.seasons, self.league.seed)

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self.league.current, news(self.league))


def news(league: League) -> Press:
    """What the outlets wrote in the week before the deadline to come, and the truth behind it."""
    season, gameweek = league.current, _gameweek(league)
    return write(season, gameweek, randomness(league.seed, f"news {season.season} {gameweek}"))


def _gameweek(league: League) -> int:
    gameweek = league.current.gameweek
    if gameweek is None:
        raise AssertionError
    return gameweek


def _json(answer: object) -> bytes | None:
    return None if answer is None else json.dumps(answer).encode()
