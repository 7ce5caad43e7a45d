from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fantasy.features import FEATURES, every_gameweek, feature_matrix
from fantasy.features.matrix import OUTCOME
from fantasy.features.status import with_bars
from fantasy.store import Lake

AFTER = datetime(2025, 8, 1, tzinfo=UTC)
WEEK = ("2024-25", 9)


def asked(*gameweeks: int, horizon: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        {"season": WEEK[0], "gameweek": gameweeks, "horizon": horizon},
        schema={"season": pl.String, "gameweek": pl.Int32, "horizon": pl.Int32},
    )


ASKED = asked(9)
TABLES = (
    *("teams", "gameweeks", "fixtures", "players", "player_status"),
    *("player_matches", "team_matches", "odds", "championship"),
    *("club_expected", "player_match_expected"),
)


@pytest.fixture(scope="module")
def lake(past_lake: Lake) -> Lake:
    return past_lake


def deadline(lake: Lake) -> datetime:
    season, gameweek = WEEK
    moment: datetime = (
        lake.table("gameweeks")
        .filter(pl.col("season") == season, pl.col("gameweek") == gameweek)
        .collect()["deadline"]
        .item()
    )
    return moment


def cut(lake: Lake, folder: Path, moment: datetime) -> Lake:
    """A lake that holds only what was known at the moment."""
    smaller = Lake.open(folder, "cut")
    for name in TABLES:
        known = lake.table(name).filter(pl.col("known_at") <= moment).collect()
        smaller.write(name, known, source="cut")
    return smaller


def test_features_are_the_same_with_and_without_later_rows(lake: Lake, tmp_path: Path) -> None:
    moment = deadline(lake)
    later = feature_matrix(lake.as_of(AFTER), ASKED).drop(OUTCOME)
    then = feature_matrix(cut(lake, tmp_path, moment).as_of(moment), ASKED)
    assert_frame_equal(then.drop(OUTCOME), later, check_exact=True)
    assert then["points"].null_count() == then.height > 0


@pytest.fixture(scope="module")
def before_and_after(lake: Lake) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The gameweek's matrix asked for at its deadline, and a year later."""
    moments = (deadline(lake), AFTER)
    before, after = (feature_matrix(lake.as_of(moment), ASKED) for moment in moments)
    return before, after


@pytest.mark.parametrize("feature", FEATURES)
def test_no_feature_sees_past_the_deadline(
    before_and_after: tuple[pl.DataFrame, pl.DataFrame], feature: str
) -> None:
    before, after = (each.select("element", "fixture", feature) for each in before_and_after)
    assert_frame_equal(before, after, check_exact=True)


def test_the_whole_matrix_and_one_gameweek_agree(lake: Lake) -> None:
    season, gameweek = WEEK
    whole = feature_matrix(lake.as_of(AFTER)).filter(
        pl.col("season") == season, pl.col("gameweek") == gameweek
    )
    assert_frame_equal(whole, feature_matrix(lake.as_of(AFTER), ASKED), check_exact=True)


def test_form_is_the_mean_of_the_matches_before_computed_by_hand(lake: Lake) -> None:
    row = feature_matrix(lake.as_of(AFTER), ASKED).row(40, named=True)
    past = (
        lake.table("player_matches")
        .filter(pl.col("code") == row["code"], pl.col("known_at") <= deadline(lake))
        .sort("kickoff_time")
        .collect()
    )
    for matches in (1, 3, 5, 10, 38):
        by_hand = past["total_points"].tail(matches).mean()
        assert row[f"base_points_mean_{matches}"] == pytest.approx(by_hand)
    assert row["matches_known"] == past.height


def test_every_captured_player_of_a_club_with_a_fixture_has_a_row(lake: Lake) -> None:
    matrix = feature_matrix(lake.as_of(AFTER), ASKED)
    assert matrix.height == 8 * 21
    assert matrix["points"].null_count() == 0
    assert matrix.select("element", "fixture").is_unique().all()


def test_a_player_has_both_fixtures_of_a_double_gameweek_and_none_of_a_blank(
    lake: Lake, tmp_path: Path
) -> None:
    moment = deadline(lake)
    smaller = cut(lake, tmp_path, moment)
    season, gameweek = WEEK
    fixtures = smaller.table("fixtures").filter(pl.col("season") == season).collect()
    moved = fixtures.filter(pl.col("gameweek") == gameweek + 1).head(1)
    smaller.write(
        "fixtures",
        moved.with_columns(gameweek=pl.lit(gameweek), known_at=pl.lit(moment)),
        source="moved",
    )
    matrix = feature_matrix(smaller.as_of(moment), asked(gameweek, gameweek + 1))
    doubles = matrix.filter(pl.col("fixtures_in_gameweek") == 2)
    assert doubles["team_code"].n_unique() == 2
    assert doubles.filter(pl.col("gameweek") == gameweek).height == doubles.height == 2 * 2 * 21


def test_a_gameweek_nobody_captured_is_still_there_to_learn_from(
    lake: Lake, tmp_path: Path
) -> None:
    season, gameweek = WEEK
    smaller = cut(lake, tmp_path, AFTER)
    status = smaller.table("player_status").collect()
    lost = (pl.col("season") == season) & (pl.col("gameweek") == gameweek)
    rest = Lake.open(tmp_path, "rest")
    for name in TABLES:
        rows = smaller.table(name).collect()
        rest.write(name, status.filter(~lost) if name == "player_status" else rows, source="rest")
    matrix = feature_matrix(rest.as_of(AFTER), ASKED)
    assert matrix.height == 8 * 21
    assert matrix["price"].null_count() == matrix.height
    assert matrix["points"].null_count() == 0


def test_at_a_longer_horizon_the_fixtures_are_later_and_what_is_known_is_not(lake: Lake) -> None:
    _, gameweek = WEEK
    next_one = feature_matrix(lake.as_of(AFTER), ASKED)
    third = feature_matrix(lake.as_of(AFTER), asked(gameweek, horizon=3))
    then = feature_matrix(lake.as_of(AFTER), asked(gameweek + 2))
    assert third["gameweek"].unique().to_list() == [gameweek + 2]
    assert third["deadline"].unique().to_list() == next_one["deadline"].unique().to_list()
    same = ("season", "element", "fixture", "points", "opponent_code", "was_home")
    assert_frame_equal(third.select(same), then.select(same))
    form = ("element", "base_points_mean_5", "price", "chance")
    assert_frame_equal(
        third.select(form).unique("element").sort("element"),
        next_one.select(form).unique("element").sort("element"),
    )
    assert (third["days_ahead"] > 7).all()


def test_gameweeks_take_the_horizons_in_turn(lake: Lake) -> None:
    told = every_gameweek(lake.as_of(AFTER), (2, 3, 5))
    assert told["horizon"].to_list()[:4] == [2, 3, 5, 2]
    assert told.select("season", "gameweek").is_unique().all()


def test_who_may_not_play_in_a_gameweek_is_barred_in_that_one_only() -> None:
    on_loan = {"gameweek": 10, "property": "loan_ineligible"}
    status = pl.LazyFrame(
        {
            "season": WEEK[0],
            "gameweek": 9,
            "element": [1, 2, 3],
            "risks": [[on_loan], [{"gameweek": 10, "property": "blank_gw"}], None],
        }
    )
    rows = pl.LazyFrame({"element": [1, 1, 2, 3], "gameweek": [9, 10, 10, 10]}).with_columns(
        season=pl.lit(WEEK[0]), as_of_gameweek=pl.lit(9, pl.Int64)
    )
    assert with_bars(rows, status).collect()["barred"].to_list() == [False, True, False, False]
