"""Form: rolling means over the last matches of a player and of a club.

Each row of the result stands for the state after one match; a row of the feature matrix takes
the last state known at its deadline, so a match can never see itself.
"""

import polars as pl

PLAYER_WINDOWS = (1, 3, 5, 10, 38)
CLUB_WINDOWS = (5, 10, 38)
PLAYER_MEASURES = (
    *("minutes", "played", "played_60", "total_points", "goals_scored", "assists"),
    *("clean_sheets", "goals_conceded", "saves", "bonus", "bps", "yellow_cards"),
    *("influence", "creativity", "threat", "expected_goals", "expected_assists"),
)
CLUB_MEASURES = ("goals_for", "goals_against", "expected_goals", "expected_goals_against")

PLAYER_FORM = tuple(f"{name}_mean_{n}" for name in PLAYER_MEASURES for n in PLAYER_WINDOWS)
CLUB_FORM = tuple(f"{name}_mean_{n}" for name in CLUB_MEASURES for n in CLUB_WINDOWS)


def mean_over_last(column: str, *, matches: int, of: str) -> pl.Expr:
    """The mean of a column over the last matches, this one included, of each `of`."""
    return (
        pl.col(column)
        .rolling_mean(matches, min_samples=1)
        .over(of)
        .alias(f"{column}_mean_{matches}")
    )


def player_form(matches: pl.LazyFrame) -> pl.LazyFrame:
    """The state of each player after each of his matches, ordered by `known_at`.

    Args:
        matches: rows of `player_matches`.

    Returns:
        `code`, `known_at`, the columns of `PLAYER_FORM` (a match each), `matches_known` and
        the kick-offs of his last match (`last_match`) and of the last he played in
        (`last_played`).
    """
    played = pl.when(pl.col("minutes") > 0).then("kickoff_time")
    return (
        matches.sort("code", "kickoff_time")
        .with_columns(
            (pl.col("minutes") > 0).cast(pl.Float64).alias("played"),
            (pl.col("minutes") >= 60).cast(pl.Float64).alias("played_60"),  # noqa: PLR2004
        )
        .select(
            "code",
            "known_at",
            *(
                mean_over_last(name, matches=n, of="code")
                for name in PLAYER_MEASURES
                for n in PLAYER_WINDOWS
            ),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("code").alias("matches_known"),
            pl.col("kickoff_time").alias("last_match"),
            played.forward_fill().over("code").alias("last_played"),
        )
        .sort("known_at", maintain_order=True)
    )


def club_form(matches: pl.LazyFrame) -> pl.LazyFrame:
    """The state of each club after each of its matches, ordered by `known_at`.

    Args:
        matches: rows of `team_matches`.

    Returns:
        `team_code`, `known_at`, the columns of `CLUB_FORM` (a match each).
    """
    return (
        matches.sort("team_code", "kickoff_time")
        .select(
            "team_code",
            "known_at",
            *(
                mean_over_last(name, matches=n, of="team_code")
                for name in CLUB_MEASURES
                for n in CLUB_WINDOWS
            ),
        )
        .sort("known_at", maintain_order=True)
    )
