"""Commands about forecasts: predict, player, monitor, evaluate."""

import sys
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import enter, show, tell
from fantasy.cli.options import Archive, Demo, Json, Replay, examples


@app.command(
    epilog=examples(
        "fantasy predict --horizon 8",
        "fantasy predict --all --csv > projections.csv",
        "fantasy predict --demo 1",
    )
)
def predict(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    horizon: Annotated[int, typer.Option(metavar="N", help="Gameweeks to forecast, 1 to 8.")] = 1,
    *,
    everybody: Annotated[bool, typer.Option("--all", help="Print every player.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print the projections CSV other tools read.")
    ] = False,
    json: Json = False,
) -> None:
    """Print expected points and minutes, with their doubt, of the next gameweeks."""
    from fantasy import weekly
    from fantasy.predictions import predict as predict_players
    from fantasy.report import predictions as report
    from fantasy.report.progress import progress_bar

    world, settings = enter(replay, archive, demo)
    with progress_bar() as track:
        lake, trained = weekly.prepare(world, settings, track=track, tell=tell)
    found = predict_players(lake, trained, now=world.clock(), horizon=horizon)
    if csv:
        sys.stdout.write(report.as_csv(found))
        return
    show(report.as_json(found) if json else report.as_table(found, everybody=everybody))


@app.command(
    epilog=examples(
        "fantasy player Saka",
        "fantasy player 'van dijk' --horizon 8",
    )
)
def player(
    name: Annotated[str, typer.Argument(help="His name, or enough of it.")],
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    horizon: Annotated[int, typer.Option(metavar="N", help="Gameweeks to forecast, 1 to 8.")] = 3,
    *,
    json: Json = False,
) -> None:
    """Print one player: what is expected of him and why, what is said, his last matches."""
    from fantasy import weekly
    from fantasy.predictions import dossier
    from fantasy.report import predictions as report
    from fantasy.report.progress import progress_bar

    world, settings = enter(replay, archive, demo)
    with progress_bar() as track:
        lake, trained = weekly.prepare(world, settings, track=track, tell=tell)
    found = dossier(lake, trained, name, now=world.clock(), horizon=horizon)
    show(report.dossier_as_json(found) if json else report.dossier_as_table(found))


@app.command(
    epilog=examples(
        "fantasy monitor",
        "fantasy monitor --json",
    )
)
def monitor(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Score the forecasts made so far: errors, drift, calibration, the most confident misses."""
    from fantasy import hindsight, weekly
    from fantasy.report import predictions as report

    world, settings = enter(replay, archive, demo)
    found = hindsight.monitored(weekly.open_lake(world, settings), now=world.clock())
    show(report.monitored_as_json(found) if json else report.monitored_as_table(found))


@app.command(
    epilog=examples(
        "fantasy evaluate --season 2024-25 --archive PATH",
        "fantasy evaluate --season 2024-25 --archive PATH --horizon 1,2,3 --peers",
    )
)
def evaluate(
    season: Annotated[str, typer.Option(metavar="SEASON", help="Such as 2024-25.")],
    archive: Archive = None,
    horizon: Annotated[
        str, typer.Option(metavar="H,H", help="How many gameweeks ahead, such as 1,2,3.")
    ] = "1",
    *,
    peers: Annotated[
        bool, typer.Option("--peers", help="Beside published forecasts in the archive's peers/.")
    ] = False,
    json: Json = False,
) -> None:
    """Forecast a past season week by week as it would have been, and score it."""
    from fantasy import hindsight
    from fantasy.config import load_settings
    from fantasy.forecast.peers import beside
    from fantasy.report import evaluation
    from fantasy.report.progress import progress_bar

    settings = load_settings(archive=archive)
    with progress_bar() as track:
        result = hindsight.evaluate(season, settings, horizons=_horizons(horizon), track=track)
    others = beside(settings.archive, season, result.rows, result.matches) if peers else None
    show((evaluation.as_json if json else evaluation.as_table)(result, others))


def _horizons(text: str) -> list[int]:
    """Horizons written as 1,2,3."""
    from fantasy.errors import InputError

    parts = text.split(",")
    if not all(part.strip().isdecimal() for part in parts):
        raise InputError(f"--horizon {text}: expected numbers, such as 1,2,3")
    return sorted({int(part) for part in parts})
