"""Draws the labelled sentences from the families they belong to: `python -m fantasy.news.drawing`.

`data/news/families.txt` holds ways of saying things, written by hand; here they are filled with
players of an invented cast, complaints and times of return, whose labels are then known.
`data/news/written.jsonl` holds whole texts by other hands, labelled as they were written; here
only the names are filled in.
"""

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl

from fantasy.news.cast import CAST, CLUBS, MANAGERS, draw_cast
from fantasy.news.claims import CHANCES, NOTHING
from fantasy.news.dates import after_the_break
from fantasy.news.injuries import injury
from fantasy.news.text import DATA

FAMILIES, WRITTEN = DATA / "families.txt", DATA / "written.jsonl"
SENTENCES = DATA / "sentences.jsonl"
EACH = 8
"""Sentences drawn from a family."""

ROLES = {
    "GKP": ("goalkeeper", "keeper"),
    "DEF": ("defender", "centre-back", "full-back"),
    "MID": ("midfielder", "winger", "playmaker"),
    "FWD": ("striker", "forward"),
}
COMPLAINTS = (
    *(
        (f"{article} {part} {word}", part)
        for part, article in (
            *(("hamstring", "a"), ("knee", "a"), ("ankle", "an"), ("groin", "a"), ("calf", "a")),
            *(("thigh", "a"), ("hip", "a"), ("shoulder", "a"), ("foot", "a"), ("achilles", "an")),
        )
        for word in ("injury", "problem", "complaint", "issue")
    ),
    ("a torn hamstring", "hamstring"),
    ("a pulled hamstring", "hamstring"),
    ("knee ligament trouble", "knee"),
    ("a twisted ankle", "ankle"),
    ("a sprained ankle", "ankle"),
    ("a calf strain", "calf"),
    ("a groin tweak", "groin"),
    ("a dislocated shoulder", "shoulder"),
    ("a thigh strain", "thigh"),
    ("a metatarsal fracture", "foot"),
)
WORDS = ("two", "three", "four", "five", "six", "seven")
DAYS = ("Friday", "Saturday", "Sunday", "Monday", "Wednesday")
WRITTEN_SPLITS = ("written", "written", "validation", "train", "train", "train")
"""Where the families of the written texts go, by chance; `written` is a test of its own."""

NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|nothing|without|cannot)\b|n't\b", re.IGNORECASE
)
IN_FULL, BY_SURNAME = 0.7, 0.2
"""Shares of mentions by full name and by surname; the rest are by initial and surname."""

Label = dict[str, Any]
Slots = dict[str, str]


@dataclass(frozen=True)
class Family:
    """A way of saying something.

    Attributes:
        name: of it.
        outlet: the kind that writes so.
        labels: by the letter of the player.
        negation: whether it turns on a not, no or never.
        test: whether it is kept for the test.
        templates: its sentences, with slots.
    """

    name: str
    outlet: str
    labels: dict[str, Label]
    negation: bool
    test: bool
    templates: tuple[str, ...]

    @property
    def contrast(self) -> bool:
        """Whether it says different things of several players."""
        return len({str(label) for label in self.labels.values()}) > 1


@dataclass(frozen=True)
class Scene:
    """Who and what a text is about.

    Attributes:
        club: the players', by its code.
        at: the day.
        players: by their letters.
        slots: what fills the slots of clubs and of the manager.
    """

    club: int
    at: date
    players: dict[str, Label]
    slots: Slots


def main() -> None:
    """Write the cast and the sentences."""
    rng = np.random.default_rng(7)
    cast = draw_cast(rng)
    cast.write_csv(CAST)
    drawn = (*sentences(cast, rng), *written(cast, rng))
    rows = [json.dumps(row, ensure_ascii=False) for row in drawn]
    SENTENCES.write_text("\n".join([*rows, ""]), encoding="utf-8")


def families() -> list[Family]:
    """The families as they are written down."""
    found: list[Family] = []
    for line in FAMILIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, *marks = line[1:].split()
            negation, test = "~negation" in marks, "~test" in marks
            outlet, *labels = (mark for mark in marks if not mark.startswith("~"))
            found.append(Family(name, outlet, dict(map(_label, labels)), negation, test, ()))
        elif line and not line.startswith("#"):
            last = found[-1]
            found[-1] = replace(last, templates=(*last.templates, line))
    return found


def _label(text: str) -> tuple[str, Label]:
    letter, kind, *rest = text.split(":")
    chance = int(rest[0]) if rest else CHANCES.get(kind, 0)
    return letter, {
        "availability": None if kind == NOTHING else kind,
        "chance": None if kind == NOTHING else chance,
        "sentiment": int(rest[1]) if len(rest) > 1 else 0,
    }


