"""Signals: of all that is said of a player before a deadline, the one thing to go by.

Newer words count for more (they halve every two days), and so do more official and more certain
ones. A suspension stands over everything; where official sources disagree the worse is believed;
hearsay alone moves the chance only part of the way. FPL's own flag is one of the sources.
"""

from collections.abc import Collection
from datetime import timedelta

import polars as pl

from fantasy.news.flags import read_flag
from fantasy.news.text import fold
from fantasy.store import AsOf
from fantasy.store.schema import TABLES

FPL = "FPL"
TIER_WEIGHTS = {1: 1.0, 2: 0.8, 3: 0.5, 4: 0.25}
TRUST = {1: 1.0, 2: 1.0, 3: 0.5, 4: 0.2}
"""How far a tier alone may move the chance of playing from 100 percent."""

VAGUE = 0.2
"""How much a chance put in words weighs beside one given as a number."""

HALF_LIFE_HOURS = 48.0
OLDEST = timedelta(days=10)
"""News older than this before a deadline is not heard."""

FLAG_STANDS = 0.25
"""The weight FPL's flag keeps however old: it stands until FPL takes it down."""

OFFICIAL, FRESH_HOURS = 1, 72.0
APART = 50
"""Percent of chance by which two words disagree."""

PROBABLY_BACK = 75
"""The chance once the day named for a return has come and nothing newer is known."""

KEYS = ("season", "gameweek", "code")


def signals(known: AsOf, *, seasons: Collection[str] | None = None) -> pl.DataFrame:
    """The signal of every player that anything is said of, before every deadline.

    Args:
        known: the lake as it stood when the question is asked.
        seasons: of which; all if None.

    Returns:
        Rows of `news_signals`, `known_at` left out, with `days_out`: from the deadline to the day
        he is expected back.
    """
    deadlines = known.table("gameweeks").select("season", "gameweek", "deadline")
    if seasons is not None:
        deadlines = deadlines.filter(pl.col("season").is_in(list(seasons)))
    weeks = deadlines.collect()
    heard = (
        pl.concat([_flags(known, weeks), _claims(known, weeks)], how="diagonal")
        .pipe(_weighed)
        .sort(*KEYS, "outlet", "url", "published", "evidence")
    )
    said = heard.drop_nulls("availability")
    chosen = pl.concat(
        [_suspensions(said), _worse_of_officials(said), _weightiest(said)], how="diagonal"
    ).unique(KEYS, keep="first", maintain_order=True)
    flag = heard.filter(pl.col("outlet") == FPL).select(*KEYS, pl.col("chance").alias("flag"))
    return (
        _moods(heard)
        .join(chosen, on=KEYS, how="left", validate="1:1")
        .join(flag, on=KEYS, how="left", validate="1:1")
        .join(weeks, on=["season", "gameweek"], how="left", validate="m:1")
        .with_columns(
            (pl.col("chance") - pl.col("flag").fill_null(100))
            .abs()
            .ge(APART)
            .fill_null(value=False)
            .alias("against_flag"),
            (pl.col("back") - pl.col("deadline").dt.date()).dt.total_days().alias("days_out"),
        )
        .select(
            [name for name in TABLES["news_signals"].columns if name != "known_at"] + ["days_out"]
        )
        .sort(KEYS)
    )


