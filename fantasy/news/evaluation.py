"""How well the news is read, on families of sentences no model was fitted on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import polars as pl
from sklearn.metrics import f1_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from fantasy.errors import InputError
from fantasy.news import corpus, textcat
from fantasy.news.claims import NOTHING
from fantasy.news.corpus import TESTS, Example
from fantasy.news.reading import Reader, Reading, by_player

SPLITS = ("validation", *TESTS)
BASELINE, CATEGORISER = "words (baseline)", "spaCy's text categoriser"
MODEL, LEXICON = "words and cues", "VADER's lexicon"
PLAIN = 0.05
"""VADER's own limit between a mood and none."""

OF_A_MIND = 1 / 3
"""The sentiment from which a reading takes sides."""

Predict = Callable[[Sequence[str]], list[str]]
SCORE = {
    **dict.fromkeys(("task", "model", "measure"), pl.String()),
    "score": pl.Float64(),
    "players": pl.Int64(),
}


@dataclass(frozen=True)
class Read:
    """A labelled sentence and what the reader makes of it.

    Attributes:
        row: the sentence with its labels.
        readings: of the reader, by code.
        wrong: codes it names who are not there.
    """

    row: dict[str, Any]
    readings: dict[int, Reading]
    wrong: frozenset[int]


def evaluate(split: str = "test") -> pl.DataFrame:
    """Scores on the families of a split.

    On the test families they are of models fitted on all that are not for a test, and of the
    reader as users get it; on the validation families, by which models are chosen, of models
    fitted on the rest.

    Args:
        split: `test`, `written` (a test in texts by other hands) or `validation`.

    Returns:
        `task`, `model`, `measure`, `score` (0-1) and `players`, on how many.

    Raises:
        InputError: if there is no such split, or the models do not read.
    """
    if split not in SPLITS:
        raise InputError(f"there is no split {split!r}: there are {', '.join(SPLITS)}")
    known = corpus.examples()
    train = [each for each in known if each.split not in {split, *TESTS}]
    held = [each for each in known if each.split == split]
    scopes = [each.words for each in held]
    kinds = [each.availability for each in held]
    moods = [str(each.label["sentiment"]) for each in held]
    rows: list[tuple[str, str, str, float, int]] = []
    for name, (availability, sentiment) in _fitted(train).items():
        of_kinds = macro_f1(kinds, availability(scopes))
        of_moods = macro_f1(moods, sentiment(scopes))
        rows.append(("availability", name, "macro-F1", of_kinds, len(held)))
        rows.append(("sentiment", name, "macro-F1", of_moods, len(held)))
    told = macro_f1(moods, by_lexicon(scopes))
    rows.append(("sentiment", LEXICON, "macro-F1", told, len(held)))
    if split in TESTS:
        sentences = [row for row in corpus.sentences() if row["split"] == split]
        rows += of_the_reader(read_all(Reader.of(corpus.names()), sentences))
    return pl.DataFrame(rows, schema=SCORE, orient="row")


def read_all(reader: Reader, rows: Sequence[dict[str, Any]]) -> list[Read]:
    """Every sentence through the reader."""
    found = []
    for row, readings in zip(rows, reader.read(map(corpus.text_of, rows)), strict=True):
        surest = by_player(readings)
        there = {label["code"] for label in row["players"]}
        found.append(Read(row, surest, frozenset(set(surest) - there)))
    return found


def by_lexicon(scopes: Iterable[str]) -> list[str]:
    """The sentiment of scopes by VADER's word list alone: -1, 0 or 1 as text."""
    analyser = SentimentIntensityAnalyzer()
    scores = [analyser.polarity_scores(words)["compound"] for words in scopes]
    return [str((score > PLAIN) - (score < -PLAIN)) for score in scores]


def _fitted(train: Sequence[Example]) -> dict[str, tuple[Predict, Predict]]:
    """Predictors of availability and sentiment: the baseline, spaCy's, and the project's."""
    words, cues = corpus.fit(train, "words"), corpus.fit(train, "cues")
    scopes = [each.words for each in train]
    kinds, moods = (
        partial(textcat.predict, textcat.fit(scopes, labels))
        for labels in (
            [each.availability for each in train],
            [str(each.label["sentiment"]) for each in train],
        )
    )
    return {
        BASELINE: (words[0].predict, words[1].predict),
        CATEGORISER: (kinds, moods),
        MODEL: (cues[0].predict, cues[1].predict),
    }


def _linking(read: Sequence[Read]) -> float:
    there = sum(len(each.row["players"]) for each in read)
    right = sum(label["code"] in each.readings for each in read for label in each.row["players"])
    wrong = sum(len(each.wrong) for each in read)
    return 2 * right / (there + right + wrong)


def of_the_reader(read: Sequence[Read]) -> list[tuple[str, str, str, float, int]]:
    """Scores of rules and classifier together, as users get them, on sentences read."""
    pairs = [(each, label) for each in read for label in each.row["players"]]
    hard = [pair for pair in pairs if pair[0].row["negation"] or pair[0].row["contrast"]]
    named = [pair for pair in pairs if pair[1]["injury"]]
    dated = [pair for pair in pairs if pair[1]["return_date"]]
    sure = [pair for pair in pairs if pair[1]["chance"] is not None]
    measures = (
        ("linking", "F1", pairs, _linking(read)),
        ("availability", "macro-F1", pairs, macro_f1(*_kinds(pairs))),
        (
            "negation and contrast",
            "accuracy",
            hard,
            _share(a == b for a, b in zip(*_kinds(hard), strict=True)),
        ),
        ("chance", "within 25", sure, _share(map(_chance_is_near, sure))),
        ("injury", "accuracy", named, _share(map(_injury_is_right, named))),
        ("return date", "same day", dated, _share(map(_day_is_right, dated))),
        ("sentiment", "macro-F1", pairs, macro_f1(*_moods(pairs))),
    )
    return [(task, "reader", measure, score, len(on)) for task, measure, on, score in measures]


Pair = tuple[Read, dict[str, Any]]


def _kinds(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    truth = [label["availability"] or NOTHING for _, label in pairs]
    said = [_said(pair) for pair in pairs]
    return truth, [each.claim.availability or NOTHING if each else "unread" for each in said]


def _moods(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    truth = [label["sentiment"] for _, label in pairs]
    return truth, [side(each.sentiment) if (each := _said(pair)) else 0 for pair in pairs]


def side(sentiment: float) -> int:
    """-1, 0 or 1 of a sentiment."""
    return (sentiment > OF_A_MIND) - (sentiment < -OF_A_MIND)


def _said(pair: Pair) -> Reading | None:
    read, label = pair
    return read.readings.get(label["code"])


def _chance_is_near(pair: Pair) -> bool:
    said = _said(pair)
    chance = None if said is None else said.claim.chance
    return chance is not None and abs(chance - pair[1]["chance"]) <= 25  # noqa: PLR2004 - FPL's step


def _injury_is_right(pair: Pair) -> bool:
    said = _said(pair)
    return said is not None and said.claim.injury == pair[1]["injury"]


def _day_is_right(pair: Pair) -> bool:
    said = _said(pair)
    return said is not None and said.claim.back == date.fromisoformat(pair[1]["return_date"])


def macro_f1(truth: Sequence[object], said: Sequence[object]) -> float:
    """The mean F1 of the classes there are."""
    return float(f1_score(truth, said, average="macro", labels=sorted(set(truth), key=str)))


def _share(right: Iterable[bool]) -> float:
    each = list(right)
    return sum(each) / len(each) if each else float("nan")
