from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demo import COMPARED, PLAYED_OUT, archive_lake, marginals

from fantasy import weekly
from fantasy.config import Settings
from fantasy.world.demo.transport import demo_world

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real

TOLERANCES = {
    "players a match": 8,
    "share": 0.05,
    "goals a match": 0.25,
    "home goals less away goals": 0.15,
    "mean points": 0.35,
    "sd of points": 0.35,
    "P(10 or more)": 0.02,
    "median": 0.5,
    "90%": 0.6,
    "highest": 2.0,
    "a season": 20,
}
"""How far a figure may lie from the real one, by the end of its name."""


@pytest.fixture(scope="module")
def both(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, float], dict[str, float]]:
    folder = tmp_path_factory.mktemp("marginals")
    real = marginals(archive_lake(real_data, folder), COMPARED)
    settings = Settings(data_dir=folder)
    world = demo_world(1, settings)
    lake = weekly.open_lake(world, settings)
    weekly.update(world, settings, lake)
    return real, marginals(lake, PLAYED_OUT)


def _tolerance(name: str) -> float:
    return next(value for end, value in TOLERANCES.items() if name.endswith(end))


def test_the_simulated_league_is_like_the_real_one(
    both: tuple[dict[str, float], dict[str, float]],
) -> None:
    real, demo = both
    off = {
        name: (round(value, 3), round(demo[name], 3))
        for name, value in real.items()
        if abs(value - demo[name]) > _tolerance(name)
    }
    assert len(real) > 30
    assert not off
