"""All ten seasons of the archive in one lake: nothing lost, nothing twice, nothing from after."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fantasy.config import Settings
from fantasy.features import feature_matrix
from fantasy.features.matrix import OUTCOME
from fantasy.sources import history
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import ingest, ingest_seasons
from fantasy.store.lake import Written
from fantasy.store.schema import TABLES
from fantasy.world.enter import enter, past_world

pytestmark = pytest.mark.real

LAST = "2025-26"
SEASONS = [*history.seasons_before(LAST), LAST]
AFTER = datetime(2026, 8, 1, tzinfo=UTC)
MATCHES = {
    "2016-17": 23679,
    "2017-18": 22467,
    "2018-19": 21790,
    "2019-20": 22501,
    "2020-21": 24365,
    "2021-22": 25447,
    "2022-23": 26505,
    "2023-24": 29725,
    "2024-25": 27283,
    "2025-26": 5814,
}
"""Rows of the gameweek files less void and repeated ones, and those of assistant managers."""


def fill(lake: Lake, folder: Path) -> list[Written]:
    settings = Settings(archive=folder)
    with Client.of(past_world(settings, LAST), user_agent="tests") as client:
        return ingest_seasons(client, lake, settings, SEASONS, now=AFTER)


@pytest.fixture(scope="module")
def lake(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake.open(tmp_path_factory.mktemp("lake"), "replay")
    fill(lake, real_data)
    return lake


def test_every_match_of_every_season_is_stored_once(lake: Lake) -> None:
    rows = lake.table("player_matches").group_by("season").len().collect()
    assert dict(rows.iter_rows()) == MATCHES
    played = lake.table("team_matches").group_by("season").len().collect()
    assert {count for season, count in played.iter_rows() if season != LAST} == {760}


def test_only_players_nobody_has_a_code_for_are_quarantined(lake: Lake) -> None:
    kept = lake.table("quarantine").collect()
    assert kept["reasons"].unique().sort().to_list() == [
        "code|nullability, position|nullability",
        "code|nullability, team_code|nullability",
    ]
    elements = kept.select(pl.col("row").str.json_path_match("$.element")).to_series()
    assert set(elements) <= {"743", "744", "745"}


def test_reading_the_archive_again_changes_no_row(lake: Lake, real_data: Path) -> None:
    sizes = {name: lake.table(name).select(pl.len()).collect().item() for name in TABLES}
    again = fill(lake, real_data)
    assert sum(written.changed for written in again) == 0
    after = {name: lake.table(name).select(pl.len()).collect().item() for name in TABLES}
    assert after == sizes


def test_features_of_a_past_gameweek_are_the_same_with_and_without_later_rows(
    lake: Lake, tmp_path: Path
) -> None:
    asked = pl.DataFrame(
        {"season": "2023-24", "gameweek": 20, "horizon": [1, 3]},
        schema={"season": pl.String, "gameweek": pl.Int32, "horizon": pl.Int32},
    )
    later = feature_matrix(lake.as_of(AFTER), asked)
    deadline = later["deadline"][0]
    smaller = Lake.open(tmp_path, "then")
    for name in (*TABLES, "odds"):
        known = lake.table(name).filter(pl.col("known_at") <= deadline).collect()
        smaller.write(name, known, source="then")
    then = feature_matrix(smaller.as_of(deadline), asked)
    assert then.height > 2 * 700
    assert_frame_equal(then.drop(OUTCOME), later.drop(OUTCOME), check_exact=True)
    assert then["points"].null_count() == then.height
    assert later["points"].null_count() == 0


@pytest.mark.parametrize("week", ["2018-19:30", "2019-20:39", "2022-23:30", "2024-25:38"])
def test_the_api_and_the_archive_tell_the_same_matches(
    lake: Lake, real_data: Path, tmp_path: Path, week: str
) -> None:
    """A season read through the replayed API agrees with its gameweek files on every value."""
    season = week[:7]
    settings = Settings(archive=real_data)
    world = enter(settings, replay=week)
    fresh = Lake.open(tmp_path, "replay")
    done = pl.DataFrame({"season": history.seasons_before(season), "source": "archive"})
    marks = done.with_columns(rows=pl.lit(0), known_at=pl.lit(world.clock()))
    fresh.write("ingests", marks, source="test")
    with Client.of(world, user_agent="tests") as client:
        ingest(client, fresh, settings, now=world.clock())
    for name in ("player_matches", "team_matches"):
        told = fresh.table(name).collect()
        known = lake.as_of(world.clock()).table(name).filter(pl.col("season") == season).collect()
        assert told.height == known.height > 500
        assert told.join(known, on=known.columns, how="anti", nulls_equal=True).is_empty()