def splits(listed: list[Family]) -> dict[str, str]:
    """`train`, `validation` or `test` of each family drawn from.

    The test families were written last, after everything the reader knows; of four others that
    say the same thing one is for validation.
    """
    seen: dict[str, int] = {}
    found = {}
    for family in listed:
        kind = " ".join(str(label["availability"]) for label in family.labels.values())
        mood = next(iter(family.labels.values()))["sentiment"]
        key = f"{kind if len(family.labels) == 1 else len(family.labels)} {mood}"
        turn = seen[key] = seen.get(key, 0) + 1
        rest = "validation" if turn % 4 == 0 else "train"
        found[family.name] = "test" if family.test else rest
    return found


def sentences(cast: pl.DataFrame, rng: np.random.Generator) -> Iterator[Label]:
    """The labelled sentences, family by family, none twice."""
    listed = families()
    split = splits(listed)
    clubs = cast.partition_by("team_code")
    for family in listed:
        texts: set[str] = set()
        for turn in range(3 * EACH):
            row = _sentence(family, turn, clubs, rng)
            if row["text"] not in texts and len(texts) < EACH:
                texts.add(row["text"])
                yield row | {
                    "family": family.name,
                    "outlet": family.outlet,
                    "negation": family.negation,
                    "contrast": family.contrast,
                    "split": split[family.name],
                }


def written(cast: pl.DataFrame, rng: np.random.Generator) -> Iterator[Label]:
    """The written texts with names of the cast; when players are back is not among their labels."""
    clubs = cast.partition_by("team_code")
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        scene = _scene(clubs, rng)
        text, players = _filled(item["text"], scene.slots, scene.players, rng)
        for player in players:
            del player["first"]
            label = item["labels"][player.pop("letter")]
            hurt = label["injury"]
            player |= {kind: label[kind] for kind in ("availability", "chance", "sentiment")}
            player |= {"injury": hurt and (injury(hurt) or hurt), **NO_RETURN}
        family = f"written: {item['family']}"
        said = {label["availability"] for label in item["labels"].values()}
        yield {
            "text": text,
            "at": scene.at.isoformat(),
            "club": scene.club,
            "players": players,
            "family": family,
            "outlet": item["outlet"],
            "negation": NEGATED.search(item["text"]) is not None,
            "contrast": len(said) > 1,
            "split": WRITTEN_SPLITS[crc32(family.encode()) % len(WRITTEN_SPLITS)],
        }


def _sentence(
    family: Family, turn: int, clubs: list[pl.DataFrame], rng: np.random.Generator
) -> Label:
    scene = _scene(clubs, rng)
    at = scene.at
    template = _chosen(family.templates[turn % len(family.templates)], rng)
    slots, truth = _slots(scene.players["A"], at, rng)
    text, players = _filled(template, scene.slots | slots, scene.players, rng)
    for player in players:
        label, first = family.labels[player.pop("letter")], player.pop("first")
        hurt = label["availability"] in {"injured", "doubtful"} and first
        names_part = any(f"{{{slot}}}" in template for slot in ("inj", "part", "Part"))
        back = _back(template, truth, slots["n"], at)
        player.update(label)
        player["injury"] = truth["injury"] if hurt and names_part else None
        player.update(back if label["availability"] in AHEAD and first else NO_RETURN)
    return {"text": text, "at": at.isoformat(), "club": scene.club, "players": players}


def _scene(clubs: list[pl.DataFrame], rng: np.random.Generator) -> Scene:
    place, opponent, other = (int(each) for each in rng.permutation(len(clubs))[:3])
    squad = clubs[place]
    return Scene(
        club=place + 1,
        at=date(2024, 8, 10) + timedelta(days=int(rng.integers(0, 260))),
        players=dict(zip("ABC", squad[rng.permutation(squad.height)[:3]].to_dicts(), strict=True)),
        slots={
            "m": MANAGERS[place],
            "club": CLUBS[place],
            "opp": CLUBS[opponent],
            "other": CLUBS[other],
        },
    )


AHEAD = frozenset({"injured", "suspended", "personal", "ineligible", "ill", "doubtful"})
NO_RETURN = {"return_date": None, "gameweeks": None}


