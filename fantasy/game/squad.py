"""Squads, line-ups and what a gameweek makes of them.

A squad is a frame with one row a player: code, position, team_code, price_tenths. A team is a squad
with its line-up: starter (bool), bench_order (1 to 4, the substitute keeper first; null for
starters), captain and vice_captain (bool). After the matches a team also has element, points and
played, summed over the player's matches of the gameweek.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import floor
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fantasy.game.rules import Rules

BENCH_BOOST, TRIPLE_CAPTAIN = "bboost", "3xc"
LINE_UP = ("starter", "bench_order", "captain", "vice_captain")


def squad_faults(
    squad: pl.DataFrame, rules: Rules, *, budget_tenths: int | None = None
) -> list[str]:
    """What is wrong with a squad, one sentence a fault; none if it is legal.

    The line-up is looked at where the frame has one.

    Args:
        squad: code, position, team_code and price_tenths, with or without the line-up's columns.
        rules: the season's rules.
        budget_tenths: money to spend; the rules' budget if not given.
    """
    faults = [
        *_size_faults(squad, rules),
        *_position_faults(squad, rules),
        *_club_faults(squad, rules),
        *_budget_faults(squad, rules.budget_tenths if budget_tenths is None else budget_tenths),
    ]
    if set(LINE_UP) <= set(squad.columns):
        faults += [*_line_up_faults(squad, rules), *_captain_faults(squad), *_bench_faults(squad)]
    return faults


def formations(rules: Rules) -> list[str]:
    """Every legal formation, outfield positions only: "3-4-3" is three defenders and so on."""
    ranges = [range(place.min_play, place.max_play + 1) for place in rules.positions]
    names = [place.name for place in rules.positions]
    line_ups = (dict(zip(names, counts, strict=True)) for counts in product(*ranges))
    return sorted({_written(line_up, rules) for line_up in line_ups if _fits(line_up, rules)})


def formation_of(positions: Iterable[str], rules: Rules) -> str:
    """The formation of a line-up, given the positions of its players: "3-4-3"."""
    return _written(Counter(positions), rules)


def selling_price(bought: int, now: int, rules: Rules) -> int:
    """Tenths a player sells for: now, or bought + floor((now - bought) x (1 - fee)) if he rose."""
    return now if now <= bought else bought + floor((now - bought) * (1 - rules.sell_on_fee))


def selling_prices(bought: pl.Expr, now: pl.Expr, rules: Rules) -> pl.Expr:
    """`selling_price` for whole columns of tenths."""
    kept = ((now - bought) * (1 - rules.sell_on_fee)).floor().cast(pl.Int64)
    return pl.when(now <= bought).then(now).otherwise(bought + kept).alias("selling_price_tenths")


def played() -> pl.Expr:
    """Whether a player took part: minutes on the pitch, or a card, which the bench can see too."""
    columns = ("minutes", "yellow_cards", "red_cards")
    return pl.any_horizontal(pl.col(column) > 0 for column in columns).alias("played")


def automatic_substitutions(team: pl.DataFrame, rules: Rules) -> list[tuple[int, int]]:
    """Who makes way for whom at the end of a gameweek, as pairs (element out, element in).

    Starters who did not play, in the order of the rows, make way for the first on the bench who
    played and with whom the line-up still fits: min_play <= players of a position <= max_play.

    Args:
        team: element, position, starter, bench_order and played.
        rules: the season's rules.
    """
    line_up = Counter(team.filter("starter")["position"])
    absent = team.filter(pl.col("starter") & ~pl.col("played"))
    ready = team.filter(~pl.col("starter") & pl.col("played")).sort("bench_order")
    bench = ready.select("element", "position").rows()
    pairs = []
    for out, place in absent.select("element", "position").iter_rows():
        for substitute in bench:
            changed = line_up - Counter([place]) + Counter([substitute[1]])
            if _fits(changed, rules):
                pairs.append((out, substitute[0]))
                bench.remove(substitute)
                line_up = changed
                break
    return pairs


def effective_captain(team: pl.DataFrame) -> int | None:
    """The element whose points count again: the captain if he played, else the vice, else None.

    Args:
        team: element, captain, vice_captain and played.
    """
    for role in ("captain", "vice_captain"):
        found = team.filter(pl.col(role) & pl.col("played"))["element"]
        if len(found):
            return int(found[0])
    return None


def times_counted(team: pl.DataFrame, rules: Rules, *, chip: str | None = None) -> dict[int, int]:
    """How often each player's points count in a gameweek, by element; who is missing, not at all.

    The line-up after automatic substitutions counts, the whole squad under a bench boost; the
    effective captain counts once more, twice more under a triple captain.

    Args:
        team: element, position, starter, bench_order, captain, vice_captain and played.
        rules: the season's rules.
        chip: the chip played, by the game's name for it.
    """
    counting = set(team["element"])
    if chip != BENCH_BOOST:
        pairs = automatic_substitutions(team, rules)
        starters = set(team.filter("starter")["element"])
        counting = (starters - {out for out, _ in pairs}) | {substitute for _, substitute in pairs}
    times = dict.fromkeys(counting, 1)
    captain = effective_captain(team)
    if captain is not None:
        times[captain] = times.get(captain, 0) + (2 if chip == TRIPLE_CAPTAIN else 1)
    return times


def gameweek_points(team: pl.DataFrame, rules: Rules, *, chip: str | None = None) -> int:
    """Points of a team in a gameweek, before points for transfers are taken off.

    Args:
        team: as for `times_counted`, and points.
        rules: the season's rules.
        chip: the chip played, by the game's name for it.
    """
    times = times_counted(team, rules, chip=chip)
    points = team.select("element", "points").iter_rows()
    return sum(times.get(element, 0) * scored for element, scored in points)


def _fits(line_up: Mapping[str, int], rules: Rules) -> bool:
    """sum(line_up) = starters and min_play <= line_up[p] <= max_play for every position p."""
    return sum(line_up.values()) == rules.starters and all(
        place.min_play <= line_up.get(place.name, 0) <= place.max_play for place in rules.positions
    )


def _written(line_up: Mapping[str, int], rules: Rules) -> str:
    outfield = (place.name for place in rules.positions if place.name != "GKP")
    return "-".join(str(line_up.get(name, 0)) for name in outfield)


def _size_faults(squad: pl.DataFrame, rules: Rules) -> list[str]:
    faults = []
    if squad.height != rules.squad_size:
        faults.append(f"The squad has {squad.height} players; it must have {rules.squad_size}.")
    twice = squad.filter(pl.col("code").is_duplicated())["code"].unique().sort()
    return faults + [f"Player {code} is in the squad more than once." for code in twice]


def _position_faults(squad: pl.DataFrame, rules: Rules) -> list[str]:
    count = Counter(squad["position"])
    wanted = {place.name: place.squad_select for place in rules.positions}
    unknown = [f"{name} is not a position." for name in count if name not in wanted]
    return unknown + [
        f"The squad has {count[name]} {name}; it must have {select}."
        for name, select in wanted.items()
        if count[name] != select
    ]


def _club_faults(squad: pl.DataFrame, rules: Rules) -> list[str]:
    return [
        f"The squad has {count} players of club {club}; at most {rules.most_per_club} are allowed."
        for club, count in sorted(Counter(squad["team_code"]).items())
        if count > rules.most_per_club
    ]


def _budget_faults(squad: pl.DataFrame, budget_tenths: int) -> list[str]:
    cost = squad["price_tenths"].sum()
    if cost <= budget_tenths:
        return []
    return [f"The squad costs {cost / 10:.1f}m; the budget is {budget_tenths / 10:.1f}m."]


def _line_up_faults(team: pl.DataFrame, rules: Rules) -> list[str]:
    line_up = Counter(team.filter("starter")["position"])
    faults = [
        f"The line-up has {line_up[place.name]} {place.name}; "
        f"it must have {place.min_play} to {place.max_play}."
        for place in rules.positions
        if not place.min_play <= line_up[place.name] <= place.max_play
    ]
    if line_up.total() != rules.starters:
        faults.append(f"The line-up has {line_up.total()} players; it must have {rules.starters}.")
    return faults


def _captain_faults(team: pl.DataFrame) -> list[str]:
    starters = team.filter("starter")
    faults = [
        f"The line-up must have one {role.replace('_', '-')}; it has {starters[role].sum()}."
        for role in ("captain", "vice_captain")
        if starters[role].sum() != 1 or team[role].sum() != 1
    ]
    if team.filter(pl.col("captain") & pl.col("vice_captain")).height:
        faults.append("The captain cannot be his own vice-captain.")
    return faults


def _bench_faults(team: pl.DataFrame) -> list[str]:
    faults = []
    bench = team.filter(~pl.col("starter")).sort("bench_order")
    order: list[Any] = bench["bench_order"].to_list()
    if order != list(range(1, bench.height + 1)):
        faults.append(f"The bench must be numbered 1 to {bench.height}.")
    if "GKP" in bench["position"][1:]:
        faults.append("The substitute keeper must come first on the bench.")
    if team.filter("starter")["bench_order"].is_not_null().any():
        faults.append("A starter has no place on the bench.")
    return faults
