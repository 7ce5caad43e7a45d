"""How strong clubs are: the goals they are good for, by a model that forgets.

The expected goals of a club in a match are exp(base + home + its attack - the opponent's defence)
(M. J. Maher, Modelling association football scores, 1982), fitted by Poisson likelihood to past
matches that weigh less as they age (M. J. Dixon and S. G. Coles, Modelling association football
scores and inefficiencies in the football betting market, 1997). A match counts with a blend of the
goals bookmakers expected, the expected goals of its shots, and its goals. A normal prior draws
every club to the mean, so that one nobody has seen is an average one.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fantasy.features.market import market_goals
from fantasy.store import AsOf

HALF_LIFE = 90.0
"""Days after which a match weighs half; like the shares, chosen on seasons before 2023-24."""

FORGOTTEN = 730
"""Days after which a match counts no more."""

MARKET, SHOTS = 0.8, 0.7
"""Share of bookmakers in what a match counts with; of expected goals in the rest."""

PRIOR = 2.8
"""Weight of the prior, in expected goals."""

NEWCOMER = -0.15
"""Attack and defence of a club without a match: about those of promoted clubs after ten weeks."""

USUAL_GOALS = 1.35
STEPS, DAMPING = 6, 1e-9
BASE, HOME, FIRST_CLUB = 0, 1, 2
SECONDS_A_DAY = 86_400

Vector = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Past:
    """What clubs did in past matches, a row for each side, in the order it became known.

    Attributes:
        days: when it was known.
        terms: places of the base, home, attack and defence terms among the ratings.
        signs: of the four terms; that of home is 0 for visitors.
        goals: of the side, as blended.
    """

    days: Vector
    terms: Places
    signs: Vector
    goals: Vector


def club_ratings(known: AsOf, gameweeks: pl.DataFrame) -> pl.DataFrame:
    """Ratings of all clubs as known at some deadlines.

    Args:
        known: the lake as it stood when the question is asked.
        gameweeks: `season`, `gameweek` and `deadline`.

    Returns:
        `season`, `gameweek`, `team_code`, `attack` and `defence`, and of all clubs `base` and
        `home`, in logarithms of goals.
    """
    matches = _matches(known)
    listed = known.table("teams").select(pl.col("team_code").unique().sort())
    clubs = listed.collect()["team_code"].to_list()
    asked = gameweeks.sort("deadline")
    fitted = ratings(_past(matches, clubs), _days(asked["deadline"]), len(clubs))
    attacks, defences = np.hsplit(fitted[:, FIRST_CLUB:], 2)
    return (
        asked.select("season", "gameweek")
        .with_columns(pl.Series("base", fitted[:, BASE]), pl.Series("home", fitted[:, HOME]))
        .join(pl.DataFrame({"team_code": clubs}, schema={"team_code": pl.Int32}), how="cross")
        .with_columns(pl.Series("attack", attacks.ravel()), pl.Series("defence", defences.ravel()))
    )


def ratings(past: Past, days: Vector, clubs: int) -> Vector:
    """Ratings at some days: a row a day, base, home, attacks and defences.

    A club without a match is rated as newcomers are. Each day is fitted by itself, by Newton's
    method, so that no other day can change it.
    """
    found = np.full((len(days), FIRST_CLUB + 2 * clubs), NEWCOMER)
    for place, day in enumerate(days):
        rows = slice(*np.searchsorted(past.days, (day - FORGOTTEN, day), side="right"))
        weights = np.exp2((past.days[rows] - day) / HALF_LIFE)
        there, terms = np.unique(past.terms[rows], return_inverse=True)
        theta: Vector = np.zeros(max(len(there), FIRST_CLUB))
        theta[BASE] = np.log(USUAL_GOALS)
        if len(there):
            terms = terms.reshape(past.terms[rows].shape)
            for _ in range(STEPS):
                theta += _newton_step(theta, terms, past.signs[rows], past.goals[rows], weights)
        found[place, [BASE, HOME]] = theta[:FIRST_CLUB]
        found[place, there] = theta[: len(there)]
    return found


def _newton_step(
    theta: Vector, terms: Places, signs: Vector, goals: Vector, weights: Vector
) -> Vector:
    expected = np.exp((theta[terms] * signs).sum(axis=1))
    size = len(theta)
    gaps = signs * (weights * (goals - expected))[:, None]
    slope = np.bincount(terms.ravel(), gaps.ravel(), size)
    pairs = terms[:, :, None] * size + terms[:, None, :]
    bends = signs[:, :, None] * signs[:, None, :] * (weights * expected)[:, None, None]
    bend = np.bincount(pairs.ravel(), bends.ravel(), size * size).reshape(size, size)
    prior = np.full(size, PRIOR)
    prior[[BASE, HOME]] = 0.0
    damped = bend + np.diag(prior) + DAMPING * np.eye(size)
    return np.asarray(np.linalg.solve(damped, slope - prior * theta))


def _matches(known: AsOf) -> pl.DataFrame:
    """Each club's matches with what they count with, in the order they were known."""
    market = market_goals(known.table("odds"))
    told = pl.when("was_home").then("home_goals").otherwise("away_goals")
    shots = pl.coalesce("expected_goals", "goals_for").cast(pl.Float64)
    seen = SHOTS * shots + (1 - SHOTS) * pl.col("goals_for")
    return (
        known.table("team_matches")
        .join(market, on=["season", "fixture"], how="left", validate="m:1")
        .select(
            *("known_at", "team_code", "opponent_code", "was_home"),
            pl.coalesce(MARKET * told + (1 - MARKET) * seen, seen).alias("goals"),
        )
        .sort("known_at", maintain_order=True)
        .collect()
    )


def _past(matches: pl.DataFrame, clubs: list[int]) -> Past:
    places = {code: place for place, code in enumerate(clubs)}
    own, other = (
        matches[name].replace_strict(places, return_dtype=pl.Int64).to_numpy()
        for name in ("team_code", "opponent_code")
    )
    at_home = matches["was_home"].to_numpy().astype(np.float64)
    every = np.ones(matches.height)
    defences = FIRST_CLUB + len(clubs) + other
    return Past(
        days=_days(matches["known_at"]),
        terms=np.column_stack(
            [
                np.full(matches.height, BASE),
                np.full(matches.height, HOME),
                FIRST_CLUB + own,
                defences,
            ]
        ),
        signs=np.column_stack([every, at_home, every, -every]),
        goals=matches["goals"].to_numpy(),
    )


def _days(times: pl.Series) -> Vector:
    return times.dt.epoch("s").to_numpy() / SECONDS_A_DAY
