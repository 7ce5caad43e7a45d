from datetime import UTC, datetime, timedelta

import polars as pl
from polars.testing import assert_frame_equal

from fantasy.sources.rescheduled import with_moves

SEASON, BEFORE = "2023-24", datetime(2023, 7, 1, tzinfo=UTC)
FIRST = datetime(2023, 8, 11, 17, 30, tzinfo=UTC)


def deadline(gameweek: int) -> datetime:
    return FIRST + timedelta(weeks=gameweek - 1)


def season(moves: dict[int, int]) -> pl.DataFrame:
    """Ten fixtures in each of ten gameweeks, some of them elsewhere in the end."""
    numbers = range(1, 101)
    weeks = [moves.get(number, (number - 1) // 10 + 1) for number in numbers]
    rows = {
        "season": SEASON,
        "fixture": numbers,
        "gameweek": weeks,
        "kickoff_time": [deadline(week) + timedelta(minutes=90) for week in weeks],
        "home_code": [(number - 1) % 10 + 1 for number in numbers],
        "away_code": [(number - 1) % 10 + 11 for number in numbers],
        "known_at": BEFORE,
    }
    numbers_of = dict.fromkeys(("fixture", "gameweek", "home_code", "away_code"), pl.Int32)
    return pl.DataFrame(rows, schema_overrides=numbers_of)


def gameweeks() -> pl.DataFrame:
    return pl.DataFrame({"gameweek": range(1, 11), "deadline": map(deadline, range(1, 11))})


def status(*, expected: float) -> pl.DataFrame:
    """Two clubs at the last look before the fifth deadline."""
    return pl.DataFrame(
        {
            "gameweek": [5, 5],
            "element": [1, 2],
            "team_code": [1, 11],
            "ep_next": [expected, expected],
            "known_at": deadline(5) - timedelta(hours=3),
        },
        schema_overrides={"gameweek": pl.Int32, "team_code": pl.Int32},
    )


def states(moves: dict[int, int], *, expected: float = 0.0) -> list[tuple[int | None, datetime]]:
    """Gameweek and moment of the states of the first fixture that moved."""
    found = with_moves(season(moves), gameweeks(), status(expected=expected))
    rows = found.filter(pl.col("fixture") == next(iter(moves))).sort("known_at")
    return rows.select("gameweek", "known_at").rows()


def test_a_match_put_off_is_called_off_first_and_dated_later() -> None:
    assert states({41: 9}) == [
        (5, BEFORE),
        (None, deadline(5) - timedelta(days=14)),
        (9, deadline(9) - timedelta(days=21)),
    ]


def test_a_match_brought_forward_moves_at_once() -> None:
    assert states({81: 5}) == [(9, BEFORE), (5, deadline(5) - timedelta(days=21))]


def test_a_match_fpl_still_expected_points_of_is_called_off_after_the_deadline() -> None:
    assert states({41: 9}, expected=3.1)[1] == (None, deadline(5) + timedelta(minutes=1))


def test_a_club_with_another_match_that_week_says_nothing_of_the_one_called_off() -> None:
    found = states({41: 9, 81: 5}, expected=3.1)
    assert found[1][1] == deadline(5) - timedelta(days=14)


def test_fixtures_that_stayed_and_seasons_numbered_otherwise_are_left_alone() -> None:
    same = season({41: 9})
    kept = with_moves(same, gameweeks(), status(expected=0)).filter(pl.col("fixture") != 41)
    assert_frame_equal(kept, same.filter(pl.col("fixture") != 41))
    shuffled = season({number: 1 + number % 10 for number in range(1, 101)})
    assert_frame_equal(with_moves(shuffled, gameweeks(), status(expected=0)), shuffled)
