"""Past seasons played by policies, their many pieces as tasks on a Dask cluster.

`python -m flows.season --season 2024-25 --archive PATH` uses a cluster of this machine; `--dask`
gives the address of another, whose workers need the lake on a shared disk.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from dask import config as dask_config
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect_dask.task_runners import DaskTaskRunner

from fantasy.config import load_settings
from fantasy.ending import run
from fantasy.hindsight import seasons_past
from fantasy.report import season as report
from fantasy.season.backtest import backtest, contributions
from fantasy.season.policies import policy_of
from fantasy.season.rank import standards_of
from fantasy.season.spreading import ONE_MACHINE, UNTRIMMED, Work
from flows.command import at_a_server

T = TypeVar("T")
WORKERS = 2


def as_tasks(
    work: Work[T],
    pieces: Sequence[tuple[Any, ...]],
    what: str,
    *,
    legs: int = 1,  # noqa: ARG001 - a piece is seen whole
) -> list[T]:
    """A `Spread` that makes a task of each piece."""
    piece = task(name=what, cache_policy=NO_CACHE)(work)
    futures = [piece.submit(*arguments) for arguments in pieces]
    return [future.result() for future in futures]


@flow
def season(seasons: list[str], policies: list[str], archive: Path | None = None) -> dict[str, Any]:
    """What policies would have scored; a run that was stopped goes on where it was."""
    chosen = [policy_of(name) for name in policies]
    settings = load_settings(archive=archive)
    known = seasons_past(seasons, settings)
    standards = standards_of(settings.archive, seasons)
    found = backtest(known, chosen, as_tasks, standards)
    played: dict[str, Any] = report.as_json(found, contributions(found))
    return played


def main(
    seasons: Annotated[list[str], typer.Option("--season", metavar="SEASON")],
    policies: Annotated[list[str] | None, typer.Option("--policy", metavar="NAME")] = None,
    archive: Annotated[Path | None, typer.Option(metavar="PATH")] = None,
    *,
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N")] = WORKERS,
    dask: Annotated[str | None, typer.Option("--dask", metavar="ADDRESS")] = None,
) -> None:
    """Play past seasons on a Dask cluster; the report is printed as JSON."""
    names = policies or ["fantasy", "template"]
    for name in names:
        policy_of(name)
    cluster = {"n_workers": workers, **ONE_MACHINE}
    runner: Any = DaskTaskRunner(address=dask) if dask else DaskTaskRunner(cluster_kwargs=cluster)
    with dask_config.set(UNTRIMMED), at_a_server():
        played = season.with_options(task_runner=runner)(seasons, names, archive)
    typer.echo(json.dumps(played, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    run(lambda: typer.run(main), unattended=True)
