"""The command line: one command, one function; a command parses, calls, prints.

Rooms are imported where they are used, so that `fantasy --help` answers at once.
"""

from fantasy.cli import week, plans, teams, forecasts, seasons, news, schedule  # noqa: F401, I001 - in the order of --help
from fantasy.cli.app import app
from fantasy.ending import run

__all__ = ["app", "main", "run"]


def main() -> None:
    """Run the command line."""
    run(app)
