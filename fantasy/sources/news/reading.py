"""Reading the outlets: every address of each, checked, cleaned of doubles, as rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.errors import SourceError
from fantasy.sources.http import Client
from fantasy.sources.identity import match_clubs, plain
from fantasy.sources.news.forms import PAGES, PARSERS, Item, canonical
from fantasy.sources.news.outlets import Outlet, full_name, slug
from fantasy.track import Track, quietly

ARTICLE = {
    **dict.fromkeys(("season", "url", "outlet", "title", "summary"), pl.String()),
    "tier": pl.Int8(),
    "team_code": pl.Int32(),
    **dict.fromkeys(("published", "known_at"), pl.Datetime("us", "UTC")),
}


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        articles: rows of `articles`, each piece of news once.
        items: how many pieces each outlet gave, by its key; 0 for one with nothing there.
        faults: outlets that could not be read, with the error.
    """

    articles: pl.DataFrame
    items: dict[str, int]
    faults: dict[str, SourceError]


def read(
    client: Client,
    outlets: Iterable[Outlet],
    clubs: pl.DataFrame,
    *,
    season: str,
    now: datetime,
    track: Track = quietly,
) -> Reading:
    """Read outlets; one that fails is reported and the others are read.

    Args:
        client: the client.
        outlets: those to read.
        clubs: `name` and `team_code` of this season's clubs.
        season: such as 2025-26.
        now: the time (UTC).
        track: shows progress.
    """
    rows: list[dict[str, object]] = []
    items: dict[str, int] = {}
    faults: dict[str, SourceError] = {}
    for outlet in track(list(outlets), "news"):
        items[outlet.key] = 0
        try:
            for item, team_code in _items(client, outlet, clubs):
                items[outlet.key] += 1
                rows.append(_row(item, outlet, team_code, season, now))
        except SourceError as error:
            faults[outlet.key] = error
    articles = pl.DataFrame(rows, schema=ARTICLE | {"club": pl.String()})
    return Reading(_once(_with_clubs(articles, clubs)), items, faults)


def naming_somebody(articles: pl.DataFrame, web_names: Iterable[str]) -> int:
    """How many articles name a player of the season as FPL writes him."""
    surnames = {plain(name.split(".")[-1]) for name in web_names} - {""}
    said = articles.select("title", "summary").iter_rows()
    texts = [f" {plain(f'{title} {summary}')} " for title, summary in said]
    return sum(any(f" {name} " in each for name in surnames) for each in texts)


def _items(
    client: Client, outlet: Outlet, clubs: pl.DataFrame
) -> Iterator[tuple[Item, int | None]]:
    """The items of an outlet with the club whose feed each is from."""
    if "{club}" not in outlet.url:
        yield from ((item, None) for item in _parsed(client, outlet, outlet.url, None))
        return
    for name, team_code in clubs.select("name", "team_code").iter_rows():
        url = outlet.url.replace("{club}", slug(name))
        yield from ((item, team_code) for item in _parsed(client, outlet, url, name))


def _parsed(client: Client, outlet: Outlet, url: str, club: str | None) -> tuple[Item, ...]:
    body = client.page(url) if outlet.form in PAGES else client.body(url)
    if body is None:
        return ()
    parsed = PARSERS[outlet.form](body, url)
    if outlet.channel is not None:
        _refuse_other_channels(outlet.channel, parsed.channel or "", url, club)
    return parsed.items


def _refuse_other_channels(wanted: str, channel: str, url: str, club: str | None) -> None:
    """Some sites answer an address they do not know with another feed, and no error."""
    names = (
        [wanted] if club is None else [wanted.format(club=each) for each in (club, full_name(club))]
    )
    if not any(plain(name) in plain(channel) for name in names):
        raise SourceError(url, f'answers with the channel "{channel}", not that of {names[-1]}')


def _row(
    item: Item, outlet: Outlet, team_code: int | None, season: str, now: datetime
) -> dict[str, object]:
    return {
        "season": season,
        "url": canonical(item.url),
        "outlet": outlet.key,
        "title": item.title,
        "summary": item.summary,
        "tier": outlet.tier,
        "team_code": team_code,
        "published": item.published and min(item.published, now),
        "known_at": now,
        "club": item.club,
    }


def _with_clubs(articles: pl.DataFrame, clubs: pl.DataFrame) -> pl.DataFrame:
    """The articles with the code of the club a page puts them under."""
    names = match_clubs(articles["club"].drop_nulls().unique().sort().to_list(), clubs)
    codes = names.rename({"name": "club", "team_code": "named"})
    return (
        articles.join(codes, on="club", how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.coalesce("team_code", "named").alias("team_code"))
        .drop("club", "named")
    )


def _once(articles: pl.DataFrame) -> pl.DataFrame:
    """Each address once, as the most official outlet tells it, and each headline of an outlet."""
    return (
        articles.filter(pl.col("url") != "", pl.col("title") != "")
        .sort("tier", "published", "url", descending=[False, True, False])
        .unique("url", keep="first", maintain_order=True)
        .unique(["outlet", "title", "summary"], keep="first", maintain_order=True)
    )
