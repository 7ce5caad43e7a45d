from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fantasy.league import simulate
from fantasy.league.bookmakers import MARGINS, probabilities
from fantasy.sources import football_data
from fantasy.world.archive import read_csv
from fantasy.world.demo import odds

if TYPE_CHECKING:
    from fantasy.league import League

SIDES = "HDA"


@pytest.fixture(scope="module")
def league() -> League:
    return simulate(1)


def _file(league: League, path: str) -> pl.DataFrame:
    body = odds.respond(league, path)
    assert body is not None
    return read_csv(body, path)


def _implied(table: pl.DataFrame, start: str) -> np.ndarray:
    return 1 / table.select(pl.col(f"{start}{side}").cast(pl.Float64) for side in SIDES).to_numpy()


def _truth(league: League, table: pl.DataFrame, season: str) -> np.ndarray:
    """The true chances of the file's matches, found by the clubs' names."""
    told = league.seasons[season]
    short = told.clubs.select("team", odds.club_name(pl.col("name")).alias("name"))
    named = told.fixtures.join(
        short.rename({"team": "home", "name": "HomeTeam"}), on="home", validate="m:1"
    ).join(short.rename({"team": "away", "name": "AwayTeam"}), on="away", validate="m:1")
    rates = table.join(
        named, on=["HomeTeam", "AwayTeam"], how="left", validate="1:1", maintain_order="left"
    )
    return probabilities(rates["home_rate"].to_numpy(), rates["away_rate"].to_numpy()).result


def test_the_files_odds_hold_each_bookmakers_margin(league: League) -> None:
    table = _file(league, "mmz4281/2324/E0.csv")
    for name, margin in MARGINS.items():
        for mark in ("", "C"):
            sums = _implied(table, f"{name}{mark}").sum(axis=1)
            assert sums.mean() == pytest.approx(1 + margin, abs=0.01)


def test_the_files_closing_odds_are_nearer_to_the_truth_than_its_opening_ones(
    league: League,
) -> None:
    errors: dict[str, list[float]] = {"Avg": [], "AvgC": []}
    for season in sorted(league.seasons)[:-1]:
        table = _file(league, f"mmz4281/{season[2:4]}{season[5:]}/E0.csv")
        truth = _truth(league, table, season)
        for start, found in errors.items():
            implied = _implied(table, start)
            fair = implied / implied.sum(axis=1, keepdims=True)
            assert fair.mean(axis=0) == pytest.approx(truth.mean(axis=0), abs=0.02)
            found.append(float(np.abs(fair - truth).mean()))
    assert 0 < np.mean(errors["AvgC"]) < np.mean(errors["Avg"])


def test_no_mean_is_better_than_the_best_odds(league: League) -> None:
    table = _file(league, "mmz4281/2526/E0.csv")
    ends = [name.removeprefix("Max") for name in table.columns if name.startswith("Max")]
    assert len(ends) == 14
    for end in ends:
        best, mean = (table[f"{start}{end}"].cast(pl.Float64) for start in ("Max", "Avg"))
        assert (best >= mean - 0.005).all()


def test_every_club_of_every_season_is_known_by_the_name_the_site_gives_it(league: League) -> None:
    for name, season in league.seasons.items():
        table = _file(league, f"mmz4281/{name[2:4]}{name[5:]}/E0.csv")
        assert table["HomeTeam"].n_unique() == 20
        assert football_data.unmatched(table, season.clubs) == []


def test_one_file_begins_with_a_byte_order_mark_that_readers_never_see(league: League) -> None:
    marked = [
        name
        for name in league.seasons
        if (odds.respond(league, f"mmz4281/{name[2:4]}{name[5:]}/E0.csv") or b"")[:1] == b"\xef"
    ]
    assert len(marked) == 1
    assert _file(league, "mmz4281/2425/E0.csv").columns[0] == "Div"


def test_the_files_stop_where_the_season_does(league: League) -> None:
    now = league.current.now.replace(tzinfo=None)
    week = now + timedelta(days=7)
    for path, first, last in (
        ("mmz4281/2526/E0.csv", datetime(2025, 7, 1), now),  # noqa: DTZ001 - the file has no zone
        ("fixtures.csv", now, week),
    ):
        table = _file(league, path)
        moments = (table["Date"] + " " + table["Time"]).str.to_datetime("%d/%m/%Y %H:%M")
        assert moments.is_between(first, last).all()


def test_what_has_no_file_is_not_found(league: League) -> None:
    for path in ("mmz4281/2122/E0.csv", "mmz4281/2526/E2.csv", "fixtures.csv.old"):
        assert odds.respond(league, path) is None


def test_the_same_seed_gives_the_same_bytes(league: League) -> None:
    again = simulate(league.seed)
    for path in ("mmz4281/2425/E0.csv", "mmz4281/2526/E1.csv", "fixtures.csv"):
        assert odds.respond(league, path) == odds.respond(again, path)
