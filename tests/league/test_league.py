from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.game.bonus import bonus, bps
from fantasy.game.scoring import points
from fantasy.league import simulate
from fantasy.league.years import PROMOTED

if TYPE_CHECKING:
    from fantasy.league import League, Season

WHAT = "(Personal reasons|Knock|Illness|[A-Z][a-z]+ injury)"
FRAMES = ("clubs", "fixtures", "players", "matches", "shots", "captures", "availability")


def _seasons(league: League) -> list[Season]:
    return list(league.seasons.values())


def test_one_seed_is_one_league_and_another_seed_another(league: League) -> None:
    again, other = simulate(league.seed), simulate(league.seed + 1)
    for season, same, different in zip(
        _seasons(league), _seasons(again), _seasons(other), strict=True
    ):
        for name in (*FRAMES, "transfers"):
            assert getattr(season, name).equals(getattr(same, name))
        assert not season.matches.equals(different.matches)


def test_three_seasons_are_over_and_the_current_one_stops_before_a_deadline(
    league: League,
) -> None:
    *past, current = _seasons(league)
    assert [season.season for season in past] == ["2022-23", "2023-24", "2024-25"]
    assert all(season.fixtures["home_goals"].null_count() == 0 for season in past)
    assert current.gameweek == 24
    before = {number for number, each in current.deadlines.items() if each < current.now}
    assert before == set(range(1, 24))
    played = current.fixtures.drop_nulls("home_goals")
    assert (played["kickoff_time"] < current.now).all()
    assert set(current.matches["fixture"]) == set(played["fixture"])


def test_three_clubs_go_down_and_three_come_up(league: League) -> None:
    for before, after in itertools.pairwise(_seasons(league)):
        stayed = set(before.clubs["team_code"]) & set(after.clubs["team_code"])
        assert len(stayed) == 20 - PROMOTED


def test_the_champions_of_the_second_tier_come_up(league: League) -> None:
    for (season, year), after in zip(
        list(league.years.items())[:-1], _seasons(league)[1:], strict=True
    ):
        champions = year.second_tier.table["name"][0]
        assert champions in set(after.clubs["name"])
        assert champions not in set(league.seasons[season].clubs["name"])


def test_points_bonus_and_the_system_are_the_games_own(league: League) -> None:
    for season in _seasons(league):
        positions = season.players.select("element", "position")
        rows = season.matches.drop("position").join(positions, on="element", validate="m:1")
        scored = rows.with_columns(
            bps().alias("_bps"), points(season.rules).alias("_points")
        ).with_columns(bonus(match=["fixture"]).alias("_bonus"))
        assert scored.filter(pl.col("_bps") != pl.col("bps")).is_empty()
        assert scored.filter(pl.col("_bonus") != pl.col("bonus")).is_empty()
        assert scored.filter(pl.col("_points") != pl.col("total_points")).is_empty()


def test_what_players_did_adds_up_to_the_score(league: League) -> None:
    for season in _seasons(league):
        sides = season.matches.group_by("fixture", "was_home").agg(
            pl.col("goals_scored", "own_goals", "assists", "starts").sum(),
            pl.col("minutes").sum(),
        )
        home = sides.filter("was_home")
        both = home.join(sides.filter(~pl.col("was_home")), on="fixture", suffix="_away").join(
            season.fixtures, on="fixture", validate="1:1"
        )
        assert (both["goals_scored"] + both["own_goals_away"] == both["home_goals"]).all()
        assert (both["goals_scored_away"] + both["own_goals"] == both["away_goals"]).all()
        assert (sides["assists"] <= sides["goals_scored"]).all()
        assert (sides["starts"] <= 11).all()
        assert (sides["minutes"] <= 990).all()
        assert sides.filter(pl.col("starts") < 11).height < 5


def test_the_shots_are_those_of_the_matches(league: League) -> None:
    season = league.current
    shooters = season.shots.group_by("fixture", "element").agg(
        (pl.col("outcome") == "goal").sum().cast(pl.Int32).alias("goals"),
        pl.col("expected_goals").sum().alias("expected"),
    )
    rows = season.matches.join(shooters, on=["fixture", "element"], how="left", validate="1:1")
    filled = rows.with_columns(pl.col("goals", "expected").fill_null(0))
    assert (filled["goals"] == filled["goals_scored"]).all()
    assert filled.select((pl.col("expected") - pl.col("expected_goals")).abs().max()).item() < 1e-6
    assert shooters.height == rows["goals"].count()