def _back(template: str, truth: Label, number: str, at: date) -> Label:
    """The return a template tells of."""
    for slot in ("ret", "retfor", "until", "retshort", "retday"):
        if f"{{{slot}}}" in template:
            day = truth[slot]
            return {"return_date": day and day.isoformat(), "gameweeks": None}
    counted = re.search(r"\{n\}[- ](weeks|months|game|match)", template)
    if counted is None:
        return NO_RETURN
    count = WORDS.index(number) + 2
    if counted[1] in {"game", "match"}:
        return {"return_date": None, "gameweeks": count}
    days = count * (7 if counted[1] == "weeks" else 30)
    return {"return_date": (at + timedelta(days=days)).isoformat(), "gameweeks": None}


def _slots(player: Label, at: date, rng: np.random.Generator) -> tuple[Slots, Label]:
    """What fills the slots, and what is true of it."""
    complaint, part = COMPLAINTS[int(rng.integers(len(COMPLAINTS)))]
    weeks = int(rng.integers(2, 8))
    back = at + timedelta(weeks=weeks)
    month = calendar.month_name[back.month]
    ahead = at + timedelta(days=70)
    later = date(ahead.year, ahead.month, 1)
    count = WORDS[weeks - 2]
    season_end = date(2025, 5, 25)
    options = {
        "ret": (
            (f"in {count} weeks", back),
            (f"in {weeks} to {weeks + 1} weeks", back + timedelta(weeks=1)),
            (f"on {back.day} {month}", back),
            (f"in {calendar.month_name[later.month]}", later),
            ("after the international break", after_the_break(at)),
        ),
        "retfor": (
            (f"for {count} weeks", back),
            (f"for up to {count} weeks", back),
            (f"for around {weeks} weeks", back),
            ("for the rest of the season", season_end),
            ("for two months", at + timedelta(days=60)),
            ("for three to four weeks", at + timedelta(weeks=4)),
        ),
        "until": (
            (f"until {back.day} {month}", back),
            (f"until mid-{calendar.month_name[later.month]}", later.replace(day=15)),
            (f"before the end of {calendar.month_name[later.month]}", later.replace(day=28)),
            ("until after the international break", after_the_break(at)),
        ),
        "retshort": (
            (f"{back.day} {calendar.month_abbr[back.month]}", back),
            (f"late {calendar.month_name[later.month]}", later.replace(day=28)),
            (f"early {calendar.month_name[later.month]}", later),
            ("unknown", None),
        ),
        "retday": ((f"{back.day:02d} {calendar.month_abbr[back.month]}", back),),
    }
    slots: Slots = {
        "inj": complaint,
        "part": part,
        "Part": part.capitalize(),
        "role": str(rng.choice(ROLES[player["position"]])),
        "day": str(rng.choice(DAYS)),
        "n": str(rng.choice(WORDS[:5])),
    }
    truth: Label = {"injury": part}
    for slot, choices in options.items():
        words, day = choices[int(rng.integers(len(choices)))]
        slots[slot], truth[slot] = words, day
    return slots, truth


def _filled(
    template: str, slots: Slots, picked: dict[str, Label], rng: np.random.Generator
) -> tuple[str, list[Label]]:
    """A template with its slots filled, and where each player stands first."""
    text = ""
    players: dict[str, Label] = {}
    for part in re.split(r"(\{[^}]+\})", template):
        if not part.startswith("{"):
            text += part
            continue
        slot, _, form = part[1:-1].partition(".")
        if slot not in picked:
            text += slots[slot]
            continue
        name = _name(picked[slot], form, rng)
        players.setdefault(
            slot,
            {
                "letter": slot,
                "first": slot == "A",
                "start": len(text),
                "end": len(text) + len(name),
                "code": picked[slot]["code"],
            },
        )
        text += f"{name}'s" if form == "p" else name
    if text[:1].islower() and not template[:1].islower():
        text = text[0].upper() + text[1:]
    return text, list(players.values())


def _name(player: Label, form: str, rng: np.random.Generator) -> str:
    """A player as a text names him: in full, by surname, now and then without accents."""
    first, last = player["first_name"], player["second_name"]
    if form in {"s", "p"}:
        return str(last)
    draw = rng.random()
    if draw < IN_FULL:
        return f"{first} {last}"
    return str(last) if draw < IN_FULL + BY_SURNAME else f"{first[0]}. {last}"


def _chosen(template: str, rng: np.random.Generator) -> str:
    """A template with one of each [a|b] taken."""

    def one(found: re.Match[str]) -> str:
        options = found[1].split("|")
        return options[int(rng.integers(len(options)))]

    return re.sub(r"\[([^\]]*)\]", one, template)


if __name__ == "__main__":
    main()
