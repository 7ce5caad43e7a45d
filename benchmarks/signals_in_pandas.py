"""`fantasy.features.news` and `fantasy.news.signals` again, in pandas.

Of the signals only what becomes a feature is made.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd

from fantasy.news import signals
from fantasy.news.claims import AVAILABILITIES, Claim
from fantasy.news.signals import FPL, KEYS
from fantasy.news.text import fold

KINDS = {name: place for place, name in enumerate(AVAILABILITIES)}
OF_STATUS = {
    "d": "doubtful",
    "i": "injured",
    "s": "suspended",
    "n": "ineligible",
    "u": "transferred",
}
HEALED = ("injured", "doubtful", "ill")
HEARSAY = ("injured", "ill", "suspended", "personal", "ineligible")
ONE_KEY = [*KEYS]
WORD = [*KEYS, "availability", "chance", "back"]

Reader: TypeAlias = Callable[[str, date], Claim | None]


def news_features(flags: pd.DataFrame, claims: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """`KEYS` and the features of news, of everybody that anything is said of.

    Args:
        flags: of `read_flags`.
        claims: every state of `news_claims`.
        weeks: `season`, `gameweek` and `deadline`.
    """
    heard = weighed(pd.concat([flags, _claims(claims, weeks)], ignore_index=True))
    said = heard.dropna(subset="availability")
    chosen = pd.concat(
        [_suspensions(said), _worse_of_officials(said), _weightiest(said)]
    ).drop_duplicates(ONE_KEY)
    rows = (
        _moods(heard)
        .merge(chosen, on=ONE_KEY, how="left", validate="1:1")
        .merge(weeks, on=["season", "gameweek"], how="left", validate="m:1")
    )
    return rows[ONE_KEY].assign(
        news_chance=rows["chance"],
        news_kind=rows["availability"].map(KINDS),
        news_days_out=(rows["back"] - _day(rows["deadline"])).dt.days,
        news_volume=rows["volume"],
        news_sentiment=rows["sentiment"],
        news_sources=rows["sources"],
        news_disputed=rows["disputed"],
    )


def read_flags(status: pd.DataFrame, weeks: pd.DataFrame, read: Reader) -> pd.DataFrame:
    """FPL's news on each player as last captured before each deadline, read.

    Args:
        status: every state of `player_status`.
        weeks: `season`, `gameweek` and `deadline`.
        read: reads a news text of a day.
    """
    rows = status[[*KEYS, "status", "chance", "news", "news_added", "known_at"]].merge(
        weeks, on=["season", "gameweek"], validate="m:1"
    )
    rows = rows[rows["known_at"] <= rows["deadline"]].sort_values("known_at")
    rows = rows.drop_duplicates(ONE_KEY, keep="last")
    rows = rows[rows["status"].isin(OF_STATUS.keys())]
    rows["published"] = rows["news_added"].fillna(rows["known_at"])
    rows["day"] = _day(rows["published"])
    rows = rows.merge(_texts(rows, read), on=["news", "day"], how="left", validate="m:1")
    by_letter = (rows["status"] == "d").map({True: 50.0, False: 0.0})
    return rows[[*KEYS, "deadline", "back", "published"]].assign(
        availability=rows["said"].fillna(rows["status"].map(OF_STATUS)),
        chance=rows["chance"].fillna(rows["said_chance"]).fillna(by_letter),
        counted=True,
        outlet=FPL,
        tier=signals.OFFICIAL,
        certainty=1.0,
        sentiment=np.nan,
    )


def _texts(flags: pd.DataFrame, read: Reader) -> pd.DataFrame:
    """Each different news text of a day, read."""
    texts = flags[["news", "day"]].dropna().drop_duplicates()
    claims = [
        read(fold(text).lower(), day.date())
        for text, day in zip(texts["news"], texts["day"], strict=True)
    ]
    return texts.assign(
        said=np.array([each.availability if each else None for each in claims], dtype=object),
        said_chance=np.array([each.chance if each else None for each in claims], dtype=float),
        back=np.array([each.back if each else None for each in claims], dtype="datetime64[us]"),
    )


def _claims(claims: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """What articles claimed in the days before each deadline, the last state of each."""
    rows = claims.drop(columns="gameweeks").merge(weeks, on="season", how="inner")
    rows = rows[
        (rows["published"] > rows["deadline"] - signals.OLDEST)
        & (rows["known_at"] <= rows["deadline"])
    ]
    rows = rows.sort_values("known_at").drop_duplicates([*KEYS, "url"], keep="last")
    over = (rows["back"] <= _day(rows["deadline"])) & rows["availability"].isin(HEALED)
    back = rows["chance"].clip(lower=signals.PROBABLY_BACK).fillna(signals.PROBABLY_BACK)
    wary = over & (rows["availability"] != "doubtful")
    return rows.assign(
        chance=rows["chance"].mask(over, back),
        availability=rows["availability"].mask(wary, "doubtful"),
    )[[*WORD, "deadline", "counted", "outlet", "tier", "published", "certainty", "sentiment"]]


def weighed(heard: pd.DataFrame) -> pd.DataFrame:
    """Claims with their age in hours, recency, trust and weight."""
    age = whole_minutes(heard["deadline"] - heard["published"]) / 60
    recency = 0.5 ** (age.clip(lower=0) / signals.HALF_LIFE_HOURS)
    recency = recency.mask(heard["outlet"] == FPL, recency.clip(lower=signals.FLAG_STANDS))
    return heard.assign(
        age=age,
        recency=recency,
        trust=heard["tier"].map(signals.TRUST),
        weight=recency * heard["tier"].map(signals.TIER_WEIGHTS) * heard["certainty"],
    )


def _suspensions(said: pd.DataFrame) -> pd.DataFrame:
    """Suspensions trusted sources tell of, unless a trusted one says later that he is back."""
    trusted = said[said["trust"] == 1.0]
    back = trusted[trusted["availability"].isin(["returned", "fit"])]
    freed = back.groupby(ONE_KEY)["published"].max().rename("freed").reset_index()
    rows = trusted[trusted["availability"] == "suspended"].merge(
        freed, on=ONE_KEY, how="left", validate="m:1"
    )
    rows = rows[rows["freed"].isna() | (rows["freed"] < rows["published"])]
    return rows.sort_values("published", ascending=False).drop_duplicates(ONE_KEY)[WORD]


def _worse_of_officials(said: pd.DataFrame) -> pd.DataFrame:
    """The worse word where fresh official ones lie far apart."""
    official = said[(said["tier"] == signals.OFFICIAL) & (said["age"] <= signals.FRESH_HOURS)]
    chances = official.groupby(ONE_KEY)["chance"]
    apart = chances.transform("max") - chances.transform("min") >= signals.APART
    return official[apart].sort_values(["chance", "age"]).drop_duplicates(ONE_KEY)[WORD]


def _weightiest(said: pd.DataFrame) -> pd.DataFrame:
    """The availability with most weight behind it."""
    exact = said["weight"] * said["counted"].map({True: 1.0, False: signals.VAGUE})
    kinds = (
        said.assign(exact=exact, product=said["chance"] * exact)
        .sort_values("weight")
        .groupby([*KEYS, "availability"], as_index=False)
        .agg(
            total=("weight", "sum"),
            product=("product", "sum"),
            exact=("exact", "sum"),
            trust=("trust", "max"),
            back=("back", "last"),
        )
    )
    mean = kinds["product"] / kinds["exact"]
    kinds["chance"] = (100 - kinds["trust"] * (100 - mean)).round()
    best = kinds.sort_values(["total", "availability"], ascending=[False, True]).drop_duplicates(
        ONE_KEY
    )
    hearsay = (best["trust"] < 1) & (best["chance"] > 0) & best["availability"].isin(HEARSAY)
    return best.assign(availability=best["availability"].mask(hearsay, "doubtful"))[WORD]


def _moods(heard: pd.DataFrame) -> pd.DataFrame:
    """Volume and mean sentiment of the news of each player, and whether the words agree."""
    volume = heard["recency"].mask(heard["outlet"] == FPL, 0.0)
    heaviest = heard.groupby(ONE_KEY)["weight"].transform("max")
    rows = (
        heard.assign(
            volume=volume,
            mood=heard["sentiment"] * volume,
            chance=heard["chance"].where(heard["weight"] >= heaviest / 4),
        )
        .groupby(ONE_KEY, as_index=False)
        .agg(
            volume=("volume", "sum"),
            mood=("mood", "sum"),
            sources=("outlet", "nunique"),
            highest=("chance", "max"),
            lowest=("chance", "min"),
        )
    )
    return rows[[*KEYS, "volume", "sources"]].assign(
        sentiment=(rows["mood"] / rows["volume"]).fillna(0.0).clip(-1.0, 1.0),
        disputed=rows["highest"] - rows["lowest"] >= signals.APART,
    )


def whole_minutes(span: pd.Series) -> pd.Series:
    """Spans of time in minutes, cut off to whole ones."""
    return pd.Series(np.trunc(span.dt.total_seconds() / 60))


def _day(times: pd.Series) -> pd.Series:
    return pd.Series(times.dt.tz_localize(None).dt.normalize())
