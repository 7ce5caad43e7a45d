"""A manager's own team as it stands: who he owns, at what price, and what he may still do."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.game.ledger import Ledger, chips_left
from fantasy.game.rules import Chip, Rules
from fantasy.game.squad import selling_prices
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.team_file import TeamFile, edited, squad_of
from fantasy.weekly import listed, next_gameweek, rules_of
from fantasy.world import World


@dataclass(frozen=True)
class Team:
    """A manager's team before the next deadline.

    Attributes:
        entry: his number in the game; None for a squad from a file.
        name: of the team.
        ledger: his books now.
        season: such as 2025-26.
        gameweek: the next one.
        players: element, name, team, position, paid_tenths, price_tenths, selling_price_tenths,
            status, chance and news, by position.
        chips: those that can be played in the next gameweek.
    """

    entry: int | None
    name: str
    ledger: Ledger
    season: str
    gameweek: int
    players: pl.DataFrame
    chips: list[Chip]


def team_of(
    world: World, settings: Settings, lake: Lake, number: int | None, file: TeamFile | None = None
) -> Team:
    """Rebuild an entry's team from what is public of it and the prices stored.

    Transfers made since the last deadline are not public: the team file tells them, or the whole
    squad if there is no entry.

    Raises:
        InputError: if there is no such entry, prices it needs were never stored, or the file
            speaks of a team that cannot be.
        SourceError: if the API does not answer as it promises.
    """
    now = world.clock()
    season, gameweek, _ = next_gameweek(lake, now=now)
    rules = rules_of(lake, season, now=now)
    everybody = listed(lake, (season, gameweek), now=now)
    told = file or TeamFile()
    if number is None:
        name, ledger = "Squad of the team file", squad_of(told, everybody, rules, gameweek=gameweek)
    else:
        with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
            entry = fetch_entry(client, settings.fpl_url, number)
        name = f"{entry.name} ({entry.manager})"
        first = entry.gameweeks[0]["event"]
        ledger = entry.books(prices_before(lake, season, first, now=now), rules)[-1]
    before = _squad(ledger, everybody, rules)
    ledger = edited(
        ledger,
        told,
        everybody,
        dict(before.select("element", "selling_price_tenths").iter_rows()),
    )
    return Team(
        entry=number,
        name=name,
        ledger=ledger,
        season=season,
        gameweek=gameweek,
        players=_squad(ledger, everybody, rules),
        chips=_chips(chips_left(ledger, rules, gameweek=gameweek), told, rules),
    )


def prices_before(lake: Lake, season: str, gameweek: int, *, now: datetime) -> dict[int, int]:
    """Prices before a deadline (£0.1m), by element."""
    status = lake.as_of(now).table("player_status")
    rows = status.filter(pl.col("season") == season, pl.col("gameweek") == gameweek)
    return dict(rows.select("element", "price_tenths").collect().iter_rows())


def _chips(left: list[Chip], file: TeamFile, rules: Rules) -> list[Chip]:
    """Those left, or those of them a file names."""
    if file.chips is None:
        return left
    known = {chip.name for chip in rules.chips}
    if strangers := sorted(set(file.chips) - known):
        raise InputError(
            f"the team file names chips the game has not: {', '.join(strangers)}; "
            f"it has {', '.join(sorted(known))}"
        )
    return [chip for chip in left if chip.name in file.chips]


def _squad(ledger: Ledger, everybody: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The squad with what was paid for each and what he sells for (£0.1m), by position."""
    paid = pl.DataFrame(
        list(ledger.paid.items()),
        schema={"element": pl.Int32, "paid_tenths": pl.Int64},
        orient="row",
    )
    order = pl.col("position").cast(pl.Enum([place.name for place in rules.positions]))
    joined = paid.join(everybody, on="element", how="inner", validate="1:1").sort(order, "element")
    if joined.height < len(ledger.paid):
        missing = sorted(set(ledger.paid) - set(joined["element"]))
        raise InputError(f"nothing is stored of players {missing}: run `fantasy update`")
    sold = selling_prices(pl.col("paid_tenths"), pl.col("price_tenths").cast(pl.Int64), rules)
    return joined.with_columns(sold).select(
        *("element", "name", "team", "position", "paid_tenths", "price_tenths"),
        *("selling_price_tenths", "status", "chance", "news"),
    )
