"""The application the commands are of."""

import typer

from fantasy.cli.console import show
from fantasy.cli.options import Json, examples

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
