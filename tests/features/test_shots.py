from datetime import UTC, datetime

import polars as pl
import pytest

from fantasy.features.shots import with_club_shots, with_shots
from fantasy.store import AsOf, Lake
from fantasy.store.schema import TABLES

AT = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def known(tmp_path_factory: pytest.TempPathFactory) -> AsOf:
    """Understat tells of fixture 7: code 11 shot, code 12 did not play."""
    lake = Lake.open(tmp_path_factory.mktemp("shots"), "test")
    own = {"season": "2021-22", "fixture": 7, "known_at": AT, "expected_goals": 0.4}
    numbers = {"minutes": 90, "shots": 2, "key_passes": 1, "expected_assists": 0.2}
    player = pl.DataFrame([own | numbers | {"code": 11, "chain": 0.5, "buildup": None}])
    more = {"non_penalty_expected_goals": 1.0, "passes_allowed": 1.0, "defensive_actions": 1.0}
    clubs = pl.DataFrame(
        [
            own | more | {"team_code": club, "expected_goals": goals, "deep_completions": 3}
            for club, goals in ((3, 1.4), (8, 0.6))
        ]
    )
    for name, rows in (("player_match_expected", player), ("club_expected", clubs)):
        lake.write(name, TABLES[name].contract.cast(rows), source="test")
    return lake.as_of(AT)


def test_understat_tells_what_fpl_did_not_count(known: AsOf) -> None:
    matches = pl.LazyFrame(
        {
            "season": "2021-22",
            "fixture": [7, 7, 8],
            "code": [11, 12, 11],
            "minutes": [90, 0, 90],
            "expected_goals": [None, None, 0.3],
            "expected_assists": pl.Series([None, None, None], dtype=pl.Float64),
        },
        schema_overrides={"fixture": pl.Int32, "code": pl.Int32},
    )
    told = with_shots(matches, known).sort("fixture", "code").collect()
    assert told["expected_goals"].to_list() == [0.4, 0.0, 0.3]
    assert told["expected_assists"].to_list() == [0.2, 0.0, None]
    assert told.columns == matches.collect_schema().names()


def test_a_clubs_expected_goals_are_understats_where_fpl_has_none(known: AsOf) -> None:
    matches = pl.LazyFrame(
        {
            "season": "2021-22",
            "fixture": 7,
            "team_code": [3, 8],
            "opponent_code": [8, 3],
            "expected_goals": [None, 0.9],
            "expected_goals_against": pl.Series([None, None], dtype=pl.Float64),
        },
        schema_overrides=dict.fromkeys(("fixture", "team_code", "opponent_code"), pl.Int32),
    )
    told = with_club_shots(matches, known).sort("team_code").collect()
    assert told["expected_goals"].to_list() == [1.4, 0.9]
    assert told["expected_goals_against"].to_list() == [0.6, 1.4]
