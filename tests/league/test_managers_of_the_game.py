from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.game.squad import squad_faults
from fantasy.league.managers import LATE, STARTS_LATE, Managers, manage

if TYPE_CHECKING:
    from fantasy.league import League

ENTRIES = [1, 2, 3, LATE]


@pytest.fixture(scope="module")
def managers(league: League) -> Managers:
    return manage(league.current, league.seed, ENTRIES)


def test_no_manager_ever_breaks_the_rules(league: League, managers: Managers) -> None:
    season = league.current
    players = season.players.select(pl.col("element"), "code", "position")
    shown = season.captures.select("gameweek", "element", "team", "price_tenths")
    chips = managers.gameweeks.select("entry", "gameweek", "chip")
    for (entry, gameweek), picks in managers.picks.group_by("entry", "gameweek"):
        team = picks.join(players, on="element").join(shown, on=["gameweek", "element"], how="left")
        chip = chips.filter(pl.col("entry") == entry, pl.col("gameweek") == gameweek)["chip"][0]
        squad = team.select("code", "position", pl.col("team").alias("team_code"), "price_tenths")
        faults = squad_faults(squad, season.rules, budget_tenths=10_000)
        assert [fault for fault in faults if "of club" not in fault] == []
        assert picks["place"].sort().to_list() == list(range(1, 16))
        lined_up = team.filter(pl.col("place") <= 11)["position"].value_counts()
        counts = dict(lined_up.iter_rows())
        for place in season.rules.positions:
            assert place.min_play <= counts[place.name] <= place.max_play
        assert picks["captain"].sum() == picks["vice_captain"].sum() == 1
        assert picks["multiplier"].max() <= (3 if chip == "3xc" else 2)
    assert (managers.gameweeks["bank"] >= 0).all()


def test_who_is_bought_is_never_a_fourth_of_his_club(league: League, managers: Managers) -> None:
    shown = league.current.captures.select("gameweek", "element", "team")
    picks = managers.picks.join(shown, on=["gameweek", "element"], how="left")
    crowds = picks.group_by("entry", "gameweek", "team").agg(pl.len(), "element")
    bought = managers.transfers.select("entry", "gameweek", "element_in")
    for entry, gameweek, _, count, elements in crowds.iter_rows():
        if count > league.current.rules.most_per_club:
            own = bought.filter(pl.col("entry") == entry, pl.col("gameweek") == gameweek)
            assert not set(own["element_in"]) & set(elements)


def test_points_are_those_of_the_picks(league: League, managers: Managers) -> None:
    scores = league.current.matches.group_by("gameweek", "element").agg(
        pl.col("total_points").sum().alias("scored")
    )
    sums = (
        managers.picks.join(scores, on=["gameweek", "element"], how="left")
        .group_by("entry", "gameweek")
        .agg((pl.col("multiplier") * pl.col("scored").fill_null(0)).sum().alias("counted"))
    )
    both = managers.gameweeks.join(sums, on=["entry", "gameweek"], validate="1:1")
    assert both.height == managers.gameweeks.height
    assert (both["points"] == both["counted"]).all()


def test_totals_are_points_less_hits_and_ranks_follow_them(managers: Managers) -> None:
    weeks = managers.gameweeks.sort("entry", "gameweek").with_columns(
        (pl.col("points") - pl.col("hit")).cum_sum().over("entry").alias("summed")
    )
    assert (weeks["summed"] == weeks["total_points"]).all()
    assert weeks["overall_rank"].is_between(1, 10_000_001).all()
    for _, of_a_week in weeks.group_by("gameweek"):
        order = of_a_week.sort("total_points", descending=True)
        assert order["overall_rank"].is_sorted()


def test_the_free_hit_squad_is_gone_the_week_after(managers: Managers) -> None:
    user = managers.picks.filter(pl.col("entry") == 1)
    chips = managers.gameweeks.filter(pl.col("entry") == 1, pl.col("chip") == "freehit")
    for gameweek in chips["gameweek"]:
        before, hit, after = (
            set(user.filter(pl.col("gameweek") == week)["element"])
            for week in (gameweek - 1, gameweek, gameweek + 1)
        )
        assert hit != before
        assert len(before & after) >= 12


def test_the_user_has_a_past_transfers_and_chips(managers: Managers) -> None:
    chips = managers.gameweeks.filter(pl.col("entry") == 1)["chip"].drop_nulls().to_list()
    assert chips == ["wildcard", "freehit", "bboost"]
    assert managers.transfers.filter(pl.col("entry") == 1).height > 20
    assert len(managers.entries.filter(pl.col("entry") == 1)["past"][0]) > 0


def test_one_entry_starts_late(managers: Managers) -> None:
    late = managers.gameweeks.filter(pl.col("entry") == LATE)["gameweek"]
    assert late.min() == STARTS_LATE


def test_what_one_manager_does_moves_no_other(league: League, managers: Managers) -> None:
    alone = manage(league.current, league.seed, [3])
    own = pl.col("entry") == 3
    for name in ("gameweeks", "picks", "transfers"):
        together = getattr(managers, name).filter(own)
        assert getattr(alone, name).equals(together)


def test_transfers_come_before_their_deadlines_in_order(league: League, managers: Managers) -> None:
    for (_,), made in managers.transfers.group_by("entry"):
        for gameweek, time in made.select("gameweek", "time").iter_rows():
            assert time < league.current.deadlines[gameweek]
        assert all(one <= other for one, other in itertools.pairwise(made["gameweek"].to_list()))
