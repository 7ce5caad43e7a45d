"""Commands about seasons gone by: backtest, review."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import enter, show, tell
from fantasy.cli.options import Archive, Demo, Json, examples

Seasons = Annotated[
    list[str], typer.Option("--season", metavar="SEASON", help="Such as 2024-25; may be repeated.")
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="fantasy, no-chips, one-week, no-news, no-odds, last-5, ep-next, template or random; "
        "may be repeated. Default: fantasy and template.",
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, metavar="N", help="Processes of this machine.")
]
Cluster = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="A Dask cluster, such as tcp://host:8786."),
]


@app.command(
    epilog=examples(
        "fantasy backtest --season 2024-25 --archive PATH",
        "fantasy backtest --season 2024-25 --policy fantasy --policy template --plot season.svg",
        "fantasy backtest --season 2024-25 --demo 1",
    )
)
def backtest(
    season: Seasons,
    policy: Policies = None,
    archive: Archive = None,
    demo: Demo = None,
    *,
    workers: Workers = 1,
    dask: Cluster = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Play again what was played; forecasts are kept.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="A picture of the first season, .svg or .png."),
    ] = None,
    json: Json = False,
) -> None:
    """Play past seasons from gameweek 1, knowing at each deadline what was known then.

    A run that was stopped goes on where it was.
    """
    from fantasy.config import load_settings
    from fantasy.hindsight import seasons_past
    from fantasy.report import season as report
    from fantasy.report.progress import progress_bar
    from fantasy.season.backtest import backtest as played
    from fantasy.season.backtest import contributions, forgotten
    from fantasy.season.policies import policy_of
    from fantasy.season.rank import standards_of
    from fantasy.season.spreading import on_a_cluster, one_by_one

    policies = [policy_of(name) for name in policy or ("fantasy", "template")]
    settings = load_settings(archive=archive)
    if plot is not None:
        report.check_picture(plot)
    standards = standards_of(settings.archive, season) if demo is None else {}
    with progress_bar() as track:
        spread = (
            nullcontext(one_by_one(track))
            if workers == 1 and dask is None
            else on_a_cluster(workers=workers, address=dask, track=track)
        )
        with spread as each:
            known = seasons_past(season, settings, demo=demo, track=track)
            if fresh:
                forgotten(known, policies)
            found = played(known, policies, each, standards)
    added = contributions(found)
    show((report.as_json if json else report.as_table)(found, added))
    if plot is not None:
        report.plot(found[0], plot)
        tell(f"points so far by gameweek: {plot}")


@app.command(
    epilog=examples(
        "fantasy review --season 2024-25 --gameweek 25",
        "fantasy review --team 1234567 --gameweek 12",
    )
)
def review(
    gameweek: Annotated[int, typer.Option("--gameweek", metavar="N", help="The gameweek.")],
    season: Annotated[
        str | None,
        typer.Option("--season", metavar="SEASON", help="One that was played by backtest."),
    ] = None,
    policy: Annotated[
        str, typer.Option("--policy", metavar="NAME", help="Who played it, as in backtest.")
    ] = "fantasy",
    team: Annotated[
        int | None,
        typer.Option("--team", metavar="ID", help="Your own team, this season, in its place."),
    ] = None,
    archive: Archive = None,
    demo: Demo = None,
    *,
    json: Json = False,
) -> None:
    """Look back at a gameweek: decision, what was known, points, regret, alternatives."""
    from fantasy import weekly
    from fantasy.config import load_settings
    from fantasy.errors import InputError
    from fantasy.hindsight import seasons_past
    from fantasy.report import season as report
    from fantasy.report.progress import progress_bar
    from fantasy.season.own import review_of_entry
    from fantasy.season.policies import policy_of
    from fantasy.season.review import review as looked_back

    if (season is None) == (team is None):
        raise InputError("give either --season, of one that was played by backtest, or --team")
    with progress_bar() as track:
        if season is not None:
            known = seasons_past([season], load_settings(archive=archive), demo=demo, track=track)
            found = looked_back(known[season], season, policy_of(policy), gameweek)
        elif team is not None:
            world, settings = enter(demo=demo)
            lake = weekly.open_lake(world, settings)
            weekly.tell_faults(weekly.update(world, settings, lake, track=track), tell)
            found = review_of_entry(world, settings, lake, team, gameweek)
    show((report.review_as_json if json else report.review_as_table)(found))
