"""A mini-league's managers, and one of them as a rival."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fantasy import weekly
from fantasy.errors import InputError
from fantasy.rivals import likely_counts, rivals_of
from fantasy.team import team_of

if TYPE_CHECKING:
    from fantasy.config import Settings
    from fantasy.store import Lake
    from fantasy.world import World

    Demo = tuple[World, Settings, Lake]

LEAGUE, OWN, OTHER = 1001, 1, 2


def prices(demo: Demo) -> dict[int, float]:
    """The dearer, the better."""
    world, _, lake = demo
    season, gameweek, _ = weekly.next_gameweek(lake, now=world.clock())
    listed = weekly.listed(lake, (season, gameweek), now=world.clock())
    return dict(listed.select("element", "price_tenths").iter_rows())


def test_a_rival_counts_by_the_best_line_up_of_his_squad(demo: Demo) -> None:
    points = prices(demo)
    counts = likely_counts(*demo, OTHER, points)
    assert set(counts) == set(team_of(*demo, OTHER).players["element"])
    assert sorted(counts.values()) == [0] * 4 + [1] * 10 + [2]
    assert points[max(counts, key=counts.__getitem__)] == max(points[each] for each in counts)


def test_no_such_rival_is_said(demo: Demo) -> None:
    with pytest.raises(InputError, match="there is no entry 987654321"):
        likely_counts(*demo, 987654321, prices(demo))


def test_a_league_has_its_managers_by_rank_and_who_owns_whom(demo: Demo) -> None:
    own = team_of(*demo, OWN)
    found = rivals_of(*demo, LEAGUE, own, prices(demo))
    rows = found.standings
    assert rows["rank"].is_sorted()
    assert rows["points"].is_sorted(descending=True)
    assert rows.filter("own")["shared"].to_list() in ([15], [])
    assert (found.owned["share"] <= 1).all()
    known = rows["expected"].is_not_null().sum()
    assert found.owned["count"].sum() == 15 * known
