"""Elements: FPL's own rows about its players, as the API or a stored capture gives them."""

from datetime import datetime

import polars as pl

from fantasy.raw import instant, integer, number, position, price_tenths, with_missing

REQUIRED = ("id", "code", "web_name", "element_type", "team", "now_cost", "status")
OPTIONAL = (
    *("first_name", "second_name", "news", "news_added", "chance_of_playing_next_round"),
    *("ep_next", "form", "selected_by_percent", "transfers_in_event", "transfers_out_event"),
    *("penalties_order", "corners_and_indirect_freekicks_order", "direct_freekicks_order"),
)


def footballers(elements: pl.DataFrame) -> pl.DataFrame:
    """The rows without assistant managers, a fifth element type of 2024-25."""
    return elements.filter(pl.col("element_type").is_null() | position().is_not_null())


def players(elements: pl.DataFrame, *, season: str, known_at: datetime) -> pl.DataFrame:
    """Rows of `players` from raw elements."""
    return with_missing(footballers(elements), OPTIONAL).select(
        pl.lit(season).alias("season"),
        integer("id").alias("element"),
        integer("code"),
        "first_name",
        "second_name",
        "web_name",
        position(),
        pl.lit(known_at).alias("known_at"),
    )


def player_status(elements: pl.DataFrame, teams: pl.DataFrame, *, season: str) -> pl.DataFrame:
    """Rows of `player_status` from raw elements captured before deadlines.

    Args:
        elements: raw elements, with `gameweek`, the one whose deadline came next, and
            `known_at`, when the capture was made (UTC).
        teams: `team` and `team_code` of the season.
        season: such as 2024-25.
    """
    return (
        with_missing(footballers(elements), OPTIONAL)
        .with_columns(integer("team"))
        .join(teams.select("team", "team_code"), on="team", how="left", validate="m:1")
        .select(
            pl.lit(season).alias("season"),
            "gameweek",
            integer("id").alias("element"),
            integer("code"),
            "team_code",
            price_tenths(capture="gameweek"),
            "status",
            integer("chance_of_playing_next_round").alias("chance"),
            pl.col("news").replace("", None),
            instant("news_added"),
            number("ep_next"),
            number("form"),
            number("selected_by_percent"),
            integer("transfers_in_event").alias("transfers_in"),
            integer("transfers_out_event").alias("transfers_out"),
            integer("penalties_order"),
            integer("corners_and_indirect_freekicks_order").alias("corners_order"),
            integer("direct_freekicks_order").alias("freekicks_order"),
            "known_at",
        )
    )
