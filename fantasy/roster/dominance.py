"""Players who can be left out of the search without losing the best squad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.game.rules import Rules
    from fantasy.roster.problem import Problem


def undominated(candidates: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The candidates one of whom may be needed; the best squad of these is the best of all.

    q dominates p if both play in one position, q costs no more and is expected to score no
    less. p can go if in any squad with him some dominator stands outside and may take his place:

    - in his own club, where the swap never breaks the club limit, as many dominators as the
      squad can hold of the club in that position; or
    - dominators in more clubs than can be closed to them: every third of the other players may
      fill a club, and every other player of the position may be a dominator already in.

    Args:
        candidates: `code`, `position`, `team_code`, `price_tenths`, `expected_points`.
        rules: the season's rules.
    """
    select = {place.name: place.squad_select for place in rules.positions}
    columns = ("code", "position", "team_code", "price_tenths", "expected_points")
    worse = candidates.select(columns)
    better = worse.rename({name: f"{name}_q" for name in columns if name != "position"})
    strictly = (
        (pl.col("price_tenths_q") < pl.col("price_tenths"))
        | (pl.col("expected_points_q") > pl.col("expected_points"))
        | (pl.col("code_q") < pl.col("code"))
    )
    dominators = (
        worse.lazy()
        .join(better.lazy(), on="position", how="inner")
        .filter(
            pl.col("price_tenths_q") <= pl.col("price_tenths"),
            pl.col("expected_points_q") >= pl.col("expected_points"),
            strictly,
            pl.col("code_q") != pl.col("code"),
        )
        .group_by("code", "position")
        .agg(
            (pl.col("team_code_q") == pl.col("team_code")).sum().alias("in_club"),
            pl.col("team_code_q").n_unique().alias("clubs"),
        )
    )
    places = pl.col("position").replace_strict(select, return_dtype=pl.Int64)
    full_clubs = (rules.squad_size - 1) // rules.most_per_club
    needless = dominators.filter(
        (pl.col("in_club") >= pl.min_horizontal(places, rules.most_per_club))
        | (pl.col("clubs") > full_clubs + places - 1)
    )
    return candidates.join(needless.collect(), on="code", how="anti", maintain_order="left")


def needless(problem: Problem, open_weeks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Players a plan does without, given the gameweeks each may be in the squad.

    q dominates p if both play in one position, q costs no more, scores no less in each of p's open
    gameweeks, is expected to rise no less in price, and comes first in an order that ends all
    exchanges. Whatever gameweeks P and Q the two are held, holding q in P or Q and p in P and Q
    takes no more transfers (a cut function is submodular) and no more money, and is worth no less.
    So p is held only with q, unless q's club is full in some of P. p can go if that cannot be for
    all who dominate him:

    - those of his own club, whose limit the exchange never breaks, are as many as a squad can
      hold; or
    - they are of more clubs than can be full, a third of the others each open gameweek, and held,
      every other player of the position. Where opponents are to be kept apart this does not hold.

    Where risk is weighed, both are of those whose points do not vary.

    Args:
        problem: what is planned.
        open_weeks: players by gameweeks.
    """
    rules, points, price = problem.rules, problem.points, problem.price
    order = np.lexsort((problem.elements, -points.sum(axis=1), price))
    wanted = {element for element, _ in problem.wishes.held} | problem.wishes.appear
    barred = {element for element, _ in problem.wishes.without}
    barred = barred.union(*problem.wishes.other_squads)
    fixed_price = ~problem.owned | (problem.selling == price)
    stand_in = fixed_price & ~np.isin(problem.elements, list(barred))
    may_go = ~problem.owned & ~np.isin(problem.elements, list(wanted)) & open_weeks.any(axis=1)
    if problem.preferences.risk:
        varies = problem.deviation.any(axis=1)
        stand_in, may_go = stand_in & ~varies, may_go & ~varies
    full_clubs = (rules.squad_size - 1) // rules.most_per_club
    anywhere = problem.wishes.most_opposing is None
    found = np.zeros(problem.owned.size, bool)
    for place in rules.positions:
        ranked = order[problem.position[order] == place.name]
        most = min(place.squad_select, rules.most_per_club)
        for number in np.flatnonzero(may_go[ranked]):
            player, weeks = ranked[number], open_weeks[ranked[number]]
            first = ranked[:number][stand_in[ranked[:number]]]
            scores = points[np.ix_(first, weeks)] >= points[player, weeks]
            better = scores.all(axis=1)
            if problem.price_moves is not None:
                better &= (problem.rise[first] >= problem.rise[player]).all(axis=1)
            clubs = problem.club[first[better]]
            closed = full_clubs * np.count_nonzero(weeks) + place.squad_select - 1
            own = np.count_nonzero(clubs == problem.club[player])
            found[player] = own >= most or (anywhere and np.unique(clubs).size > closed)
    return found
