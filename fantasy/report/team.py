"""A manager's team, as JSON and as a table."""

from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.report.chips import CHIPS
from fantasy.team import Team

MONEY = {"paid": "paid_tenths", "price": "price_tenths", "selling_price": "selling_price_tenths"}


def as_json(team: Team) -> dict[str, Any]:
    """The team as JSON values: money in £m with one decimal; null free transfers: unlimited."""
    players = team.players.with_columns(
        (pl.col(tenths) / 10).round(1).alias(name) for name, tenths in MONEY.items()
    ).drop(MONEY.values())
    return {
        "entry": team.entry,
        "name": team.name,
        "season": team.season,
        "gameweek": team.gameweek,
        "bank": team.ledger.bank / 10,
        "free_transfers": team.ledger.free_transfers,
        "chips": [chip.name for chip in team.chips],
        "players": players.to_dicts(),
    }


def as_table(team: Team) -> RenderableType:
    """The team for a person: players and their prices, bank, free transfers and chips."""
    table = Table(
        title=f"{team.name}, before gameweek {team.gameweek}",
        title_style="bold",
        title_justify="left",
    )
    for heading in ("Pos", "Player", "Club"):
        table.add_column(heading)
    for heading in ("Paid £m", "Price £m", "Sells for £m"):
        table.add_column(heading, justify="right")
    table.add_column("FPL news")
    for row in team.players.iter_rows(named=True):
        prices = [f"{row[tenths] / 10:.1f}" for tenths in MONEY.values()]
        table.add_row(row["position"], row["name"], row["team"], *prices, row["news"] or "")
    free = team.ledger.free_transfers
    transfers = "unlimited transfers" if free is None else f"free transfers: {free}"
    chips = ", ".join(CHIPS[chip.name] for chip in team.chips) or "none"
    worth = team.ledger.bank + team.players["selling_price_tenths"].sum()
    money = f"£{team.ledger.bank / 10:.1f}m in the bank, £{worth / 10:.1f}m if all were sold"
    return Group(table, Text(f"{money}; {transfers}; chips to play: {chips}"))
