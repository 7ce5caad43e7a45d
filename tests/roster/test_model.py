from dataclasses import replace

import polars as pl
import pytest
import roster_oracle
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from roster_oracle import line_up_worth, squads_of

from fantasy.errors import InputError
from fantasy.game.rules import Rules
from fantasy.game.squad import squad_faults
from fantasy.roster.dominance import undominated
from fantasy.roster.model import Roster, best_squad
from fantasy.roster.preferences import Preferences
from fantasy.roster.problem import Problem

RULES = Rules.for_season("2024-25")
SMALL = replace(roster_oracle.RULES, budget_tenths=300)
WEIGHTS = Preferences(bench=(0.15, 0.05))
POINTS = st.integers(-8, 40).map(lambda quarters: quarters / 4)


def pool(rows: list[tuple[str, int, int, float]]) -> pl.DataFrame:
    """Candidates from position, club, price in £0.1m and expected points."""
    columns = ["position", "team_code", "price_tenths", "expected_points"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.int_range(1, pl.len() + 1).alias("code"),
        pl.int_range(1, pl.len() + 1).alias("element"),
        pl.format("Player{}", pl.int_range(1, pl.len() + 1)).alias("name"),
    )


def players(count: dict[str, int], clubs: int) -> st.SearchStrategy[pl.DataFrame]:
    positions = [name for name, each in count.items() for _ in range(each)]
    order = st.permutations([number % clubs for number in range(len(positions))])
    rows = st.lists(
        st.tuples(st.integers(40, 66), POINTS), min_size=len(positions), max_size=len(positions)
    )
    return st.builds(
        lambda clubs, rows: pool(
            [(name, club, *row) for name, club, row in zip(positions, clubs, rows, strict=True)]
        ),
        order,
        rows,
    )


SMALL_POOLS = players({"GKP": 3, "DEF": 4, "MID": 4}, clubs=5)
LEAGUES = players({"GKP": 8, "DEF": 25, "MID": 25, "FWD": 12}, clubs=8)


def worth(roster: Roster, weights: Preferences) -> float:
    """The objective, from the roster alone."""
    shares = {1: weights.bench_keeper} | dict(enumerate(weights.bench, start=2))
    total = 0.0
    for pick in roster.squad.to_dicts():
        share = 1.0 if pick["starter"] else shares[pick["bench_order"]]
        share += pick["captain"] + weights.vice_captain * pick["vice_captain"]
        total += share * pick["expected_points"]
    return total


def by_hand(candidates: pl.DataFrame, rules: Rules) -> float | None:
    """The best worth over every squad and every line-up of the small game; None without one."""
    players = candidates.with_columns(team="team_code", selling_tenths=pl.lit(None, pl.Int64))
    points = candidates.select("expected_points").to_numpy()
    posed = Problem(players, points, (1,), rules.budget_tenths, None, rules, WEIGHTS)
    squads = squads_of(posed.position.tolist(), candidates["team_code"].to_numpy())
    affordable = [
        squad for squad in squads if sum(posed.price[each] for each in squad) <= rules.budget_tenths
    ]
    return max((line_up_worth(posed, 0, squad) for squad in affordable), default=None)


@settings(max_examples=60)
@given(SMALL_POOLS, st.integers(240, 330))
def test_no_squad_found_by_hand_beats_the_solver(candidates: pl.DataFrame, budget: int) -> None:
    rules = replace(SMALL, budget_tenths=budget)
    expected = by_hand(candidates, rules)
    if expected is None:
        with pytest.raises(InputError):
            best_squad(candidates, rules, preferences=WEIGHTS)
    else:
        found = best_squad(candidates, rules, preferences=WEIGHTS)
        assert worth(found, WEIGHTS) == pytest.approx(expected, abs=1e-6)
        assert squad_faults(found.squad, rules) == []


@settings(max_examples=25)
@given(LEAGUES)
def test_every_squad_is_legal_and_its_figures_add_up(candidates: pl.DataFrame) -> None:
    roster = best_squad(candidates, RULES)
    squad = roster.squad
    assert squad_faults(squad, RULES) == []
    assert roster.cost_tenths == squad["price_tenths"].sum() <= RULES.budget_tenths
    assert roster.bank_tenths == RULES.budget_tenths - roster.cost_tenths
    starters = squad.filter("starter")["expected_points"].sum()
    captain = squad.filter("captain")["expected_points"].sum()
    assert roster.expected_points == pytest.approx(starters + captain)


@settings(max_examples=15)
@given(LEAGUES, st.integers(1, 40))
def test_less_money_never_makes_it_better(candidates: pl.DataFrame, less: int) -> None:
    rich = best_squad(candidates, RULES)
    try:
        poor = best_squad(candidates, RULES, budget_tenths=rich.cost_tenths - less)
    except InputError:
        reject()
    assert worth(rich, Preferences()) >= worth(poor, Preferences()) - 1e-6


