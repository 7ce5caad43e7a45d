"""Commands about seasons gone by: backtest, review."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import show, tell
from fantasy.cli.options import Archive, Json

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


@app.command()
def backtest(
    season: Seasons,
    policy: Policies = None,
    archive: Archive = None,
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
    from fantasy.report import season as report
    from fantasy.report.progress import progress_bar
    from fantasy.season.backtest import backtest as played
    from fantasy.season.backtest import contributions, forgotten
    from fantasy.season.policies import policy_of
    from fantasy.season.spreading import on_a_cluster, one_by_one

    policies = [policy_of(name) for name in policy or ("fantasy", "template")]
    settings = load_settings(archive=archive)
    if fresh:
        forgotten(settings, season, policies)
    with progress_bar() as track:
        spread = (
            nullcontext(one_by_one(track))
            if workers == 1 and dask is None
            else on_a_cluster(workers=workers, address=dask, track=track)
        )
        with spread as each:
            found = played(season, policies, settings, each, track=track)
    added = contributions(found)
    show((report.as_json if json else report.as_table)(found, added))
    if plot is not None:
        report.plot(found[0], plot)
        tell(f"points so far by gameweek: {plot}")


@app.command()
def review(
    season: Annotated[str, typer.Option("--season", metavar="SEASON", help="Such as 2024-25.")],
    gameweek: Annotated[int, typer.Option("--gameweek", metavar="N", help="The gameweek.")],
    policy: Annotated[
        str, typer.Option("--policy", metavar="NAME", help="Who played it, as in backtest.")
    ] = "fantasy",
    archive: Archive = None,
    *,
    json: Json = False,
) -> None:
    """Look back at a gameweek that was played over: decision, points, regret, alternatives."""
    from fantasy.config import load_settings
    from fantasy.report import season as report
    from fantasy.season.policies import policy_of
    from fantasy.season.review import review as looked_back

    found = looked_back(season, policy_of(policy), gameweek, load_settings(archive=archive))
    show((report.review_as_json if json else report.review_as_table)(found))
