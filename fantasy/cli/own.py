"""What commands about one's own team begin with: the lake up to now, the team, the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fantasy.cli.console import enter, tell

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.config import Settings
    from fantasy.forecast.training import Trained
    from fantasy.store import Lake
    from fantasy.team import Team
    from fantasy.world import World


class Own(NamedTuple):
    """A world before a deadline, and a manager in it; no team for a first squad."""

    world: World
    settings: Settings
    lake: Lake
    team: Team | None
    trained: Trained


def own_week(
    replay: str | None,
    archive: Path | None,
    demo: int | None,
    entry: int | None,
    squad: Path | None,
) -> Own:
    """Update, look the team up, and only then train: a wrong number is told at once.

    Raises:
        InputError: if there is no such world or team.
    """
    from fantasy import weekly
    from fantasy.report.progress import progress_bar
    from fantasy.team import team_of
    from fantasy.team_file import read_team_file

    told = None if squad is None else read_team_file(squad)
    world, settings = enter(replay, archive, demo)
    with progress_bar() as track:
        lake = weekly.updated_lake(world, settings, track=track, tell=tell)
    known = entry is not None or told is not None
    team = team_of(world, settings, lake, entry, told) if known else None
    with progress_bar() as track:
        trained = weekly.ready_models(lake, now=world.clock(), track=track, tell=tell)
    return Own(world, settings, lake, team, trained)
