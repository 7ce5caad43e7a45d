"""Entering a world by what the user asked for."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.world import World
from fantasy.world.archive import ArchiveTransport, FolderArchive, found
from fantasy.world.odds import odds_of_the_past
from fantasy.world.polite import PoliteTransport
from fantasy.world.replay import REPLAY, replay_world

LIVE = "live"


def enter(settings: Settings, *, replay: str | None = None, demo: int | None = None) -> World:
    """The live world, the replay of `SEASON:GW`, or the simulated league of a seed.

    Raises:
        InputError: if the replay is not written so, or the archive does not hold it; if both a
            replay and a demo are asked for, or the seed is negative.
    """
    if demo is not None:
        return _demo(settings, demo, replay)
    if replay is None:
        return live_world(settings)
    season, _, gameweek = replay.partition(":")
    if not gameweek.isdecimal():
        raise InputError(f"--replay {replay}: expected SEASON:GW, such as 2024-25:20")
    return replay_world(season, int(gameweek), _archive_folder(settings), settings)


def _demo(settings: Settings, seed: int, replay: str | None) -> World:
    if replay is not None or seed < 0:
        raise InputError("the demo league wants a seed of 0 or more, and no --replay beside it")
    from fantasy.world.demo.transport import demo_world  # noqa: PLC0415 - only a demo needs the league

    return demo_world(seed, settings)


def live_world(settings: Settings) -> World:
    """The network and the present; the history archive from a folder where one is set."""
    transport: httpx.BaseTransport = PoliteTransport(
        httpx.HTTPTransport(),
        per_second=settings.requests_a_second,
        others={urlsplit(settings.archive_url).netloc: settings.archive_requests_a_second},
    )
    if settings.archive is not None:
        transport = ArchiveTransport(
            FolderArchive.open(settings.archive), settings.archive_url, otherwise=transport
        )
    return World(LIVE, LIVE, transport, lambda: datetime.now(UTC))


def past_world(settings: Settings, season: str) -> World:
    """The history archive and its odds, on 1 August after a season: for looking back at it."""
    archive = FolderArchive.open(_archive_folder(settings))

    def odds(request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        path = url.removeprefix(settings.odds_url)
        return found(request, None if path == url else odds_of_the_past(archive, path))

    transport = ArchiveTransport(archive, settings.archive_url, otherwise=httpx.MockTransport(odds))
    after = datetime(int(season[:4]) + 1, 8, 1, tzinfo=UTC)
    return World(REPLAY, f"history until {season}", transport, lambda: after)


def _archive_folder(settings: Settings) -> Path:
    if settings.archive is None:
        raise InputError(
            "this needs the history archive: give its folder with --archive PATH or FANTASY_ARCHIVE"
        )
    return settings.archive
