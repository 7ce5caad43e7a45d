"""Odds and Understat beside FPL: every club and almost every player is found."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy import weekly
from fantasy.config import Settings
from fantasy.raw import integer
from fantasy.sources import fpl, understat
from fantasy.sources.http import Client
from fantasy.sources.identity import match_clubs, match_players
from fantasy.store.schema import TABLES
from fantasy.world.archive import FolderArchive
from fantasy.world.enter import enter

if TYPE_CHECKING:
    from pathlib import Path

    from fantasy.store import Lake

pytestmark = pytest.mark.real

SEASONS = ("2021-22", "2022-23", "2023-24", "2024-25")
UNFINISHED = "2024-25"
"""The archive's Understat files of this season are from March."""


@pytest.fixture(scope="module")
def lake(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """All ten seasons, up to gameweek 9 of 2025-26."""
    settings = Settings(archive=real_data, data_dir=tmp_path_factory.mktemp("sites"))
    world = enter(settings, replay="2025-26:9")
    lake = weekly.open_lake(world, settings)
    assert weekly.update(world, settings, lake).faults == ()
    return lake


def test_every_match_of_ten_seasons_has_odds(lake: Lake) -> None:
    counts = dict(
        lake.table("odds")
        .group_by("season")
        .agg(pl.col("fixture").n_unique())
        .collect()
        .iter_rows()
    )
    assert {season: count for season, count in counts.items() if season < "2025-26"} == {
        f"{year}-{(year + 1) % 100:02d}": 380 for year in range(2016, 2025)
    }
    assert counts["2025-26"] >= 80
    assert lake.table("quarantine").filter(pl.col("table") == "odds").collect().is_empty()


def test_every_match_of_the_championship_is_stored_with_its_odds(lake: Lake) -> None:
    rows = lake.table("championship").collect()
    seasons = rows.group_by("season").len().sort("season")
    assert seasons.rows() == [(f"{year}-{(year + 1) % 100:02d}", 552) for year in range(2016, 2025)]
    assert rows["home_win"].null_count() == 0
    promoted = {"Leeds", "Burnley", "Sunderland"}
    assert promoted <= {*rows.drop_nulls("home_code")["home"]}
    assert "Preston" in {*rows.filter(pl.col("home_code").is_null())["home"]}


def test_odds_agree_with_results_as_odds_do(lake: Lake) -> None:
    home = lake.table("team_matches").filter("was_home")
    rows = (
        lake.table("odds")
        .join(home, on=["season", "fixture"], how="inner")
        .with_columns((1 / pl.col("home_win")).alias("implied"))
        .with_columns(
            margin=pl.col("implied") + 1 / pl.col("draw") + 1 / pl.col("away_win"),
            won=pl.col("goals_for") > pl.col("goals_against"),
        )
        .collect()
    )
    assert rows.height > 3_450
    assert rows["margin"].is_between(1.0, 1.12).mean() > 0.99
    fair = rows["implied"] / rows["margin"]
    assert fair.mean() == pytest.approx(rows["won"].mean(), abs=0.02)
    for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 1)):
        alike = rows.filter(fair.is_between(low, high))
        expected = (alike["implied"] / alike["margin"]).mean()
        assert expected == pytest.approx(alike["won"].mean(), abs=0.04)


def test_no_odds_of_a_replay_are_from_after_its_deadline(lake: Lake, real_data: Path) -> None:
    now = enter(Settings(archive=real_data), replay="2025-26:9").clock()
    assert lake.table("odds").select(pl.col("known_at").max()).collect().item() <= now


def test_understats_seasons_gone_by_come_from_the_archive(lake: Lake) -> None:
    told = lake.table("player_match_expected")
    counts = dict(told.group_by("season").len().collect().iter_rows())
    assert set(counts) == set(SEASONS)
    assert all(count > 8_000 for count in counts.values())
    clubs = dict(lake.table("club_expected").group_by("season").len().collect().iter_rows())
    assert {season for season, count in clubs.items() if count == 760} == {
        f"{year}-{(year + 1) % 100:02d}" for year in range(2019, 2024)
    }
    assert (
        lake.table("quarantine")
        .filter(pl.col("table").str.contains("expected"))
        .collect()
        .is_empty()
    )


