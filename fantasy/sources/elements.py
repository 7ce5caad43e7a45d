"""Elements: FPL's own rows about its players, as the API or a stored capture gives them."""

from datetime import datetime

import polars as pl

from fantasy.raw import instant, integer, number, position, price_tenths, with_missing

REQUIRED = ("id", "code", "web_name", "element_type", "team", "now_cost", "status")
OPTIONAL = (
    *("first_name", "second_name", "news", "news_added", "chance_of_playing_next_round"),
    *("ep_next", "form", "selected_by_percent", "transfers_in_event", "transfers_out_event"),
    *("penalties_order", "corners_and_indirect_freekicks_order", "direct_freekicks_order"),
    *("scout_news_link", "price_change_percent"),
)
PROJECTIONS, RISKS = "price_change_projections", "scout_risks"
NESTED = {
    PROJECTIONS: pl.List(
        pl.Struct({"offset": pl.Int8, "projected_percent": pl.String, "likelihood": pl.Int8})
    ),
    RISKS: pl.List(pl.Struct({"gameweek": pl.Int32, "property": pl.String})),
}
"""Lists within an element, since 2026-27, and what is read of their items."""


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
        _with_lists(with_missing(footballers(elements), (*OPTIONAL, *NESTED)))
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
            pl.col("scout_news_link").replace("", None).alias("news_link"),
            pl.col(RISKS).alias("risks"),
            number("price_change_percent").alias("price_percent"),
            pl.col(PROJECTIONS).list.eval(_projection()).alias("price_projections"),
            "known_at",
        )
    )


def _with_lists(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their lists read from JSON; null for all if one is no such list."""
    for name, kind in NESTED.items():
        text = pl.col(name).replace("null", None)
        try:
            rows = rows.with_columns(text.str.json_decode(kind))
        except pl.exceptions.ComputeError:
            rows = rows.with_columns(pl.lit(None, kind).alias(name))
    return rows


def _projection() -> pl.Expr:
    """A price change as FPL foresees it, in so many days."""
    field = pl.element().struct.field
    return pl.struct(
        field("offset").alias("days"),
        field("projected_percent").cast(pl.Float64, strict=False).alias("percent"),
        field("likelihood"),
    )
