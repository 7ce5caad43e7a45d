"""The rules the game states and the rules the project knows agree, season by season."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fantasy.game.rules import Rules

pytestmark = pytest.mark.real


@pytest.mark.parametrize("year", [*range(2017, 2025), 2026])
def test_what_the_game_states_is_what_the_table_says(real_data: Path, year: int) -> None:
    season = f"{year}-{(year + 1) % 100:02d}"
    path = real_data / "api" / "bootstrap-static" / f"{season}.json"
    if year == 2026:
        path = real_data / "api" / "live-2026-27" / "bootstrap-static.json"
    stated = Rules.from_bootstrap(json.loads(path.read_text()), season)
    known = Rules.for_season(season)
    assert replace(stated, chips=()) == replace(known, chips=())
    assert sorted(stated.chips) == sorted(known.chips)
