"""The team file: what the game does not tell of a manager's team, in his own words.

bank = 1.2                     # £m
free_transfers = 2
chips = ["wildcard", "3xc"]    # those still to play

[[transfers]]                  # made since the last deadline, oldest first
out = "Saka"
in = "Palmer (CHE)"
out_price = 10.1               # £m; without them, the prices of the day
in_price = 10.4

[paid]                         # the whole squad at the prices paid, £m: no entry is needed
"Raya" = 5.5
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from fantasy.errors import InputError
from fantasy.game.ledger import Ledger, Transfer, opening, traded
from fantasy.game.rules import Rules
from fantasy.sources.identity import plain
from fantasy.toml_file import read_toml

Price = Field(default=None, ge=3, le=25)
CLOSE_ENOUGH, MOST_SHOWN = 60, 8


class Swap(BaseModel):
    """One player for another since the last deadline; prices in £m."""

    model_config = ConfigDict(extra="forbid")

    out: str
    in_: str = Field(alias="in")
    out_price: float | None = Price
    in_price: float | None = Price


class TeamFile(BaseModel):
    """What a manager says of his team; what he leaves out stays as the game tells it."""

    model_config = ConfigDict(extra="forbid")

    bank: float | None = Field(default=None, ge=0)
    free_transfers: int | None = Field(default=None, ge=0)
    chips: tuple[str, ...] | None = None
    transfers: tuple[Swap, ...] = ()
    paid: dict[str, float] = Field(default_factory=dict)


def read_team_file(path: Path) -> TeamFile:
    """The team file at a path.

    Raises:
        InputError: if it cannot be read, is not TOML, or says what no team can be.
    """
    return read_toml(path, TeamFile, "the team file")


def squad_of(file: TeamFile, players: pl.DataFrame, rules: Rules, *, gameweek: int) -> Ledger:
    """The books of the squad a file gives whole, before a gameweek.

    The bank is what the budget leaves if the file does not say; free transfers are unlimited
    before the season's first gameweek and one otherwise.

    Raises:
        InputError: if it is not a whole squad, or a name is nobody's or several players'.
    """
    if len(file.paid) != rules.squad_size:
        raise InputError(
            f"the team file's [paid] names {len(file.paid)} players, a squad has {rules.squad_size}"
        )
    paid = {find_player(name, players): tenths(price) for name, price in file.paid.items()}
    if len(paid) < len(file.paid):
        raise InputError("the team file's [paid] names a player twice")
    books = opening(paid, rules, gameweek=gameweek - 1, chip=None)
    bank = max(books.bank, 0) if file.bank is None else tenths(file.bank)
    return replace(books, bank=bank, free_transfers=None if gameweek == 1 else 1)


def edited(books: Ledger, file: TeamFile, players: pl.DataFrame, selling: dict[int, int]) -> Ledger:
    """The books after what a file says was done since the last deadline.

    Args:
        books: after the last deadline.
        file: what the manager says.
        players: `element`, `name`, `full_name`, `team` and `price_tenths` of everybody.
        selling: what each player of the squad sells for (£0.1m), by element.

    Raises:
        InputError: if a name is nobody's or several players', somebody is sold who is not owned
            or bought twice, or the money does not reach.
    """
    prices = dict(players.select("element", "price_tenths").iter_rows())
    worth = {**prices, **selling}
    made = []
    for swap in file.transfers:
        out, into = find_player(swap.out, players), find_player(swap.in_, players)
        sold = worth[out] if swap.out_price is None else tenths(swap.out_price)
        bought = prices[into] if swap.in_price is None else tenths(swap.in_price)
        made.append(Transfer(books.gameweek + 1, out, sold, into, bought))
    paid, bank = traded(books.paid, books.bank, made)
    if len(paid) < len(books.paid):
        raise InputError("the team file buys a player who is already in the squad")
    if file.bank is None and bank < 0:
        raise InputError(f"the team file's transfers cost £{-bank / 10:.1f}m more than there is")
    free = books.free_transfers
    left = None if free is None else max(0, free - len(made))
    return replace(
        books,
        paid=paid,
        bank=bank if file.bank is None else tenths(file.bank),
        free_transfers=left if file.free_transfers is None else file.free_transfers,
    )


def find_player(name: str, players: pl.DataFrame) -> int:
    """The element of a player by the name FPL shows or his full name, `Name (CLUB)` among several.

    Args:
        name: accents, capitals and points do not matter.
        players: `element`, `name`, `full_name` and `team` (its short name) of everybody.

    Raises:
        InputError: if it is nobody's name, or several players'.
    """
    bare, _, club = name.removesuffix(")").partition("(")
    wanted = plain(bare)
    rows = players.select("element", "name", "full_name", "team").rows()
    own = [row for row in rows if wanted in {plain(row[1]), plain(row[2])}]
    fits = [row for row in own if club.strip().upper() in {"", row[3]}]
    if len(fits) == 1:
        return int(fits[0][0])
    if own:
        several = ", ".join(f"{row[1]} ({row[3]})" for row in own[:MOST_SHOWN])
        raise InputError(f"{name!r} fits several players or another club's: write one of {several}")
    shown = {f"{row[1]} ({row[3]})": plain(row[1]) for row in rows}
    raise InputError(f"nobody is called {name!r}{did_you_mean(wanted, shown)}")


def did_you_mean(wanted: str, shown: Mapping[str, str]) -> str:
    """A question after those whose plain name is like what was wanted; empty if nobody's is.

    Args:
        wanted: in plain letters.
        shown: plain names, by how to show them.
    """
    close = process.extract(wanted, shown, limit=3, score_cutoff=CLOSE_ENOUGH)
    return f": did you mean {', '.join(key for *_, key in close)}?" if close else ""


def tenths(millions: float) -> int:
    """Money in £0.1m from £m."""
    return round(10 * millions)