@settings(max_examples=15)
@given(LEAGUES)
def test_leaving_dominated_players_out_changes_nothing(candidates: pl.DataFrame) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fantasy.roster.model.undominated", lambda everybody, _: everybody)
        whole = worth(best_squad(candidates, RULES), Preferences())
    assert undominated(candidates, RULES).height < candidates.height
    assert worth(best_squad(candidates, RULES), Preferences()) == pytest.approx(whole, abs=1e-6)


def league() -> pl.DataFrame:
    counts = {"GKP": 6, "DEF": 14, "MID": 14, "FWD": 8}
    rows = [
        (name, number % 8, 40 + 2 * number, 1.0 + number / 4)
        for name, each in counts.items()
        for number in range(each)
    ]
    return pool(rows)


def test_the_best_player_is_captain_and_the_next_best_is_vice() -> None:
    starters = best_squad(league(), RULES).squad.filter("starter")
    best, second = starters["expected_points"].sort(descending=True).head(2)
    assert starters.filter("captain")["expected_points"].item() == best
    assert starters.filter("vice_captain")["expected_points"].item() == second


def test_other_columns_come_back_and_starters_come_first() -> None:
    squad = best_squad(league().with_columns(news=pl.lit("fit")), RULES).squad
    assert squad["news"].to_list() == ["fit"] * 15
    assert squad["starter"].to_list() == [True] * 11 + [False] * 4
    assert squad["bench_order"].to_list() == [None] * 11 + [1, 2, 3, 4]
    assert squad["position"][11] == "GKP"


def test_equal_input_gives_equal_output() -> None:
    first, second = (best_squad(league(), RULES).squad for _ in range(2))
    assert first.equals(second)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_points_that_are_no_number_are_refused_by_name(value: float | None) -> None:
    points = pl.when(pl.col("code") == 3).then(pl.lit(value)).otherwise("expected_points")
    with pytest.raises(InputError, match="1 candidates have no expected points, Player3 first"):
        best_squad(league().with_columns(points.alias("expected_points")), RULES)


def test_a_player_offered_twice_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Player1 more than once"):
        best_squad(pl.concat([league(), league().head(1)]), RULES)


def test_too_few_of_a_position_are_counted() -> None:
    with pytest.raises(InputError, match="needs 3 FWD, the candidates hold 0"):
        best_squad(league().filter(pl.col("position") != "FWD"), RULES)


def test_missing_columns_are_named() -> None:
    with pytest.raises(InputError, match="price_tenths"):
        best_squad(league().drop("price_tenths"), RULES)


def test_a_budget_too_small_for_any_squad_is_said() -> None:
    with pytest.raises(InputError, match=r"no legal squad can be had for £50\.0m"):
        best_squad(league(), RULES, budget_tenths=500)


@pytest.mark.parametrize("column", ["price_tenths", "team_code", "code", "position"])
def test_a_candidate_with_a_hole_in_him_is_refused(column: str) -> None:
    hole = pl.when(pl.col("element") != 3).then(column).alias(column)
    with pytest.raises(InputError, match=f"1 candidates have no {column}"):
        best_squad(league().with_columns(hole), RULES)


@pytest.mark.parametrize("bench", [(0.1, 0.05), (0.03, 0.08, 0.15), (0.1, 0.05, -0.1), ()])
def test_bench_weights_that_do_not_fall_are_refused(bench: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="bench weights"):
        best_squad(league(), RULES, preferences=Preferences(bench=bench))


def test_columns_come_back_in_their_own_types() -> None:
    typed = league().with_columns(
        pl.col("price_tenths").cast(pl.Int16),
        pl.col("position").cast(pl.Categorical),
        pl.lit(None, dtype=pl.Float64).alias("chance"),
    )
    squad = best_squad(typed, RULES).squad
    assert {name: squad.schema[name] for name in typed.columns} == dict(typed.schema)


@settings(max_examples=10)
@given(players({"GKP": 60, "DEF": 200, "MID": 260, "FWD": 80}, clubs=20))
def test_no_exchange_of_one_player_makes_it_better(candidates: pl.DataFrame) -> None:
    """On a pool of the real size: the gap to the optimum is nil, not merely small."""
    roster = best_squad(candidates, RULES)
    best = worth(roster, Preferences())
    without = candidates.filter(pl.col("code") != roster.squad["code"][0])
    assert worth(best_squad(without, RULES), Preferences()) <= best + 1e-9
    fewer = candidates.filter(
        pl.col("code").is_in(roster.squad["code"].implode()) | (pl.col("code") % 2 == 0)
    )
    assert worth(best_squad(fewer, RULES), Preferences()) == pytest.approx(best, abs=1e-9)
