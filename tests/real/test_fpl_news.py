"""FPL's own news texts, read, beside the status and the chance FPL gave with them."""

import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from fantasy.news.claims import Claim
from fantasy.news.flags import read_flag
from fantasy.news.text import fold

pytestmark = pytest.mark.real

LETTERS = {"transferred": "u", "loaned": "u", "suspended": "s", "ineligible": "n"}
GONE = {"u", "n"}
"""FPL uses the two letters for the same things."""


@pytest.fixture(scope="module")
def texts(real_data: Path) -> pl.DataFrame:
    """Each distinct text where it was first seen."""
    columns = ["snapshot_time", "status", "news", "news_added", "chance_of_playing_next_round"]
    files = sorted((real_data / "snapshots").glob("*/gw*.csv"))
    seen = pl.concat([pl.read_csv(file, infer_schema=False).select(columns) for file in files])
    return (
        seen.filter(pl.col("news").fill_null("") != "")
        .sort("snapshot_time")
        .unique("news", keep="first", maintain_order=True)
    )


def read(row: dict[str, str]) -> Claim | None:
    moment = datetime.fromisoformat(row["news_added"] or row["snapshot_time"])
    return read_flag(fold(row["news"]).lower(), moment.date())


def letter(claim: Claim) -> str:
    by_chance = "i" if claim.chance == 0 else "a" if claim.chance == 100 else "d"
    return LETTERS.get(claim.availability or "", by_chance)


def test_class_and_chance_agree_with_fpls(texts: pl.DataFrame) -> None:
    wrong = []
    for row in texts.iter_rows(named=True):
        claim = read(row)
        chance = int(float(row["chance_of_playing_next_round"]))
        same = claim is not None and (
            letter(claim) == row["status"] or {letter(claim), row["status"]} == GONE
        )
        if claim is None or not same or claim.chance != chance:
            wrong.append((row["news"], row["status"], chance, claim))
    assert texts.height > 3_000
    assert len(wrong) <= 0.01 * texts.height, wrong


def test_the_day_of_return_is_read_wherever_it_stands(texts: pl.DataFrame) -> None:
    told = [
        row for row in texts.iter_rows(named=True) if re.search("(?i)expected back", row["news"])
    ]
    assert len(told) > 1_500
    missed = [row["news"] for row in told if (claim := read(row)) is None or claim.back is None]
    assert missed == []
    for row in told:
        named = re.search(r"back (\d{2}) ([A-Z][a-z]{2})$", row["news"])
        claim = read(row)
        if named and claim and claim.back:
            assert f"{claim.back:%d %b}" == f"{named[1]} {named[2]}"
