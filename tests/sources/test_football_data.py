from datetime import UTC, datetime

import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.sources import football_data

TEAMS = pl.DataFrame(
    {"name": ["Man Utd", "Spurs", "Leeds"], "team_code": [1, 6, 2]},
    schema={"name": pl.String, "team_code": pl.Int32},
)
KICKOFF = datetime(2025, 1, 4, 15, tzinfo=UTC)
FIXTURES = pl.DataFrame(
    {"fixture": [7, 8], "home_code": [1, 6], "away_code": [6, 1], "kickoff_time": [KICKOFF, None]},
    schema={
        **dict.fromkeys(("fixture", "home_code", "away_code"), pl.Int32()),
        "kickoff_time": pl.Datetime("us", "UTC"),
    },
)


def _raw(**columns: str) -> pl.DataFrame:
    match = {"Div": "E0", "Date": "04/01/2025", "HomeTeam": "Man United", "AwayTeam": "Tottenham"}
    return pl.DataFrame([{**match, **columns}])


def _odds(raw: pl.DataFrame) -> pl.DataFrame:
    return football_data.odds(raw, TEAMS, FIXTURES, season="2024-25")


def test_the_mean_odds_are_read_under_every_years_name() -> None:
    now = _odds(_raw(AvgH="2.10", AvgD="3.5", AvgA="3.6", B365H="9", **{"Avg>2.5": "1.9"}))
    then = _odds(_raw(BbAvH="2.10", BbAvD="3.5", BbAvA="3.6", B365H="9", **{"BbAv>2.5": "1.9"}))
    columns = ("fixture", "home_win", "draw", "away_win", "over", "handicap")
    assert now.select(columns).rows() == [(7, 2.1, 3.5, 3.6, 1.9, None)]
    assert then.equals(now)


def test_one_bookmaker_will_do_where_there_is_no_mean() -> None:
    rows = _odds(_raw(AvgH="", B365H="2.2", B365D="3.4", B365A="3.5"))
    assert rows["home_win"].to_list() == [2.2]


def test_closing_odds_are_never_read() -> None:
    rows = _odds(_raw(AvgH="2.10", AvgD="3.5", AvgA="3.6", AvgCH="1.50", AvgCD="4", AvgCA="6"))
    assert rows.select("home_win", "draw", "away_win").row(0) == (2.1, 3.5, 3.6)


def test_a_club_of_no_season_is_told() -> None:
    assert football_data.unmatched(_raw(HomeTeam="Borussia"), TEAMS) == ["Borussia"]
    assert football_data.unmatched(_raw(), TEAMS) == []


@pytest.mark.parametrize(
    ("kickoff", "collected"),
    [
        ("2025-01-04T15:00", "2025-01-03T15:00"),
        ("2025-01-03T20:00", "2025-01-03T15:00"),
        ("2025-01-06T20:00", "2025-01-03T15:00"),
        ("2025-01-07T19:30", "2025-01-07T15:00"),
        ("2025-01-08T19:30", "2025-01-07T15:00"),
        ("2025-01-09T20:00", "2025-01-07T15:00"),
        ("2023-12-26T12:30", "2023-12-22T15:00"),
    ],
)
def test_odds_are_from_the_last_friday_or_tuesday_afternoon(kickoff: str, collected: str) -> None:
    frame = pl.DataFrame({"at": [datetime.fromisoformat(kickoff).replace(tzinfo=UTC)]})
    found = frame.select(football_data.collected(pl.col("at"))).item()
    assert found == datetime.fromisoformat(collected).replace(tzinfo=UTC)


def test_a_seasons_file_is_named_by_its_years() -> None:
    url = football_data.results_url("https://example.test/", "2024-25")
    assert url == "https://example.test/mmz4281/2425/E0.csv"
    below = football_data.results_url("https://example.test/", "2024-25", "E1")
    assert below == "https://example.test/mmz4281/2425/E1.csv"


def test_a_second_tiers_match_is_read_with_the_codes_of_clubs_that_have_one() -> None:
    raw = _raw(Div="E1", HomeTeam="Leeds", AwayTeam="Preston", FTHG="3", FTAG="1", AvgH="1.5")
    rows = football_data.championship(raw, TEAMS, season="2023-24")
    assert rows.drop("season", "known_at").rows() == [
        ("Leeds", "Preston", 2, None, 3, 1, 1.5, None, None, None, None)
    ]
    assert rows["known_at"].to_list() == [datetime(2025, 1, 5, tzinfo=UTC)]


def test_a_match_not_played_is_no_result_and_a_file_without_results_is_told() -> None:
    to_come = _raw(Div="E1", FTHG="", FTAG="")
    assert football_data.championship(to_come, TEAMS, season="2023-24").is_empty()
    with pytest.raises(SourceError, match="Championship of 2023-24"):
        football_data.championship(_raw(Div="E1"), TEAMS, season="2023-24")
