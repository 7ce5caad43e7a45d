"""The forecast people see: a row for each player and gameweek, with its doubt.

The fixtures of a double gameweek are summed; a blank gameweek has no row.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from fantasy.forecast.baselines import BASELINES
from fantasy.forecast.ensemble import Weights
from fantasy.forecast.intervals import Intervals, at_least, deviation, unusual
from fantasy.forecast.members import MEMBERS, Members
from fantasy.forecast.scoring import COMPONENTS, Chances, together
from fantasy.game.rules import Rules

FANTASY = "fantasy"
"""What the ensemble is called beside its members."""

MODELS = (FANTASY, *MEMBERS, *BASELINES)
KEY = ("season", "as_of_gameweek", "gameweek", "horizon", "element")
PARTS = tuple(f"{name}_points" for name in COMPONENTS)
CHANCES = ("play", "play_60", "clean_sheet")
UNLIKELY = 0.1
"""The chance of playing below which the ensemble expects nothing; chosen on 2022-23."""

CAME = ("points", "minutes", "clean_sheets")
LIKELY = (2, 5, 10)
"""Points whose chance is told: a return, a haul, a big haul."""


@dataclass(frozen=True)
class Outlook:
    """What is expected of players in gameweeks.

    Attributes:
        rows: `KEY`, `code`, `position`, `fixtures`; expected points by `MODELS`, those of
            `components` by what they are given for (`PARTS`); `expected_minutes` and the chances
            `play`, `play_60` and `clean_sheet`, of the fixtures together; `CAME`: what came
            of it, null until every fixture is played, like `points_known_at`; `active`
            whether he played in any of his last five matches; `unusual` whether little is known
            of him.
        chances: how likely each score is, by row.
    """

    rows: pl.DataFrame
    chances: Chances


@dataclass(frozen=True)
class Fitted:
    """Fitted members, how they are weighed, and how wide their intervals are."""

    members: Members
    weights: Weights
    intervals: Intervals

    def forecast(self, matrix: pl.DataFrame, rules: Rules) -> pl.DataFrame:
        """Forecast the rows of a feature matrix of one season.

        Returns:
            The rows of `Outlook`, with `low` and `high`, between which four in five score, the
            standard `deviation` of the score, and the chances `at_least_2`, `at_least_5` and
            `at_least_10` of as many points.
        """
        return with_doubt(look_ahead(self.members, self.weights, matrix, rules), self.intervals)


def look_ahead(members: Members, weights: Weights, matrix: pl.DataFrame, rules: Rules) -> Outlook:
    """What members and weights say of the rows of a feature matrix of one season."""
    seen = members.predict(matrix, rules)
    plays = seen.minutes.short + seen.minutes.long
    by_fixture = matrix.select(
        *KEY,
        *("code", "position", "points_known_at", *CAME),
        (pl.col("minutes_mean_5") > 0).fill_null(value=False).alias("active"),
        unusual(matrix).alias("unusual"),
        pl.when(pl.Series(plays >= UNLIKELY))
        .then(weights.blend(seen.points))
        .otherwise(0.0)
        .alias(FANTASY),
        *seen.points,
        *(seen.components[name].alias(part) for name, part in zip(COMPONENTS, PARTS, strict=True)),
        pl.Series("expected_minutes", seen.minutes.expected),
        pl.Series("play", plays),
        pl.Series("play_60", seen.minutes.long),
        pl.Series("clean_sheet", seen.clean_sheet),
        pl.int_range(pl.len()).over(KEY).alias("turn"),
    )
    known = pl.col("points").is_not_null().all()
    rows = by_fixture.group_by(KEY, maintain_order=True).agg(
        pl.col("code", "position", "active", "unusual").first(),
        pl.len().cast(pl.Int16).alias("fixtures"),
        *(pl.when(known).then(pl.col(name).sum()).alias(name) for name in CAME),
        pl.when(known).then(pl.col("points_known_at").max()).alias("points_known_at"),
        pl.col(*MODELS, *PARTS, "expected_minutes").sum(),
        *((1 - (1 - pl.col(name)).product()).alias(name) for name in CHANCES),
    )
    return Outlook(rows, _of_gameweeks(by_fixture, rows, seen.chances))


def with_doubt(outlook: Outlook, intervals: Intervals) -> pl.DataFrame:
    """The rows of an outlook with `low`, `high`, `deviation` and the chances of many points."""
    rows, chances = outlook.rows, outlook.chances
    low, high = intervals.of(chances, rows["position"], rows["unusual"])
    return rows.with_columns(
        pl.Series("low", low, dtype=pl.Int16),
        pl.Series("high", high, dtype=pl.Int16),
        pl.Series("deviation", deviation(chances)),
        *(pl.Series(f"at_least_{points}", at_least(chances, points)) for points in LIKELY),
    )


def _of_gameweeks(by_fixture: pl.DataFrame, rows: pl.DataFrame, chances: Chances) -> Chances:
    """The chances of each gameweek's score: those of its fixtures, one added to the other."""
    turns = by_fixture["turn"].to_numpy()
    found = chances[turns == 0]
    places = rows.select(*KEY, pl.int_range(pl.len()).alias("place"))
    for turn in range(1, rows.select(pl.col("fixtures").max()).item() or 1):
        more = by_fixture.filter(pl.col("turn") == turn).select(KEY)
        at = more.join(places, on=KEY, how="left", validate="m:1", maintain_order="left")["place"]
        found[at] = together(found[at], chances[turns == turn])
    return np.asarray(found)
