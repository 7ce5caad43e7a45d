import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.game import POSITIONS
from fantasy.game.rules import Rules
from fantasy.game.scoring import points, points_by_component

LATEST = Rules.for_season("2025-26")
NOTHING = dict.fromkeys(
    (
        *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "saves"),
        *("penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "own_goals"),
        *("bonus", "clearances_blocks_interceptions", "tackles", "recoveries"),
    ),
    0,
)


def scored(position: str, *, rules: Rules = LATEST, **did: int | None) -> int | None:
    row = pl.DataFrame([{"position": position, **NOTHING, **did}])
    value: int | None = row.select(points(rules)).item()
    return value


@pytest.mark.parametrize(("minutes", "expected"), [(0, 0), (1, 1), (59, 1), (60, 2), (90, 2)])
def test_playing_gives_one_point_and_an_hour_two(minutes: int, expected: int) -> None:
    assert scored("MID", minutes=minutes) == expected


@pytest.mark.parametrize(
    ("position", "expected"), [("GKP", 10), ("DEF", 6), ("MID", 5), ("FWD", 4)]
)
def test_a_goal_is_worth_what_the_position_says(position: str, expected: int) -> None:
    assert scored(position, goals_scored=1) == expected


def test_a_keepers_goal_was_worth_a_defenders_before_2024_25() -> None:
    assert scored("GKP", goals_scored=1, rules=Rules.for_season("2023-24")) == 6


@pytest.mark.parametrize(("position", "expected"), [("GKP", 4), ("DEF", 4), ("MID", 1), ("FWD", 0)])
def test_a_clean_sheet_is_worth_what_the_position_says(position: str, expected: int) -> None:
    assert scored(position, clean_sheets=1) == expected


@pytest.mark.parametrize(("conceded", "expected"), [(0, 0), (1, 0), (2, -1), (3, -1), (5, -2)])
def test_every_two_goals_conceded_cost_a_defender_a_point(conceded: int, expected: int) -> None:
    assert scored("DEF", goals_conceded=conceded) == expected
    assert scored("MID", goals_conceded=conceded) == 0


@pytest.mark.parametrize(("saves", "expected"), [(2, 0), (3, 1), (8, 2)])
def test_every_three_saves_give_a_point(saves: int, expected: int) -> None:
    assert scored("GKP", saves=saves) == expected


def test_cards_and_penalties_and_own_goals_cost() -> None:
    assert scored("FWD", yellow_cards=1) == -1
    assert scored("FWD", red_cards=1) == -3
    assert scored("FWD", penalties_missed=1) == -2
    assert scored("DEF", own_goals=1) == -2
    assert scored("GKP", penalties_saved=1) == 5


@pytest.mark.parametrize(
    ("position", "parts", "expected"),
    [
        ("DEF", {"clearances_blocks_interceptions": 7, "tackles": 3}, 2),
        ("DEF", {"clearances_blocks_interceptions": 7, "tackles": 2, "recoveries": 9}, 0),
        ("MID", {"clearances_blocks_interceptions": 5, "tackles": 3, "recoveries": 4}, 2),
        ("FWD", {"clearances_blocks_interceptions": 5, "tackles": 3, "recoveries": 3}, 0),
        ("GKP", {"clearances_blocks_interceptions": 20}, 0),
    ],
)
def test_defensive_contributions_score_at_their_threshold(
    position: str, parts: dict[str, int], expected: int
) -> None:
    assert scored(position, **parts) == expected


def test_defensive_contributions_scored_nothing_before_2025_26() -> None:
    parts = {"clearances_blocks_interceptions": 12, "tackles": 8}
    assert scored("DEF", rules=Rules.for_season("2024-25"), **parts) == 0


def test_parts_nobody_counted_score_nothing() -> None:
    assert scored("DEF", clearances_blocks_interceptions=None, tackles=None) == 0


@given(
    st.lists(
        st.fixed_dictionaries(
            {name: st.integers(0, 12) for name in NOTHING} | {"minutes": st.integers(0, 120)}
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(POSITIONS),
    st.sampled_from(["2016-17", "2023-24", "2024-25", "2025-26"]),
)
def test_points_are_the_sum_of_their_components(
    rows: list[dict[str, int]], position: str, season: str
) -> None:
    frame = pl.DataFrame(rows).with_columns(position=pl.lit(position))
    rules = Rules.for_season(season)
    total = frame.select(points(rules)).to_series().to_list()
    parts = frame.select(points_by_component(rules)).sum_horizontal().to_list()
    assert total == parts
