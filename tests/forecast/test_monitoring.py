from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from fantasy.forecast.monitoring import confident_misses, logged, monitor
from fantasy.forecast.outlook import FANTASY, MODELS
from fantasy.store import Lake
from fantasy.store.schema import TABLES

START = datetime(2024, 8, 16, 12, tzinfo=UTC)
WEEKS = 10


def write(lake: Lake, table: str, rows: list[dict[str, object]]) -> None:
    schema = TABLES[table].contract.create_empty().schema
    full = [{name: row.get(name) for name in schema} for row in rows]
    assert lake.write(table, pl.DataFrame(full, schema=schema), source="test").quarantined == 0


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Ten gameweeks of twenty players; who has an even element scores 6, the others 2."""
    lake = Lake.open(tmp_path, "monitored")
    gameweeks, told, played = [], [], []
    for week in range(1, WEEKS + 1):
        deadline = START + timedelta(days=7 * week)
        gameweeks.append(
            {"season": "2024-25", "gameweek": week, "deadline": deadline, "known_at": START}
        )
        for element in range(1, 21):
            points = 6 if element % 2 == 0 else 2
            late = week > WEEKS - 4
            for model in MODELS:
                expected = points + (3.0 if late and model == FANTASY else 0.5)
                told.append(_forecast(week, element, model, expected, deadline))
            played.append(_match(week, element, points, deadline))
    write(lake, "gameweeks", gameweeks)
    write(lake, "forecasts", told)
    write(lake, "player_matches", played)
    write(
        lake,
        "players",
        [
            {
                "season": "2024-25",
                "element": element,
                "code": 100 + element,
                "web_name": f"P{element}",
                "position": "MID",
                "known_at": START,
            }
            for element in range(1, 21)
        ],
    )
    return lake


def _forecast(
    week: int, element: int, model: str, expected: float, deadline: datetime
) -> dict[str, object]:
    return {
        "season": "2024-25",
        "gameweek": week,
        "element": element,
        "code": 100 + element,
        "model": model,
        "fixtures": 1,
        "expected_points": expected,
        "horizon": 1,
        "play": 0.95,
        "play_60": 0.9,
        "clean_sheet": 0.2,
        "low": 1,
        "high": 7,
        "at_least_5": 0.5,
        "at_least_10": 0.02,
        "expected_minutes": 80.0,
        "known_at": deadline - timedelta(hours=3),
    }


def _match(week: int, element: int, points: int, deadline: datetime) -> dict[str, object]:
    counts = (
        *("goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals"),
        *("penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "saves"),
        *("bonus", "bps", "influence", "creativity", "threat", "ict_index"),
        *("team_goals", "opponent_goals"),
    )
    return dict.fromkeys(counts, 0) | {
        "season": "2024-25",
        "fixture": week,
        "element": element,
        "code": 100 + element,
        "gameweek": week,
        "kickoff_time": deadline + timedelta(hours=2),
        "position": "MID",
        "team_code": 1,
        "opponent_code": 2,
        "was_home": True,
        "minutes": 90,
        "total_points": points,
        "known_at": deadline + timedelta(hours=6),
    }


def test_forecasts_are_set_beside_what_came(lake: Lake) -> None:
    rows = logged(lake.as_of(START + timedelta(days=365)))
    assert rows.height == WEEKS * 20
    found = monitor(rows)
    assert found.by_gameweek["rmse"].to_list()[:6] == [pytest.approx(0.5)] * 6
    assert found.by_gameweek["bias"].to_list()[-4:] == [pytest.approx(3.0)] * 4
    assert found.covered["covered"].to_list() == [1.0] * 3
    assert found.calibration["at_least_5"] == pytest.approx(0.0)


def test_a_forecast_made_after_the_deadline_does_not_count(lake: Lake) -> None:
    deadline = START + timedelta(days=7)
    late = _forecast(1, 2, FANTASY, 99.0, deadline) | {"known_at": deadline + timedelta(hours=1)}
    write(lake, "forecasts", [late])
    rows = logged(lake.as_of(START + timedelta(days=365)))
    assert rows[FANTASY].max() == 9.0


def test_gameweeks_that_are_not_over_are_left_out(lake: Lake) -> None:
    soon = START + timedelta(days=7 * 3 + 1)
    assert logged(lake.as_of(soon))["gameweek"].unique().sort().to_list() == [1, 2, 3]


def test_growing_errors_beside_the_baselines_are_called_drift(lake: Lake) -> None:
    rows = logged(lake.as_of(START + timedelta(days=365)))
    assert "train again" in str(monitor(rows).drift)
    steady = rows.filter(pl.col("gameweek") <= 6)
    assert monitor(pl.concat([steady, steady.with_columns(season=pl.lit("2023-24"))])).drift is None


def test_confident_misses_name_what_was_all_but_ruled_out(lake: Lake) -> None:
    rows = logged(lake.as_of(START + timedelta(days=365))).head(4)
    wrong = rows.with_columns(
        minutes=pl.Series([0, 90, 90, 90]),
        points=pl.Series([0.0, 14.0, 2.0, 2.0]),
        play=pl.Series([0.95, 0.95, 0.01, 0.95]),
    )
    told = confident_misses(wrong)
    assert set(told["why"]) == {
        "sure to play, did not",
        "a big haul all but ruled out",
        "ruled out, played",
    }
    assert told["why"][0] == "a big haul all but ruled out"
