"""Expected goals and assists where FPL counted none, before 2022-23: Understat's.

Its shots, key passes, `chain` and `buildup` are not among the features: they took nothing off the
errors of 2022-23 (`docs/results.md`).
"""

import polars as pl

from fantasy.store import AsOf

COUNTED = ("expected_goals", "expected_assists")


def with_shots(matches: pl.LazyFrame, known: AsOf) -> pl.LazyFrame:
    """Rows of `player_matches` with what FPL counted, else what Understat did.

    Who did not play in a match Understat tells of has 0; null is what nobody told.
    """
    told = known.table("player_match_expected").select(
        *("season", "fixture", "code"), *(pl.col(name).alias(f"told_{name}") for name in COUNTED)
    )
    of_matches = told.select("season", "fixture").unique().with_columns(told=pl.lit(value=True))
    idle = pl.when((pl.col("minutes") == 0) & pl.col("told")).then(0.0)
    return (
        matches.join(told, on=["season", "fixture", "code"], how="left", validate="m:1")
        .join(of_matches, on=["season", "fixture"], how="left", validate="m:1")
        .with_columns(pl.coalesce(name, f"told_{name}", idle).alias(name) for name in COUNTED)
        .drop("told", *(f"told_{name}" for name in COUNTED))
    )


def with_club_shots(matches: pl.LazyFrame, known: AsOf) -> pl.LazyFrame:
    """Rows of `team_matches` with the expected goals FPL counted, else Understat."""
    told = known.table("club_expected").select("season", "fixture", "team_code", "expected_goals")
    sides = (("team_code", "expected_goals"), ("opponent_code", "expected_goals_against"))
    for club, name in sides:
        of_side = told.rename({"team_code": club, "expected_goals": f"told_{name}"})
        matches = matches.join(
            of_side, on=["season", "fixture", club], how="left", validate="m:1"
        ).with_columns(pl.coalesce(name, f"told_{name}").alias(name))
    return matches.drop(f"told_{name}" for _, name in sides)
