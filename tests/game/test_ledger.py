import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.errors import InputError
from fantasy.game.ledger import (
    Ledger,
    Transfer,
    after_deadline,
    books,
    chips_ahead,
    chips_left,
    opening,
    team_value,
)
from fantasy.game.rules import Rules

OLD, NEW = Rules.for_season("2023-24"), Rules.for_season("2024-25")
SQUAD = dict.fromkeys(range(1, 16), 60)


def first(rules: Rules, chip: str | None = None) -> Ledger:
    return opening(SQUAD, rules, gameweek=1, chip=chip)


def swap(gameweek: int, out: int, into: int, out_cost: int = 60, in_cost: int = 60) -> Transfer:
    return Transfer(gameweek, out, out_cost, into, in_cost)


def test_the_first_squad_leaves_what_it_did_not_cost() -> None:
    assert first(OLD).bank == 1000 - 15 * 60
    assert first(OLD).free_transfers == 1


def test_a_transfer_not_made_is_rolled_until_there_are_as_many_as_can_be_held() -> None:
    for rules, most in ((OLD, 2), (NEW, 5)):
        ledger = first(rules)
        for _ in range(8):
            ledger = after_deadline(ledger, [], None, rules)
        assert ledger.free_transfers == most


def test_transfers_beyond_the_free_ones_cost_four_points_each() -> None:
    ledger = after_deadline(first(OLD), [swap(2, 1, 21), swap(2, 2, 22), swap(2, 3, 23)], None, OLD)
    assert (ledger.transfers, ledger.hit, ledger.free_transfers) == (3, 8, 1)


def test_money_goes_and_comes_with_the_players() -> None:
    ledger = after_deadline(first(OLD), [swap(2, 1, 21, 61, 75)], None, OLD)
    assert ledger.bank == 100 + 61 - 75
    assert ledger.paid[21] == 75
    assert 1 not in ledger.paid


def test_a_wildcard_makes_transfers_free() -> None:
    swaps = [swap(2, element, 20 + element) for element in range(1, 12)]
    for rules, left in ((OLD, 1), (NEW, 1)):
        ledger = after_deadline(first(rules), swaps, "wildcard", rules)
        assert (ledger.transfers, ledger.hit, ledger.free_transfers) == (0, 0, left)


@pytest.mark.parametrize(("rules", "kept"), [(OLD, 1), (NEW, 3)])
def test_chips_keep_the_transfers_saved_since_2024(rules: Rules, kept: int) -> None:
    ledger = replace(first(rules), free_transfers=3)
    assert after_deadline(ledger, [swap(2, 1, 21)], "freehit", rules).free_transfers == kept


def test_a_free_hit_is_gone_the_week_after() -> None:
    hit = after_deadline(first(NEW), [swap(2, 1, 21, 60, 90)], "freehit", NEW)
    assert 21 in hit.fielded
    assert hit.paid == SQUAD
    assert hit.bank == first(NEW).bank
    assert after_deadline(hit, [], None, NEW).fielded == frozenset(SQUAD)


def test_a_gift_tops_the_free_transfers_up_and_may_make_them_unlimited() -> None:
    rules = Rules.for_season("2025-26")
    before = replace(opening(SQUAD, rules, gameweek=14, chip=None), free_transfers=1)
    assert after_deadline(before, [], None, rules).free_transfers == 5
    winter = Rules.for_season("2022-23")
    before = after_deadline(
        replace(opening(SQUAD, winter, gameweek=15, chip=None)), [], None, winter
    )
    assert before.free_transfers is None
    swaps = [swap(17, element, 20 + element) for element in range(1, 12)]
    after = after_deadline(before, swaps, None, winter)
    assert (after.hit, after.free_transfers) == (0, 1)


def test_selling_who_is_not_owned_says_so() -> None:
    with pytest.raises(InputError, match="player 99 was sold but not owned"):
        after_deadline(first(NEW), [swap(2, 99, 21)], None, NEW)


def test_chips_are_left_in_each_half_until_they_are_played() -> None:
    rules = Rules.for_season("2025-26")
    ledger = replace(first(rules), chips=(("wildcard", 4), ("freehit", 19)))
    assert {chip.name for chip in chips_left(ledger, rules, gameweek=10)} == {"3xc", "bboost"}
    after = {chip.name for chip in chips_left(ledger, rules, gameweek=20)}
    assert after == {"3xc", "bboost", "wildcard"}
    assert "freehit" in {chip.name for chip in chips_left(ledger, rules, gameweek=21)}


def test_a_second_free_hit_that_opens_later_is_left_after_the_first() -> None:
    rules = Rules.for_season("2021-22")
    played = replace(first(rules), chips=(("freehit", 10),))
    assert "freehit" not in {chip.name for chip in chips_left(played, rules, gameweek=19)}
    assert "freehit" in {chip.name for chip in chips_left(played, rules, gameweek=20)}
    late = replace(played, chips=(("freehit", 25),))
    assert "freehit" in {chip.name for chip in chips_left(late, rules, gameweek=30)}
    both = replace(played, chips=(("freehit", 10), ("freehit", 30)))
    assert "freehit" not in {chip.name for chip in chips_left(both, rules, gameweek=35)}
    ahead = chips_ahead(first(rules), rules, gameweeks=range(15, 39))
    assert [chip.start for chip in ahead if chip.name == "freehit"] == [15, 20]


SWAPS = st.lists(st.tuples(st.integers(0, 14), st.integers(40, 130), st.integers(40, 130)))


@given(st.lists(SWAPS, min_size=1, max_size=6), st.sampled_from([OLD, NEW]))
def test_money_is_neither_made_nor_lost(
    weeks: list[list[tuple[int, int, int]]], rules: Rules
) -> None:
    owned, newcomer, transfers = list(SQUAD), 100, []
    for gameweek, swaps in enumerate(weeks, start=2):
        for place, out_cost, in_cost in swaps:
            newcomer += 1
            transfers.append(swap(gameweek, owned[place], newcomer, out_cost, in_cost))
            owned[place] = newcomer
    kept = books(SQUAD, transfers, {}, rules, gameweeks=range(1, len(weeks) + 2))
    profit = sum(each.element_out_cost - each.element_in_cost for each in transfers)
    assert kept[-1].bank == kept[0].bank + profit
    assert set(kept[-1].paid) == set(owned)
    assert team_value(kept[-1], dict.fromkeys(owned, 50)) == kept[-1].bank + 15 * 50
    for before, after in itertools.pairwise(kept):
        free = before.free_transfers or 0
        assert after.hit == 4 * max(0, after.transfers - free)
        assert 1 <= (after.free_transfers or 0) <= rules.max_free_transfers
