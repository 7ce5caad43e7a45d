"""Of all that is said, the one thing to go by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fantasy.news.signals import signals
from fantasy.store import Lake
from fantasy.store.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

DEADLINE = datetime(2024, 11, 23, 11, tzinfo=UTC)
CODE = 77


def ago(hours: float) -> datetime:
    return DEADLINE - timedelta(hours=hours)


def claim(
    outlet: str,
    tier: int,
    hours: float,
    availability: str | None,
    **more: object,
) -> dict[str, Any]:
    chances = {"injured": 0, "suspended": 0, "doubtful": 50, "fit": 100, "returned": 100}
    return {
        "season": "2024-25",
        "url": f"https://{outlet}.test/{hours}",
        "code": CODE,
        "outlet": outlet,
        "tier": tier,
        "published": ago(hours),
        "availability": availability,
        "chance": chances.get(availability or ""),
        "counted": False,
        "injury": None,
        "back": None,
        "gameweeks": None,
        "sentiment": 0.0,
        "certainty": 1.0,
        "evidence": f"{outlet} says {availability}",
        "known_at": ago(hours),
    } | more


def heard(
    folder: Path,
    *claims: dict[str, Any],
    status: str = "a",
    chance: int | None = None,
    news: str | None = None,
) -> dict[str, Any]:
    """The signal of the player, or nothing."""
    lake = Lake.open(folder, "test")
    weeks = pl.DataFrame(
        {"season": "2024-25", "gameweek": 12, "deadline": DEADLINE, "known_at": ago(500)}
    )
    lake.write("gameweeks", weeks, source="test")
    empty = TABLES["player_status"].contract.create_empty().schema
    row = dict.fromkeys(empty) | {
        "season": "2024-25",
        "gameweek": 12,
        "element": 7,
        "code": CODE,
        "team_code": 3,
        "price_tenths": 55,
        "status": status,
        "chance": chance,
        "news": news,
        "news_added": ago(120),
        "known_at": ago(5),
    }
    lake.write("player_status", pl.DataFrame([row], schema=empty), source="test")
    schema = TABLES["news_claims"].contract.create_empty().schema
    lake.write("news_claims", pl.DataFrame(list(claims), schema=schema), source="test")
    found = signals(lake.as_of(DEADLINE))
    return found.row(0, named=True) if found.height else {}


def test_nothing_said_is_no_signal(tmp_path: Path) -> None:
    assert heard(tmp_path) == {}


def test_fpls_own_flag_is_a_source(tmp_path: Path) -> None:
    found = heard(tmp_path, status="d", chance=75, news="Knock - 75% chance of playing")
    assert (found["availability"], found["chance"], found["injury"]) == ("doubtful", 75, "knock")
    assert (found["outlet"], found["against_flag"]) == ("FPL", False)


def test_newer_words_of_the_same_rank_win(tmp_path: Path) -> None:
    found = heard(tmp_path, claim("a", 2, 100, "injured"), claim("b", 2, 5, "fit"))
    assert (found["availability"], found["chance"], found["outlet"]) == ("fit", 100, "b")
    assert found["sources"] == 2


def test_a_suspension_stands_over_everything_newer(tmp_path: Path) -> None:
    found = heard(tmp_path, claim("a", 1, 90, "suspended"), claim("b", 2, 2, "fit"), status="a")
    assert found["availability"] == "fit"
    found = heard(tmp_path / "x", claim("a", 1, 20, "suspended"), claim("b", 3, 2, "fit"))
    assert (found["availability"], found["chance"]) == ("suspended", 0)


def test_where_official_sources_disagree_the_worse_is_believed(tmp_path: Path) -> None:
    found = heard(tmp_path, claim("club", 1, 30, "injured"), claim("league", 1, 3, "fit"))
    assert (found["availability"], found["chance"], found["disputed"]) == ("injured", 0, True)


def test_hearsay_moves_the_chance_only_part_of_the_way(tmp_path: Path) -> None:
    found = heard(tmp_path, claim("fans", 4, 2, "injured"))
    assert (found["availability"], found["chance"]) == ("doubtful", 80)


def test_an_uncertain_reading_weighs_less(tmp_path: Path) -> None:
    sure = claim("a", 2, 10, "fit")
    unsure = claim("b", 2, 10, "injured", certainty=0.3)
    assert heard(tmp_path, sure, unsure)["availability"] == "fit"


def test_a_contradiction_with_fpls_flag_is_shown(tmp_path: Path) -> None:
    found = heard(tmp_path, claim("club", 1, 3, "injured"))
    assert (found["chance"], found["against_flag"]) == (0, True)


def test_once_the_day_of_return_has_come_an_old_word_is_but_a_doubt(tmp_path: Path) -> None:
    over = claim("a", 2, 150, "injured", back=ago(24).date())
    found = heard(tmp_path, over)
    assert (found["availability"], found["chance"]) == ("doubtful", 75)


@pytest.mark.parametrize("hours", [-1, 24 * 11])
def test_what_is_too_old_or_came_after_the_deadline_is_not_heard(
    tmp_path: Path, hours: float
) -> None:
    assert heard(tmp_path, claim("a", 2, hours, "injured")) == {}


def test_mood_and_volume_fade(tmp_path: Path) -> None:
    found = heard(
        tmp_path,
        claim("a", 2, 0, None, sentiment=1.0),
        claim("b", 2, 48, None, sentiment=-1.0),
    )
    assert found["volume"] == pytest.approx(1.5)
    assert found["sentiment"] == pytest.approx(1 / 3)
    assert found["availability"] is None


def test_the_order_rows_were_stored_in_changes_nothing(tmp_path: Path) -> None:
    said = [
        claim(outlet, tier, 10, word, sentiment=mood, certainty=0.7)
        for outlet, tier, word, mood in (
            ("a", 2, "fit", 0.1),
            ("b", 2, "fit", 0.3),
            ("c", 2, "injured", -0.7),
            ("d", 2, "injured", 0.21),
            ("e", 1, "suspended", -0.33),
            ("f", 1, "suspended", 0.9),
        )
    ]
    one, other = heard(tmp_path / "one", *said), heard(tmp_path / "other", *said[::-1])
    assert one == other
