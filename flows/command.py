"""A flow as a command: `python -m flows.weekly --demo`."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast

import httpx
import typer
from prefect import Flow, get_client, tags
from prefect.logging.handlers import PrefectConsoleHandler
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_ANALYTICS_ENABLED,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    temporary_settings,
)

from fantasy.ending import run, tell
from fantasy.errors import ServerError
from fantasy.unattended.place import place_of
from fantasy.unattended.reports import summary

STARTUP_SECONDS = 180
OURS = {
    PREFECT_SERVER_ANALYTICS_ENABLED: False,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: STARTUP_SECONDS,
}
"""No telemetry, and patience with a temporary server on a slow machine."""


def once(flow: Flow[..., Any]) -> None:
    """Run a flow once, by the arguments of the command line; its report is printed as JSON."""

    def main(
        replay: Annotated[str | None, typer.Option(metavar="SEASON:GW")] = None,
        archive: Annotated[Path | None, typer.Option(metavar="PATH")] = None,
        *,
        demo: Annotated[bool, typer.Option("--demo", help="In the simulated league.")] = False,
        seed: Annotated[int, typer.Option(metavar="N", help="Of the simulated league.")] = 1,
        verbose: Annotated[bool, typer.Option("--verbose", help="Prefect's own log too.")] = False,
    ) -> None:
        report = reported(flow, replay, archive, seed if demo else None, verbose=verbose)
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))

    main.__doc__ = flow.__doc__
    run(lambda: typer.run(main), unattended=True)


def reported(
    flow: Flow[..., Any],
    replay: str | None,
    archive: Path | None,
    demo: int | None,
    *,
    verbose: bool = False,
) -> dict[str, Any]:
    """A flow's report; its summary, warnings included, is told on stderr.

    Raises:
        InputError: before any server starts, if there is no such world.
        ServerError: if no Prefect server answers.
    """
    with place_of(replay, archive, demo) as place:
        labels = place.labels
        for note in place.world.notes:
            tell(note)
    with at_a_server(verbose=verbose), tags(*labels):
        report = cast("dict[str, Any]", flow(replay, archive, demo))
    tell(summary(report))
    return report


@contextmanager
def at_a_server(*, verbose: bool = False) -> Iterator[None]:
    """Run flows at the server of PREFECT_API_URL, or at a temporary one, while the block runs.

    Args:
        verbose: whether Prefect's own log is shown.

    Raises:
        ServerError: if no server answers.
    """
    if not verbose:
        quieten()
    with temporary_settings(updates=OURS):
        error = _no_answer()
        if error is not None and not PREFECT_API_URL.value():
            _forget_the_temporary_one()
            error = _no_answer()
        if error is not None:
            raise ServerError(
                "no Prefect server answers: check PREFECT_API_URL; without one, a temporary "
                "server is started: try again when the machine is less busy"
            ) from error
        yield


def _forget_the_temporary_one() -> None:
    """Let the next client start another: Prefect does not see that a temporary server died."""
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - takes seconds

    SubprocessASGIServer().stop()


def _no_answer() -> Exception | None:
    """Why no server answers; None if one does."""
    try:
        get_client(sync_client=True).hello().raise_for_status()
    except (RuntimeError, httpx.HTTPError) as error:
        return error
    return None


def quieten() -> None:
    """Keep Prefect's log off the terminal; the server gets it all the same."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.setLevel(logging.CRITICAL + 1)
