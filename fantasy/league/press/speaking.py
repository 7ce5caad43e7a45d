"""From a fact to a sentence: which family says it, and what goes into its slots."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from fantasy.league.press import templates
from fantasy.league.press.grammar import expand, possessive

Families = Mapping[str, Sequence[str]]
Fact = dict[str, Any]

OUT_UNTIL, EVEN_UNTIL = 12, 62
"""Percent up to which a doubtful player is as good as out, and up to which it is open."""

INJURIES = {
    "knock": ("a knock", "a bang to the leg", "a dead leg"),
    "knee": ("a knee injury", "knee ligament damage", "a knee problem"),
    "foot": ("a foot injury", "a bruised foot"),
    "back": ("a back problem", "back spasms", "a stiff back"),
    "illness": ("illness", "a virus"),
    "family reasons": ("family reasons", "a family matter"),
}
STRAINS = ("a {part} injury", "a {part} problem", "a {part} strain", "a tight {part}")
ROLES = {
    "GK": "goalkeeper",
    "CB": "centre-back",
    "FB": "full-back",
    "DM": "midfielder",
    "CM": "midfielder",
    "AM": "playmaker",
    "W": "winger",
    "ST": "striker",
}
MANY_WEEKS = 9
DROPS_ACCENTS, BY_SURNAME, BY_INITIAL = 0.15, 0.3, 0.1


@dataclass(frozen=True)
class Line:
    """A sentence, the family it is of, and the truth of everybody it speaks of."""

    text: str
    template: str = "filler"
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """What an item may say: its club, its opponent, its time and its dice."""

    club: str
    manager: str
    opponent: str
    stadium: str
    today: datetime
    rng: np.random.Generator

    def say(self, fact: Fact, *, other: Fact | None = None, quotes: bool = True) -> Line:
        """A fact in a sentence.

        Args:
            fact: a row of the truth with the names of its player.
            other: another player of the club, fit, for sentences about two.
            quotes: whether the manager may speak.
        """
        usable = {
            family: fits
            for family, options in families_of(fact).items()
            if (fits := [each for each in options if _fits(each, other, quotes=quotes)])
        }
        family = list(usable)[int(self.rng.integers(len(usable)))]
        template = usable[family][int(self.rng.integers(len(usable[family])))]
        partner = {} if other is None else {"q": other["surname"]}
        text = expand(template, self._slots(fact) | partner, self.rng)
        both = () if other is None or "{q}" not in template else (other,)
        return Line(text, family, (fact, *both))

    def name(self, fact: Fact) -> str:
        """A player as this sentence writes him: in full, by surname or with an initial."""
        draw = self.rng.random()
        full, surname = fact["known_name"], fact["surname"]
        if draw < BY_SURNAME:
            full = surname
        elif draw < BY_SURNAME + BY_INITIAL and " " in full:
            full = f"{full[0]}. {surname}"
        return plain(full) if self.rng.random() < DROPS_ACCENTS else full

    def _slots(self, fact: Fact) -> dict[str, str]:
        part = fact.get("reason") or "fitness"
        back = fact.get("return_date")
        return {
            "p": self.name(fact),
            "s": fact["surname"],
            "ps": possessive(fact["surname"]),
            "role": ROLES[fact["role"]],
            "club": self.club,
            "m": self.manager.split()[-1],
            "opp": self.opponent,
            "part": "leg" if part == "knock" else part,
            "inj": self._injury(part),
            "back": self._back(back),
            "until": "further notice" if back is None else f"{back.day} {back:%B}",
            "why": f"his {part}" if part == "red card" else "a fifth booking of the season",
            "where": fact.get("where") or part,
            "stadium": self.stadium,
        }

    def _injury(self, part: str) -> str:
        options = INJURIES.get(part, STRAINS)
        return options[int(self.rng.integers(len(options)))].format(part=part)

    def _back(self, back: date | None) -> str:
        """When he should be back, as people say it."""
        if back is None:
            return "in the coming weeks"
        days = (back - self.today.date()).days
        last = (back.replace(day=28) - back).days
        near = ("within days", "next week", "in a week or so")
        fortnight = ("in a fortnight", "in about two weeks", "in ten days to two weeks")
        weeks = max(2, round(days / 7))
        if weeks > MANY_WEEKS:
            return f"in around {_count(round(days / 30))} months"
        later = [
            f"in around {_count(weeks)} weeks",
            f"in {_count(weeks)} to {_count(weeks + 1)} weeks",
        ]
        later.append(f"by the end of {back:%B}" if last < 10 else f"around {back.day} {back:%B}")  # noqa: PLR2004
        options = near if days <= 9 else fortnight if days <= 16 else later  # noqa: PLR2004
        return options[int(self.rng.integers(len(options)))]


def families_of(fact: Fact) -> Families:
    """The families that can say what a fact is."""
    kind, chance = fact["availability"], fact["chance"]
    if kind == "doubtful":
        if chance <= OUT_UNTIL:
            return templates.OUT
        return templates.DOUBT if chance <= EVEN_UNTIL else templates.LIKELY
    if kind in ("transferred", "loaned"):
        return {kind: templates.GONE[kind]}
    by_kind: dict[str, Families] = {
        "injured": templates.OUT,
        "ill": templates.ILL,
        "suspended": templates.SUSPENDED,
        "personal": templates.PERSONAL,
        "returned": templates.RETURNED,
        "fit": templates.FIT,
        "rumour_injury": {"rumour_injury": templates.RUMOUR["rumour_injury"]},
        "rumour_transfer": {"rumour_transfer": templates.RUMOUR["rumour_transfer"]},
        "praise": templates.PRAISE,
        "criticism": templates.CRITICISM,
    }
    return by_kind[kind]


def plain(name: str) -> str:
    """A name without its accents."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(each for each in parts if not unicodedata.combining(each))


def _fits(template: str, other: Fact | None, *, quotes: bool) -> bool:
    """Whether a template needs neither a quote nor another player that there is not."""
    return (quotes or '"' not in template) and (other is not None or "{q}" not in template)


def _count(number: int) -> str:
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number - 1] if number <= len(words) else str(number)
