"""A season's players as arrays, in the order of `element`, for the matches to read."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from fantasy.game import POSITIONS
from fantasy.league.people import Floats, rates
from fantasy.league.state import Ints

RATES = (
    *("shots", "corners", "chances", "clearances", "tackles", "recoveries", "yellow", "leaves"),
    *("enters", "on_the_ball"),
)
TAKERS = {"penalties": 3, "corners": 3, "freekicks": 2}
"""How many of a club are named for a set piece."""


@dataclass(frozen=True)
class Players:
    """What does not change in a season.

    Attributes:
        position: 0-3 for GKP, DEF, MID, FWD.
        ability: 0 for a regular of a club in the middle of the league.
        standing: how much his manager thinks of him.
        rate: by name of `RATES`, what he does in 90 minutes or his weight among others.
        frailty: log multiplier of injuries.
        penalties: weight as a taker while on the pitch: the first named has by far the most.
        corners: the same for corners and free kicks.
    """

    position: Ints
    ability: Floats
    standing: Floats
    rate: dict[str, Floats]
    frailty: Floats
    penalties: Floats
    corners: Floats


def players_of(people: pl.DataFrame, orders: pl.DataFrame) -> Players:
    """The arrays of a cast.

    Args:
        people: the columns of a `Cast`.
        orders: penalties_order and corners_order, a row for each of the people.
    """
    column = {name: people[name].to_numpy() for name in ("ability", "finishing", "creating")}
    column |= {name: people[name].to_numpy() for name in ("defending", "hardness", "stamina")}
    personal = {
        "shots": column["finishing"] + 0.25 * column["ability"],
        "corners": 0.5 * column["finishing"],
        "chances": column["creating"] + 0.2 * column["ability"],
        "yellow": column["hardness"] + 0.03,
        "leaves": column["stamina"],
    }
    personal |= dict.fromkeys(("clearances", "tackles", "recoveries"), column["defending"])
    return Players(
        position=people["position"]
        .replace_strict({n: i for i, n in enumerate(POSITIONS)})
        .to_numpy(),
        ability=column["ability"],
        standing=column["ability"] + people["trust"].to_numpy(),
        rate={name: rates(people, name) * np.exp(personal.get(name, 0.0)) for name in RATES},
        frailty=people["frailty"].to_numpy(),
        penalties=_by_order(orders["penalties_order"], 0.01),
        corners=_by_order(orders["corners_order"], 0.5),
    )


def set_pieces(people: pl.DataFrame) -> pl.DataFrame:
    """Who takes what in which order: the best of those who usually play.

    Returns:
        penalties_order, corners_order and freekicks_order, a row for each of the people, null
        for those not named.
    """
    rank = pl.col("ability").rank("ordinal", descending=True).over("club")
    regular = (rank <= REGULARS) & pl.col("listed").is_infinite() & (pl.col("position") != "GKP")
    skill = {
        "penalties": pl.col("finishing") + 0.6 * pl.col("ability") + _attacker(),
        "corners": pl.col("creating") + 0.5 * _attacker(),
        "freekicks": pl.col("finishing") + pl.col("creating") + 0.5 * _attacker(),
    }
    order = {
        name: pl.when(regular).then(value).rank("ordinal", descending=True).over("club")
        for name, value in skill.items()
    }
    return people.select(
        pl.when(place <= TAKERS[name]).then(place).cast(pl.Int32).alias(f"{name}_order")
        for name, place in order.items()
    )


REGULARS = 13


def _attacker() -> pl.Expr:
    return pl.col("position").replace_strict({"GKP": -9.0, "DEF": -0.6, "MID": 0.0, "FWD": 0.2})


def _by_order(order: pl.Series, factor: float) -> Floats:
    """Falling by a factor with every place; nobody unnamed takes any while one named plays."""
    weights: Floats = np.where(
        order.is_null(), 1e-6, np.power(factor, order.fill_null(1).to_numpy().astype(float) - 1)
    )
    return weights
