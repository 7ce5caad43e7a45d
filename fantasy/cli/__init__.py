"""The command line: one command, one function; a command parses, calls, prints.

Rooms are imported where they are used, so that `fantasy --help` answers at once.
"""

# ruff: noqa: F401, I001 - in the order of --help
from fantasy.cli import week, plans, reports, teams, forecasts, seasons, news, schedule
from fantasy.cli.app import app
from fantasy.ending import run

__all__ = ["app", "main", "run"]


def main() -> None:
    """Run the command line."""
    run(app)
