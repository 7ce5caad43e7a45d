from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from fantasy.errors import ContractError, LakeError
from fantasy.store import Lake

START = datetime(2024, 8, 1, tzinfo=UTC)


def deadlines(*rows: tuple[int, datetime, datetime]) -> pl.DataFrame:
    schema = ["gameweek", "deadline", "known_at"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(season=pl.lit("2024-25"))


def results(*rows: tuple[int, int]) -> pl.DataFrame:
    """Fixture and home goals; the rest does not matter."""
    return pl.DataFrame(rows, schema=["fixture", "goals_for"], orient="row").with_columns(
        season=pl.lit("2024-25"),
        team_code=pl.lit(1),
        opponent_code=pl.lit(2),
        gameweek=pl.lit(1),
        kickoff_time=pl.lit(START),
        was_home=pl.lit(value=True),
        goals_against=pl.lit(0),
        expected_goals=pl.lit(1.5),
        expected_goals_against=pl.lit(None, dtype=pl.Float64),
        known_at=pl.lit(START + timedelta(hours=2)),
    )


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.open(tmp_path, "test")


def versions(lake: Lake, table: str) -> int:
    return DeltaTable(str(lake.folder / table)).version()


def test_a_table_never_written_is_empty_and_has_its_columns(lake: Lake) -> None:
    frame = lake.table("fixtures").collect()
    assert frame.is_empty()
    assert "home_code" in frame.columns


def test_writing_the_same_rows_twice_makes_no_second_commit(lake: Lake) -> None:
    first = lake.write("team_matches", results((1, 2), (2, 0)), source="test")
    again = lake.write("team_matches", results((1, 2), (2, 0)), source="test")
    assert (first.changed, again.changed) == (2, 0)
    assert versions(lake, "team_matches") == 0


def test_a_corrected_fact_replaces_the_old_one(lake: Lake) -> None:
    lake.write("team_matches", results((1, 2), (2, 0)), source="test")
    written = lake.write("team_matches", results((1, 3), (2, 0), (3, 1)), source="test")
    assert written.changed == 2
    stored = lake.table("team_matches").sort("fixture").collect()
    assert stored["goals_for"].to_list() == [3, 0, 1]


def test_a_state_is_written_only_when_it_changes(lake: Lake) -> None:
    day = timedelta(days=1)
    lake.write("gameweeks", deadlines((1, START, START)), source="test")
    same = lake.write("gameweeks", deadlines((1, START, START + day)), source="test")
    moved = lake.write("gameweeks", deadlines((1, START + day, START + 2 * day)), source="test")
    assert (same.changed, moved.changed) == (0, 1)


def test_a_reader_sees_the_last_state_known_at_his_moment(lake: Lake) -> None:
    day = timedelta(days=1)
    rows = deadlines((1, START, START), (1, START + 9 * day, START + 5 * day))
    lake.write("gameweeks", rows, source="test")
    seen = [
        lake.as_of(START + days * day).table("gameweeks").collect()["deadline"].to_list()
        for days in (-1, 4, 5)
    ]
    assert seen == [[], [START], [START + 9 * day]]


def test_an_older_state_may_arrive_after_a_newer_one(lake: Lake) -> None:
    day = timedelta(days=1)
    lake.write("gameweeks", deadlines((1, START + day, START + 5 * day)), source="test")
    lake.write("gameweeks", deadlines((1, START, START)), source="test")
    early = lake.as_of(START + day).table("gameweeks").collect()["deadline"].to_list()
    late = lake.as_of(START + 5 * day).table("gameweeks").collect()["deadline"].to_list()
    assert (early, late) == ([START], [START + day])


def test_rows_that_break_the_contract_are_quarantined_with_their_reasons(lake: Lake) -> None:
    good = results(*((fixture, 1) for fixture in range(1, 100)))
    bad = results((100, -1))
    written = lake.write("team_matches", pl.concat([good, bad]), source="somewhere")
    assert (written.changed, written.quarantined) == (99, 1)
    kept = lake.table("quarantine").collect().row(0, named=True)
    assert kept["table"] == "team_matches"
    assert kept["source"] == "somewhere"
    assert kept["reasons"] == "goals_for|min"
    assert '"fixture":100' in kept["row"]


def test_too_many_bad_rows_store_nothing(lake: Lake) -> None:
    rows = results(*((fixture, -1 if fixture < 4 else 1) for fixture in range(1, 100)))
    with pytest.raises(ContractError, match="3 of 99 rows of team_matches"):
        lake.write("team_matches", rows, source="test")
    assert lake.table("team_matches").collect().is_empty()


def test_a_missing_column_is_named(lake: Lake) -> None:
    with pytest.raises(ContractError, match="goals_for"):
        lake.write("team_matches", results((1, 1)).drop("goals_for"), source="test")


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LakeError, match="FANTASY_DATA_DIR"):
        Lake.open(tmp_path / "file", "live")


@pytest.mark.parametrize("goals", [(1, 3), (3, 1)])
def test_a_table_older_than_a_column_reads_and_grows(lake: Lake, goals: tuple[int, int]) -> None:
    old = results((1, 2), (2, 0)).drop("expected_goals_against")
    write_deltalake(str(lake.folder / "team_matches"), old, partition_by=["season"])
    assert lake.table("team_matches").collect()["expected_goals_against"].to_list() == [None] * 2
    new = results(goals).with_columns(expected_goals_against=pl.lit(0.5))
    assert lake.write("team_matches", new, source="test").changed == 1
    stored = lake.table("team_matches").filter(pl.col("expected_goals_against") == 0.5).collect()
    assert stored.select("fixture", "goals_for").rows() == [goals]


def test_a_damaged_table_is_a_clear_error(lake: Lake) -> None:
    lake.write("team_matches", results((1, 1)), source="test")
    for log in (lake.folder / "team_matches" / "_delta_log").glob("*.json"):
        log.write_text("{")
    with pytest.raises(LakeError, match="team_matches"):
        lake.table("team_matches").collect()


@settings(max_examples=20)
@given(said=st.dictionaries(st.integers(0, 9), st.integers(0, 3), min_size=1))
def test_as_of_any_moment_is_the_last_state_said_before_it(
    tmp_path_factory: pytest.TempPathFactory, said: dict[int, int]
) -> None:
    lake = Lake.open(tmp_path_factory.mktemp("lake"), "test")
    for moment, value in sorted(said.items()):
        row = (1, START + timedelta(hours=value), START + timedelta(days=moment))
        lake.write("gameweeks", deadlines(row), source="test")
    for moment in range(10):
        before = [at for at in sorted(said) if at <= moment]
        expected = [START + timedelta(hours=said[before[-1]])] if before else []
        known = lake.as_of(START + timedelta(days=moment)).table("gameweeks").collect()
        assert known["deadline"].to_list() == expected


def _zeroed(file: Path) -> None:
    file.write_bytes(b"\x00" * file.stat().st_size)


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:100])


@pytest.mark.parametrize("damage", [Path.unlink, _zeroed, _cut_short])
def test_damaged_files_are_a_clear_failure(lake: Lake, damage: Callable[[Path], None]) -> None:
    lake.write("team_matches", results((1, 2)), source="test")
    (file,) = lake.folder.rglob("*.parquet")
    damage(file)
    with pytest.raises(LakeError, match="move that folder away"):
        lake.table("team_matches")
