from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fantasy.league import simulate
from fantasy.sources import understat as source
from fantasy.world.demo.understat import Understat

if TYPE_CHECKING:
    from fantasy.league import League, Season

AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(scope="module")
def league() -> League:
    return simulate(1)


@pytest.fixture(scope="module")
def understat(league: League) -> Understat:
    return Understat(league.seasons, league.seed)


def _body(understat: Understat, path: str) -> dict[str, Any]:
    body = understat.respond(path, AJAX)
    assert body is not None
    return body


def _known(season: Season) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What FPL tells of a season: its clubs' matches and its players with their minutes."""
    codes = season.clubs.select("team", "team_code")
    rows = season.matches.join(codes, on="team", validate="m:1")
    played = rows.select(
        "team_code", "fixture", "kickoff_time", pl.col("kickoff_time").alias("known_at")
    ).unique()
    minutes = rows.group_by("element").agg(pl.col("minutes").sum())
    ours = season.players.join(minutes, on="element", how="left", validate="1:1").join(
        codes, on="team", validate="m:1"
    )
    return played, ours.with_columns(pl.col("minutes").fill_null(0))


def test_only_who_asks_as_its_pages_do_is_answered(understat: Understat) -> None:
    path = "getLeagueData/EPL/2025"
    assert understat.respond(path, {}) is None
    assert understat.respond(path, {"X-Requested-With": "fetch"}) is None
    assert understat.respond(path, AJAX) is not None


@pytest.mark.parametrize(
    "path",
    [
        "getLeagueData/EPL/2021",
        "getLeagueData/La_liga/2025",
        "getMatchData/1",
        "getMatchData/13380",
        "getMatchData/x",
        "getPlayerData/1",
        "getTeamData/Nobody/2025",
        "league/EPL",
    ],
)
def test_what_is_not_there_is_not_found(understat: Understat, path: str) -> None:
    assert understat.respond(path, AJAX) is None


def test_everybody_has_one_id_which_is_not_fpls(league: League, understat: Understat) -> None:
    people = understat.players
    codes = pl.concat(season.players["code"] for season in league.seasons.values()).unique()
    assert set(people["code"]) == set(codes)
    assert people["id"].is_unique().all()
    assert (people["id"] == people["code"]).mean() < 0.01


def test_who_has_accents_or_two_surnames_is_spelt_otherwise_now_and_then(
    league: League, understat: Understat
) -> None:
    spelt = understat.players.join(
        league.current.players.select("code", "first_name", "second_name", "known_name"),
        on="code",
        validate="1:1",
    )
    name, known = pl.col("name"), pl.col("known_name")
    foreign = spelt.filter(known.str.contains(r"[^\x00-\x7F]"))
    assert 0.1 < foreign.select((name.str.contains(r"[^\x00-\x7F]")).not_().mean()).item() < 0.4
    last = pl.col("second_name").str.split(" ").list.last()
    moved = spelt.filter(name.str.ends_with(last), known.str.ends_with(last).not_())
    assert moved.height > 3


def test_the_ordinary_source_finds_everybody_under_his_own_code(
    league: League, understat: Understat
) -> None:
    truth = understat.players.select(pl.col("id").cast(pl.Int64).alias("understat_id"), "code")
    for year, season in ((name[:4], season) for name, season in league.seasons.items()):
        played, ours = _known(season)
        answer = _body(understat, f"getLeagueData/EPL/{year}")
        told = source.parse(
            answer, season.clubs, played, ours, season=season.season, now=season.now
        )
        found = told.players.with_columns(pl.col("understat_id").cast(pl.Int64))
        both = found.join(truth, on="understat_id", how="left", validate="1:1", suffix="_true")
        assert (both["code"] == both["code_true"]).all()
        assert len(told.unmatched) <= 0.02 * len(answer["players"])


def test_league_match_and_fpl_agree_on_what_was_expected(
    league: League, understat: Understat
) -> None:
    season = league.current
    answer = _body(understat, "getLeagueData/EPL/2025")
    sides = season.matches.group_by("fixture", "was_home").agg(pl.col("expected_goals").sum())
    expected = {row[:2]: row[2] for row in sides.iter_rows()}
    first = understat._first_match(season)
    played = [match for match in answer["dates"] if match["isResult"]]
    assert len(played) * 2 == len(expected)
    for match in played[::12]:
        body = _body(understat, f"getMatchData/{match['id']}")
        for side in "ha":
            own = expected[int(match["id"]) - first, side == "h"]
            assert float(match["xG"][side]) == pytest.approx(own, abs=1e-5)
            for rows in (body["shots"][side], body["rosters"][side].values()):
                assert sum(float(row["xG"]) for row in rows) == pytest.approx(own, abs=1e-5)
    history = [each for club in answer["teams"].values() for each in club["history"]]
    assert sum(each["xG"] for each in history) == pytest.approx(sum(expected.values()), abs=1e-2)


def test_goals_of_a_match_are_its_shots_and_the_other_sides_own_goals(
    understat: Understat,
) -> None:
    dates = _body(understat, "getLeagueData/EPL/2023")["dates"]
    for match in dates[::12]:
        body = _body(understat, f"getMatchData/{match['id']}")
        for side, other in ("ha", "ah"):
            scored = sum(shot["result"] == "Goal" for shot in body["shots"][side])
            gifts = sum(int(each["own_goals"]) for each in body["rosters"][other].values())
            assert scored + gifts == int(match["goals"][side])


def test_a_players_matches_add_up_to_his_season(understat: Understat) -> None:
    for player in _body(understat, "getLeagueData/EPL/2025")["players"][:20]:
        matches = [
            match
            for match in _body(understat, f"getPlayerData/{player['id']}")["matches"]
            if match["season"] == "2025"
        ]
        assert len(matches) == int(player["games"])
        assert sum(int(match["goals"]) for match in matches) == int(player["goals"])
        total = sum(float(match["xG"]) for match in matches)
        assert total == pytest.approx(float(player["xG"]))


def test_a_clubs_page_lists_its_38_matches(understat: Understat) -> None:
    club = _body(understat, "getLeagueData/EPL/2024")["dates"][0]["h"]["title"]
    dates = _body(understat, f"getTeamData/{club.replace(' ', '_')}/2024")["dates"]
    assert len(dates) == 38
    assert all(club in {match[side]["title"] for side in "ha"} for match in dates)
