from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.game.rules import Rules
from fantasy.game.scoring import points

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real

SEASONS = [f"{year}-{year - 1999}" for year in range(2016, 2026)]
POSITIONS = {"1": "GKP", "2": "DEF", "3": "MID", "4": "FWD", "5": "AM"}
COUNTS = [
    "element",
    "minutes",
    "goals_scored",
    "assists",
    "clean_sheets",
    "goals_conceded",
    "saves",
    "penalties_saved",
    "penalties_missed",
    "yellow_cards",
    "red_cards",
    "own_goals",
    "bonus",
    "clearances_blocks_interceptions",
    "tackles",
    "recoveries",
    "total_points",
]


def read_csv(path: Path) -> pl.DataFrame:
    encoding = "cp1252" if path.parts[-3] in {"2016-17", "2017-18", "2018-19"} else "utf8"
    return pl.read_csv(path, infer_schema=False, encoding=encoding)


def played(season: Path) -> pl.DataFrame:
    """Every row of footballers of a season, with position and integer counts."""
    gameweeks = [read_csv(path) for path in (season / "gws").glob("gw*.csv")]
    rows = pl.concat(gameweeks, how="diagonal")
    positions = pl.read_csv(
        season / "players_raw.csv",
        columns=["id", "element_type"],
        infer_schema=False,
        encoding="utf8-lossy",
    ).select(pl.col("id").alias("element"), pl.col("element_type").replace(POSITIONS).alias("type"))
    said = pl.col("position").replace("GK", "GKP") if "position" in rows.columns else pl.lit(None)
    return (
        rows.join(positions, on="element", how="left", validate="m:1")
        .with_columns(pl.coalesce("type", said).alias("position"))
        .filter(pl.col("position").ne_missing("AM"))
        .with_columns(pl.col(name).cast(pl.Int64) for name in COUNTS if name in rows.columns)
    )


@pytest.mark.parametrize("season", SEASONS)
def test_the_rules_give_every_player_the_points_he_got(real_data: Path, season: str) -> None:
    rows = played(real_data / "archive" / "data" / season)
    scored = rows.with_columns(points(Rules.for_season(season)))
    wrong = scored.filter(pl.col("points").ne_missing(pl.col("total_points")))
    assert wrong.select("element", "position", "total_points", "points").rows() == []
    assert scored.height > 5_000
