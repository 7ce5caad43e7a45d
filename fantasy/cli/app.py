"""The application the commands are of, and how it ends."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import typer

from fantasy.cli.console import BAD_INPUT, STOPPED, show, tell
from fantasy.cli.options import Json, examples
from fantasy.errors import FantasyError

if TYPE_CHECKING:
    from collections.abc import Callable


app = typer.Typer(
    name="fantasy",
    help="A weekly Fantasy Premier League roster: scraped, forecast, optimised.",
    epilog=examples(
        "fantasy                                    where you are, and what to do next",
        "fantasy demo                               an invented league, no network",
        "fantasy recommend --team 1234567           this week's transfers and team",
        "fantasy report --team 1234567 --open       the week as a page",
        "fantasy recommend --replay 2024-25:20 --archive PATH",
    ),
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def status(context: typer.Context, *, json: Json = False) -> None:
    """Without a command: where you are, and what to do next."""
    if context.invoked_subcommand is not None:
        return
    from datetime import UTC, datetime

    from fantasy.config import load_settings
    from fantasy.report import whereabouts as report
    from fantasy.whereabouts import whereabouts

    found = whereabouts(load_settings(), now=datetime.now(UTC))
    show(report.as_json(found) if json else report.as_table(found))


def run(command: Callable[[], object]) -> None:
    """Run a command; an error the user can mend is one line and exit code 2.

    Ctrl-C is one line too, and exit code 130.
    """
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    try:
        command()
    except FantasyError as error:
        tell(f"fantasy: {' '.join(str(error).split())}")
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        tell(_HALTED)
        sys.exit(STOPPED)
    except SystemExit as ended:
        if ended.code == STOPPED:
            tell(_HALTED)
        raise


_HALTED = "fantasy: stopped; what was stored before stands, and running it again goes on from there"
