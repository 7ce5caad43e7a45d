"""The labelled sentences the project ships, and the models fitted on them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fantasy.news.cast import CAST
from fantasy.news.claims import NOTHING
from fantasy.news.drawing import SENTENCES
from fantasy.news.linking import Linker, pipeline
from fantasy.news.models import TextModel
from fantasy.news.people import Names
from fantasy.news.reading import AVAILABILITY, SENTIMENT, Text
from fantasy.news.scopes import scopes
from fantasy.news.text import fold

TESTS = ("test", "written")
SHORT_NAME = 3


@dataclass(frozen=True)
class Example:
    """A player in a labelled sentence.

    Attributes:
        words: the scope the reader gives him; empty if it does not find him.
        label: `code`, `availability`, `chance`, `injury`, `return_date`, `gameweeks` and
            `sentiment`.
        row: the sentence: its `family`, `split`, and whether it is a `negation` or a `contrast`.
    """

    words: str
    label: dict[str, Any]
    row: dict[str, Any]

    @property
    def split(self) -> str:
        """Train, validation, test or written."""
        return str(self.row["split"])

    @property
    def availability(self) -> str:
        """The class a model is to find."""
        return self.label["availability"] or NOTHING


def sentences() -> list[dict[str, Any]]:
    """The labelled sentences."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def names() -> Names:
    """The invented cast the sentences speak of."""
    cast = pl.read_csv(CAST)
    clubs = cast.select("team_code", pl.col("club").alias("name")).unique(maintain_order=True)
    return Names.of(
        cast, clubs.with_columns(pl.col("name").str.slice(0, SHORT_NAME).alias("short_name"))
    )


def text_of(row: dict[str, Any]) -> Text:
    """A labelled sentence as the reader gets it."""
    return Text(row["text"], date.fromisoformat(row["at"]), (row["club"],))


def examples() -> list[Example]:
    """Every player of every sentence, with the scope the reader gives him."""
    linker = Linker(names(), pipeline())
    found = []
    for row in sentences():
        doc = linker.nlp(fold(row["text"]))
        linked = linker.link(doc, clubs=(row["club"],))
        own = {
            scope.mention.code: scope.words
            for scope in reversed(list(scopes(doc, linked, linker.names)))
        }
        found += [Example(own.get(label["code"], ""), label, row) for label in row["players"]]
    return found


def fit(known: Sequence[Example], looks_at: str) -> tuple[TextModel, TextModel]:
    """Models of availability and of sentiment fitted on examples."""
    words = [each.words for each in known]
    return (
        TextModel.fit(looks_at, words, [each.availability for each in known]),
        TextModel.fit(looks_at, words, [str(each.label["sentiment"]) for each in known]),
    )


def train() -> tuple[TextModel, TextModel]:
    """Fit the models the reader uses on all but the families of the tests, and write them."""
    known = [each for each in examples() if each.split not in TESTS]
    availability, sentiment = fit(known, "cues")
    availability.save(AVAILABILITY)
    sentiment.save(SENTIMENT)
    return availability, sentiment
