import pytest

from fantasy.game.rules import Chip, Rules
from fantasy.roster.option_values import MOST, option_values, soonest

FREE_HIT = Chip("freehit", 1, 2, 19)


def test_keeping_a_chip_is_worth_less_the_fewer_gameweeks_are_left() -> None:
    values = [option_values([FREE_HIT], week)["freehit"] for week in range(1, 20)]
    assert values == sorted(values, reverse=True)
    assert values[0] < MOST["freehit"]
    assert values[-1] == pytest.approx(0)


def test_a_chip_nobody_plays_has_no_value() -> None:
    assert option_values([Chip("manager", 1, 24, 38)], 24) == {}


def test_of_two_chips_of_a_name_the_first_to_end_comes_first() -> None:
    rules = Rules.for_season("2025-26")
    first = soonest(rules.chips)
    assert {chip.name for chip in first} == {chip.name for chip in rules.chips}
    assert {chip.stop for chip in first} == {19}
