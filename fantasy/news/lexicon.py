"""The words the news is read by, from `data/news/lexicon.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from fantasy.news.text import DATA


@dataclass(frozen=True)
class Rule:
    """A way to say something of a player's next match.

    Attributes:
        name: of the rule.
        availability: what it says.
        words: how it says it.
    """

    name: str
    availability: str
    words: re.Pattern[str]


@cache
def patterns(part: str) -> Mapping[str, re.Pattern[str]]:
    """The expressions of a part of the lexicon, by name, in the order they stand there."""
    return {name: re.compile(_any_of(words)) for name, words in _lexicon()[part].items()}


def _any_of(words: Sequence[str]) -> str:
    """An expression that fits any of some words, from the start of a word: `row`, not `tomorrow`.

    Those in a row that begin with a letter stand behind one boundary, which makes the search fast.
    """
    bare = [word.removeprefix(r"\b") for word in words]
    runs = groupby(zip(bare, words, strict=True), key=lambda pair: pair[0][0].isalpha())
    return "|".join(
        rf"\b(?:{'|'.join(word for word, _ in run)})" if lettered else "|".join(w for _, w in run)
        for lettered, run in runs
    )


@cache
def rules(part: str) -> tuple[Rule, ...]:
    """The rules of a part of the lexicon, in the order they are tried."""
    return tuple(
        Rule(each.get("name", part), each["availability"], re.compile("|".join(each["words"])))
        for each in _lexicon()[part]
    )


def first_rule(part: str, words: str) -> Rule | None:
    """The first rule of a part that fits; None if none does."""
    if _any_rule(part).search(words) is None:
        return None
    return next((rule for rule in rules(part) if rule.words.search(words)), None)


@cache
def _any_rule(part: str) -> re.Pattern[str]:
    """Finds what any rule of a part fits, in one search: most words fit none."""
    return re.compile("|".join(f"(?:{rule.words.pattern})" for rule in rules(part)))


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((DATA / "lexicon.toml").read_text(encoding="utf-8"))