def test_nobody_plays_who_was_known_to_be_away(league: League) -> None:
    for season in _seasons(league):
        away = season.availability.filter(
            pl.col("availability").is_in(["suspended", "transferred", "loaned"])
        ).select("gameweek", "element", "team")
        first = season.matches.sort("kickoff_time").unique(
            ["gameweek", "element"], keep="first", maintain_order=True
        )
        played = first.join(away, on=["gameweek", "element", "team"], how="semi")
        assert played.height > 50
        assert (played["minutes"] == 0).all()


def test_a_chance_of_playing_is_kept_as_often_as_it_says(league: League) -> None:
    rows = pl.concat(
        season.matches.sort("kickoff_time")
        .unique(["gameweek", "element"], keep="first")
        .join(
            season.availability.filter(pl.col("availability") == "doubtful").select(
                "gameweek", "element", "chance"
            ),
            on=["gameweek", "element"],
        )
        for season in _seasons(league)
    )
    regulars = rows.filter(pl.col("value") >= 60)
    low = regulars.filter(pl.col("chance") < 40)["minutes"] > 0
    high = regulars.filter(pl.col("chance") > 70)["minutes"] > 0
    assert low.mean() < 0.4
    assert high.mean() > 0.6


def test_captures_know_nothing_of_what_comes_after_them(league: League) -> None:
    for season in _seasons(league):
        deadline = pl.col("gameweek").replace_strict(
            season.deadlines, return_dtype=pl.Datetime("us", "UTC")
        )
        told = season.captures.with_columns(deadline.alias("deadline"))
        assert (told["known_at"] < told["deadline"]).all()
        assert told.filter(pl.col("news_added") > pl.col("known_at")).is_empty()


def test_prices_move_by_tenths_and_squads_stay_as_many_as_there_are(league: League) -> None:
    for season in _seasons(league):
        steps = season.captures.sort("gameweek").select(
            pl.col("price_tenths").diff().over("element").abs().alias("step"), "gameweek"
        )
        assert steps["step"].max() == 1
        assert 0.03 < steps.filter(pl.col("gameweek") > 1)["step"].mean() < 0.15
        squads = season.captures.group_by("gameweek").agg(pl.col("selected").sum())["selected"]
        assert squads.max() / squads.min() < 1.01
        assert season.captures["selected_by_percent"].max() <= 80


@pytest.mark.parametrize("status", ["a", "d", "i", "s", "u"])
def test_every_status_is_told_with_its_own_news(league: League, status: str) -> None:
    rows = league.current.captures.filter(pl.col("status") == status)
    wanted = {
        "a": r"^$",
        "d": rf"^{WHAT} - (25|50|75)% chance of playing$",
        "i": rf"^{WHAT} - "
        r"(Unknown return date|Expected back \d+ [A-Z][a-z]{2})$",
        "s": r"^Suspended until \d+ [A-Z][a-z]{2}$",
        "u": r"^Has joined .+ (on loan for the rest of the season|on a permanent transfer)$",
    }[status]
    assert rows.height > 0
    assert rows.filter(~pl.col("news").str.contains(wanted)).is_empty()


def test_everybody_has_a_name_and_a_code_of_his_own(league: League) -> None:
    for season in _seasons(league):
        assert season.players["code"].is_unique().all()
        assert season.players.select("first_name", "second_name").is_unique().all()
        sizes = season.captures.filter(pl.col("status") != "u", pl.col("gameweek") == 10)
        assert sizes.group_by("team").len()["len"].is_between(22, 35).all()


def test_players_stay_who_they_are_from_season_to_season(league: League) -> None:
    for before, after in itertools.pairwise(_seasons(league)):
        both = before.players.join(after.players, on="code", suffix="_after")
        assert both.height > 350
        assert (both["birth_date"] == both["birth_date_after"]).all()
        assert (both["position"] == both["position_after"]).all()
