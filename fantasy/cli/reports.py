"""The command that draws the report page."""

from pathlib import Path
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import overrides_on, show, tell
from fantasy.cli.options import (
    Archive,
    Chips,
    Demo,
    Entry,
    Horizon,
    Json,
    OverridesFile,
    Replay,
    SquadFile,
    examples,
)
from fantasy.cli.own import own_week

PLAN_WEEKS = 5


@app.command(
    epilog=examples(
        "fantasy report --open",
        "fantasy report --team 1234567 --league 314 --out week.html",
        "fantasy report --demo 1 --team 1 --league 1001 --open",
    )
)
def report(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    team: Entry = None,
    squad: SquadFile = None,
    *,
    league: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="A mini-league, to see its rivals.")
    ] = None,
    horizon: Horizon = PLAN_WEEKS,
    chips: Chips = "none",
    overrides: OverridesFile = None,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the page.")] = Path(
        "report.html"
    ),
    opened: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    json: Json = False,
) -> None:
    """Write the week as one page: team, plans, captains, players, fixtures, news, accuracy."""
    from dataclasses import replace

    from fantasy.briefing import brief
    from fantasy.planning import Asked
    from fantasy.report.page import write_page
    from fantasy.report.progress import progress_bar, waiting
    from fantasy.rivals import rivals_of

    world, settings, lake, manager, trained = own_week(replay, archive, demo, team, squad)
    held = overrides_on(overrides, world.clock().date())
    asked, seconds = Asked(horizon, chips), settings.solver_seconds
    with waiting("planning"):
        briefing = brief(world, lake, trained, manager, asked, held, seconds=seconds)
    if league is not None:
        points = briefing.expected_points
        with progress_bar() as track:
            rivals = rivals_of(world, settings, lake, league, manager, points, track=track)
        briefing = replace(briefing, rivals=rivals)
    size = write_page(briefing, out)
    if json:
        show({"file": str(out.resolve()), "bytes": size, "gameweek": briefing.gameweek})
    else:
        tell(f"{out}: {size / 1024:.0f} kB")
    if opened:
        typer.launch(out.resolve().as_uri())
