from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fantasy.league.truth import expected_points

if TYPE_CHECKING:
    from fantasy.league import League

MANY = 200


def test_the_truth_of_a_gameweek_is_near_what_happened_on_average(league: League) -> None:
    year = league.years["2024-25"]
    gameweeks = range(5, 15)
    truth = pl.concat(
        expected_points(year, gameweek, replicates=MANY, seed=1) for gameweek in gameweeks
    )
    rows = league.seasons["2024-25"].matches.join(
        truth, on=["fixture", "element"], how="inner", validate="1:1"
    )
    assert rows.height == truth.height
    assert abs(rows["total_points"].mean() - rows["expected_points"].mean()) < 0.06
    for low, high in ((0, 1), (1, 2.5), (2.5, 4), (4, 9)):
        alike = rows.filter(pl.col("expected_points").is_between(low, high))
        error = 4 * alike["total_points"].std() / alike.height**0.5
        assert abs(alike["total_points"].mean() - alike["expected_points"].mean()) < error + 0.05


def test_nobody_is_expected_to_play_who_is_away_for_sure(league: League) -> None:
    season = league.current
    truth = expected_points(league.years[season.season], 24, replicates=MANY, seed=1)
    out = season.availability.filter(pl.col("gameweek") == 24, pl.col("chance") == 0)
    first = truth.join(
        season.fixtures.filter(pl.col("gameweek") == 24).sort("kickoff_time"), on="fixture"
    ).unique("element", keep="first", maintain_order=True)
    away = first.join(out, on="element", how="semi")
    assert away.height > 20
    assert away["plays"].max() < 0.05


def test_more_replicates_say_the_same_more_exactly(league: League) -> None:
    year = league.years["2025-26"]
    keys = ["element", "fixture"]
    few, many, more = (
        expected_points(year, 24, replicates=count, seed=seed).sort(keys)["expected_points"]
        for count, seed in ((20, 1), (400, 2), (400, 3))
    )
    assert ((many - more) ** 2).mean() < 0.25 * ((few - more) ** 2).mean()