def _flags(known: AsOf, weeks: pl.DataFrame) -> pl.DataFrame:
    """FPL's news on each player as last captured before each deadline."""
    captured = (
        known.states("player_status")
        .filter(pl.col("season").is_in(weeks["season"].unique().implode()))
        .select(*KEYS, "status", "chance", "news", "news_added", "known_at")
        .join(weeks.lazy(), on=["season", "gameweek"], how="inner", validate="m:1")
        .filter(pl.col("known_at") <= pl.col("deadline"))
        .sort("known_at")
        .unique(KEYS, keep="last", maintain_order=True)
        .filter(pl.col("status").is_in(["d", "i", "s", "n", "u"]))
        .with_columns(pl.coalesce("news_added", "known_at").alias("published"))
        .collect()
    )
    read = _read_flags(captured)
    return (
        captured.with_columns(pl.col("published").dt.date().alias("day"))
        .join(read, on=["news", "day"], how="left", validate="m:1")
        .select(
            *KEYS,
            "deadline",
            pl.coalesce("availability", _by_status()).alias("availability"),
            pl.coalesce(
                "chance", "said_chance", pl.when(pl.col("status") == "d").then(50).otherwise(0)
            )
            .cast(pl.Int16)
            .alias("chance"),
            pl.lit(value=True).alias("counted"),
            "injury",
            "back",
            pl.lit(FPL).alias("outlet"),
            pl.lit(OFFICIAL, pl.Int8).alias("tier"),
            "published",
            pl.lit(1.0).alias("certainty"),
            pl.col("news").alias("evidence"),
        )
    )


def _by_status() -> pl.Expr:
    """What FPL's letter alone says."""
    words = {
        "d": "doubtful",
        "i": "injured",
        "s": "suspended",
        "n": "ineligible",
        "u": "transferred",
    }
    return pl.col("status").replace_strict(words, default=None, return_dtype=pl.String)


def _read_flags(captured: pl.DataFrame) -> pl.DataFrame:
    """Each different news text of a day, read."""
    texts = (
        captured.select("news", pl.col("published").dt.date().alias("day")).drop_nulls().unique()
    )
    read = [read_flag(fold(text).lower(), day) for text, day in texts.iter_rows()]
    return texts.with_columns(
        pl.Series("availability", [each and each.availability for each in read], dtype=pl.String),
        pl.Series("said_chance", [each and each.chance for each in read], dtype=pl.Int16),
        pl.Series("injury", [each and each.injury for each in read], dtype=pl.String),
        pl.Series("back", [each and each.back for each in read], dtype=pl.Date),
    )


def _claims(known: AsOf, weeks: pl.DataFrame) -> pl.DataFrame:
    """What articles claimed in the days before each deadline, the last state of each."""
    day_before = weeks.lazy().with_columns((pl.col("deadline") - OLDEST).alias("begins"))
    return (
        known.states("news_claims")
        .join_where(
            day_before.rename({"season": "of"}),
            pl.col("season") == pl.col("of"),
            pl.col("published") > pl.col("begins"),
            pl.col("known_at") <= pl.col("deadline"),
        )
        .drop("of", "begins")
        .sort("known_at")
        .unique([*KEYS, "url"], keep="last", maintain_order=True)
        .with_columns(
            pl.when(_is_over() & pl.col("availability").is_in(["injured", "doubtful", "ill"]))
            .then(pl.max_horizontal("chance", pl.lit(PROBABLY_BACK, pl.Int16)))
            .otherwise("chance")
            .alias("chance"),
            pl.when(_is_over() & pl.col("availability").is_in(["injured", "ill"]))
            .then(pl.lit("doubtful"))
            .otherwise("availability")
            .alias("availability"),
        )
        .collect()
    )


def _is_over() -> pl.Expr:
    """Whether the day a claim names for a return is no later than the deadline."""
    return (pl.col("back") <= pl.col("deadline").dt.date()).fill_null(value=False)


def _weighed(heard: pl.DataFrame) -> pl.DataFrame:
    """Claims with their age in hours, weight and trust."""
    age = (pl.col("deadline") - pl.col("published")).dt.total_minutes() / 60
    recency = pl.lit(0.5) ** (age.clip(lower_bound=0) / HALF_LIFE_HOURS)
    flag = pl.col("outlet") == FPL
    return heard.with_columns(
        age.alias("age"),
        pl.when(flag)
        .then(pl.max_horizontal(recency, FLAG_STANDS))
        .otherwise(recency)
        .alias("recency"),
        pl.col("tier").replace_strict(TIER_WEIGHTS, return_dtype=pl.Float64).alias("of_tier"),
        pl.col("tier").replace_strict(TRUST, return_dtype=pl.Float64).alias("trust"),
    ).with_columns((pl.col("recency") * pl.col("of_tier") * pl.col("certainty")).alias("weight"))


