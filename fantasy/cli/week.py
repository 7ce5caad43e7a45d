"""Commands of the week: update, train, recommend."""

from typing import TYPE_CHECKING, Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import BAD_INPUT, enter, show, tell
from fantasy.cli.options import Archive, Demo, Json, Replay, examples

if TYPE_CHECKING:
    from fantasy.config import Settings
    from fantasy.roster.preferences import Preferences
    from fantasy.world import World


@app.command(
    epilog=examples(
        "fantasy demo",
        "fantasy demo --seed 7 --json",
    )
)
def demo(
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, another league.")] = 1,
    *,
    json: Json = False,
) -> None:
    """Print a roster for a simulated league: the whole week, without network or real data."""
    recommended(*enter(demo=seed), json=json)


@app.command(
    epilog=examples(
        "fantasy update",
        "fantasy update --reparse",
        "fantasy update --replay 2024-25:20 --archive PATH",
    )
)
def update(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    *,
    reparse: Annotated[
        bool, typer.Option("--reparse", help="Fetch nothing: parse again all that was received.")
    ] = False,
    json: Json = False,
) -> None:
    """Fetch players, prices, news and results; store what is new in the lake."""
    from fantasy import weekly
    from fantasy.report import updates
    from fantasy.report.progress import progress_bar

    world, settings = enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        refresh = weekly.rebuild if reparse else weekly.update
        ingested = refresh(world, settings, lake, track=track)
    show(updates.as_json(ingested) if json else updates.as_table(ingested))
    weekly.tell_faults(ingested, tell)
    if ingested.faults:
        raise typer.Exit(BAD_INPUT)


@app.command(
    epilog=examples(
        "fantasy train",
        "fantasy train --demo 1",
    )
)
def train(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Fit the models on everything known, and compare them with the baselines."""
    from fantasy import weekly
    from fantasy.report import training
    from fantasy.report.progress import progress_bar

    world, settings = enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), tell)
        trained = weekly.train_models(lake, now=world.clock(), track=track)
    show(training.as_json(trained) if json else training.as_table(trained))


def recommended(
    world: "World",
    settings: "Settings",
    *,
    preferences: "Preferences | None" = None,
    json: bool,
) -> None:
    """Print the first squad for the next deadline."""
    from fantasy import weekly
    from fantasy.report import roster
    from fantasy.report.progress import progress_bar

    with progress_bar() as track:
        recommendation = weekly.run(
            world, settings, preferences=preferences, track=track, tell=tell
        )
    show(roster.as_json(recommendation) if json else roster.as_table(recommendation))


@app.command(
    epilog=examples(
        "fantasy doctor",
        "fantasy doctor --demo 1 --json",
    )
)
def doctor(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Check settings, sources, lake and models, and say how fresh each table is."""
    from fantasy import weekly
    from fantasy.report import health

    world, settings = enter(replay, archive, demo)
    report = health.examine(world, settings, weekly.open_lake(world, settings))
    show(health.as_json(report) if json else health.as_table(report))
    if not report.healthy:
        raise typer.Exit(BAD_INPUT)