def test_understats_minutes_of_a_match_are_fpls(lake: Lake) -> None:
    told = lake.table("player_match_expected").rename({"minutes": "told"})
    matches = lake.table("player_matches")
    both = told.join(matches, on=["season", "fixture", "code"], how="left").collect()
    apart = (both["told"] - both["minutes"].cast(pl.Int32)).abs()
    assert both["minutes"].null_count() == 0
    assert (apart <= 10).mean() > 0.99
    assert (apart <= 20).mean() > 0.9999
    assert (both["known_at"] == both["known_at_right"]).all()


def test_a_replay_tells_nothing_of_understat_from_after_its_deadline(
    real_data: Path, tmp_path: Path
) -> None:
    settings = Settings(archive=real_data, data_dir=tmp_path)
    world = enter(settings, replay="2022-23:10")
    with Client.of(world, user_agent="tests") as client:
        answer = understat.fetch(client, settings.understat_url, "2022-23")
        later = understat.fetch(client, settings.understat_url, "2023-24")
    assert answer is not None
    assert later is None
    now = world.clock().date().isoformat()
    days = [match["date"] for team in answer["teams"].values() for match in team["history"]]
    assert len(answer["dates"]) == len(days) / 2 > 70
    assert max(days) < now
    assert max(int(player["games"]) for player in answer["players"]) <= 10


@pytest.mark.parametrize("season", SEASONS)
def test_understats_players_are_found_and_none_of_them_wrongly(
    real_data: Path, season: str
) -> None:
    archive = FolderArchive.open(real_data)
    raw, teams, understat = (
        archive.table(f"data/{season}/{name}.csv")
        for name in ("players_raw", "teams", "understat/understat_player")
    )
    assert raw is not None
    assert teams is not None
    assert understat is not None
    ours = raw.filter(integer("element_type") <= 4).select(
        integer("code"),
        *("first_name", "second_name", "web_name"),
        integer("team_code"),
        integer("minutes"),
        integer("goals_scored"),
        integer("assists"),
    )
    titles = understat["team_title"].str.split(",")
    clubs = match_clubs(
        titles.explode().unique().sort().to_list(),
        teams.select("name", integer("code").alias("team_code")),
    )
    assert clubs["team_code"].null_count() == 0
    codes = dict(clubs.iter_rows())
    theirs = understat.select(
        integer("id"),
        pl.col("player_name").alias("name"),
        integer("time").alias("minutes"),
        integer("goals"),
        clubs=pl.Series([[codes[title] for title in each] for each in titles]),
    )
    matched = match_players(theirs, ours).drop_nulls("code")
    assert matched.height / theirs.height >= 0.98
    assert matched["code"].is_unique().all()
    if season != UNFINISHED:
        both = matched.join(theirs, on="id").join(ours, on="code")
        assert (both["goals"] == both["goals_scored"]).mean() > 0.995


def test_understats_own_answer_is_read_and_every_club_of_it_found(real_data: Path) -> None:
    folder = real_data / "api"
    answer = json.loads((folder / "understat" / "getLeagueData-EPL-2026.json").read_text())
    body = json.loads((folder / "live-2026-27" / "bootstrap-static.json").read_text())
    now = datetime(2026, 8, 22, 21, tzinfo=UTC)
    state = fpl.parse_bootstrap(body, now=now, origin="capture")
    elements = state.elements
    ours = state.players.with_columns(
        team_code=elements["team_code"].cast(pl.Int32),
        minutes=elements["minutes"].cast(pl.Int32),
    )
    nothing = TABLES["team_matches"].contract.create_empty()
    told = understat.parse(answer, state.teams, nothing, ours, season="2026-27", now=now)
    strangers = set(told.unmatched)
    assert not strangers & {team["title"] for team in answer["teams"].values()}
    assert told.players.height / len(answer["players"]) >= 0.98, strangers
