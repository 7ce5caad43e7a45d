"""A manager's gameweek: the line-up he fields, and what comes of it by the game's rules."""

import polars as pl

from fantasy.game import POSITIONS
from fantasy.game.ledger import Ledger, team_value
from fantasy.game.squad import automatic_substitutions, effective_captain, gameweek_points
from fantasy.league.choices import Eyes, line_up
from fantasy.league.season import Season

Row = dict[str, object]
Told = dict[str, list[Row]]


def play_gameweek(
    entry: int,
    eyes: Eyes,
    ledger: Ledger,
    chip: str | None,
    season: Season,
    scores: pl.DataFrame,
    told: Told,
) -> None:
    """Field a line-up, and write down what it scored."""
    rules, gameweek = season.rules, ledger.gameweek
    order = line_up(eyes, sorted(ledger.fielded), rules)
    best = sorted(order[: rules.starters], key=lambda element: -eyes.score[element])
    team = pl.DataFrame(
        {
            "element": order,
            "position": [POSITIONS[eyes.position[element]] for element in order],
            "starter": [place < rules.starters for place in range(len(order))],
            "bench_order": [max(place - rules.starters + 1, 0) for place in range(len(order))],
            "captain": [element == best[0] for element in order],
            "vice_captain": [element == best[1] for element in order],
        }
    ).join(scores, on="element", how="left", validate="1:1", maintain_order="left")
    team = team.with_columns(pl.col("points").fill_null(0), pl.col("played").fill_null(value=False))
    points = gameweek_points(team, rules, chip=chip)
    swaps = [] if chip == "bboost" else automatic_substitutions(team, rules)
    final = after_substitutions(order, swaps)
    told["substitutions"] += [
        {"entry": entry, "gameweek": gameweek, "element_out": out, "element_in": into}
        for out, into in swaps
    ]
    playing = final if chip == "bboost" else final[: rules.starters]
    leader, times = effective_captain(team), 3 if chip == "3xc" else 2
    multiplier = dict.fromkeys(playing, 1) | ({leader: times} if leader else {})
    told["picks"] += [
        {
            "entry": entry,
            "gameweek": gameweek,
            "element": element,
            "place": place,
            "multiplier": multiplier.get(element, 0),
            "captain": element == best[0],
            "vice_captain": element == best[1],
        }
        for place, element in enumerate(final, start=1)
    ]
    scored = dict(team.select("element", "points").iter_rows())
    prices = {element: int(eyes.price[element]) for element in ledger.paid}
    told["gameweeks"].append(
        {
            "entry": entry,
            "gameweek": gameweek,
            "points": points,
            "hit": ledger.hit,
            "bank": ledger.bank,
            "value": team_value(ledger, prices),
            "transfers": ledger.transfers,
            "points_on_bench": sum(scored[each] for each in final if each not in multiplier),
            "chip": chip,
        }
    )


def after_substitutions(order: list[int], swaps: list[tuple[int, int]]) -> list[int]:
    """The order of the picks once substitutes have changed places with those they replace."""
    final = list(order)
    for out, into in swaps:
        one, other = final.index(out), final.index(into)
        final[one], final[other] = into, out
    return final
