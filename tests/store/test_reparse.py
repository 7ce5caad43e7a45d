from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import polars as pl
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.store.reparse import SILVER
from fantasy.world.enter import enter

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.store import Lake

WEEKS = ("2024-25:8", "2024-25:9", "2024-25:11")


@pytest.fixture
def lake(archive: Path, tmp_path: Path) -> Lake:
    """A lake of three weekly updates."""
    settings = Settings(archive=archive, data_dir=tmp_path)
    for week in WEEKS:
        world = enter(settings, replay=week)
        lake = weekly.open_lake(world, settings)
        weekly.update(world, settings, lake)
    return lake


def tables(lake: Lake) -> dict[str, pl.DataFrame]:
    return {name: lake.table(name).collect() for name in SILVER}


def rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(pl.all())


def test_the_tables_are_made_again_as_they_were(archive: Path, lake: Lake) -> None:
    before = tables(lake)
    settings = Settings(archive=archive)
    world = enter(settings, replay=WEEKS[-1])
    done = weekly.rebuild(world, settings, lake)
    assert (done.season, done.gameweek, done.faults) == ("2024-25", 11, ())
    after = tables(lake)
    for name in SILVER:
        assert rows(after[name]).equals(rows(before[name])), name
    assert not (lake.folder / ".rebuilt").exists()
    assert sum(each.changed for each in weekly.update(world, settings, lake).written) == 0


def test_a_table_lost_or_damaged_comes_back_without_network(
    archive: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(lake)
    for file in (lake.folder / "player_matches" / "_delta_log").iterdir():
        file.write_text("nonsense")
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", None)
    settings = Settings(archive=archive)
    weekly.rebuild(enter(settings, replay=WEEKS[-1]), settings, lake)
    assert rows(tables(lake)["player_matches"]).equals(rows(before["player_matches"]))


def test_an_empty_lake_has_nothing_to_parse(archive: Path, tmp_path: Path) -> None:
    settings = Settings(archive=archive, data_dir=tmp_path)
    world = enter(settings, replay=WEEKS[0])
    with pytest.raises(InputError, match="nothing is stored yet"):
        weekly.rebuild(world, settings, weekly.open_lake(world, settings))
