"""The door: where data comes from and what time it is.

Everything after the door asks a `World` for bytes and for the time, and cannot tell which
world it is in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

RESULT_AFTER = timedelta(hours=2, minutes=30)
"""A result is taken as known this long after kick-off: play, the interval, bonus points."""


@dataclass(frozen=True)
class World:
    """One transport and one clock.

    Attributes:
        name: the lake's sub-folder: `live`, `replay`, or `demo-1` for the league of seed 1.
        label: what to call it to a user, such as `replay 2024-25:20`.
        transport: answers every request.
        clock: the time in UTC; in a replay, the deadline; in a demo, hours before one.
        notes: what a user should know of it, such as a season without snapshots.
    """

    name: str
    label: str
    transport: httpx.BaseTransport
    clock: Callable[[], datetime]
    notes: tuple[str, ...] = ()