WORD = ("availability", "chance", "injury", "back", "outlet", "url", "published", "evidence")


def _suspensions(said: pl.DataFrame) -> pl.DataFrame:
    """Suspensions trusted sources tell of, unless a trusted one says later that he is back."""
    trusted = said.filter(pl.col("trust") == 1.0)
    back = (
        trusted.filter(pl.col("availability").is_in(["returned", "fit"]))
        .group_by(KEYS)
        .agg(pl.col("published").max().alias("freed"))
    )
    return (
        trusted.filter(pl.col("availability") == "suspended")
        .join(back, on=KEYS, how="left", validate="m:1", maintain_order="left")
        .filter(pl.col("freed").is_null() | (pl.col("freed") < pl.col("published")))
        .sort("published", descending=True, maintain_order=True)
        .unique(KEYS, keep="first", maintain_order=True)
        .select(*KEYS, *WORD)
    )


def _worse_of_officials(said: pl.DataFrame) -> pl.DataFrame:
    """The worse word where fresh official ones lie far apart."""
    official = said.filter(pl.col("tier") == OFFICIAL, pl.col("age") <= FRESH_HOURS)
    apart = (pl.col("chance").max() - pl.col("chance").min()).over(KEYS) >= APART
    return (
        official.filter(apart)
        .sort("chance", "age", maintain_order=True)
        .unique(KEYS, keep="first", maintain_order=True)
        .select(*KEYS, *WORD)
    )


def _weightiest(said: pl.DataFrame) -> pl.DataFrame:
    """The availability with most weight behind it, in the words of its weightiest source."""
    weight = pl.col("weight")
    exact = weight * pl.when("counted").then(1.0).otherwise(VAGUE)
    mean = (pl.col("chance") * exact).sum() / exact.sum()
    moved = 100 - pl.col("trust").max() * (100 - mean)
    best = (
        pl.col(name).sort_by("weight", maintain_order=True).last()
        for name in WORD
        if name not in {"availability", "chance", "injury", "back"}
    )
    first = (
        pl.col(name).sort_by("weight", maintain_order=True).drop_nulls().last()
        for name in ("injury", "back")
    )
    kinds = (
        said.group_by(*KEYS, "availability")
        .agg(
            weight.sum().alias("total"),
            moved.round(0).cast(pl.Int16).alias("chance"),
            *first,
            *best,
            pl.col("trust").max(),
        )
        .sort("total", "availability", descending=[True, False])
        .unique(KEYS, keep="first", maintain_order=True)
    )
    hearsay = (
        (pl.col("trust") < 1.0)
        & (pl.col("chance") > 0)
        & pl.col("availability").is_in(["injured", "ill", "suspended", "personal", "ineligible"])
    )
    return kinds.with_columns(
        pl.when(hearsay).then(pl.lit("doubtful")).otherwise("availability").alias("availability")
    ).select(*KEYS, *WORD)


def _moods(heard: pl.DataFrame) -> pl.DataFrame:
    """Volume and mean sentiment of the news of each player, and whether the words agree."""
    news = pl.col("outlet") != FPL
    weight = pl.col("recency").filter(news)
    mood = (pl.col("sentiment").filter(news) * weight).sum() / weight.sum()
    chances = pl.col("chance").filter(pl.col("weight") >= pl.col("weight").max() / 4)
    return heard.group_by(KEYS).agg(
        mood.fill_nan(0.0).fill_null(0.0).clip(-1.0, 1.0).alias("sentiment"),
        weight.sum().fill_null(0.0).alias("volume"),
        pl.col("outlet").n_unique().cast(pl.Int16).alias("sources"),
        (chances.max() - chances.min() >= APART).fill_null(value=False).alias("disputed"),
    )
