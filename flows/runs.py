"""What the flows share: steps as tasks, states that tell the truth, names, tags and artifacts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from prefect import Task, get_run_logger, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TagsContext
from prefect.futures import PrefectFuture
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from fantasy.ending import tell
from fantasy.errors import FantasyError, SourceError, UpdatingError
from fantasy.unattended import steps
from fantasy.unattended.place import Place, place_of
from fantasy.unattended.reports import WITH_WARNINGS, Json
from fantasy.unattended.week import Call, Do, Outcome
from flows.artifacts import publish

AT_ONCE = 4
RETRY_SECONDS = [30.0, 120.0]
"""Waits before a source that gave nothing is asked again; its client has tried four times."""


def _worth_a_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a source failed in a way that may pass; FPL's updating was waited for already."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, SourceError) and not isinstance(error, UpdatingError)


def _run_name() -> str:
    """Such as `weekly demo-1 2025-26 gw24`."""
    asked = runtime.flow_run.parameters
    archive = asked["archive"] and Path(asked["archive"])
    with place_of(asked["replay"], archive, asked["demo"]) as place:
        return " ".join([runtime.flow_run.flow_name, *place.labels])


RUN: dict[str, Any] = {
    "flow_run_name": _run_name,
    "task_runner": ThreadPoolTaskRunner(max_workers=AT_ONCE),
}

UPDATE = task(
    name="update",
    task_run_name="update {source}",
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=RETRY_SECONDS,
    retry_condition_fn=_worth_a_retry,
    cache_policy=NO_CACHE,
)(steps.update)
"""A source read lately is not asked again, models fitted on the same results are kept: what was
done is known by what lies in the lake, not by what Prefect remembers of a lake that may be gone."""


def ran(
    run: Callable[[Place, Do], Json], replay: str | None, archive: Path | None, demo: int | None
) -> State[Json]:
    """Carry out an unattended run with its steps as tasks, and say how it ended."""
    logger = get_run_logger()

    def say(line: str) -> None:
        tell(line)
        logger.info(line)

    with place_of(replay, archive, demo, tell=say) as place:
        report = run(place, as_tasks)
    publish(report)
    return state_of(report)


def as_tasks(place: Place, calls: Sequence[Call]) -> list[Outcome]:
    """Carry out steps side by side, each as a task.

    The flow run has the tags: for those of a task the server is asked for their limits first, which
    takes as long as a step.
    """
    with TagsContext(current_tags=set()):
        futures = [_task(call).submit(quote(place), *map(quote, call.arguments)) for call in calls]
    return [_outcome(future) for future in futures]


def state_of(report: Json) -> State[Json]:
    """The state of a run that came to its end, by its report."""
    if report["state"] == WITH_WARNINGS:
        message = "; ".join(report["warnings"])
        return Completed(name="CompletedWithWarnings", message=message, data=report)
    return Completed(data=report)


def _task(call: Call) -> Task[..., Any]:
    if call.step is steps.update:
        return UPDATE
    name = call.step.__name__.replace("_", " ")
    return task(name=name, task_run_name=name, cache_policy=NO_CACHE)(call.step)


def _outcome(future: PrefectFuture[Any]) -> Outcome:
    try:
        outcome: Outcome = future.result()
    except FantasyError as error:
        return error
    return outcome
