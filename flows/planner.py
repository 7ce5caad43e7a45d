"""The planner of a deployment: reads the deadlines, and schedules the runs of the week ahead.

`prefect.yaml` deploys it daily beside the flows it schedules. Planning twice schedules nothing
twice; runs of a deadline that has moved are cancelled.
"""

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.deployments import run_deployment
from prefect.states import Cancelled

from fantasy.agenda import agenda
from fantasy.schedule import Planned, changed
from fantasy.unattended.place import place_of
from flows.capture import capture

PLANNED = "planned"
"""The tag of runs the planner scheduled."""

WAITING = FlowRunFilter.model_validate(
    {"tags": {"all_": [PLANNED]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
)


@flow
def planner(archive: Path | None = None) -> list[str]:
    """Ask FPL for its deadlines, then schedule the week ahead; the names of new runs."""
    capture(None, archive)
    with place_of(None, archive) as place:
        plan = agenda(place.lake, now=place.now)
    return scheduled(plan, get_client(sync_client=True), archive=archive)


def scheduled(
    plan: list[Planned], client: SyncPrefectClient, *, archive: Path | None = None
) -> list[str]:
    """Schedule what is planned and not scheduled yet, cancel what is no longer planned."""
    waiting = {
        run.idempotency_key: run.id
        for run in client.read_flow_runs(flow_run_filter=WAITING)
        if run.idempotency_key
    }
    new, gone = changed(plan, waiting)
    for key in gone:
        client.set_flow_run_state(waiting[key], Cancelled(message="the deadline has moved"))
    for run in new:
        _schedule(run, archive)
    return [run.name for run in new]


def _schedule(run: Planned, archive: Path | None) -> None:
    run_deployment(
        f"{run.kind}/{run.kind}",
        parameters={"archive": archive and str(archive)},
        scheduled_time=max(run.at, datetime.now(UTC)),
        timeout=0,
        idempotency_key=run.key,
        flow_run_name=run.name,
        tags=[PLANNED, run.kind, run.season, f"gw{run.gameweek}"],
        as_subflow=False,
    )
