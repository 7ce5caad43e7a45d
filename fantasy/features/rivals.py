"""A player among the others of his club and position: who else can play, whose place is free."""

import polars as pl

RIVALS = (
    *("rivals_minutes", "vacated_minutes", "minutes_rank", "club_minutes", "rivals"),
    *("ep_rank", "selected_rank"),
)
OF_CLUB = ("season", "as_of_gameweek", "fixture", "team_code")
CERTAIN = 100
PARTS = 1000
"""Minutes are summed in whole thousandths: decimals would depend on the order of rows."""


def with_rivals(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of a player and fixture with `RIVALS`.

    Minutes are those of the last ten matches. `rivals_minutes` are of the others of the club and
    position by their chance of playing, `vacated_minutes` those that all of them will miss by it;
    ranks count from 1 in the position (of `ep_next`: in the club).

    Args:
        rows: with `OF_CLUB`, `position`, `chance`, `minutes_mean_10`, `ep_next` and
            `selected_by_percent`.
    """
    mean = pl.col("minutes_mean_10").fill_null(0.0)
    chance = pl.col("chance").fill_null(CERTAIN) / CERTAIN
    usual, ready = ((PARTS * each).round().cast(pl.Int64) for each in (mean, mean * chance))
    of_position = (*OF_CLUB, "position")
    return rows.with_columns(
        ((ready.sum().over(of_position) - ready) / PARTS).alias("rivals_minutes"),
        ((usual - ready).sum().over(of_position) / PARTS).alias("vacated_minutes"),
        ready.rank("min", descending=True).over(of_position).alias("minutes_rank"),
        (ready.sum().over(OF_CLUB) / PARTS).alias("club_minutes"),
        pl.len().over(of_position).alias("rivals"),
        pl.col("ep_next").rank("min", descending=True).over(OF_CLUB).alias("ep_rank"),
        pl.col("selected_by_percent")
        .rank("min", descending=True)
        .over(of_position)
        .alias("selected_rank"),
    )
