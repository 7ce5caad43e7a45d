from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from deltalake import DeltaTable

from fantasy.store import Lake
from fantasy.store.upkeep import MOST_FILES, upkeep

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2025, 8, 1, tzinfo=UTC)
NONE = timedelta()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake whose log of readings was written to often."""
    lake = Lake.open(tmp_path, "test")
    for hour in range(MOST_FILES + 4):
        row = {"season": "2025-26", "source": "FPL", "read": True, "fault": None}
        moment = pl.lit(START + timedelta(hours=hour))
        lake.write("reads", pl.DataFrame(row).with_columns(known_at=moment), source="test")
    return lake


def data_files(lake: Lake) -> int:
    return len(list((lake.folder / "reads").rglob("*.parquet")))


def test_many_small_files_become_one_and_no_row_is_lost(lake: Lake) -> None:
    before = lake.table("reads").sort("known_at").collect()
    assert data_files(lake) > MOST_FILES
    done = upkeep(lake, kept=NONE)
    assert done.compacted == ("reads",)
    assert done.removed == MOST_FILES + 4
    assert len(DeltaTable(str(lake.folder / "reads")).file_uris()) == 1
    assert lake.table("reads").sort("known_at").collect().equals(before)
    assert upkeep(lake, kept=NONE).compacted == ()


def test_files_somebody_may_still_be_reading_stay_a_while(lake: Lake) -> None:
    rows = lake.table("reads")
    upkeep(lake)
    assert rows.collect().height == MOST_FILES + 4


def test_what_was_tidied_can_be_written_to(lake: Lake) -> None:
    upkeep(lake, kept=NONE)
    row = {"season": "2025-26", "source": "FPL", "read": True, "fault": None}
    rows = pl.DataFrame(row).with_columns(known_at=pl.lit(START))
    assert lake.write("reads", rows, source="test").changed == 0
    later = rows.with_columns(known_at=pl.lit(START + timedelta(days=9)))
    assert lake.write("reads", later, source="test").changed == 1
