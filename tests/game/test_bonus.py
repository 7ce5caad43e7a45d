import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.game.bonus import bonus, bps


def _bonus(scores: list[int], minutes: list[int] | None = None) -> list[int]:
    rows = pl.DataFrame(
        {"match": 1, "bps": scores, "minutes": minutes or [90] * len(scores)},
        schema={"match": pl.Int32, "bps": pl.Int32, "minutes": pl.Int32},
    )
    return rows.select(bonus(match=["match"]))["bonus"].to_list()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([40, 30, 20, 10], [3, 2, 1, 0]),
        ([40, 40, 20, 10], [3, 3, 1, 0]),
        ([40, 30, 30, 10], [3, 2, 2, 0]),
        ([40, 30, 20, 20], [3, 2, 1, 1]),
        ([40, 40, 40, 10], [3, 3, 3, 0]),
        ([10, 20, 30, 40], [0, 1, 2, 3]),
    ],
)
def test_the_best_three_share_the_bonus_as_ties_decide(
    scores: list[int], expected: list[int]
) -> None:
    assert _bonus(scores) == expected


def test_nobody_gets_bonus_without_playing() -> None:
    assert _bonus([40, 30, 20, 10], [0, 90, 90, 90]) == [0, 3, 2, 1]


@given(st.lists(st.integers(-20, 90), min_size=1, max_size=30))
def test_more_in_the_system_never_means_less_bonus(scores: list[int]) -> None:
    given_ = _bonus(scores)
    in_order = [points for _, points in sorted(zip(scores, given_, strict=True))]
    assert in_order == sorted(in_order)
    assert given_[scores.index(max(scores))] == 3


def _bps(**done: int | str) -> int:
    names = ("goals_scored", "assists", "clean_sheets", "goals_conceded", "saves")
    names += ("penalties_saved", "penalties_missed", "key_passes", "shots_on_target", "tackles")
    names += ("yellow_cards", "red_cards", "own_goals", "clearances_blocks_interceptions")
    nothing = dict.fromkeys((*names, "recoveries", "on_the_ball", "minutes"), 0)
    row = pl.DataFrame([{**nothing, "position": "MID", **done}])
    return row.select(bps())["bps"].item()


def test_a_goal_is_worth_most_to_a_forward() -> None:
    played = _bps(minutes=90)
    assert played == 6
    assert _bps(minutes=90, goals_scored=1, position="FWD") == played + 24
    assert _bps(minutes=90, goals_scored=1, position="DEF") == played + 12


def test_defending_counts_in_whole_pairs_and_threes() -> None:
    assert _bps(minutes=90, clearances_blocks_interceptions=5, recoveries=7) == 6 + 2 + 2


def test_the_system_gives_nothing_to_one_who_did_not_play() -> None:
    assert _bps(minutes=0, position="DEF", clean_sheets=0, on_the_ball=3) == 0
