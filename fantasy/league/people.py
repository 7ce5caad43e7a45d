"""Footballers: who they are, how good, and what they do on a pitch."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Role:
    """What players of a role do; rates are for 90 minutes of an average one.

    Attributes:
        position: GKP, DEF, MID or FWD.
        share: of the players of the position.
        shots: weight among his side's shots.
        corners: the same, for shots after corners and free kicks.
        chances: weight among his side's chances made.
        clearances: clearances, blocks and interceptions.
        tackles: tackles.
        recoveries: recoveries.
        yellow: yellow cards.
        leaves: weight among those who are taken off.
        enters: weight among those who come on.
        on_the_ball: bonus points system points for what is not played out one by one here:
            passes, dribbles, crosses, fouls, errors.
    """

    position: str
    share: float
    shots: float
    corners: float
    chances: float
    clearances: float
    tackles: float
    recoveries: float
    yellow: float
    leaves: float
    enters: float
    on_the_ball: float


ROLES = {
    "GK": Role("GKP", 1.0, 0.0, 0.0005, 0.003, 0.9, 0.02, 8.5, 0.07, 0.005, 0.0, 5.5),
    "CB": Role("DEF", 0.55, 0.02, 0.21, 0.025, 7.6, 1.3, 4.6, 0.17, 0.25, 0.3, 4.4),
    "FB": Role("DEF", 0.45, 0.028, 0.04, 0.115, 4.6, 1.8, 5.2, 0.19, 0.6, 0.5, 3.2),
    "DM": Role("MID", 0.22, 0.055, 0.08, 0.07, 3.2, 2.1, 6.3, 0.25, 0.9, 0.8, 1.0),
    "CM": Role("MID", 0.30, 0.10, 0.07, 0.115, 2.2, 1.6, 5.6, 0.20, 1.1, 1.0, 0.0),
    "AM": Role("MID", 0.16, 0.29, 0.09, 0.20, 1.3, 1.2, 4.4, 0.16, 1.4, 1.2, -1.0),
    "W": Role("MID", 0.32, 0.36, 0.09, 0.17, 1.2, 1.2, 4.2, 0.15, 1.5, 1.4, -2.0),
    "ST": Role("FWD", 1.0, 0.47, 0.24, 0.12, 1.3, 0.6, 2.6, 0.14, 1.25, 1.2, -4.5),
}
ROLE_NAMES = tuple(ROLES)
SQUAD = {"GKP": (3, 4), "DEF": (10, 11), "MID": (13, 14), "FWD": (4, 4)}
"""Fewest and most of each position a club lists in July: 30 to 32, some of whom leave."""

IN_A_LINE_UP = {"GKP": 1, "DEF": 4, "MID": 5, "FWD": 1}


def rates(people: pl.DataFrame, what: str) -> Floats:
    """A rate of each one's role."""
    by_role = {name: float(getattr(role, what)) for name, role in ROLES.items()}
    return people["role"].replace_strict(by_role, return_dtype=pl.Float64).to_numpy()


def new_people(
    names: pl.DataFrame,
    places: pl.DataFrame,
    *,
    first_code: int,
    year: int,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Footballers for places in squads.

    `ability` is 0 for a regular of a club in the middle of the league, 1 for one of its best;
    `finishing`, `creating` and `defending` are log multipliers of a role's rates, `hardness`
    of cards and `frailty` of injuries; `stamina` is a log multiplier of being taken off.

    Args:
        names: first_name, second_name, web_name and known_name, a row for each place.
        places: club, position and ability wanted.
        first_code: the code for life of the first.
        year: in which they come.
        rng: random numbers.
    """
    count = places.height
    age = np.clip(rng.normal(25.5, 4.2, count), 17, 38)
    spread = {"finishing": 0.45, "creating": 0.4, "defending": 0.25, "hardness": 0.4}
    spread |= {"frailty": 0.45, "stamina": 0.5, "trust": 0.25}
    birth = pl.Series(((year - age - 1970) * 365.25).astype(int)).cast(pl.Date)
    return pl.concat([places, names], how="horizontal").with_columns(
        pl.int_range(first_code, first_code + count, dtype=pl.Int32).alias("code"),
        pl.Series("role", _roles(places["position"], rng)),
        birth.alias("birth_date"),
        *(pl.Series(name, rng.normal(0, sd, count)) for name, sd in spread.items()),
    )


def places_in(
    club: int, level: float, held: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """The places a club has yet to fill: club, position and the ability it can have for them.

    The deeper in the squad, the weaker: a position's first choices are about as good as the
    club, those behind them less so.
    """
    rows = []
    for position, (fewest, most) in SQUAD.items():
        have = held.filter(pl.col("position") == position).height
        wanted = int(rng.integers(fewest, most + 1))
        for depth in range(have, wanted):
            behind = max(0.0, depth / IN_A_LINE_UP[position] - 0.5)
            ability = level + 0.2 - 0.75 * behind + rng.normal(0, 0.3)
            rows.append((club, position, ability))
    types = {"club": pl.Int32(), "position": pl.String(), "ability": pl.Float64()}
    return pl.DataFrame(rows, schema=types, orient="row")


def _roles(positions: pl.Series, rng: np.random.Generator) -> list[str]:
    chosen = []
    for position, at in zip(positions, rng.random(len(positions)), strict=True):
        names = [name for name in ROLE_NAMES if ROLES[name].position == position]
        edges = np.cumsum([ROLES[name].share for name in names])
        chosen.append(names[min(int(np.searchsorted(edges, at)), len(names) - 1)])
    return chosen
