from datetime import UTC, datetime

import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.raw import sides
from fantasy.sources.matches import REQUIRED, player_matches, team_matches

TEAMS = pl.DataFrame({"team": [1, 2, 3], "team_code": [101, 102, 103]})
ELEMENTS = pl.DataFrame(
    {"element": [7, 8], "code": [1007, 1008], "position": ["MID", "GKP"]},
    schema_overrides={"element": pl.Int32, "code": pl.Int32},
)


def raw(*rows: dict[str, object]) -> pl.DataFrame:
    usual = dict.fromkeys(REQUIRED, "0") | {
        "kickoff_time": "2024-08-17T14:00:00Z",
        "round": "1",
        "team_h_score": "2",
        "team_a_score": "1",
    }
    texts = [{name: str(value) for name, value in (usual | row).items()} for row in rows]
    return pl.DataFrame(texts)


def at_home(element: int, **values: object) -> dict[str, object]:
    return {"element": element, "fixture": 5, "opponent_team": 2, "was_home": True, **values}


def away(element: int, **values: object) -> dict[str, object]:
    return {"element": element, "fixture": 5, "opponent_team": 1, "was_home": False, **values}


def parsed(*rows: dict[str, object]) -> pl.DataFrame:
    return player_matches(raw(*rows), ELEMENTS, TEAMS, season="2024-25", origin="test")


def test_the_home_side_is_whom_the_visitors_name() -> None:
    assert sides(raw(at_home(7), away(8))).row(0) == (5, 1, 2)


def test_a_players_club_is_the_other_side_of_the_fixture() -> None:
    rows = parsed(at_home(7), away(8))
    assert rows["team_code"].to_list() == [101, 102]
    assert rows["opponent_code"].to_list() == [102, 101]
    assert rows["team_goals"].to_list() == [2, 1]
    assert rows["opponent_goals"].to_list() == [1, 2]


def test_a_postponed_match_leaves_no_row() -> None:
    void = at_home(7, round=29) | {"team_h_score": "", "team_a_score": ""}
    rows = parsed(void, at_home(7, round=39, minutes=90), away(8, round=39))
    assert rows["gameweek"].to_list() == [39, 39]
    assert rows["minutes"].to_list() == [90, 0]


def test_a_repeated_row_stands_once() -> None:
    assert parsed(at_home(7), at_home(7), away(8)).height == 2


def test_a_result_is_known_two_and_a_half_hours_after_kick_off() -> None:
    assert parsed(at_home(7), away(8))["known_at"][0] == datetime(2024, 8, 17, 16, 30, tzinfo=UTC)


def test_columns_a_season_does_not_have_are_null() -> None:
    row = parsed(at_home(7), away(8)).row(0, named=True)
    assert row["starts"] is None
    assert row["expected_goals"] is None


def test_an_unknown_player_has_no_code_so_that_the_contract_stops_him() -> None:
    rows = parsed(at_home(7), away(99))
    assert rows.filter(pl.col("element") == 99)["code"].to_list() == [None]


def test_a_missing_column_names_the_file() -> None:
    rows = raw(at_home(7)).drop("minutes")
    with pytest.raises(SourceError, match=r"gw1\.csv: lacks the columns minutes"):
        player_matches(rows, ELEMENTS, TEAMS, season="2024-25", origin="gw1.csv")


def test_a_clubs_match_is_seen_from_both_sides() -> None:
    rows = team_matches(parsed(at_home(7, expected_goals=0.4), away(8, expected_goals=0.3)))
    assert rows["goals_for"].to_list() == [2, 1]
    assert rows["goals_against"].to_list() == [1, 2]
    assert rows["expected_goals"].to_list() == [0.4, 0.3]
    assert rows["expected_goals_against"].to_list() == [0.3, 0.4]


def test_without_expected_goals_a_club_has_none_rather_than_zero() -> None:
    assert team_matches(parsed(at_home(7), away(8)))["expected_goals"].to_list() == [None, None]
