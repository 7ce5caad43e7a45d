"""What managers of the game do together: who owns whom, transfers, and the prices they move."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from fantasy.game import POSITIONS
from fantasy.game.rules import Rules
from fantasy.league.people import Floats, rates
from fantasy.league.state import Bools, Ints

MANAGERS = 10_000_000
PRICES = {
    "GKP": ((0.0, 40), (0.4, 40), (0.65, 45), (0.9, 50), (0.97, 55), (1.0, 60)),
    "DEF": ((0.0, 40), (0.22, 40), (0.5, 44), (0.78, 47), (0.91, 52), (0.97, 59), (1.0, 75)),
    "MID": ((0.0, 45), (0.3, 45), (0.55, 50), (0.77, 56), (0.9, 66), (0.97, 82), (1.0, 132)),
    "FWD": ((0.0, 45), (0.2, 45), (0.5, 55), (0.75, 68), (0.9, 80), (0.97, 102), (1.0, 148)),
}
"""Price (£0.1m) by how good a player of his position is thought to be, from 0 to 1."""

STEP = 5
SHARPNESS = 2.0
MOST_OWNED = 0.75
RESTLESS = 0.045
"""Share of a player's owners who would sell him in a week without cause."""

RISES_AT, FALLS_AT = 0.010, 0.009
"""Net transfers, as a share of all managers, that move a price by £0.1m."""


@dataclass(frozen=True)
class Market:
    """Arrays by player: price (£0.1m), squads holding him, transfers this gameweek, pressure."""

    start_price: Ints
    price: Ints
    selected: Floats
    bought: Floats
    sold: Floats
    pressure: Floats


def opening_prices(people: pl.DataFrame, levels: pl.Series, rng: np.random.Generator) -> Ints:
    """Prices (£0.1m, in steps of £0.5m) by what each is expected to do, as FPL would guess it.

    Args:
        people: the columns of a `Cast`.
        levels: how good each one's club is.
        rng: random numbers, for the errors of the guess.
    """
    attacking = rates(people, "shots") * np.exp(people["finishing"]) * 4
    attacking += rates(people, "chances") * np.exp(people["creating"]) * 3
    rank = pl.col("ability").rank("ordinal", descending=True).over("club", "position")
    depth = people.select(rank.alias("depth"))["depth"].to_numpy()
    regular = {"GKP": 1.0, "DEF": 4.5, "MID": 5.5, "FWD": 1.3}
    places = people["position"].replace_strict(regular, return_dtype=pl.Float64).to_numpy()
    plays = 1 / (1 + np.exp(3.0 * (depth / places - 1.15)))
    level = levels.to_numpy()
    worth = plays * (1.0 + 3 * attacking * np.exp(0.3 * level) + np.exp(0.35 * level))
    guess = worth * np.exp(rng.normal(0, 0.12, len(worth)))
    frame = people.select("position").with_columns(pl.Series("guess", guess))
    place = ((pl.col("guess").rank("ordinal") - 0.5) / pl.len()).over("position")
    quantile = frame.select(place.alias("place"))["place"].to_numpy()
    price = np.zeros(len(worth))
    for position in POSITIONS:
        own = (people["position"] == position).to_numpy()
        at, tenths = np.array(PRICES[position]).T
        price[own] = np.interp(quantile[own], at, tenths)
    rounded: Ints = (STEP * np.rint(price / STEP)).astype(np.int64)
    return rounded


def first_market(
    price: Ints, people: pl.DataFrame, rules: Rules, rng: np.random.Generator
) -> Market:
    """Who is owned before the first deadline: of each position, as many as squads hold of it."""
    dear = (price - 40) / 10
    appeal = 0.9 * dear + rng.normal(0, 1.2, len(price))
    appeal = np.where(np.isinf(people["listed"].to_numpy()), appeal, -40.0)
    nothing = np.zeros(len(price))
    selected = nothing.copy()
    for position in rules.positions:
        own = (people["position"] == position.name).to_numpy()
        selected[own] = _spread(appeal[own], position.squad_select * MANAGERS)
    return Market(price, price.copy(), selected, nothing, nothing, nothing)


def after_transfers(
    market: Market, expected: Floats, gone: Bools, people: pl.DataFrame, rng: np.random.Generator
) -> Market:
    """The market at the next deadline.

    Managers sell who left, is hurt or disappoints, buy who promises points for his price, and
    prices follow the transfers.

    Args:
        market: at the last deadline.
        expected: FPL's own forecast of each player (points in the gameweek to come).
        gone: who can't be picked: left, or not listed yet.
        people: the columns of a `Cast`.
        rng: random numbers.
    """
    price = market.price / 10
    promise = expected - 0.28 * (price - 4.0) + rng.normal(0, 0.35, len(expected))
    leaving = np.clip(RESTLESS * np.exp(-0.45 * promise), 0.01, 0.5)
    sold = market.selected * np.where(gone, 0.45, leaving)
    appeal = np.where(gone, -40.0, SHARPNESS * 0.55 * promise + 0.25 * (price - 4.0))
    room = np.clip(1 - market.selected / (MOST_OWNED * MANAGERS), 0.0, 1.0)
    bought = np.zeros(len(sold))
    for position in POSITIONS:
        own = (people["position"] == position).to_numpy()
        weight = np.exp(appeal[own] - appeal[own].max()) * room[own]
        share = np.minimum(sold[own].sum() * weight / weight.sum(), room[own] * MANAGERS / 4)
        sold[own] *= share.sum() / sold[own].sum()
        bought[own] = share
    pressure = market.pressure + (bought - sold) / MANAGERS
    owned = np.maximum(market.selected / MANAGERS, 0.02)
    rises = (pressure > RISES_AT) & ~gone
    sticky = 1 + 0.7 * np.maximum(market.start_price - market.price, 0)
    falls = pressure < -np.minimum(FALLS_AT, 0.07 * owned) * sticky
    fallen = falls & ~gone
    return replace(
        market,
        price=market.price + rises - fallen,
        selected=market.selected + bought - sold,
        bought=bought,
        sold=sold,
        pressure=np.where(rises | fallen, 0.0, pressure),
    )


def _spread(appeal: Floats, squads: float) -> Floats:
    """Squads shared out by appeal, nobody in more than the most there can be."""
    weight = np.exp(appeal - appeal.max())
    most = MOST_OWNED * MANAGERS
    full = np.zeros(len(appeal), dtype=np.bool_)
    while True:
        rest = squads - most * full.sum()
        share: Floats = np.where(full, most, weight / weight[~full].sum() * rest)
        if not (share > most).any():
            return share
        full |= share > most
