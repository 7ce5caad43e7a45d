"""From other sites than FPL into the lake: odds and the news."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.errors import ContractError, SourceError
from fantasy.sources import football_data, news
from fantasy.sources.http import Client
from fantasy.store.lake import Lake, Written
from fantasy.track import Track, quietly

ODDS, CHAMPIONSHIP = "odds", "Championship"


BROKEN = (SourceError, ContractError, pl.exceptions.PolarsError)
"""What reading a source may end with; the last where its rows do not fit together."""


@dataclass(frozen=True)
class Fault:
    """A source that could not be read, and why."""

    source: str
    error: SourceError | ContractError

    @classmethod
    def of(cls, source: str, error: Exception) -> "Fault":
        """The fault of a source that ended with one of `BROKEN`."""
        if isinstance(error, SourceError | ContractError):
            return cls(source, error)
        reason = f"its rows do not fit together ({str(error).splitlines()[0]})"
        return cls(source, SourceError(source, reason))


@dataclass(frozen=True)
class News:
    """What the outlets gave in an update.

    Attributes:
        outlets: how many items each gave, by its key.
        clubs: how many clubs have items of their own.
        articles: how many items there are, each once.
        naming_somebody: how many of them name a player of the season.
    """

    outlets: dict[str, int]
    clubs: int
    articles: int
    naming_somebody: int


def store_news(
    client: Client,
    lake: Lake,
    settings: Settings,
    season: str | None,
    *,
    now: datetime,
    track: Track,
) -> tuple[list[Written], News | None, list[Fault]]:
    """Read the outlets and store what is new, if it is known whose season it is."""
    if season is None:
        return [], None, []
    clubs, players = of_season(lake, season, "teams", "players", now=now)
    outlets = news.outlets_of(settings)
    reading = news.read(client, outlets, clubs, season=season, now=now, track=track)
    faults = [Fault(f"news {key}", error) for key, error in reading.faults.items()]
    try:
        written = [lake.write("articles", reading.articles, source="news")]
    except ContractError as error:
        return [], None, [*faults, Fault("news", error)]
    told = News(
        outlets=reading.items,
        clubs=reading.articles["team_code"].drop_nulls().n_unique(),
        articles=reading.articles.height,
        naming_somebody=news.naming_somebody(reading.articles, players["web_name"]),
    )
    return written, told, faults


def store_odds(
    client: Client, lake: Lake, settings: Settings, seasons: Sequence[str], *, now: datetime
) -> tuple[list[Written], list[Fault]]:
    """Store the odds of seasons not yet stored to the end, and of the matches to come."""
    done = lake.table("ingests").filter(pl.col("source") == ODDS).collect()["season"]
    written, faults = [], []
    for season in seasons:
        if season in set(done):
            continue
        urls = [football_data.results_url(settings.odds_url, season)]
        if season == seasons[-1]:
            urls.append(f"{settings.odds_url}fixtures.csv")
        for url in urls:
            try:
                written += _odds_of(client, lake, url, season, now=now)
            except BROKEN as error:
                faults.append(Fault.of(f"{ODDS} {season}", error))
    return written, faults


def store_championship(
    client: Client, lake: Lake, settings: Settings, seasons: Sequence[str], *, now: datetime
) -> tuple[list[Written], list[Fault]]:
    """Store the second tier's matches of seasons gone by, those not yet stored.

    A season waits for the clubs of the one after it: those it promoted have codes only then.

    Args:
        client: fetches.
        lake: the lake.
        settings: the addresses of the sites.
        seasons: in order, the one now last.
        now: the time (UTC).
    """
    teams = lake.as_of(now).table("teams").select("name", "team_code").unique().collect()

    def store(season: str) -> list[Written]:
        division = football_data.CHAMPIONSHIP
        url = football_data.results_url(settings.odds_url, season, division)
        raw = football_data.fetch(client, url, division)
        if raw is None:
            return []
        rows = football_data.championship(raw, teams, season=season)
        written = lake.write("championship", rows, source=f"{CHAMPIONSHIP} {season}")
        return [written, mark_ended(lake, season, CHAMPIONSHIP, rows.height, now=now)]

    return season_by_season(lake, CHAMPIONSHIP, seasons[:-1], store)


def season_by_season(
    lake: Lake,
    source: str,
    seasons: Iterable[str],
    store: Callable[[str], list[Written]],
    *,
    track: Track = quietly,
) -> tuple[list[Written], list[Fault]]:
    """Store the seasons of a source that are not stored to the end, and say which do not read."""
    done = set(lake.table("ingests").filter(pl.col("source") == source).collect()["season"])
    written, faults = [], []
    for season in track([each for each in seasons if each not in done], source):
        try:
            written += store(season)
        except BROKEN as error:
            faults.append(Fault.of(f"{source} {season}", error))
    return written, faults


def mark_ended(lake: Lake, season: str, source: str, rows: int, *, now: datetime) -> Written:
    """Mark a season of a source as stored to the end."""
    mark = pl.DataFrame({"season": season, "source": source, "rows": rows})
    return lake.write("ingests", mark.with_columns(known_at=pl.lit(now)), source=source)


def _odds_of(client: Client, lake: Lake, url: str, season: str, *, now: datetime) -> list[Written]:
    """Store the odds in a file; a season whose every match has them is stored to the end."""
    teams, fixtures = of_season(lake, season, "teams", "fixtures", now=now)
    raw = None if fixtures.is_empty() else football_data.fetch(client, url)
    if raw is None:
        return []
    if strangers := football_data.unmatched(raw, teams):
        raise SourceError(url, f"names clubs that are none of {season}: {', '.join(strangers)}")
    rows = football_data.odds(raw, teams, fixtures, season=season)
    known = rows.with_columns(pl.min_horizontal("known_at", pl.lit(now)))
    written = [lake.write("odds", known, source=f"{ODDS} {season}")]
    if rows.height == fixtures.height:
        written.append(mark_ended(lake, season, ODDS, rows.height, now=now))
    return written


def of_season(lake: Lake, season: str, *names: str, now: datetime) -> list[pl.DataFrame]:
    """What some tables hold of a season, as known now."""
    known = lake.as_of(now)
    return [known.table(name).filter(pl.col("season") == season).collect() for name in names]
