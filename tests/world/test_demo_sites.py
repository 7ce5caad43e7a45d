from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.game.ledger import books
from fantasy.league import simulate
from fantasy.sources.entry import transfers_of
from fantasy.world.demo import odds
from fantasy.world.demo.entries import MINI, OVERALL, Entries
from fantasy.world.demo.understat import Understat

if TYPE_CHECKING:
    from fantasy.league import League

AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(scope="module")
def league() -> League:
    return simulate(1)


@pytest.fixture(scope="module")
def entries(league: League) -> Entries:
    return Entries(league.current, league.seed)


@pytest.fixture(scope="module")
def understat(league: League) -> Understat:
    return Understat(league.seasons, league.seed)


def _table(body: bytes | None) -> pl.DataFrame:
    assert body is not None
    return pl.read_csv(io.BytesIO(body), infer_schema=False)


@pytest.mark.parametrize(
    ("path", "matches"),
    [("mmz4281/2425/E0.csv", 380), ("mmz4281/2425/E1.csv", 552), ("mmz4281/2526/E0.csv", 228)],
)
def test_the_odds_of_a_season_stand_beside_its_results(
    league: League, path: str, matches: int
) -> None:
    table = _table(odds.respond(league, path))
    assert table.height == matches
    assert table.columns[:5] == ["Div", "Date", "Time", "HomeTeam", "AwayTeam"]
    assert {"AvgH", "AvgCH", "B365>2.5", "AHh", "HST", "AR"} <= set(table.columns)
    home, away = table["FTHG"].cast(pl.Int32), table["FTAG"].cast(pl.Int32)
    assert ((home > away) == (table["FTR"] == "H")).all()
    assert (table["HTHG"].cast(pl.Int32) <= home).all()


def test_matches_to_come_have_odds_and_no_result(league: League) -> None:
    table = _table(odds.respond(league, "fixtures.csv"))
    assert set(table["Div"]) == {"E0", "E1"}
    assert "FTHG" not in table.columns
    assert not [name for name in table.columns if "AvgC" in name]


def test_understats_sums_agree_with_fpls(league: League, understat: Understat) -> None:
    season = league.current
    body = understat.respond("getLeagueData/EPL/2025", AJAX)
    assert body is not None
    codes = dict(understat.players.select(pl.col("id").cast(pl.String), "code").iter_rows())
    sums = season.matches.join(season.players.select("element", "code"), on="element").group_by(
        "code"
    )
    own = {
        code: rest
        for code, *rest in sums.agg(
            pl.col("goals_scored", "minutes").sum(), pl.col("expected_goals").sum()
        ).iter_rows()
    }
    assert len(body["players"]) > 350
    for player in body["players"]:
        goals, minutes, expected = own[codes[player["id"]]]
        assert (int(player["goals"]), int(player["time"])) == (goals, minutes)
        assert float(player["xG"]) == pytest.approx(expected)


def test_a_match_tells_its_shots_and_rosters(league: League, understat: Understat) -> None:
    dates = understat.respond("getLeagueData/EPL/2024", AJAX)["dates"]  # type: ignore[index]
    body = understat.respond(f"getMatchData/{dates[0]['id']}", AJAX)
    assert body is not None
    for side in "ha":
        goals = sum(shot["result"] == "Goal" for shot in body["shots"][side])
        assert goals <= int(dates[0]["goals"][side])
        assert 11 <= len(body["rosters"][side]) <= 16
        expected = sum(float(shot["xG"]) for shot in body["shots"][side])
        assert expected == pytest.approx(float(dates[0]["xG"][side]), abs=1e-4)
    assert len(dates) == league.seasons["2024-25"].fixtures.height


def test_understat_foretells_nothing(understat: Understat) -> None:
    dates = understat.respond("getLeagueData/EPL/2025", AJAX)["dates"]  # type: ignore[index]
    for match in dates:
        assert ("forecast" in match) == match["isResult"]


def test_a_managers_books_can_be_kept_from_what_is_public(league: League, entries: Entries) -> None:
    season = league.current
    for entry in (1, 2):
        history = entries.respond(f"entry/{entry}/history/")
        made = entries.respond(f"entry/{entry}/transfers/")
        assert isinstance(history, dict)
        assert isinstance(made, list)
        first = entries.respond(f"entry/{entry}/event/1/picks/")
        assert isinstance(first, dict)
        prices = dict(
            season.captures.filter(pl.col("gameweek") == 1)
            .select("element", "price_tenths")
            .iter_rows()
        )
        ledgers = books(
            {pick["element"]: prices[pick["element"]] for pick in first["picks"]},
            transfers_of(made, origin="transfers"),
            {chip["event"]: chip["name"] for chip in history["chips"]},
            season.rules,
            gameweeks=[week["event"] for week in history["current"]],
        )
        for week, ledger in zip(history["current"], ledgers, strict=True):
            picks = entries.respond(f"entry/{entry}/event/{week['event']}/picks/")
            assert isinstance(picks, dict)
            assert ledger.fielded == {pick["element"] for pick in picks["picks"]}
            assert ledger.bank == week["bank"]
            assert ledger.hit == week["event_transfers_cost"]


def test_a_mini_league_ranks_its_rivals(entries: Entries) -> None:
    body = entries.respond(f"leagues-classic/{MINI}/standings/?page_standings=1")
    assert isinstance(body, dict)
    rows = body["standings"]["results"]
    assert len(rows) == 12
    assert [row["rank"] for row in rows] == list(range(1, 13))
    totals = [row["total"] for row in rows]
    assert totals == sorted(totals, reverse=True)
    assert 1 in {row["entry"] for row in rows}


def test_the_overall_league_has_pages(entries: Entries) -> None:
    first, second = (
        entries.respond(f"leagues-classic/{OVERALL}/standings/?page_standings={page}")
        for page in (1, 2)
    )
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (len(first["standings"]["results"]), first["standings"]["has_next"]) == (50, True)
    assert (len(second["standings"]["results"]), second["standings"]["has_next"]) == (10, False)


@pytest.mark.parametrize("path", ["entry/0/", "entry/61/", "entry/1/event/24/picks/", "entry/x/"])
def test_what_nobody_has_is_not_found(entries: Entries, path: str) -> None:
    assert entries.respond(path) is None
