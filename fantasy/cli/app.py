"""The application the commands are of."""

import typer

app = typer.Typer(
    name="fantasy",
    help="A weekly Fantasy Premier League roster: scraped, forecast, optimised.",
    epilog="Start with: fantasy demo, or fantasy recommend --replay 2024-25:20 --archive PATH",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
