from datetime import timedelta

import pytest

from fantasy.errors import InputError
from fantasy.game.rules import Rules

SEASONS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2016, 2027)]


@pytest.mark.parametrize("season", SEASONS)
def test_every_season_has_the_same_squad(season: str) -> None:
    rules = Rules.for_season(season)
    assert {place.name: place.squad_select for place in rules.positions} == {
        "GKP": 2,
        "DEF": 5,
        "MID": 5,
        "FWD": 3,
    }
    assert (rules.squad_size, rules.starters, rules.most_per_club) == (15, 11, 3)
    assert (rules.budget_tenths, rules.hit_points) == (1000, 4)


@pytest.mark.parametrize("season", SEASONS)
def test_chips_have_windows_within_the_season(season: str) -> None:
    chips = Rules.for_season(season).chips
    last = 47 if season == "2019-20" else 38
    assert chips
    assert all(1 <= chip.start <= chip.stop <= last for chip in chips)


def test_two_sets_of_all_four_chips_since_2025_26() -> None:
    chips = Rules.for_season("2025-26").chips
    for name in ("wildcard", "freehit", "bboost", "3xc"):
        windows = sorted((chip.start, chip.stop) for chip in chips if chip.name == name)
        assert [stop for _, stop in windows] == [19, 38]


@pytest.mark.parametrize(("season", "most"), [("2023-24", 2), ("2024-25", 5), ("2026-27", 5)])
def test_free_transfers_roll_to_the_seasons_maximum(season: str, most: int) -> None:
    assert Rules.for_season(season).max_free_transfers == most


@pytest.mark.parametrize(("season", "minutes"), [("2019-20", 60), ("2020-21", 90)])
def test_the_deadline_was_an_hour_before_kick_off_until_2019_20(season: str, minutes: int) -> None:
    assert Rules.for_season(season).deadline_lead == timedelta(minutes=minutes)


def test_one_off_gifts_of_transfers_are_data() -> None:
    gifts = {
        season: [(gift.gameweek, gift.free_transfers) for gift in gifts]
        for season in SEASONS
        if (gifts := Rules.for_season(season).transfer_gifts)
    }
    assert gifts == {
        "2019-20": [(39, None)],
        "2022-23": [(17, None)],
        "2025-26": [(16, 5)],
    }


@pytest.mark.parametrize("season", ["2015-16", "2027-28", "2024-26", "24-25", "soon", ""])
def test_an_unknown_season_is_one_clear_line(season: str) -> None:
    with pytest.raises(InputError) as caught:
        Rules.for_season(season)
    assert "\n" not in str(caught.value)
    assert season in str(caught.value)


def test_a_payload_that_says_nothing_leaves_the_seasons_table() -> None:
    assert Rules.from_bootstrap({}, "2024-25") == Rules.for_season("2024-25")


def test_a_payload_wins_over_the_table() -> None:
    said = {"game_settings": {"squad_total_spend": 1050, "squad_team_limit": 4}}
    rules = Rules.from_bootstrap(said, "2024-25")
    assert (rules.budget_tenths, rules.most_per_club) == (1050, 4)
    assert rules.squad_size == 15


def test_a_season_to_come_is_read_from_its_payload_without_last_seasons_gifts() -> None:
    rules = Rules.from_bootstrap({"game_settings": {"transfers_cap": 30}}, "2031-32")
    assert (rules.season, rules.transfers_cap, rules.transfer_gifts) == ("2031-32", 30, ())
