"""A manager of the game: what the FPL API tells everybody of an entry, and the books from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fantasy.errors import InputError, SourceError
from fantasy.game.ledger import Ledger, Transfer, books
from fantasy.game.rules import Rules
from fantasy.sources.http import Client

TRANSFER = ("event", "element_in", "element_in_cost", "element_out", "element_out_cost", "time")


@dataclass(frozen=True)
class Entry:
    """What is public of an entry.

    Attributes:
        number: its id.
        name: of the team.
        manager: who manages it.
        gameweeks: those it has played, as `history` tells them, oldest first.
        chips: played, by gameweek.
        transfers: in the order they were made.
        first_squad: the elements of its first gameweek.
        last_squad: the elements of its last.
    """

    number: int
    name: str
    manager: str
    gameweeks: tuple[Mapping[str, Any], ...]
    chips: Mapping[int, str]
    transfers: tuple[Transfer, ...]
    first_squad: frozenset[int]
    last_squad: frozenset[int]

    def books(self, prices: Mapping[int, int], rules: Rules) -> list[Ledger]:
        """The books after each deadline, from his first.

        Args:
            prices: of the first squad at its deadline (£0.1m), by element.
            rules: the season's.

        Raises:
            InputError: if a price is missing, or the transfers do not lead to the last squad.
        """
        unpriced = sorted(self.first_squad - set(prices))
        if unpriced:
            raise InputError(
                f"entry {self.number}: no price is stored of {unpriced} before gameweek "
                f"{self.gameweeks[0]['event']}: run `fantasy update`"
            )
        paid = {element: prices[element] for element in sorted(self.first_squad)}
        played = [gameweek["event"] for gameweek in self.gameweeks]
        kept = books(paid, self.transfers, self.chips, rules, gameweeks=played)
        if kept[-1].fielded != self.last_squad:
            raise InputError(
                f"entry {self.number}: its transfers do not lead to the squad of gameweek "
                f"{played[-1]}; the game has yet to publish some of them"
            )
        return kept


def fetch_entry(client: Client, base_url: str, number: int) -> Entry:
    """Fetch an entry's history, transfers, first and last squad.

    Raises:
        InputError: if there is no such entry, or it has played no gameweek yet.
        SourceError: if the API does not answer, or not as it promises.
    """
    base = f"{base_url}entry/{number}/"
    if client.body(base) is None:
        raise InputError(f"there is no entry {number} in the game: look in your team's address")
    about = _mapping(client.json(base), base, ("name", "player_first_name", "player_last_name"))
    history = _mapping(client.json(f"{base}history/"), f"{base}history/", ("current", "chips"))
    gameweeks = tuple(sorted(history["current"], key=lambda each: each["event"]))
    if not gameweeks:
        raise InputError(f"entry {number} has played no gameweek yet: nothing is public of it")
    raw = client.json(f"{base}transfers/")
    return Entry(
        number=number,
        name=about["name"],
        manager=f"{about['player_first_name']} {about['player_last_name']}",
        gameweeks=gameweeks,
        chips={chip["event"]: chip["name"] for chip in history["chips"]},
        transfers=transfers_of(raw, origin=f"{base}transfers/"),
        first_squad=_squad(client, base, gameweeks[0]["event"]),
        last_squad=_squad(client, base, gameweeks[-1]["event"]),
    )


def transfers_of(raw: object, *, origin: str) -> tuple[Transfer, ...]:
    """The transfers of `entry/{id}/transfers/`, in the order they were made.

    Raises:
        SourceError: if it is no list of transfers.
    """
    if not isinstance(raw, list):
        raise SourceError(origin, "expected a list of transfers")
    made = sorted((_mapping(each, origin, TRANSFER) for each in raw), key=lambda each: each["time"])
    return tuple(
        Transfer(
            each["event"],
            each["element_out"],
            each["element_out_cost"],
            each["element_in"],
            each["element_in_cost"],
        )
        for each in made
    )


def _squad(client: Client, base: str, gameweek: int) -> frozenset[int]:
    url = f"{base}event/{gameweek}/picks/"
    picks = _mapping(client.json(url), url, ("picks",))["picks"]
    return frozenset(pick["element"] for pick in picks)


def _mapping(value: object, url: str, fields: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SourceError(url, "expected a JSON object")
    missing = [name for name in fields if name not in value]
    if missing:
        raise SourceError(url, f"lacks the fields {', '.join(missing)}")
    return value
