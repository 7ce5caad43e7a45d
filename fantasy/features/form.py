"""Form: rolling means over the last matches of a player and of a club.

Each row of the result stands for the state after one match; a row of the feature matrix takes
the last state known at its deadline, so a match can never see itself.
"""

import polars as pl

PLAYER_WINDOWS = (1, 3, 5, 10, 38)
LAGS = (2, 3, 4, 5, 6)
PER_90 = (
    *("base_points", "goals_scored", "assists", "saves", "yellow_cards", "bonus", "bps"),
    *("expected_goals", "expected_assists", "threat", "creativity", "defensive_actions"),
)
RATE_HALF_LIFE = 12.0
"""Matches after which one weighs half in a rate per 90 minutes."""

HALF_A_MATCH = 45
RATE_PRIOR = 3.0
"""Minutes a match that draw the rate of one who hardly plays to 0."""
CLUB_WINDOWS = (5, 10, 38)
PLAYER_MEASURES = (
    *("minutes", "played", "started", "played_60", "base_points", "goals_scored", "assists"),
    *("clean_sheets", "goals_conceded", "saves", "bonus", "bps", "yellow_cards"),
    *("influence", "creativity", "threat", "expected_goals", "expected_assists"),
)
CLUB_MEASURES = ("goals_for", "goals_against", "expected_goals", "expected_goals_against")

PLAYER_FORM = tuple(f"{name}_mean_{n}" for name in PLAYER_MEASURES for n in PLAYER_WINDOWS)
SPELLS = (
    *(f"minutes_lag_{lag}" for lag in LAGS),
    *("minutes_this_season", "matches_this_season", "matches_at_club", "yellow_cards_this_season"),
)
RATES = tuple(f"{name}_per_90" for name in PER_90)
BASELINE = ("last_5_points", "points_this_season")
CLUB_FORM = tuple(f"{name}_mean_{n}" for name in CLUB_MEASURES for n in CLUB_WINDOWS)


def mean_over_last(column: str, *, matches: int, of: str) -> pl.Expr:
    """The mean of a column over the last matches, this one included, of each `of`."""
    return (
        pl.col(column)
        .rolling_mean(matches, min_samples=1)
        .over(of)
        .alias(f"{column}_mean_{matches}")
    )


def per_90(column: str) -> pl.Expr:
    """What a player does in 90 minutes, the older a match the less it weighs.

    Matches in which the column is not known count neither way; after one of them the rate is null.
    """
    minutes = pl.when(pl.col(column).is_not_null()).then(pl.col("minutes")).cast(pl.Float64)
    done, on_the_pitch = (
        each.ewm_mean(half_life=RATE_HALF_LIFE, ignore_nulls=True).over("code")
        for each in (pl.col(column).cast(pl.Float64), minutes)
    )
    return (90 * done / (on_the_pitch + RATE_PRIOR)).alias(f"{column}_per_90")


def player_form(matches: pl.LazyFrame) -> pl.LazyFrame:
    """The state of each player after each of his matches, ordered by `known_at`.

    Args:
        matches: rows of `player_matches` as `with_defence` and `with_shots` complete them.

    Returns:
        `code`, `known_at`, the columns of `PLAYER_FORM` (a match each), of `SPELLS` and
        `BASELINE` (of the season and the club of his last match, `last_season` and `last_club`)
        and of `RATES`,
        `matches_known` and the kick-offs of his last match (`last_match`) and of the last he
        played in (`last_played`).
    """
    played = pl.when(pl.col("minutes") > 0).then("kickoff_time")
    started = pl.coalesce(pl.col("starts"), (pl.col("minutes") > HALF_A_MATCH).cast(pl.Int16))
    season, stay = ("code", "season"), ("code", "season", "team_code")
    return (
        matches.sort("code", "kickoff_time")
        .with_columns(
            (pl.col("minutes") > 0).cast(pl.Float64).alias("played"),
            (pl.col("minutes") >= 60).cast(pl.Float64).alias("played_60"),  # noqa: PLR2004
            started.cast(pl.Float64).alias("started"),
        )
        .select(
            "code",
            "known_at",
            *(
                mean_over_last(name, matches=n, of="code")
                for name in PLAYER_MEASURES
                for n in PLAYER_WINDOWS
            ),
            *(pl.col("minutes").shift(n - 1).over("code").alias(f"minutes_lag_{n}") for n in LAGS),
            pl.col("minutes").cast(pl.Int32).cum_sum().over(season).alias("minutes_this_season"),
            pl.col("yellow_cards").cum_sum().over(season).alias("yellow_cards_this_season"),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(season).alias("matches_this_season"),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(stay).alias("matches_at_club"),
            *(per_90(name) for name in PER_90),
            mean_over_last("total_points", matches=5, of="code").alias("last_5_points"),
            pl.col("total_points")
            .cast(pl.Int32)
            .cum_sum()
            .over(season)
            .alias("points_this_season"),
            pl.col("season").alias("last_season"),
            pl.col("team_code").alias("last_club"),
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
