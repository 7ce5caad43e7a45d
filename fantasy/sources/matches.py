"""Matches: a player's matches as FPL's history rows give them, and the clubs' from theirs."""

import polars as pl

from fantasy.raw import (
    COUNTS,
    LATER_COUNTS,
    LATER_MEASURES,
    MEASURES,
    flag,
    instant,
    integer,
    number,
    require,
    sides,
    with_missing,
)
from fantasy.world import RESULT_AFTER

REQUIRED = (
    *("element", "fixture", "round", "kickoff_time", "opponent_team", "was_home"),
    *("team_h_score", "team_a_score", *COUNTS, *MEASURES),
)


def player_matches(
    raw: pl.DataFrame,
    elements: pl.DataFrame,
    teams: pl.DataFrame,
    *,
    season: str,
    origin: str,
) -> pl.DataFrame:
    """Rows of `player_matches`, each played match of a player once.

    A postponed match leaves void rows without a score, and captures may repeat a row; neither
    stands here. The player's club at a match is the other side of the fixture, wherever he
    went later.

    Args:
        raw: history rows as strings.
        elements: `element`, `code` and `position` of the season.
        teams: `team` and `team_code` of the season.
        season: such as 2024-25.
        origin: where the rows come from, for the error.

    Raises:
        SourceError: if a column every season has is missing.
    """
    later = (*LATER_COUNTS, *LATER_MEASURES)
    played = (
        with_missing(require(raw, REQUIRED, origin=origin), later)
        .select(*REQUIRED, *later)
        .filter(integer("team_h_score").is_not_null(), integer("team_a_score").is_not_null())
    )
    own, opponent = ("home_team", "away_team"), ("away_team", "home_team")
    home, away = integer("team_h_score"), integer("team_a_score")
    codes = teams.select("team", "team_code")
    return (
        played.unique(["element", "fixture"], keep="last", maintain_order=True)
        .with_columns(integer("element"), integer("fixture"), flag("was_home"))
        .join(sides(played), on="fixture", how="left", validate="m:1")
        .with_columns(team=_side(*own), opponent=_side(*opponent))
        .join(elements, on="element", how="left", validate="m:1")
        .join(codes, on="team", how="left", validate="m:1")
        .join(
            codes.rename({"team": "opponent", "team_code": "opponent_code"}),
            on="opponent",
            how="left",
            validate="m:1",
        )
        .select(
            pl.lit(season).alias("season"),
            *("fixture", "element", "code", "position", "team_code", "opponent_code", "was_home"),
            integer("round").alias("gameweek"),
            instant("kickoff_time"),
            pl.when("was_home").then(home).otherwise(away).alias("team_goals"),
            pl.when("was_home").then(away).otherwise(home).alias("opponent_goals"),
            *(integer(name) for name in (*COUNTS, *LATER_COUNTS)),
            *(number(name) for name in (*MEASURES, *LATER_MEASURES)),
            (instant("kickoff_time") + RESULT_AFTER).alias("known_at"),
        )
    )


def team_matches(matches: pl.DataFrame) -> pl.DataFrame:
    """Rows of `team_matches`, summed up from `player_matches`.

    A club's expected goals are the sum of its players'; null where the season has none.
    """
    has_expected = pl.col("expected_goals").is_not_null().any()
    clubs = matches.group_by("season", "fixture", "team_code", maintain_order=True).agg(
        pl.col("opponent_code").first(),
        pl.col("gameweek").first(),
        pl.col("kickoff_time").first(),
        pl.col("was_home").first(),
        pl.col("team_goals").first().alias("goals_for"),
        pl.col("opponent_goals").first().alias("goals_against"),
        pl.when(has_expected).then(pl.col("expected_goals").sum().round(5)).alias("expected_goals"),
        pl.col("known_at").first(),
    )
    against = clubs.select(
        "season",
        "fixture",
        pl.col("team_code").alias("opponent_code"),
        pl.col("expected_goals").alias("expected_goals_against"),
    )
    return clubs.join(
        against, on=["season", "fixture", "opponent_code"], how="left", validate="1:1"
    )


def _side(home: str, away: str) -> pl.Expr:
    return pl.when("was_home").then(pl.col(home)).otherwise(pl.col(away))
