"""The schedule served from one process: `fantasy schedule`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from prefect import Flow

from fantasy.ending import tell
from fantasy.schedule import Kind, Planned
from fantasy.unattended.place import place_of
from fantasy.unattended.serving import serve
from flows.capture import capture
from flows.command import reported
from flows.score import score
from flows.weekly import weekly

FLOWS: dict[Kind, Flow[..., Any]] = {
    Kind.CAPTURE: capture,
    Kind.WEEKLY: weekly,
    Kind.SCORE: score,
}


def served(
    replay: str | None,
    archive: Path | None,
    demo: int | None,
    *,
    once: bool,
    verbose: bool,
    shows: Callable[[Sequence[Planned], datetime], None],
) -> bool:
    """Run the flows when they are due; whether all came to their end, where it ends at all."""
    opened = partial(place_of, replay, archive, demo)

    def runs(planned: Planned) -> bool:
        tell(f"{planned.name}: starting")
        try:
            reported(FLOWS[planned.kind], replay, archive, demo, verbose=verbose)
        except Exception as error:  # noqa: BLE001 - the schedule outlives any run
            tell(f"{planned.name}: failed: {' '.join(str(error).split())}")
            return False
        return True

    return serve(opened, runs, once=once, shows=shows)
