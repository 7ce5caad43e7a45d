"""The application the commands are of, and how it ends."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import typer

from fantasy.cli.console import BAD_INPUT, tell
from fantasy.errors import FantasyError

if TYPE_CHECKING:
    from collections.abc import Callable


app = typer.Typer(
    name="fantasy",
    help="A weekly Fantasy Premier League roster: scraped, forecast, optimised.",
    epilog="Start with: fantasy demo, or fantasy recommend --replay 2024-25:20 --archive PATH",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def run(command: Callable[[], object]) -> None:
    """Run a command; an error the user can mend is one line and exit code 2."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    try:
        command()
    except FantasyError as error:
        tell(f"fantasy: {' '.join(str(error).split())}")
        sys.exit(BAD_INPUT)
