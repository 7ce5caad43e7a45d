"""How strong clubs are: the goals they are good for, by a model that forgets.

The expected goals of a club in a match are exp(base + home + its attack - the opponent's defence)
(M. J. Maher, Modelling association football scores, 1982), fitted by Poisson likelihood to past
matches that weigh less as they age (M. J. Dixon and S. G. Coles, Modelling association football
scores and inefficiencies in the football betting market, 1997). A match counts with a blend of the
goals bookmakers expected, the expected goals of its shots, and its goals. A normal prior draws
every club to what it usually is: the league's mean, or for a promoted club what promoted clubs are
for their strength in the second tier, which is rated in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fantasy.features.market import goals_from_odds, market_goals
from fantasy.features.shots import with_club_shots
from fantasy.store import AsOf

HALF_LIFE = 90.0
"""Days after which a match weighs half; like the shares, chosen on seasons before 2023-24."""

FORGOTTEN = 730
"""Days after which a match counts no more."""

MARKET, SHOTS = 0.8, 0.7
"""Share of bookmakers in what a match counts with; of expected goals in the rest."""

PRIOR = 2.8
"""Weight of the prior, in expected goals."""

PROMOTED = np.array([[-0.30], [-0.23]])
KEPT = 0.61
"""Attack and defence of a promoted club: PROMOTED and so much of its ratings in the second tier, by
regression of those after ten weeks on those before the season, 18 clubs of 2017-18 to 2022-23."""

NEWCOMER = -0.14
"""Attack and defence of a club nobody has seen play: the mean of those 18."""

USUAL_GOALS = 1.35
UNPLAYED = (np.log(USUAL_GOALS), 0.0)
"""Base and home before any match."""

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
    codes = known.table("teams").select(pl.col("team_code").unique().sort()).collect()
    clubs = codes["team_code"].cast(pl.String).to_list()
    asked = gameweeks.sort("deadline")
    days = _days(asked["deadline"])
    usual = usual_strength(_second_tier(known), clubs, asked["season"])
    fitted = ratings(_past(_matches(known), clubs), days, usual)
    fitted[np.isnan(fitted)] = NEWCOMER
    attacks, defences = np.hsplit(fitted[:, FIRST_CLUB:], 2)
    return (
        asked.select("season", "gameweek")
        .with_columns(pl.Series("base", fitted[:, BASE]), pl.Series("home", fitted[:, HOME]))
        .join(codes, how="cross")
        .with_columns(pl.Series("attack", attacks.ravel()), pl.Series("defence", defences.ravel()))
    )


def usual_strength(below: pl.DataFrame, clubs: Sequence[str], seasons: pl.Series) -> Vector:
    """What to expect of clubs that come from the second tier, before the league tells.

    Args:
        below: matches of the second tier, as `_past` reads them, with the `year` they began in.
        clubs: of the league, by their codes.
        seasons: such as 2024-25, one a row of the result.

    Returns:
        Attacks, then defences, a row for each of the seasons; NaN for clubs that did not play in
        the second tier the season before.
    """
    names = [*clubs, *sorted({*below["own"]} - {*clubs})]
    worth = np.full((seasons.len(), 2, len(clubs)), np.nan)
    nothing_known = np.full((1, 2 * len(names)), np.nan)
    years = seasons.str.head(4).cast(pl.Int32) - 1
    for (year,), played in below.group_by("year"):
        past = _past(played, names)
        rated = ratings(past, past.days[-1:], nothing_known)[0, FIRST_CLUB:].reshape(2, -1)
        worth[(years == year).to_numpy()] = PROMOTED + KEPT * rated[:, : len(clubs)]
    return worth.reshape(seasons.len(), -1)


def ratings(past: Past, days: Vector, usual: Vector) -> Vector:
    """Ratings at some days: a row a day, base, home, attacks and defences.

    A club without a match is rated as usual. Each day is fitted by itself, by Newton's method, so
    that no other day can change it.

    Args:
        past: the matches.
        days: to rate at.
        usual: attacks and defences the prior draws to, a row a day; NaN stands for 0, the
            league's mean, where a club has played, and stays NaN where it has not.
    """
    found = np.hstack([np.full((len(days), FIRST_CLUB), UNPLAYED), usual])
    for place, day in enumerate(days):
        rows = slice(*np.searchsorted(past.days, (day - FORGOTTEN, day), side="right"))
        weights = np.exp2((past.days[rows] - day) / HALF_LIFE)
        there, terms = np.unique(past.terms[rows], return_inverse=True)
        if len(there):
            prior = np.nan_to_num(found[place, there])
            theta, terms = prior.copy(), terms.reshape(past.terms[rows].shape)
            for _ in range(STEPS):
                signs, goals = past.signs[rows], past.goals[rows]
                theta += _newton_step(theta, prior, terms, signs, goals, weights)
            found[place, there] = theta
    return found


def _newton_step(
    theta: Vector, usual: Vector, terms: Places, signs: Vector, goals: Vector, weights: Vector
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
    return np.asarray(np.linalg.solve(damped, slope - prior * (theta - usual)))


def _matches(known: AsOf) -> pl.DataFrame:
    """Each club's matches with what they count with, in the order they were known.

    Returns:
        `known_at`, `own` and `other` (codes as text), `was_home` and `goals`.
    """
    market = market_goals(known.table("odds"))
    told = pl.when("was_home").then("home_goals").otherwise("away_goals")
    shots = pl.coalesce("expected_goals", "goals_for").cast(pl.Float64)
    seen = (SHOTS * shots + (1 - SHOTS) * pl.col("goals_for")).alias("goals")
    return (
        with_club_shots(known.table("team_matches"), known)
        .join(market, on=["season", "fixture"], how="left", validate="m:1")
        .select(
            "known_at",
            pl.col("team_code").cast(pl.String).alias("own"),
            pl.col("opponent_code").cast(pl.String).alias("other"),
            "was_home",
            _blended(told, seen),
        )
        .sort("known_at", maintain_order=True)
        .collect()
    )


def _second_tier(known: AsOf) -> pl.DataFrame:
    """The same of the second tier, with `year`; a club without a code goes by its name."""
    rows = known.table("championship").collect()
    market = goals_from_odds(
        rows.select(pl.col("home_win", "draw", "away_win").cast(pl.Float64)).to_numpy(),
        rows.select(pl.col("over", "under").cast(pl.Float64)).to_numpy(),
    )
    told = rows.with_columns(
        pl.col("season").str.head(4).cast(pl.Int32).alias("year"),
        *(
            column
            for side, goals in zip(("home", "away"), market.T, strict=True)
            for column in (
                pl.coalesce(pl.col(f"{side}_code").cast(pl.String), side).alias(side),
                _blended(pl.lit(pl.Series(goals)).fill_nan(None), pl.col(f"{side}_goals")),
            )
        ),
    )
    sides = [
        told.select(
            *("year", "known_at"),
            pl.col(own).alias("own"),
            pl.col(other).alias("other"),
            pl.lit(own == "home").alias("was_home"),
            pl.col(f"{own}_goals").alias("goals"),
        )
        for own, other in (("home", "away"), ("away", "home"))
    ]
    return pl.concat(sides).sort("known_at", maintain_order=True)


def _blended(told: pl.Expr, seen: pl.Expr) -> pl.Expr:
    """What a match counts with, under the name of what was seen in it."""
    counted = MARKET * told + (1 - MARKET) * seen
    return pl.coalesce(counted, seen.cast(pl.Float64)).alias(seen.meta.output_name())


def _past(matches: pl.DataFrame, clubs: Sequence[str]) -> Past:
    places = {club: place for place, club in enumerate(clubs)}
    own, other = (
        matches[name].replace_strict(places, return_dtype=pl.Int64).to_numpy()
        for name in ("own", "other")
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
