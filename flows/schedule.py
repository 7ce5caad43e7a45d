"""The schedule served from one process: what is due is run, then the next is waited for."""

from pathlib import Path
from typing import Any

from prefect import Flow

from fantasy.agenda import agenda
from fantasy.ending import tell
from fantasy.errors import InputError
from fantasy.schedule import Kind, Planned, pause
from fantasy.unattended.place import Place, place_of
from flows.capture import capture
from flows.command import reported
from flows.score import score
from flows.weekly import weekly

FLOWS: dict[Kind, Flow[..., Any]] = {
    Kind.CAPTURE: capture,
    Kind.WEEKLY: weekly,
    Kind.SCORE: score,
}


def due_run(place: Place, due: list[Planned], **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a flow's parameters
    """The reports of the runs that were due and came to their end; failures are told."""
    reports = []
    for run in due:
        place.tell(f"{run.name}: starting")
        try:
            reports.append(reported(FLOWS[run.kind], **asked))
        except Exception as error:  # noqa: BLE001 - the schedule outlives any run
            place.tell(f"{run.name}: failed: {' '.join(str(error).split())}")
    return reports
