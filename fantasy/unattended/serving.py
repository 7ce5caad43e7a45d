"""Serving the schedule: what is due is run, then the next is waited for."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from fantasy.agenda import agenda
from fantasy.schedule import Planned, pause
from fantasy.unattended.place import Place

Opened = Callable[[], AbstractContextManager[Place]]
Runs = Callable[[Planned], bool]
"""Does a run; whether it came to its end."""


def serve(
    opened: Opened,
    runs: Runs,
    *,
    once: bool,
    shows: Callable[[Sequence[Planned], datetime], None],
) -> bool:
    """Plan, run what is due, wait, and plan again: deadlines move.

    Args:
        opened: opens the place where it happens.
        runs: does a run.
        once: whether to end when nothing is due any more that was not tried; else it goes on.
        shows: shows a plan, and as of when it is.

    Returns:
        Whether all runs came to their end.
    """
    tried: set[str] = set()
    well = True
    while True:
        with opened() as place:
            plan, now = agenda(place.lake, now=place.now), place.now
        shows(plan, now)
        due = [run for run in plan if run.at <= now and not (once and run.key in tried)]
        ended = [runs(run) for run in due]
        tried |= {run.key for run in due}
        well = well and all(ended)
        if once and not due:
            return well
        if not once and not (due and all(ended)):
            place.wait(pause(plan, now=now, failed=not all(ended)).total_seconds())
