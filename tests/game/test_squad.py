from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.game.rules import Rules
from fantasy.game.squad import (
    automatic_substitutions,
    effective_captain,
    formation_of,
    formations,
    gameweek_points,
    selling_price,
    selling_prices,
    squad_faults,
)

RULES = Rules.for_season("2024-25")
POSITIONS = ["GKP"] * 2 + ["DEF"] * 5 + ["MID"] * 5 + ["FWD"] * 3
BENCH = {2: 1, 7: 2, 11: 3, 12: 4}
"""Element 2 is the substitute keeper; 7 (DEF), 11 and 12 (MID) sit beside him: a 4-3-3."""


def team(absent: tuple[int, ...] = (), *, captain: int = 15, vice: int = 14) -> pl.DataFrame:
    """A legal team of fifteen, element n scoring n points where he played."""
    elements = range(1, 16)
    return pl.DataFrame(
        {
            "element": elements,
            "code": elements,
            "position": POSITIONS,
            "team_code": [number % 5 for number in elements],
            "price_tenths": [60] * 15,
            "starter": [number not in BENCH for number in elements],
            "bench_order": [BENCH.get(number) for number in elements],
            "captain": [number == captain for number in elements],
            "vice_captain": [number == vice for number in elements],
            "played": [number not in absent for number in elements],
            "points": [0 if number in absent else number for number in elements],
        }
    )


def test_a_legal_team_has_no_faults() -> None:
    assert squad_faults(team(), RULES) == []


@pytest.mark.parametrize(
    ("column", "value", "element", "says"),
    [
        ("position", "DEF", 15, "6 DEF; it must have 5"),
        ("team_code", 1, 15, "4 players of club 1; at most 3"),
        ("price_tenths", 200, 15, "costs 104.0m; the budget is 100.0m"),
        ("code", 1, 15, "Player 1 is in the squad more than once"),
        ("starter", False, 15, "10 players; it must have 11"),
        ("captain", True, 1, "one captain; it has 2"),
        ("vice_captain", True, 15, "captain cannot be his own vice-captain"),
        ("bench_order", 9, 12, "numbered 1 to 4"),
        ("bench_order", 1, 1, "starter has no place on the bench"),
    ],
)
def test_each_fault_is_a_sentence(column: str, value: object, element: int, says: str) -> None:
    changed = pl.when(pl.col("element") == element).then(pl.lit(value)).otherwise(column)
    faults = squad_faults(team().with_columns(changed.alias(column)), RULES)
    assert any(says in fault for fault in faults)
    assert all(fault.endswith(".") for fault in faults)


def test_a_squad_of_fourteen_is_too_small() -> None:
    assert "14 players; it must have 15" in squad_faults(team().head(14), RULES)[0]


def test_there_are_eight_formations() -> None:
    assert formations(RULES) == [
        *("3-4-3", "3-5-2", "4-3-3", "4-4-2", "4-5-1", "5-2-3", "5-3-2", "5-4-1"),
    ]


def test_a_formation_counts_outfield_players() -> None:
    assert formation_of(team().filter("starter")["position"], RULES) == "4-3-3"


@pytest.mark.parametrize(
    ("bought", "now", "sells"),
    [(50, 50, 50), (50, 51, 50), (50, 52, 51), (50, 55, 52), (50, 47, 47), (75, 78, 76)],
)
def test_half_of_a_rise_is_kept_rounded_down(bought: int, now: int, sells: int) -> None:
    assert selling_price(bought, now, RULES) == sells


@given(st.integers(35, 150), st.integers(35, 150))
def test_selling_prices_of_columns_are_those_of_single_players(bought: int, now: int) -> None:
    frame = pl.DataFrame({"bought": [bought], "now": [now]})
    price = frame.select(selling_prices(pl.col("bought"), pl.col("now"), RULES)).item()
    assert price == selling_price(bought, now, RULES)
    assert min(bought, now) <= price <= now


def test_the_first_on_the_bench_who_fits_comes_on() -> None:
    assert automatic_substitutions(team(absent=(10,)), RULES) == [(10, 7)]
    assert automatic_substitutions(team(absent=(10, 7)), RULES) == [(10, 11)]


def test_a_keeper_is_replaced_by_the_keeper_only() -> None:
    assert automatic_substitutions(team(absent=(1,)), RULES) == [(1, 2)]
    assert automatic_substitutions(team(absent=(1, 2)), RULES) == []


def test_nobody_comes_on_who_would_break_the_formation() -> None:
    """Two of four defenders are missing, one can be a midfielder, the other must be a defender."""
    assert automatic_substitutions(team(absent=(3, 4, 7)), RULES) == [(3, 11)]


def test_the_captain_counts_twice_and_thrice_under_triple_captain() -> None:
    starters = sum(number for number in range(1, 16) if number not in BENCH)
    assert gameweek_points(team(), RULES) == starters + 15
    assert gameweek_points(team(), RULES, chip="3xc") == starters + 30


def test_the_vice_captain_stands_in_for_a_captain_who_did_not_play() -> None:
    assert effective_captain(team(absent=(15,))) == 14
    assert effective_captain(team(absent=(14, 15))) is None
    starters = sum(number for number in range(1, 15) if number not in BENCH)
    assert gameweek_points(team(absent=(15,)), RULES) == starters + 7 + 14


def test_everybody_counts_under_a_bench_boost() -> None:
    assert gameweek_points(team(), RULES, chip="bboost") == sum(range(1, 16)) + 15


@given(st.sets(st.integers(1, 15)))
def test_the_line_up_stays_legal_and_nobody_moves_without_reason(absent: set[int]) -> None:
    everybody = team(tuple(absent))
    pairs = automatic_substitutions(everybody, RULES)
    out, on = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    assert out <= absent - set(BENCH)
    assert on <= set(BENCH) - absent
    assert len(out) == len(on) == len(pairs)
    fielded = everybody.filter(
        (pl.col("starter") & ~pl.col("element").is_in(out)) | pl.col("element").is_in(on)
    )
    count = Counter(fielded["position"])
    assert fielded.height == 11
    assert all(p.min_play <= count[p.name] <= p.max_play for p in RULES.positions)
