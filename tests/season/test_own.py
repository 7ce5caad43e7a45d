from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.errors import InputError
from fantasy.forecast.outlook import FANTASY
from fantasy.season.folder import deadlines
from fantasy.season.own import review_of_entry
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import season_now
from fantasy.weekly import listed

if TYPE_CHECKING:
    from datetime import datetime

    from fantasy.config import Settings
    from fantasy.world import World

ENTRY = 1


def test_a_managers_gameweeks_have_the_points_the_game_gave_them(
    demo: tuple[World, Settings, Lake],
) -> None:
    world, settings, lake = demo
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        told = fetch_entry(client, settings.fpl_url, ENTRY).gameweeks
    for week in told[-4:]:
        found = review_of_entry(world, settings, lake, ENTRY, week["event"])
        assert found.page.points == week["points"] - week["event_transfers_cost"]
        assert sum(each.starter for each in found.page.team) == 11
        assert found.line_up >= found.page.points
        assert found.page.expected is None


def test_a_gameweek_he_did_not_play_is_refused(demo: tuple[World, Settings, Lake]) -> None:
    with pytest.raises(InputError, match="did not play gameweek 99"):
        review_of_entry(*demo, ENTRY, 99)


def told(lake: Lake, gameweek: int, now: datetime) -> dict[int, float]:
    """Forecasts logged hours before a deadline, of three gameweeks; those of the first by element.

    The dearer a player, the more is expected of him.
    """
    known = lake.as_of(now)
    season = season_now(lake, now=now)
    assert season is not None
    deadline = deadlines(known, season).filter(pl.col("gameweek") == gameweek)["deadline"].item()
    rows = listed(lake, (season, gameweek), now=now)
    made = pl.concat(
        rows.select(
            "element",
            "code",
            season=pl.lit(season),
            gameweek=pl.lit(gameweek + ahead, pl.Int32),
            horizon=pl.lit(ahead + 1, pl.Int32),
            model=pl.lit(FANTASY),
            fixtures=pl.lit(1),
            expected_points=pl.col("price_tenths") / 20,
            play=pl.lit(0.9),
            expected_minutes=pl.lit(80.0),
            **dict.fromkeys(("play_60", "clean_sheet", "low", "high"), pl.lit(None)),
            **dict.fromkeys(("at_least_5", "at_least_10"), pl.lit(None)),
            known_at=pl.lit(deadline - timedelta(hours=5)),
        )
        for ahead in range(3)
    )
    lake.write("forecasts", made, source="test")
    return dict(rows.select("element", pl.col("price_tenths") / 20).iter_rows())


@pytest.fixture
def own(demo: tuple[World, Settings, Lake], tmp_path: Path) -> tuple[World, Settings, Lake]:
    """A lake of one's own, to write into."""
    world, settings, lake = demo
    return world, settings, Lake(Path(shutil.copytree(lake.folder, tmp_path / "lake")))


def test_what_was_forecast_is_set_beside_the_plan_and_its_alternatives(
    own: tuple[World, Settings, Lake],
) -> None:
    world, _, lake = own
    expected = told(lake, 20, world.clock())
    found = review_of_entry(*own, ENTRY, 20)
    page = found.page
    count = {each.element: int(each.starter) + each.captain for each in page.team}
    assert page.expected == pytest.approx(
        sum(expected[element] * times for element, times in count.items())
    )
    assert page.transfers
    assert all(each.gain is not None for each in page.transfers)
    plan, *others = found.options
    assert plan.moves.startswith("the plan: ")
    assert len(others) == 3
    gives_up = [each.gives_up for each in found.options]
    assert gives_up[0] == 0
    assert gives_up == sorted(gives_up)
    assert found.moves is not None
    assert found.moves >= max(found.line_up, *(each.points for each in found.options))


def test_a_gameweek_before_the_first_capture_is_looked_back_at_without_a_plan(
    own: tuple[World, Settings, Lake],
) -> None:
    lake = own[2]
    later = lake.table("player_status").filter(pl.col("gameweek") > 20).collect()
    shutil.rmtree(lake.folder / "player_status")
    lake.write("player_status", later, source="test")
    found = review_of_entry(*own, ENTRY, 20)
    assert (found.moves, found.options, found.known.height) == (None, (), 0)
    assert found.line_up >= found.page.points
    assert None not in {each.name for each in found.page.team}


def test_the_last_gameweek_can_be_looked_back_at_when_no_deadline_is_ahead(
    own: tuple[World, Settings, Lake],
) -> None:
    world, settings, lake = own
    over = replace(world, clock=lambda: world.clock() + timedelta(days=365))
    found = review_of_entry(over, settings, lake, ENTRY, 20)
    assert found.page.gameweek == 20
