from pathlib import Path

import polars as pl
import pytest

from fantasy.game.bonus import bonus
from fantasy.raw import flag, integer
from fantasy.world.archive import read_csv

pytestmark = pytest.mark.real

MISTAKEN = 1
"""FPL gave one bonus point more than its own rule in a match of 2021-22, fixture 8."""


def test_bonus_follows_from_the_system_in_every_match_recorded(real_data: Path) -> None:
    files = sorted((real_data / "archive" / "data").glob("20*/gws/gw*.csv"))
    whole = ("element", "fixture", "minutes", "bps", "bonus")
    rows = pl.concat(
        read_csv(path.read_bytes(), str(path))
        .filter(pl.col("team_h_score").is_not_null())
        .select(*(integer(name) for name in whole), flag("was_home"))
        .unique(["element", "fixture"], keep="last")
        .with_columns(season=pl.lit(path.parts[-3]))
        for path in files
    )
    computed = rows.with_columns(bonus(match=["season", "fixture"]).alias("computed"))
    wrong = computed.filter(pl.col("computed") != pl.col("bonus"))
    assert rows.height > 200_000
    assert wrong.height == MISTAKEN, wrong.head(20)
