"""The best squad for one gameweek, as a mixed-integer programme in PuLP, solved by HiGHS.

`best_squad` reads as contents: variables, objective, one call for each family of rules, solve,
read back. Sums run over candidates p.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import highspy
import polars as pl
import pulp

from fantasy.errors import InputError, OutOfTimeError
from fantasy.game.rules import Rules
from fantasy.game.squad import formation_of
from fantasy.roster.dominance import undominated
from fantasy.roster.preferences import Preferences

NEEDED = ("code", "element", "name", "team_code", "position", "price_tenths", "expected_points")
KEEPER = "GKP"
NEGLIGIBLE = 1e-6
"""A gap that is rounding."""

OPTIMAL = 1
"""PuLP's number for a proven optimum: what `solve` returns in 3, and carries in 4."""


@dataclass(frozen=True)
class Roster:
    """A squad with its line-up.

    Attributes:
        squad: the candidates' columns with `starter`, `bench_order` (1-4, the substitute keeper
            first; null for starters), `captain` and `vice_captain`; starters first, by position.
        formation: such as 3-4-3.
        cost_tenths: what the squad costs, in £0.1m.
        bank_tenths: what is left, in £0.1m.
        expected_points: of the line-up, the captain's twice.
        gap: how much better, as a share of its worth, another squad could be at most.
    """

    squad: pl.DataFrame
    formation: str
    cost_tenths: int
    bank_tenths: int
    expected_points: float
    gap: float = 0.0


@dataclass(frozen=True)
class _Picks:
    """The programme, its players, and a binary variable for each player and role."""

    problem: pulp.LpProblem
    players: Sequence[dict[str, Any]]
    squad: Sequence[Any]
    starter: Sequence[Any]
    captain: Sequence[Any]
    vice_captain: Sequence[Any]
    bench: Sequence[Sequence[Any]]

    def of(self, variables: Sequence[Any], **wanted: object) -> Iterator[Any]:
        """The variables of the players with certain values, such as `position="DEF"`."""
        return (
            variable
            for variable, player in zip(variables, self.players, strict=True)
            if all(player[name] == value for name, value in wanted.items())
        )


def best_squad(
    candidates: pl.DataFrame,
    rules: Rules,
    *,
    budget_tenths: int | None = None,
    preferences: Preferences | None = None,
    seconds: float = inf,
) -> Roster:
    """The squad, line-up, captain, vice-captain and bench that are worth most together.

    Args:
        candidates: one row a player, with the columns of `NEEDED`; prices in £0.1m, points for
            the gameweek. Other columns come back with the squad.
        rules: the season's rules.
        budget_tenths: money to spend in £0.1m; the rules' budget if None.
        preferences: the weights of bench and vice-captain.
        seconds: time to search; the roster's gap tells what is left open.

    Raises:
        InputError: if the candidates are not fit to choose from, or no legal squad can be had.
        OutOfTimeError: if no squad was found in time.
    """
    budget = rules.budget_tenths if budget_tenths is None else budget_tenths
    weights = preferences or Preferences()
    _check(candidates, rules)
    _check_weights(weights, rules)
    picks = _variables(undominated(candidates, rules), rules)
    _maximise_points(picks, weights)
    _fill_positions(picks, rules)
    _keep_to_budget(picks, budget)
    _limit_clubs(picks, rules)
    _field_line_up(picks, rules)
    _name_captains(picks)
    _order_bench(picks)
    gap = _solve(picks, budget, seconds)
    return replace(_read(picks, candidates, rules, budget), gap=gap)


def _check(candidates: pl.DataFrame, rules: Rules) -> None:
    missing = [name for name in NEEDED if name not in candidates.columns]
    if missing:
        raise InputError(f"the candidates lack the columns {', '.join(missing)}")
    if candidates["code"].is_duplicated().any():
        twice = candidates.filter(pl.col("code").is_duplicated())["name"][0]
        raise InputError(f"the candidates hold {twice} more than once")
    for name in NEEDED:
        if name != "expected_points" and candidates[name].null_count():
            raise InputError(f"{candidates[name].null_count()} candidates have no {name}")
    unknown = candidates.filter(pl.col("expected_points").is_finite().not_().fill_null(value=True))
    if unknown.height:
        raise InputError(
            f"{unknown.height} candidates have no expected points, {unknown['name'][0]} first"
        )
    for place in rules.positions:
        held = candidates.filter(pl.col("position") == place.name).height
        if held < place.squad_select:
            raise InputError(
                f"a squad needs {place.squad_select} {place.name}, the candidates hold {held}"
            )


