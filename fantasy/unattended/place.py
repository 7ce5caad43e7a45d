"""Where an unattended run happens, and that only one happens there at a time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx
from filelock import FileLock, Timeout

from fantasy.config import Settings, load_settings
from fantasy.errors import LakeError
from fantasy.gameweeks import coming
from fantasy.store import Lake
from fantasy.track import Tell, silently
from fantasy.weekly import open_lake
from fantasy.world import World
from fantasy.world.enter import enter

LONGEST_RUN_SECONDS = 2 * 3600.0
"""Who waits longer than this for another run waits for one that hangs."""


class Lent(httpx.BaseTransport):
    """A transport several clients use at once: none of them may close it."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        """Keep the transport that is lent."""
        self.inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """What the transport answers."""
        return self.inner.handle_request(request)


@dataclass(frozen=True)
class Place:
    """Where a run happens.

    Attributes:
        world: where the data comes from, and the time.
        settings: the settings.
        lake: the world's.
        tell: is told of each step, in a line.
        wait: pauses for so many seconds.
    """

    world: World
    settings: Settings
    lake: Lake
    tell: Tell = silently
    wait: Callable[[float], None] = time.sleep

    @property
    def now(self) -> datetime:
        """The time there (UTC)."""
        return self.world.clock()

    @property
    def labels(self) -> tuple[str, ...]:
        """The world, and season and gameweek to come where they are known."""
        ahead = coming(self.lake, now=self.now)
        known = [f"{season} gw{week}" for season, week, _ in ahead.iter_rows()]
        return (self.world.name, *known)


@contextmanager
def place_of(
    replay: str | None = None,
    archive: Path | None = None,
    demo: int | None = None,
    *,
    tell: Tell = silently,
) -> Iterator[Place]:
    """The place a user asks for; its connections are closed at the end.

    Raises:
        InputError: if there is no such world, or a setting does not read.
    """
    settings = load_settings(archive=archive)
    world = enter(settings, replay=replay, demo=demo)
    try:
        lent = replace(world, transport=Lent(world.transport))
        yield Place(lent, settings, open_lake(world, settings), tell)
    finally:
        world.transport.close()


@contextmanager
def alone(place: Place) -> Iterator[bool]:
    """Keep other unattended runs out of a place; yields whether one had to be waited for.

    A run that dies lets go.

    Raises:
        LakeError: if another run does not end.
    """
    lock = FileLock(place.lake.folder / ".unattended.lock")
    waited = False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        place.tell("another run is on here: waiting for it")
        waited = True
        _wait_for(lock, place.lake.folder)
    try:
        yield waited
    finally:
        lock.release()


def _wait_for(lock: FileLock, folder: Path) -> None:
    try:
        lock.acquire(timeout=LONGEST_RUN_SECONDS)
    except Timeout as error:
        raise LakeError(
            f"another run has been on in {folder} for over {LONGEST_RUN_SECONDS / 3600:.0f} h: "
            "end it, then run again"
        ) from error
