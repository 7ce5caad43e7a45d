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
        once: whether to end when nothing is due any more that was not tried. Else it goes on, and
            what is due still, though it was tried, is tried again after a pause.
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
        due = [run for run in plan if run.at <= now]
        untried = [run for run in due if run.key not in tried]
        ended = [runs(run) for run in untried]
        tried |= {run.key for run in untried}
        well = well and all(ended)
        if untried:
            continue
        if once:
            return well
        place.wait(pause(plan, now=now, failed=bool(due)).total_seconds())
        tried.clear()
