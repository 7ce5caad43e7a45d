"""Bookmakers' odds of matches: near the truth, never on it, and with a margin."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import poisson

from fantasy.league.people import Floats

MOST_GOALS = 15
OPENING_ERROR, CLOSING_ERROR, OWN_ERROR = 0.08, 0.05, 0.02
"""Standard deviations of the log of goals expected: of the market, and of each in it."""

MARGINS = {"B365": 0.055, "BW": 0.06, "PS": 0.03, "WH": 0.065}
"""Of the bookmakers as football-data.co.uk abbreviates them: Bet365, bwin, Pinnacle, William
Hill."""

SHORT = {"PS": "P"}
"""How a bookmaker is written before odds of goals and handicaps."""

ON_GOALS = ("B365", "PS")
SIDES = ("H", "D", "A")
LONGEST, SHORTEST = 67.0, 1.01
GOAL_LINE = 2.5


@dataclass(frozen=True)
class Probabilities:
    """What may happen in each match.

    Attributes:
        result: home win, draw and away win.
        over: more than 2.5 goals.
        handicap: goals given to the home side.
        wins: the share of a stake on it that wins.
        loses: the share that loses; the rest is returned.
    """

    result: Floats
    over: Floats
    handicap: Floats
    wins: Floats
    loses: Floats


def probabilities(home: Floats, away: Floats, handicap: Floats | None = None) -> Probabilities:
    """What independent Poisson goals give.

    Args:
        home: goals expected of the home side.
        away: of the visitors.
        handicap: of the home side in quarter goals; the fairest if not given.
    """
    goals = np.arange(MOST_GOALS + 1)
    score = (
        poisson.pmf(goals, home[:, None])[:, :, None] * poisson.pmf(goals, away[:, None])[:, None]
    )
    score /= score.sum(axis=(1, 2), keepdims=True)
    margin = goals[:, None] - goals[None, :]
    total = goals[:, None] + goals[None, :]
    result = np.stack(
        [score[:, chosen].sum(axis=1) for chosen in (margin > 0, margin == 0, margin < 0)], axis=1
    )
    line = np.round(4 * (away - home)) / 4 if handicap is None else handicap
    halves = [np.floor(2 * line) / 2, np.ceil(2 * line) / 2]
    ahead = [margin[None] + half[:, None, None] for half in halves]
    wins = sum((score * (each > 0)).sum(axis=(1, 2)) for each in ahead) / 2
    loses = sum((score * (each < 0)).sum(axis=(1, 2)) for each in ahead) / 2
    return Probabilities(result, score[:, total > GOAL_LINE].sum(axis=1), line, wins, loses)


def odds(rates: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Decimal odds of matches under football-data.co.uk's names, opening and closing.

    Args:
        rates: home_rate and away_rate, the goals expected.
        rng: random numbers.

    Returns:
        Columns such as B365H, MaxD, AvgA, B365>2.5, P<2.5, AHh (the home side's handicap),
        B365AHH, and the same with a C for closing odds.
    """
    truth = np.log(np.stack([rates["home_rate"].to_numpy(), rates["away_rate"].to_numpy()]))
    columns: dict[str, Floats] = {}
    for mark, error in (("", OPENING_ERROR), ("C", CLOSING_ERROR)):
        market = truth + rng.normal(0, error, truth.shape)
        columns |= _book(market, mark, rng)
    return pl.DataFrame(columns)


def _book(market: Floats, mark: str, rng: np.random.Generator) -> dict[str, Floats]:
    """The odds of every bookmaker at one time, with the best and the mean of them."""
    home, away = np.exp(market)
    line = probabilities(home, away).handicap
    errors = {name: np.exp(rng.normal(0, OWN_ERROR, market.shape)) for name in MARGINS}
    own = {
        name: probabilities(home * error[0], away * error[1], line)
        for name, error in errors.items()
    }
    result = {name: _decimal(each.result, MARGINS[name]) for name, each in own.items()}
    goals = {
        SHORT.get(name, name): _decimal(np.stack([own[name].over, 1 - own[name].over], 1), margin)
        for name, margin in MARGINS.items()
        if name in ON_GOALS
    }
    ahead = {
        SHORT.get(name, name): _decimal(_shares(own[name]), margin)
        for name, margin in MARGINS.items()
        if name in ON_GOALS
    }
    columns = _named(result, [f"{mark}{side}" for side in SIDES])
    columns |= _named(goals, [f"{mark}>2.5", f"{mark}<2.5"])
    columns[f"AH{mark}h"] = line
    return columns | _named(ahead, [f"{mark}AHH", f"{mark}AHA"])


def _named(books: dict[str, Floats], ends: list[str]) -> dict[str, Floats]:
    """Columns of each bookmaker's odds, and of the best and the mean."""
    stacked = np.stack(list(books.values()))
    every = books | {"Max": stacked.max(axis=0), "Avg": np.round(stacked.mean(axis=0), 2)}
    return {
        f"{name}{end}": values[:, place]
        for name, values in every.items()
        for place, end in enumerate(ends)
    }


def _shares(each: Probabilities) -> Floats:
    """The chances of both sides of a handicap, stakes returned left out."""
    decided = each.wins + each.loses
    shares: Floats = np.stack([each.wins / decided, each.loses / decided], axis=1)
    return shares


def _decimal(probability: Floats, margin: float) -> Floats:
    """Odds to two decimals: 1 / (p (1 + margin))."""
    fair = 1 / (np.maximum(probability, 1e-6) * (1 + margin))
    return np.round(np.clip(fair, SHORTEST, LONGEST), 2).astype(np.float64)
