"""The weekly flow: update, train, recommend.

Run it once with `python -m flows.weekly --replay 2024-25:20 --archive PATH`, or live with
`python -m flows.weekly`.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from prefect import flow, task
from prefect.settings import (
    PREFECT_SERVER_ANALYTICS_ENABLED,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    temporary_settings,
)

from fantasy import weekly as week
from fantasy.cli import run
from fantasy.config import Settings, load_settings
from fantasy.report import roster, training, updates
from fantasy.world import World
from fantasy.world.enter import enter

STARTUP_SECONDS = 90


@task
def update(replay: str | None, archive: Path | None) -> dict[str, Any]:
    """Bring the lake up to now; returns what each table gained."""
    world, settings = _enter(replay, archive)
    return updates.as_json(week.update(world, settings, week.open_lake(world, settings)))


@task
def train(replay: str | None, archive: Path | None) -> dict[str, Any]:
    """Fit the models if results are new; returns how they did."""
    world, settings = _enter(replay, archive)
    lake = week.open_lake(world, settings)
    return training.as_json(week.ready_models(lake, now=world.clock()))


@task
def recommend(replay: str | None, archive: Path | None) -> dict[str, Any]:
    """The best roster for the next deadline, as JSON values."""
    world, settings = _enter(replay, archive)
    lake, now = week.open_lake(world, settings), world.clock()
    return roster.as_json(week.recommend(lake, week.ready_models(lake, now=now), now=now))


@flow(name="weekly")
def weekly(replay: str | None = None, archive: Path | None = None) -> dict[str, Any]:
    """The whole week before one deadline; returns the roster as JSON values."""
    update(replay, archive)
    train(replay, archive)
    return recommend(replay, archive)


def main(
    replay: Annotated[str | None, typer.Option(metavar="SEASON:GW")] = None,
    archive: Annotated[Path | None, typer.Option(metavar="PATH")] = None,
) -> None:
    """Run the weekly flow once and print the roster as JSON."""
    _enter(replay, archive)
    settings = {
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: STARTUP_SECONDS,
    }
    with temporary_settings(updates=settings):
        typer.echo(json.dumps(weekly(replay, archive), ensure_ascii=False, indent=2))


def _enter(replay: str | None, archive: Path | None) -> tuple[World, Settings]:
    settings = load_settings(archive=archive)
    return enter(settings, replay=replay), settings


if __name__ == "__main__":
    run(lambda: typer.run(main))
