"""What was played, as rows: one for each listed player and fixture, scored by the game's rules."""

import numpy as np
import polars as pl

from fantasy.game.bonus import bonus, bps
from fantasy.game.rules import Rules
from fantasy.game.scoring import points
from fantasy.league.events import OUTCOMES, SITUATIONS
from fantasy.league.match import Played
from fantasy.league.people import Floats

INFLUENCE = 1.05, 3.2
CREATIVITY, THREAT = (55.0, 10.0), (45.0, 6.0)
"""FPL's indices, roughly: of bps and 1; of expected assists and chances made; of expected goals
and shots."""


Scorer = tuple[pl.Expr, pl.Expr, pl.Expr]


def scorer(rules: Rules) -> Scorer:
    """The expressions that score a round, in their order: BPS, bonus, points."""
    match = ["replicate", "fixture"]
    return bps(), bonus(match=match), points(rules).cast(pl.Int32).alias("total_points")


def match_rows(
    played: Played, fixtures: list[int], people: pl.DataFrame, scored: Scorer
) -> pl.DataFrame:
    """Rows of a round, with points.

    Args:
        played: the round.
        fixtures: the ids of its fixtures, in its order.
        people: element and position, in the order of the players.
        scored: the season's scoring.

    Returns:
        replicate, fixture, element, club and opponent (numbers of clubs), was_home, minutes and
        everything else counted or measured, bps, bonus and total_points.
    """
    this = played.round
    replicates = len(played.pitch.first)
    there = np.broadcast_to(this.listed >= 0, played.pitch.first.shape)
    shape = there.shape
    fixture = np.array(fixtures)[None, :, None, None]
    club = np.stack([this.home, this.away], axis=-1)[None, :, :, None]
    values = {
        "replicate": np.arange(replicates)[:, None, None, None],
        "fixture": fixture,
        "place": this.listed[None],
        "club": club,
        "opponent": club[:, :, ::-1],
        "was_home": np.array([True, False])[None, None, :, None],
        **played.counts,
        **played.measures,
    }
    columns = {name: np.broadcast_to(value, shape)[there] for name, value in values.items()}
    small = pl.selectors.integer().exclude("place").cast(pl.Int32)
    order = people.select("element", "position").with_row_index("place")
    return (
        pl.DataFrame(columns)
        .with_columns(small, pl.col("place").cast(pl.UInt32))
        .join(order, on="place", how="left", validate="m:1", maintain_order="left")
        .drop("place")
        .with_columns(scored[0])
        .with_columns(scored[1])
        .with_columns(scored[2])
    )


def indices(rng: np.random.Generator, count: int) -> list[pl.Expr]:
    """FPL's influence, creativity, threat and ICT index of matches, with noise of their own.

    Args:
        rng: random numbers.
        count: of the rows.
    """
    of = (
        ("influence", pl.col("bps").clip(0), pl.lit(1.0), INFLUENCE),
        ("creativity", pl.col("expected_assists"), pl.col("key_passes"), CREATIVITY),
        ("threat", pl.col("expected_goals"), pl.col("shots"), THREAT),
    )
    parts = [
        _index(first * weights[0] + second * weights[1], rng.gamma(6.0, 1 / 6.0, count)).alias(name)
        for name, first, second, weights in of
    ]
    return [*parts, (sum(parts[1:], parts[0]) / 10).round(1).alias("ict_index")]


def shot_rows(played: Played, fixtures: list[int], people: pl.DataFrame) -> pl.DataFrame:
    """The shots of a round as it happened.

    Returns:
        fixture, club (the attacking side's number), element, creator (null if nobody), minute,
        expected_goals, outcome and situation.
    """
    shots, this = played.shots, played.round
    taken = shots.taken[0]
    number = np.arange(len(this.home))[:, None, None]
    side = np.arange(2)[None, :, None]
    element = np.append(people["element"].to_numpy(), -1)
    place = np.concatenate([this.listed, np.full((*this.listed.shape[:-1], 1), -1)], axis=-1)
    who = element[place[number, side, shots.shooter[0]]]
    maker = element[place[number, side, shots.creator[0]]]
    club = np.stack([this.home, this.away], axis=-1)[:, :, None]
    values = {
        "fixture": np.array(fixtures)[:, None, None],
        "club": club,
        "element": who,
        "creator": maker,
        "minute": shots.minute[0],
        "expected_goals": shots.expected[0],
        "outcome": shots.outcome[0],
        "situation": shots.situation[0],
    }
    columns = {name: np.broadcast_to(value, taken.shape)[taken] for name, value in values.items()}
    return pl.DataFrame(columns).with_columns(
        pl.col("fixture", "club", "element", "minute").cast(pl.Int32),
        pl.when(pl.col("creator") > 0).then("creator").cast(pl.Int32).alias("creator"),
        _named("outcome", OUTCOMES),
        _named("situation", SITUATIONS),
    )


def _named(column: str, names: tuple[str, ...]) -> pl.Expr:
    numbers = list(range(len(names)))
    return pl.col(column).replace_strict(numbers, list(names), return_dtype=pl.String)


def _index(value: pl.Expr, noise: Floats) -> pl.Expr:
    return pl.when(pl.col("minutes") > 0).then(value * pl.Series(noise)).otherwise(0.0).round(1)
