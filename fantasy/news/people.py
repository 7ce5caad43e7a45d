"""The names a season's players and clubs go by in the news."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from fantasy.news.text import DATA, fold
from fantasy.sources.identity import CLUB_ALIASES, plain
from fantasy.sources.news.outlets import full_name

SHORTEST = 3
"""Letters a name alone must have."""

PARTICLES = frozenset(
    "de da do dos das di del della van von der den ter ten la le el al bin ben".split()
)


@dataclass(frozen=True)
class Player:
    """A footballer as the news may write him.

    Attributes:
        code: FPL's, for life.
        name: as FPL shows him.
        full_name: first and second names.
        team_code: his club's.
        position: GKP, DEF, MID or FWD; None if it is not known.
    """

    code: int
    name: str
    full_name: str
    team_code: int
    position: str | None = None


@dataclass(frozen=True)
class Names:
    """What is looked for in a text.

    Attributes:
        players: by code.
        whole: names of two words and more, folded, and the codes they may mean.
        alone: single names (surnames, and what FPL shows), folded, and the codes.
        clubs: names of clubs in small letters, folded, and their codes.
        first_names: folded, of everybody, to know other people by.
        short_names: of clubs, by code.
    """

    players: Mapping[int, Player]
    whole: Mapping[str, frozenset[int]]
    alone: Mapping[str, frozenset[int]]
    clubs: Mapping[str, int]
    first_names: frozenset[str]
    short_names: Mapping[int, str]

    @classmethod
    def of(cls, players: pl.DataFrame, clubs: pl.DataFrame) -> "Names":
        """The names of a season.

        Args:
            players: `code`, `first_name`, `second_name`, `web_name`, `team_code` and, if known,
                `position`.
            clubs: `name`, `short_name` and `team_code`.
        """
        whole: defaultdict[str, set[int]] = defaultdict(set)
        alone: defaultdict[str, set[int]] = defaultdict(set)
        people, firsts = {}, set()
        for row in players.iter_rows(named=True):
            first, second, shown = (
                fold(row[name] or "") for name in ("first_name", "second_name", "web_name")
            )
            full = f"{first} {second}".strip()
            people[row["code"]] = Player(
                row["code"], row["web_name"], full, row["team_code"], row.get("position")
            )
            firsts.update(first.split()[:1])
            for name in {*spellings(first, second, shown), *nicknames().get(plain(full), ())}:
                (whole if " " in name else alone)[name].add(row["code"])
        in_full, single = (
            {name: frozenset(codes) for name, codes in each.items()} for each in (whole, alone)
        )
        return cls(
            players=people,
            whole=in_full,
            alone=single,
            clubs=dict(_clubs(clubs)),
            first_names=frozenset(firsts),
            short_names=dict(clubs.select("team_code", "short_name").iter_rows()),
        )


def spellings(first: str, second: str, shown: str) -> set[str]:
    """The ways to write a name, from what FPL registers and what it shows.

    Joao Pedro Ferreira Silva, shown as `J.Silva`, is also Joao Silva, J. Silva and Silva.
    """
    surname = shown.rpartition(".")[2].strip() or shown
    last = second.split()[-1:] or [""]
    given = first.split()[:1] or [""]
    whole = {
        f"{first} {second}",
        f"{given[0]} {second}",
        f"{given[0]} {surname}",
        f"{given[0]} {last[0]}",
        f"{first} {surname}",
        shown,
        shown.replace(".", ". "),
        shown.replace(".", " "),
        *(f"{given[0][0]}{dot} {surname}" for dot in (".", "") if given[0]),
        second,
        surname,
        last[0],
    }
    tidy = {" ".join(name.split()) for name in whole}
    return {name for name in tidy if _tells(name)}


def _tells(name: str) -> bool:
    """Whether a name is long enough, and more than an initial or a particle."""
    words = name.replace(".", " ").split()
    long = [word for word in words if len(word) >= SHORTEST and word.lower() not in PARTICLES]
    return bool(long) and name[:1].isupper()


@cache
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """What players are also called, by plain full name."""
    listed: dict[str, list[str]] = json.loads((DATA / "nicknames.json").read_text(encoding="utf-8"))
    return {plain(name): tuple(fold(each) for each in names) for name, names in listed.items()}


@cache
def club_nicknames() -> Mapping[str, tuple[str, ...]]:
    """What clubs are also called, by plain name."""
    listed: dict[str, list[str]] = json.loads(
        (DATA / "club_nicknames.json").read_text(encoding="utf-8")
    )
    return {
        plain(name): tuple(fold(each).lower() for each in names) for name, names in listed.items()
    }


def _clubs(clubs: pl.DataFrame) -> Iterable[tuple[str, int]]:
    """Every name of every club in small letters."""
    for name, code in clubs.select("name", "team_code").iter_rows():
        known = {name, full_name(name), *club_nicknames().get(plain(name), ())}
        known |= {other for aliases in CLUB_ALIASES if plain(name) in aliases for other in aliases}
        for each in known:
            yield fold(each).lower(), code