def _check_weights(weights: Preferences, rules: Rules) -> None:
    places = rules.squad_size - rules.starters - 1
    shares = list(weights.bench)
    if len(shares) != places or shares != sorted(shares, reverse=True) or shares[-1] < 0:
        raise InputError(
            f"the bench weights {weights.bench} must be {places} numbers, none negative, "
            "the first on the bench first"
        )


def _variables(candidates: pl.DataFrame, rules: Rules) -> _Picks:
    problem = pulp.LpProblem("best_squad", pulp.LpMaximize)
    players = candidates.to_dicts()

    def binaries(role: str) -> list[Any]:
        return [
            problem.add_variable(f"{role}_{player['code']}", cat="Binary") for player in players
        ]

    places = range(2, rules.squad_size - rules.starters + 1)
    return _Picks(
        problem,
        players,
        squad=binaries("squad"),
        starter=binaries("starter"),
        captain=binaries("captain"),
        vice_captain=binaries("vice_captain"),
        bench=[binaries(f"bench_{place}") for place in places],
    )


def _maximise_points(picks: _Picks, weights: Preferences) -> None:
    """Max sum of points_p (starter_p + captain_p + v vice_p + k spare_p + sum_i w_i bench_ip).

    The spare keeper, spare_p = squad_p - starter_p, is the keeper in the squad who does not start.
    """
    terms = []
    for index, player in enumerate(picks.players):
        worth = picks.starter[index] + picks.captain[index]
        worth += weights.vice_captain * picks.vice_captain[index]
        if player["position"] == KEEPER:
            worth += weights.bench_keeper * (picks.squad[index] - picks.starter[index])
        shares = zip(weights.bench, picks.bench, strict=True)
        worth += pulp.lpSum(share * place[index] for share, place in shares)
        terms.append(player["expected_points"] * worth)
    picks.problem.setObjective(pulp.lpSum(terms))


def _fill_positions(picks: _Picks, rules: Rules) -> None:
    """Sum of squad_p over a position = squad_select."""
    for place in rules.positions:
        chosen = pulp.lpSum(picks.of(picks.squad, position=place.name))
        picks.problem.addConstraint(chosen == place.squad_select, f"squad_{place.name}")


def _keep_to_budget(picks: _Picks, budget_tenths: int) -> None:
    """Sum of price_p squad_p <= budget."""
    pairs = zip(picks.players, picks.squad, strict=True)
    cost = pulp.lpSum(player["price_tenths"] * chosen for player, chosen in pairs)
    picks.problem.addConstraint(cost <= budget_tenths, "budget")


def _limit_clubs(picks: _Picks, rules: Rules) -> None:
    """Sum of squad_p over a club <= most_per_club."""
    for club in sorted({player["team_code"] for player in picks.players}):
        chosen = pulp.lpSum(picks.of(picks.squad, team_code=club))
        picks.problem.addConstraint(chosen <= rules.most_per_club, f"club_{club}")


def _field_line_up(picks: _Picks, rules: Rules) -> None:
    """Sum of starter_p = starters; in each position min_play <= sum of starter_p <= max_play.

    Nobody starts who is not in the squad: starter_p <= squad_p.
    """
    for starter, chosen in zip(picks.starter, picks.squad, strict=True):
        picks.problem.addConstraint(starter <= chosen, f"{starter.name}_in_squad")
    picks.problem.addConstraint(pulp.lpSum(picks.starter) == rules.starters, "starters")
    for place in rules.positions:
        fielded = pulp.lpSum(picks.of(picks.starter, position=place.name))
        picks.problem.addConstraint(fielded >= place.min_play, f"fewest_{place.name}")
        picks.problem.addConstraint(fielded <= place.max_play, f"most_{place.name}")


