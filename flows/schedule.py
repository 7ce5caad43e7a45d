"""The schedule served from one process: `fantasy schedule`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from prefect import Flow

from fantasy.ending import tell
from fantasy.errors import ServerError, in_a_line
from fantasy.schedule import Kind, Planned
from fantasy.unattended import week
from fantasy.unattended.place import Place, place_of
from fantasy.unattended.reports import Json, summary
from fantasy.unattended.serving import Shows, serve
from flows.capture import capture
from flows.command import reported
from flows.score import score
from flows.weekly import weekly

RUNS: dict[Kind, tuple[Flow[..., Any], Callable[[Place], Json]]] = {
    Kind.CAPTURE: (capture, week.capture),
    Kind.WEEKLY: (weekly, week.weekly),
    Kind.SCORE: (score, week.score),
}
"""What is run, as a flow, and without Prefect."""


def served(
    replay: str | None,
    archive: Path | None,
    demo: int | None,
    *,
    once: bool,
    verbose: bool,
    shows: Shows,
) -> bool:
    """Run the flows when they are due; whether all came to their end, where it ends at all.

    No deadline is missed for want of a Prefect server: without one, runs do without Prefect.
    """
    opened = partial(place_of, replay, archive, demo, tell=tell)

    def run(planned: Planned) -> None:
        flow, plain = RUNS[planned.kind]
        try:
            reported(flow, replay, archive, demo, verbose=verbose)
        except ServerError as error:
            tell(f"{planned.name}: without Prefect: {in_a_line(error)}")
            with opened() as place:
                tell(summary(plain(place)))

    def runs(planned: Planned) -> bool:
        tell(f"{planned.name}: starting")
        try:
            run(planned)
        except Exception as error:  # noqa: BLE001 - the schedule outlives any run
            tell(f"{planned.name}: failed: {in_a_line(error)}")
            return False
        return True

    return serve(opened, runs, once=once, shows=shows, tell=tell)
