"""What the news says of a player before a deadline, as numbers."""

from collections.abc import Collection

import polars as pl

from fantasy.news.claims import AVAILABILITIES
from fantasy.news.signals import KEYS, signals
from fantasy.store import AsOf

NEWS = (
    *("news_chance", "news_kind", "news_days_out", "news_volume"),
    *("news_sentiment", "news_sources", "news_disputed"),
)


def with_news(
    rows: pl.LazyFrame, known: AsOf, *, seasons: Collection[str] | None = None
) -> pl.LazyFrame:
    """Rows of a player and gameweek with `NEWS`; null where nothing is said of him.

    `news_chance` is 0-100, `news_kind` the place of the availability in `AVAILABILITIES`,
    `news_days_out` the days from the deadline to the day he is expected back.

    Args:
        rows: with `KEYS`.
        known: the lake as it stood when the question is asked.
        seasons: of the rows; all if None.
    """
    kinds = {name: place for place, name in enumerate(AVAILABILITIES)}
    heard = (
        signals(known, seasons=seasons)
        .lazy()
        .select(
            *KEYS,
            pl.col("chance").alias("news_chance"),
            pl.col("availability").replace_strict(kinds, return_dtype=pl.Int8).alias("news_kind"),
            pl.col("days_out").alias("news_days_out"),
            *(
                pl.col(name).alias(f"news_{name}")
                for name in ("volume", "sentiment", "sources", "disputed")
            ),
        )
    )
    return rows.join(heard, on=KEYS, how="left", validate="m:1")
