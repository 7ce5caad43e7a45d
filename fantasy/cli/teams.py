"""Commands about managers: team, league."""

from pathlib import Path
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import enter, show, tell
from fantasy.cli.options import Archive, Demo, Json, Replay, examples


@app.command(
    epilog=examples(
        "fantasy team 1234567",
        "fantasy team --file team.toml",
        "fantasy team 1 --demo 1",
    )
)
def team(
    entry: Annotated[
        int | None, typer.Argument(help="The number in your team's address.", show_default=False)
    ] = None,
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What the game does not tell: this week's transfers, or a whole squad (TOML).",
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Print a manager's team: prices paid, bank, free transfers and chips left."""
    from fantasy import weekly
    from fantasy.errors import InputError
    from fantasy.report import team as report
    from fantasy.report.progress import progress_bar
    from fantasy.team import team_of
    from fantasy.team_file import read_team_file

    if entry is None and file is None:
        raise InputError("give the number in your team's address, or a whole squad by --file")
    told = None if file is None else read_team_file(file)
    world, settings = enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), tell)
    found = team_of(world, settings, lake, entry, told)
    show(report.as_json(found) if json else report.as_table(found))


@app.command(
    epilog=examples(
        "fantasy league 314",
        "fantasy league 1001 --demo 1 --json",
    )
)
def league(
    number: Annotated[int, typer.Argument(help="The number in the league's address.")],
    demo: Demo = None,
    pages: Annotated[int, typer.Option(min=1, help="Pages of fifty managers, at most.")] = 1,
    *,
    json: Json = False,
) -> None:
    """Print the standings of a classic league."""
    from fantasy.report import league as report
    from fantasy.sources.http import Client
    from fantasy.sources.leagues import fetch_league

    world, settings = enter(demo=demo)
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        found = fetch_league(client, settings.fpl_url, number, pages=pages)
    show(report.as_json(found) if json else report.as_table(found))
