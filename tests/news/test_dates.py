from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.news.dates import Back, after_the_break, expected_return

AT = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("out for three to four weeks", date(2024, 12, 18)),
        ("expected back in 10 days", date(2024, 11, 30)),
        ("a couple of weeks", date(2024, 12, 4)),
        ("out for a fortnight", date(2024, 12, 4)),
        ("sidelined for two months", date(2025, 1, 19)),
        ("expected back 28 nov", date(2024, 11, 28)),
        ("expected back 12 apr", date(2025, 4, 12)),
        ("until 3rd january 2025", date(2025, 1, 3)),
        ("suspended until 14/12", date(2024, 12, 14)),
        ("back by december 7", date(2024, 12, 7)),
        ("not due before mid-january", date(2025, 1, 15)),
        ("back at the end of february", date(2025, 2, 28)),
        ("should return in march", date(2025, 3, 1)),
        ("back in the new year", date(2025, 1, 1)),
        ("out until after christmas", date(2024, 12, 25)),
        ("gone for the rest of the season", date(2025, 5, 25)),
        ("after the international break", date(2025, 4, 5)),
        ("back next week", date(2024, 11, 27)),
    ],
)
def test_the_day_meant_is_found(text: str, day: date) -> None:
    assert expected_return(text, AT) == Back(day)


@pytest.mark.parametrize(
    "text",
    [
        "he missed the last three weeks",
        "injured two weeks ago",
        "after six weeks out he is back",
        "he may play",
        "he has had a fever for two days",
        "a 25-year-old",
        "",
    ],
)
def test_what_is_past_or_no_time_is_none(text: str) -> None:
    assert expected_return(text, AT).day is None


def test_matches_are_counted_as_gameweeks() -> None:
    assert expected_return("banned for the next three games", AT) == Back(gameweeks=3)
    assert expected_return("a one-match ban", AT) == Back(gameweeks=1)


def test_a_day_just_past_is_not_put_off_by_a_year() -> None:
    assert expected_return("expected back 10 nov", AT).day == date(2024, 11, 10)


@given(st.dates(date(2016, 1, 1), date(2035, 1, 1)))
def test_after_the_break_is_a_saturday_to_come(at: date) -> None:
    day = after_the_break(at)
    assert day.weekday() == 5
    assert timedelta(0) <= day - at < timedelta(days=180)


@given(st.text(max_size=200), st.dates(date(2016, 1, 1), date(2035, 1, 1)))
def test_no_text_is_too_strange(text: str, at: date) -> None:
    back = expected_return(text.lower(), at)
    assert back.gameweeks is None or back.gameweeks >= 0
