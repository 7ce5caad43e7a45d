"""What FPL itself says of a player before a deadline, as numbers."""

import polars as pl

STATUS = (
    *("price", "price_rank", "chance", "doubtful", "injured", "suspended", "gone", "has_news"),
    *("capture_age_hours", "news_age_days", "ep_next", "form", "selected_by_percent"),
    *("transfers_in", "transfers_out", "penalties_order", "corners_order", "freekicks_order"),
)
OUT = ("i", "s", "u", "n")
INELIGIBLE = "loan_ineligible"
"""The risk FPL names for who is on loan from the opponent and may not play against it."""

HOURS_A_DAY = 24


def status_features(status: pl.LazyFrame) -> pl.LazyFrame:
    """The columns of `STATUS` beside the keys of `player_status`.

    `price` is in £m; `price_rank` counts dearer players of the same club and position, an
    order of the pecking; `chance` is 0-100, 100 where FPL never gave news and 0 where the
    player is out without a chance given; all are null where nothing was captured.

    Args:
        status: the last rows of `player_status` before each deadline, with `deadline` and
            `position`.
    """
    known = pl.col("status").is_not_null()
    out = pl.col("status").is_in(OUT)
    rank = pl.col("price_tenths").rank("min", descending=True) - 1
    return status.with_columns(
        (pl.col("price_tenths") / 10).alias("price"),
        rank.over("season", "gameweek", "team_code", "position").alias("price_rank"),
        pl.when(known)
        .then(pl.coalesce("chance", pl.when(out).then(0).otherwise(100)))
        .alias("chance"),
        (pl.col("status") == "d").alias("doubtful"),
        (pl.col("status") == "i").alias("injured"),
        (pl.col("status") == "s").alias("suspended"),
        pl.col("status").is_in(["u", "n"]).alias("gone"),
        pl.when(known).then(pl.col("news").is_not_null()).alias("has_news"),
        _hours(pl.col("deadline") - pl.col("known_at")).alias("capture_age_hours"),
        (_hours(pl.col("known_at") - pl.col("news_added")) / HOURS_A_DAY).alias("news_age_days"),
        pl.col("transfers_in", "transfers_out").log1p(),
    )


def with_bars(rows: pl.LazyFrame, status: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with `barred`: whether FPL told that the player may not play in that very gameweek.

    Args:
        rows: with `season`, `as_of_gameweek`, `gameweek` and `element`.
        status: the last rows of `player_status` before each deadline.
    """
    told = (
        status.select("season", pl.col("gameweek").alias("as_of_gameweek"), "element", "risks")
        .explode("risks")
        .unnest("risks")
        .filter(pl.col("property") == INELIGIBLE)
        .drop("property")
        .unique()
        .with_columns(barred=pl.lit(value=True))
    )
    on = ["season", "as_of_gameweek", "gameweek", "element"]
    return rows.join(told, on=on, how="left", validate="m:1").with_columns(
        pl.col("barred").fill_null(value=False)
    )


def _hours(span: pl.Expr) -> pl.Expr:
    return span.dt.total_minutes() / 60
