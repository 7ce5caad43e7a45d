"""The command that lets the week run itself."""

from typing import TYPE_CHECKING, Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import show
from fantasy.cli.options import Archive, Json, Replay, examples
from fantasy.ending import FAILED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fantasy.schedule import Planned


@app.command(
    epilog=examples(
        "fantasy schedule",
        "fantasy schedule --demo --once",
        "fantasy schedule --replay 2024-25:20 --archive PATH --once",
    )
)
def schedule(
    replay: Replay = None,
    archive: Archive = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="In the simulated league.")] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the simulated league.")] = 1,
    once: Annotated[
        bool, typer.Option("--once", help="Run what is due, then end; else serve until stopped.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Prefect's own log too.")] = False,
    json: Json = False,
) -> None:
    """Run the week by itself: snapshots, looks before each deadline, scores after it."""
    from fantasy.errors import InputError
    from fantasy.report import agenda

    if not once and (demo or replay):
        raise InputError("time stands still in a demo or a replay: give --once")
    try:
        from flows.schedule import served
    except ModuleNotFoundError as error:
        raise InputError(
            f"the schedule needs {error.name}: pip install 'fantasy[flows]'"
        ) from error

    def shows(plan: "Sequence[Planned]", now: "datetime") -> None:
        show(agenda.as_json(plan, now=now) if json else agenda.as_table(plan, now=now))

    well = served(replay, archive, seed if demo else None, once=once, verbose=verbose, shows=shows)
    if not well:
        raise typer.Exit(FAILED)
