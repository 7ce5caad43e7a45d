"""Serving the schedule: what is due is run, then the next is waited for."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from fantasy.config import Settings
from fantasy.errors import in_a_line
from fantasy.notify import unsent
from fantasy.schedule import AFTER_A_FAILURE, Planned, pause
from fantasy.track import Tell, silently
from fantasy.unattended.agenda import agenda
from fantasy.unattended.place import Place

Opened = Callable[[], AbstractContextManager[Place]]
Runs = Callable[[Planned], bool]
"""Does a run; whether it came to its end."""

Shows = Callable[[Sequence[Planned], datetime], None]
"""Shows a plan, and as of when it is."""


def serve(
    opened: Opened,
    runs: Runs,
    *,
    once: bool,
    shows: Shows,
    tell: Tell = silently,
    wait: Callable[[float], None] = time.sleep,
) -> bool:
    """Plan, run what is due, wait, and plan again: deadlines move.

    What is due still, though it was tried, is tried again after a pause. Once it has planned, the
    schedule outlives whatever keeps it from planning again: that is told, where the settings say
    too, and tried again after a pause.

    Args:
        opened: opens the place where it happens.
        runs: does a run.
        once: whether to end when nothing is due any more that was not tried; else it goes on.
        shows: shows a plan.
        tell: is told why there is no plan.
        wait: pauses for so many seconds.

    Returns:
        Whether all runs came to their end.
    """
    tried: set[str] = set()
    well = True
    settings: Settings | None = None
    fault = ""
    while True:
        try:
            with opened() as place:
                plan, now, settings = agenda(place), place.now, place.settings
        except Exception as error:
            if once or settings is None:
                raise
            fault = _told(in_a_line(error), fault, settings, tell)
            wait(AFTER_A_FAILURE.total_seconds())
            continue
        fault = ""
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
        wait(pause(plan, now=now, failed=bool(due)).total_seconds())
        tried.clear()


def _told(fault: str, before: str, settings: Settings, tell: Tell) -> str:
    """Tell what keeps the schedule from planning, unless it was told last time."""
    if fault != before:
        tell(f"nothing can be planned: {fault}")
        unsent(settings.notify, title="FPL schedule: nothing can be planned", body=fault)
    return fault
