"""Reading a text: every player it names, and what it says of each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np
from spacy.language import Language

from fantasy.news import cues
from fantasy.news.claims import CHANCES, NOTHING, Claim
from fantasy.news.dates import Back, expected_return
from fantasy.news.flags import read_flag
from fantasy.news.injuries import injury
from fantasy.news.lexicon import first_rule
from fantasy.news.linking import Linker, Mention, pipeline
from fantasy.news.models import TextModel
from fantasy.news.people import Names
from fantasy.news.scopes import Scope, scopes
from fantasy.news.text import DATA, fold

AVAILABILITY, SENTIMENT = (DATA / f"{name}.npz" for name in ("availability", "sentiment"))
PERCENT = re.compile(r"\b(100|\d{1,2}) ?(?:%|per ?cent)")
FLAG = re.compile(r"\s*[-:|]\s*(.+)")
MOODS = {"-1": -1.0, "0": 0.0, "1": 1.0}
LONGEST = 100_000
"""Characters of a text that are read."""

UNSURE = 0.3
"""The probability below which the classifier's word is not taken; chosen on validation families."""

MOST_MENTIONS = 500
"""Of players in a text that are read; no article has as many."""

BATCH = 64


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read.

    Attributes:
        text: as it came.
        at: the day it is of.
        clubs: codes of the clubs it stands under.
    """

    text: str
    at: date
    clubs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a player.

    Attributes:
        code: FPL's; None where the name may be several players'.
        candidates: whom the name may mean.
        name: as the text writes it.
        claim: on his next match.
        sentiment: towards him, -1 to 1.
        evidence: the sentence it rests on.
        rule: the rule that fits; None if none does.
        model: the classifier's word on his availability.
        probability: it gives to that.
    """

    code: int | None
    candidates: frozenset[int]
    name: str
    claim: Claim
    sentiment: float
    evidence: str
    rule: str | None
    model: str
    probability: float


@dataclass(frozen=True)
class Reader:
    """Reads texts of a season.

    Attributes:
        linker: knows the players and clubs.
        availability: the classifier of what a scope says of the next match.
        sentiment: the classifier of its mood.
    """

    linker: Linker
    availability: TextModel
    sentiment: TextModel

    @classmethod
    def of(cls, names: Names, *, nlp: Language | None = None) -> "Reader":
        """A reader for a season's names, with the models the project ships.

        Raises:
            InputError: if the models do not read.
        """
        return cls(
            Linker(names, nlp or pipeline()),
            TextModel.load(AVAILABILITY),
            TextModel.load(SENTIMENT),
        )

    def read(self, texts: Iterable[Text]) -> Iterator[list[Reading]]:
        """What each text says, player by player in the order they are named."""
        folded = ((fold(each.text[:LONGEST]), each) for each in texts)
        docs = self.linker.nlp.pipe(folded, as_tuples=True, batch_size=BATCH)
        for doc, text in docs:
            linked = self.linker.link(doc, clubs=text.clubs)
            found = list(islice(scopes(doc, linked, self.linker.names), MOST_MENTIONS))
            yield list(self._readings(text, found))

    def _readings(self, text: Text, found: Sequence[Scope]) -> Iterator[Reading]:
        if not found:
            return
        words = [scope.words for scope in found]
        kinds = self.availability.probabilities(words)
        moods = self.sentiment.probabilities(words) @ self._moods
        for scope, kind, mood in zip(found, kinds, moods, strict=True):
            start, end = scope.sentence
            evidence = " ".join(text.text[start:end].split())
            yield self._reading(text, scope, kind, float(mood), evidence)

    @cached_property
    def _moods(self) -> np.ndarray:
        return np.array([MOODS[name] for name in self.sentiment.classes])

    def _reading(
        self,
        text: Text,
        scope: Scope,
        kind: np.ndarray,
        mood: float,
        evidence: str,
    ) -> Reading:
        mention = scope.mention
        best = int(kind.argmax())
        model = self.availability.classes[best]
        flag = _flag_beside(text, scope)
        rule = None if flag else first_rule("rules", scope.words)
        heard = model if kind[best] >= UNSURE else NOTHING
        said = rule.availability if rule else heard
        claim = flag or _claim(said, scope.words, text.at)
        return Reading(
            code=mention.code,
            candidates=mention.candidates,
            name=_name(text.text, mention),
            claim=claim,
            sentiment=round(mood, 3),
            evidence=evidence,
            rule="FPL's news" if flag else rule.name if rule else None,
            model=model,
            probability=round(float(kind[best]), 3),
        )


def by_player(readings: Iterable[Reading]) -> dict[int, Reading]:
    """Of each player the text surely names, the reading that says most surely how he is."""
    found: dict[int, Reading] = {}
    for each in readings:
        if each.code is None:
            continue
        other = found.get(each.code)
        if other is None or _surer(each) > _surer(other):
            found[each.code] = each
    return found


def _surer(reading: Reading) -> tuple[bool, bool, float]:
    return (
        reading.claim.availability is not None,
        reading.rule is not None,
        reading.probability,
    )


def read_text(text: str, at: date) -> Claim | None:
    """What a text that names nobody says, such as FPL's own news; None if it says nothing known."""
    return read_flag(fold(text[:LONGEST]).lower(), at)


def _name(text: str, mention: Mention) -> str:
    return text[mention.start : mention.end]


def _flag_beside(text: Text, scope: Scope) -> Claim | None:
    """FPL's own news after a name, as in `Saka - Knee injury - Expected back 28 Nov`."""
    start, end = scope.sentence
    after = FLAG.match(text.text[scope.mention.end : end])
    if after is None or text.text[start : scope.mention.start].strip():
        return None
    return read_flag(fold(after[1]).lower(), text.at)


def _claim(availability: str, words: str, at: date) -> Claim:
    """The rest of what a scope says, given what it says of the next match."""
    if availability == NOTHING:
        return Claim()
    found = frozenset(cues.cues(words))
    hurt = availability in {"injured", "doubtful", "ill"}
    ahead = availability not in {"fit", "returned", "transferred", "loaned"}
    back = expected_return(words, at) if ahead else Back()
    return Claim(
        availability=availability,
        chance=_chance(availability, words, found),
        injury=injury(words) if hurt else None,
        back=back.day,
        gameweeks=back.gameweeks,
        counted=availability in {"doubtful", "ill"} and PERCENT.search(words) is not None,
    )


def _chance(availability: str, words: str, found: frozenset[str]) -> int:
    """The chance of playing in percent: as given, or as the words for it are used."""
    given = PERCENT.search(words)
    if given and availability in {"doubtful", "ill"}:
        return int(given[1])
    if availability == "doubtful":
        if "gloomy" in found:
            return 25
        return 75 if "hopeful" in found and "doubt" not in found else 50
    if availability == "ill" and "out" in found:
        return 0
    return CHANCES[availability]
