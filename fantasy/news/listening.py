"""From the articles of a lake to claims: every article read once."""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from fantasy.news.people import Names
from fantasy.news.reading import Reader, Reading, Text, by_player
from fantasy.store import AsOf
from fantasy.store.schema import TABLES


def names_of(known: AsOf, season: str) -> Names:
    """The names of a season's players, each at the club FPL saw him at last, and of its clubs."""
    of_the_season = pl.col("season") == season
    seen = known.table("player_status").filter(of_the_season).sort("known_at")
    clubs = known.table("teams").filter(of_the_season).collect()
    players = (
        known.table("players")
        .filter(of_the_season)
        .join(
            seen.select("element", "team_code").unique("element", keep="last", maintain_order=True),
            on="element",
            validate="1:1",
        )
        .collect()
    )
    return Names.of(players, clubs)


def claims(known: AsOf, season: str) -> pl.DataFrame:
    """Rows of `news_claims` of the season's articles not yet read, as known at a moment."""
    read = known.states("news_claims").filter(pl.col("season") == season)
    last = read.select(pl.col("known_at").max()).collect().item()
    fresh = known.states("articles").filter(pl.col("season") == season)
    articles = (fresh if last is None else fresh.filter(pl.col("known_at") > last)).collect()
    schema = TABLES["news_claims"].contract.create_empty().schema
    if articles.is_empty():
        return pl.DataFrame(schema=schema)
    reader = Reader.of(names_of(known, season))
    return pl.DataFrame(list(_rows(reader, articles)), schema=schema, orient="row").unique(
        ["url", "code", "known_at"], keep="last", maintain_order=True
    )


def _rows(reader: Reader, articles: pl.DataFrame) -> Iterator[dict[str, object]]:
    rows = articles.to_dicts()
    texts = (
        Text(
            f"{row['title']}\n{row['summary']}",
            _moment(row).date(),
            () if row["team_code"] is None else (row["team_code"],),
        )
        for row in rows
    )
    for row, readings in zip(rows, reader.read(texts), strict=True):
        for reading in by_player(readings).values():
            yield _row(row, reading)


def _row(article: dict[str, object], reading: Reading) -> dict[str, object]:
    claim = reading.claim
    return {
        **{name: article[name] for name in ("season", "url", "outlet", "tier", "known_at")},
        "published": _moment(article),
        "code": reading.code,
        "availability": claim.availability,
        "chance": claim.chance,
        "counted": claim.counted,
        "injury": claim.injury,
        "back": claim.back,
        "gameweeks": claim.gameweeks,
        "sentiment": reading.sentiment,
        "certainty": 1.0 if reading.rule else reading.probability,
        "evidence": reading.evidence,
    }


def _moment(article: dict[str, object]) -> datetime:
    """When an article came out; when it was found where it does not say."""
    moment = article["published"] or article["known_at"]
    assert isinstance(moment, datetime)  # noqa: S101 - the contract's type
    return moment
