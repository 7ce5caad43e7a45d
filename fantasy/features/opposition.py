"""What to expect of a fixture: the goals of the player's club and of its opponent."""

import polars as pl

from fantasy.features.market import market_goals
from fantasy.features.strength import club_ratings
from fantasy.store import AsOf

OPPOSITION = (
    *("club_goals", "opponent_goals", "clean_sheet_chance", "goals_by_odds"),
    *("club_attack", "club_defence", "opponent_attack", "opponent_defence"),
)


def with_opposition(rows: pl.LazyFrame, known: AsOf, gameweeks: pl.DataFrame) -> pl.LazyFrame:
    """Rows of a player and fixture with `OPPOSITION`.

    `club_goals` and `opponent_goals` are the goals expected of both sides, by bookmakers where
    their odds were known at the deadline (`goals_by_odds`), else by the clubs' ratings.

    Args:
        rows: with `season`, `as_of_gameweek`, `deadline`, `fixture`, `team_code`,
            `opponent_code` and `was_home`.
        known: the lake as it stood when the question is asked.
        gameweeks: `season`, `gameweek` and `deadline` of the deadlines of the rows.
    """
    rated = club_ratings(known, gameweeks).lazy().rename({"gameweek": "as_of_gameweek"})
    of_club, of_opponent = (
        rated.select(
            *("season", "as_of_gameweek", pl.col("team_code").alias(f"{side}_code")),
            pl.col("attack").alias(f"{name}_attack"),
            pl.col("defence").alias(f"{name}_defence"),
            *(("base", "home") if name == "club" else ()),
        )
        for side, name in (("team", "club"), ("opponent", "opponent"))
    )
    when = ("season", "as_of_gameweek")
    told = pl.col("odds_known_at") <= pl.col("deadline")
    home = pl.col("home") * pl.col("was_home")
    away = pl.col("home") * pl.col("was_home").not_()
    attack = pl.col("base") + home + pl.col("club_attack") - pl.col("opponent_defence")
    threat = pl.col("base") + away + pl.col("opponent_attack") - pl.col("club_defence")
    own, other = (
        pl.when(told, "was_home").then(first).when(told).then(second)
        for first, second in (("home_goals", "away_goals"), ("away_goals", "home_goals"))
    )
    return (
        rows.join(of_club, on=[*when, "team_code"], how="left", validate="m:1")
        .join(of_opponent, on=[*when, "opponent_code"], how="left", validate="m:1")
        .join(
            market_goals(known.table("odds")), on=["season", "fixture"], how="left", validate="m:1"
        )
        .with_columns(
            pl.coalesce(own, attack.exp()).alias("club_goals"),
            pl.coalesce(other, threat.exp()).alias("opponent_goals"),
            told.fill_null(value=False).alias("goals_by_odds"),
        )
        .with_columns((-pl.col("opponent_goals")).exp().alias("clean_sheet_chance"))
    )
