"""The planner of a deployment: reads the deadlines, and schedules the runs of the week ahead.

`prefect.yaml` deploys it daily beside the flows it schedules. Planning twice schedules nothing
twice; runs of a deadline that has moved are cancelled.
"""

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import TERMINAL_STATES, StateType
from prefect.deployments import run_deployment
from prefect.states import Cancelled

from fantasy.schedule import Planned, changed
from fantasy.unattended.agenda import agenda
from fantasy.unattended.place import place_of
from flows.capture import capture

PLANNED = "planned"
"""The tag of runs the planner scheduled; each has another that starts so, followed by its key."""

NOT_OVER = FlowRunFilter.model_validate(
    {"tags": {"all_": [PLANNED]}, "state": {"type": {"not_any_": [*TERMINAL_STATES]}}}
)


@flow
def planner(archive: Path | None = None) -> list[str]:
    """Ask FPL for its deadlines, then schedule the week ahead; the names of new runs."""
    capture(None, archive)
    with place_of(None, archive) as place:
        plan = agenda(place)
    return scheduled(plan, get_client(sync_client=True), archive=archive)


def scheduled(
    plan: list[Planned], client: SyncPrefectClient, *, archive: Path | None = None
) -> list[str]:
    """Schedule what is planned and neither waits nor runs; cancel what waits and is not planned.

    A run that failed and is still planned is scheduled again.
    """
    there = {
        tag.removeprefix(_tag("")): run
        for run in client.read_flow_runs(flow_run_filter=NOT_OVER)
        for tag in run.tags
        if tag.startswith(_tag(""))
    }
    new, gone = changed(plan, there)
    for key in gone:
        if there[key].state_type == StateType.SCHEDULED:
            client.set_flow_run_state(there[key].id, Cancelled(message="the deadline has moved"))
    for run in new:
        _schedule(run, archive)
    return [run.name for run in new]


def _tag(key: str) -> str:
    return f"{PLANNED}: {key}"


def _schedule(run: Planned, archive: Path | None) -> None:
    run_deployment(
        f"{run.kind}/{run.kind}",
        parameters={"archive": archive and str(archive)},
        scheduled_time=max(run.at, datetime.now(UTC)),
        timeout=0,
        flow_run_name=run.name,
        tags=[PLANNED, _tag(run.key), run.kind, run.season, f"gw{run.gameweek}"],
        as_subflow=False,
    )
