"""A manager's own team as it stands: who he owns, at what price, and what he may still do."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.game.ledger import Ledger, chips_left
from fantasy.game.rules import Chip, Rules
from fantasy.game.squad import selling_prices
from fantasy.sources.entry import Entry, fetch_entry
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.weekly import next_gameweek, rules_of
from fantasy.world import World


@dataclass(frozen=True)
class Team:
    """A manager's team before the next deadline.

    Attributes:
        entry: what is public of him.
        ledger: his books after the last deadline.
        season: such as 2025-26.
        gameweek: the next one.
        players: element, name, team, position, paid_tenths, price_tenths, selling_price_tenths,
            status, chance and news, by position.
        chips: those that can be played in the next gameweek.
    """

    entry: Entry
    ledger: Ledger
    season: str
    gameweek: int
    players: pl.DataFrame
    chips: list[Chip]


def team_of(world: World, settings: Settings, lake: Lake, number: int) -> Team:
    """Rebuild an entry's team from what is public of it and the prices stored.

    Transfers made since the last deadline are not public, and not in it.

    Raises:
        InputError: if there is no such entry, or prices it needs were never stored.
        SourceError: if the API does not answer as it promises.
    """
    now = world.clock()
    season, gameweek, _ = next_gameweek(lake, now=now)
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        entry = fetch_entry(client, settings.fpl_url, number)
    rules = rules_of(lake, season, now=now)
    first = entry.gameweeks[0]["event"]
    ledger = entry.books(_prices(lake, season, first, now=now), rules)
    return Team(
        entry=entry,
        ledger=ledger,
        season=season,
        gameweek=gameweek,
        players=_players(lake, ledger, rules, (season, gameweek), now=now),
        chips=chips_left(ledger, rules, gameweek=gameweek),
    )


def _prices(lake: Lake, season: str, gameweek: int, *, now: datetime) -> dict[int, int]:
    """Prices before a deadline (£0.1m), by element."""
    status = lake.as_of(now).table("player_status")
    rows = status.filter(pl.col("season") == season, pl.col("gameweek") == gameweek)
    return dict(rows.select("element", "price_tenths").collect().iter_rows())


def _players(
    lake: Lake, ledger: Ledger, rules: Rules, week: tuple[str, int], *, now: datetime
) -> pl.DataFrame:
    season, gameweek = week
    known = lake.as_of(now)
    of_the_season = pl.col("season") == season
    paid = pl.DataFrame(
        list(ledger.paid.items()),
        schema={"element": pl.Int32, "paid_tenths": pl.Int64},
        orient="row",
    )
    rows = (
        known.table("player_status")
        .filter(of_the_season, pl.col("gameweek") == gameweek)
        .select("element", "team_code", "price_tenths", "status", "chance", "news")
        .join(
            known.table("players")
            .filter(of_the_season)
            .select("element", "position", pl.col("web_name").alias("name")),
            on="element",
            validate="1:1",
        )
        .join(
            known.table("teams")
            .filter(of_the_season)
            .select("team_code", pl.col("short_name").alias("team")),
            on="team_code",
            validate="m:1",
        )
        .collect()
    )
    order = pl.col("position").cast(pl.Enum([place.name for place in rules.positions]))
    joined = paid.join(rows, on="element", how="inner", validate="1:1").sort(order, "element")
    if joined.height < len(ledger.paid):
        missing = sorted(set(ledger.paid) - set(joined["element"]))
        raise InputError(f"nothing is stored of players {missing}: run `fantasy update`")
    sold = selling_prices(pl.col("paid_tenths"), pl.col("price_tenths").cast(pl.Int64), rules)
    return joined.with_columns(sold).select(
        *("element", "name", "team", "position", "paid_tenths", "price_tenths"),
        *("selling_price_tenths", "status", "chance", "news"),
    )
