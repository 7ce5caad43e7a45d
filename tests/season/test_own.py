import pytest

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.season.own import review_of_entry
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.world import World

ENTRY = 1


def test_a_managers_gameweeks_have_the_points_the_game_gave_them(
    demo: tuple[World, Settings, Lake],
) -> None:
    world, settings, lake = demo
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        told = fetch_entry(client, settings.fpl_url, ENTRY).gameweeks
    for week in told[-4:]:
        found = review_of_entry(world, settings, lake, ENTRY, week["event"])
        assert found.page.points == week["points"] - week["event_transfers_cost"]
        assert sum(each.starter for each in found.page.team) == 11
        assert found.line_up >= found.page.points
        assert found.page.expected is None


def test_a_gameweek_he_did_not_play_is_refused(demo: tuple[World, Settings, Lake]) -> None:
    with pytest.raises(InputError, match="did not play gameweek 99"):
        review_of_entry(*demo, ENTRY, 99)
