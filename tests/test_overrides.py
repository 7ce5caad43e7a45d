"""What a manager knows better: read, held while it holds, and put into forecasts and plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.errors import InputError
from fantasy.forecast.outlook import PARTS
from fantasy.overrides import Overrides, edited, read_overrides, usual_overrides, wished
from fantasy.planning import Asked
from fantasy.predictions import Predictions
from fantasy.store import Lake

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 30, 12, 0, tzinfo=UTC)
FIRST, SECOND = date(2026, 1, 30), date(2026, 2, 6)
WRITTEN = """
[[lock]]
player = "Saka"
until = 2026-02-01
reason = "rivals have him"
[[ban]]
player = "Kane"
until = 2026-01-10
reason = "never again"
[[chance]]
player = "Palmer"
percent = 45
until = 2026-01-31
reason = "limped off"
[[minutes]]
player = "Watkins"
minutes = 30
until = 2026-03-01
reason = "rotated"
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake.open(tmp_path, "made")
    weeks = pl.DataFrame(
        {
            "season": "2025-26",
            "gameweek": [24, 25],
            "deadline": [NOW + timedelta(hours=6), NOW + timedelta(days=7)],
            "known_at": NOW,
        }
    )
    lake.write("gameweeks", weeks, source="test")
    return lake


@pytest.fixture
def found() -> Predictions:
    """Three players, two gameweeks; the second of Watkins is a double, Palmer is ruled out."""
    people = pl.DataFrame(
        {
            "element": [1, 2, 3],
            "name": ["Saka", "Palmer", "Watkins"],
            "full_name": ["Bukayo Saka", "Cole Palmer", "Ollie Watkins"],
            "team": ["ARS", "CHE", "AVL"],
            "play": [0.9, 0.05, 0.8],
            "expected_points": [5.0, 0.0, 4.0],
            "components": [4.5, 0.2, 4.2],
        }
    )
    rows = people.join(pl.DataFrame({"gameweek": [24, 25]}), how="cross").with_columns(
        pl.lit(1).alias("fixtures"),
        pl.lit(60.0).alias("expected_minutes"),
        pl.lit(0.04).alias("play_60"),
        pl.lit(0.02).alias("clean_sheet"),
        pl.lit(1, pl.Int16).alias("low"),
        pl.lit(9, pl.Int16).alias("high"),
        *(pl.lit(0.03).alias(f"at_least_{each}") for each in (2, 5, 10)),
        *(pl.lit(0.1).alias(part) for part in PARTS),
    )
    double = (pl.col("name") == "Watkins") & (pl.col("gameweek") == 25)
    rows = rows.with_columns(
        pl.when(double).then(2).otherwise("fixtures").alias("fixtures"),
        pl.col("gameweek").cast(pl.Int32),
    )
    return Predictions("2025-26", 24, NOW, 2, rows, None)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    return path


def of(rows: pl.DataFrame, name: str, gameweek: int) -> dict[str, float]:
    return rows.filter(name=name, gameweek=gameweek).row(0, named=True)


def test_a_file_is_read_told_in_words_and_forgotten_when_it_expires(tmp_path: Path) -> None:
    told = read_overrides(written(tmp_path, WRITTEN))
    assert told.words() == (
        "Saka: locked until 01 Feb 2026 (rivals have him)",
        "Kane: banned until 10 Jan 2026 (never again)",
        "Palmer: 45% to play until 31 Jan 2026 (limped off)",
        "Watkins: 30 minutes a match until 01 Mar 2026 (rotated)",
    )
    assert told.on(date(2026, 2, 1)).lock == told.lock
    assert told.on(date(2026, 2, 2)).lock == ()
    assert told.on(FIRST).ban == ()
    assert told.on(date(2026, 3, 2)) == Overrides()


def test_locks_and_bans_are_wishes_of_the_plan(tmp_path: Path) -> None:
    told = read_overrides(written(tmp_path, WRITTEN))
    asked = wished(Asked(5, lock=("Raya",)), told)
    assert (asked.lock, asked.ban) == (("Raya", "Saka"), ("Kane",))


def test_an_edited_chance_scales_what_he_scores_if_he_plays(
    lake: Lake, found: Predictions, tmp_path: Path
) -> None:
    told = read_overrides(written(tmp_path, WRITTEN))
    rows = edited(lake, found, told, now=NOW).rows
    now = of(rows, "Palmer", 24)
    assert now["play"] == pytest.approx(0.45)
    assert now["expected_points"] == pytest.approx(0.2 / 0.05 * 0.45)
    assert now["at_least_5"] == pytest.approx(0.03 * 9)
    assert now["low"] is None
    assert of(rows, "Palmer", 25) == of(found.rows, "Palmer", 25)
    assert of(rows, "Saka", 24) == of(found.rows, "Saka", 24)


def test_edited_minutes_are_of_each_match(lake: Lake, found: Predictions, tmp_path: Path) -> None:
    told = read_overrides(written(tmp_path, WRITTEN))
    rows = edited(lake, found, told, now=NOW).rows
    assert of(rows, "Watkins", 24)["expected_minutes"] == pytest.approx(30)
    assert of(rows, "Watkins", 24)["expected_points"] == pytest.approx(2.0)
    assert of(rows, "Watkins", 25)["expected_minutes"] == pytest.approx(60)
    assert set(rows.columns) == set(found.rows.columns)


def test_no_edit_leaves_the_forecasts_as_they_are(lake: Lake, found: Predictions) -> None:
    assert edited(lake, found, Overrides(), now=NOW) is found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[lock]]\nplayer = 'Saka'\nreason = 'x'", "lock.0.until"),
        ("[[lock]]\nplayer = 'Saka'\nuntil = 2026-02-01\nreason = ''", "lock.0.reason"),
        ("[[chance]]\nplayer = 'A'\nuntil = 2026-02-01\nreason = 'x'\npercent = 120", "percent"),
        ("[[minutes]]\nplayer = 'A'\nuntil = 2026-02-01\nreason = 'x'\nminutes = 91", "minutes"),
        ("[[locks]]\nplayer = 'Saka'", "locks"),
        ("[[lock", "is not TOML"),
    ],
)
def test_a_file_that_says_nonsense_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        read_overrides(written(tmp_path, text))
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_an_error_only_if_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert usual_overrides(None) == Overrides()
    with pytest.raises(InputError, match="cannot be read"):
        usual_overrides(tmp_path / "none.toml")
    written(tmp_path, WRITTEN)
    assert len(usual_overrides(None).lock) == 1


def test_a_stranger_a_player_edited_twice_and_a_hopeless_one_are_refused(
    lake: Lake, found: Predictions, tmp_path: Path
) -> None:
    def refused(text: str, rows: pl.DataFrame = found.rows) -> str:
        told = read_overrides(written(tmp_path, text))
        with pytest.raises(InputError) as error:
            edited(lake, Predictions("2025-26", 24, NOW, 2, rows, None), told, now=NOW)
        return str(error.value)

    rest = "until = 2026-03-01\nreason = 'x'\n"
    assert "did you mean Watkins" in refused(f"[[chance]]\nplayer = 'Watkin'\npercent = 5\n{rest}")
    twice = (
        f"[[chance]]\nplayer = 'Saka'\npercent = 5\n{rest}"
        f"[[minutes]]\nplayer = 'Bukayo Saka'\nminutes = 5\n{rest}"
    )
    assert "Saka twice" in refused(twice)
    gone = found.rows.with_columns(play=0.0)
    assert "no chance at all" in refused(f"[[chance]]\nplayer = 'Saka'\npercent = 5\n{rest}", gone)