def _name_captains(picks: _Picks) -> None:
    """Sum of captain_p = sum of vice_p = 1; captain_p + vice_p <= starter_p."""
    picks.problem.addConstraint(pulp.lpSum(picks.captain) == 1, "one_captain")
    picks.problem.addConstraint(pulp.lpSum(picks.vice_captain) == 1, "one_vice_captain")
    roles = zip(picks.captain, picks.vice_captain, picks.starter, strict=True)
    for captain, vice, starter in roles:
        picks.problem.addConstraint(captain + vice <= starter, f"{captain.name}_starts")


def _order_bench(picks: _Picks) -> None:
    """Sum of bench_ip = 1 for each place i; outfield: starter_p + sum_i bench_ip = squad_p.

    The first place on the bench is the substitute keeper's; the others are for outfield players.
    """
    for number, place in enumerate(picks.bench, start=2):
        picks.problem.addConstraint(pulp.lpSum(place) == 1, f"bench_{number}_filled")
    for index, player in enumerate(picks.players):
        seats = pulp.lpSum(place[index] for place in picks.bench)
        if player["position"] == KEEPER:
            picks.problem.addConstraint(seats == 0, f"keeper_{player['code']}_not_outfield")
        else:
            filled = picks.starter[index] + seats == picks.squad[index]
            picks.problem.addConstraint(filled, f"place_of_{player['code']}")


def _solve(picks: _Picks, budget_tenths: int, seconds: float) -> float:
    """Solve to proven optimality, or until time is up; returns the gap left open.

    Raises:
        InputError: if no squad keeps all rules.
        OutOfTimeError: if none was found in time.
    """
    solver = pulp.HiGHS(msg=False, threads=1, gapRel=0.0, gapAbs=0.0, timeLimit=seconds)
    outcome = picks.problem.solve(solver)
    if getattr(outcome, "status", outcome) != OPTIMAL:
        if picks.problem.solverModel.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTimeError(
                f"no squad was found in {seconds:g} s: raise FANTASY_SOLVER_SECONDS, or try again "
                "when the machine is less busy"
            )
        raise InputError(
            f"no legal squad can be had for £{budget_tenths / 10:.1f}m from these candidates: "
            "raise the budget or allow more players"
        )
    info = picks.problem.solverModel.getInfo()
    worth, bound = info.objective_function_value, info.mip_dual_bound
    gap = abs(worth - bound) / max(abs(worth), 1e-9)
    return gap if gap > NEGLIGIBLE else 0.0


def _read(picks: _Picks, candidates: pl.DataFrame, rules: Rules, budget_tenths: int) -> Roster:
    rows = []
    for index, player in enumerate(picks.players):
        if _chosen(picks.squad[index]):
            starts = _chosen(picks.starter[index])
            order = [n for n, place in enumerate(picks.bench, start=2) if _chosen(place[index])]
            bench_order = None if starts else next(iter(order), 1)
            roles = (_chosen(picks.captain[index]), _chosen(picks.vice_captain[index]))
            rows.append((player["code"], starts, bench_order, *roles))
    roles_of = pl.DataFrame(
        rows,
        schema={
            "code": candidates.schema["code"],
            "starter": pl.Boolean,
            "bench_order": pl.Int64,
            "captain": pl.Boolean,
            "vice_captain": pl.Boolean,
        },
        orient="row",
    )
    squad = _sorted(candidates.join(roles_of, on="code", how="inner", validate="1:1"), rules)
    starters = squad.filter("starter")
    cost = int(squad["price_tenths"].sum())
    return Roster(
        squad=squad,
        formation=formation_of(starters["position"], rules),
        cost_tenths=cost,
        bank_tenths=budget_tenths - cost,
        expected_points=squad.select(
            (pl.col("expected_points") * (pl.col("starter").cast(int) + pl.col("captain"))).sum()
        ).item(),
    )


def _sorted(squad: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    order = {place.name: number for number, place in enumerate(rules.positions)}
    return (
        squad.with_columns(_order=pl.col("position").replace_strict(order))
        .sort(
            pl.col("starter").not_(),
            "bench_order",
            "_order",
            pl.col("expected_points").neg(),
            "code",
        )
        .drop("_order")
    )


def _chosen(variable: Any) -> bool:  # noqa: ANN401 - PuLP is untyped
    return bool(round(variable.value()))
