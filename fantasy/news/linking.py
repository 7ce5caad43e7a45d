"""Who is meant: names in a text, and the one player each can only be.

A name that may be several players' is resolved by the clubs it stands among and by who was named
before; where two are left it is reported and never guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from fantasy.news.people import Names

ROLES = frozenset(
    "captain skipper striker forward winger midfielder playmaker defender centre-back full-back "
    "left-back right-back goalkeeper keeper stopper star man duo pair trio teenager youngster "
    "veteran talisman loanee target boss manager coach gaffer head".split()
)
POSITIONS = {
    "GKP": frozenset("goalkeeper keeper stopper".split()),
    "DEF": frozenset("defender centre-back full-back left-back right-back wing-back".split()),
    "MID": frozenset("midfielder playmaker winger".split()),
    "FWD": frozenset("striker forward winger".split()),
}
MANAGER = re.compile(r"\b(?:manager|boss|coach|gaffer) ((?:[A-Z][\w'-]+ ?){1,3}(?<! ))")
WORDS = frozenset(
    "Young White Long King March Wood Rice Fish Price Best Little Small Bell Cash Cook Hill Son "
    "May August Royal Burn Mount Field Banks Rose Bush Love Sharp Hunt Green Brown Black Gray Grey "
    "Reed Read Law Day Knight Bishop Page Moon Gordon Grant Mark Will Gill Bent Case Cole Ward "
    "Rodrigo Onana Dean Forest Villa Palace Watts Field Stone Stones Pickering West North Parish "
    "Moss Lamb Swift Nelson Golden Rush Wise Strong Savage Noble Power Pope Guard Rice Hope Joy "
    "Summer Winter Christmas Friday Saturday Monday Sunday Player Other Champion Winks Fox".split()
)
"""Surnames that are words or places too: they count alone only where no word would stand."""

MONTHISH = frozenset("in until till by since early mid late end of next last during".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start: where it begins, in characters.
        end: where it ends.
        code: the player; None if it may be several.
        candidates: the players it may be.
    """

    start: int
    end: int
    code: int | None
    candidates: frozenset[int]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a text names.

    Attributes:
        text: as it was read, folded.
        players: mentions of players, in order.
        clubs: places (start, end, code) of clubs.
        managers: places (start, end) of managers.
    """

    text: str
    players: tuple[Mention, ...]
    clubs: tuple[tuple[int, int, int], ...]
    managers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Linker:
    """Finds a season's players and clubs in texts.

    Attributes:
        names: what to look for.
        nlp: the pipeline that cuts texts into words and sentences.
    """

    names: Names
    nlp: Language

    @cached_property
    def _whole(self) -> PhraseMatcher:
        return self._matcher("LOWER", self.names.whole)

    @cached_property
    def _alone(self) -> PhraseMatcher:
        names = self.names.alone
        return self._matcher("ORTH", [*names, *(name.upper() for name in names if len(name) > 3)])  # noqa: PLR2004

    @cached_property
    def _clubs(self) -> PhraseMatcher:
        return self._matcher("LOWER", self.names.clubs)

    @cached_property
    def _lower(self) -> dict[str, frozenset[int]]:
        """Names of several words in small letters."""
        found: dict[str, frozenset[int]] = {}
        for name, codes in self.names.whole.items():
            key = _key(self.nlp.make_doc(name))
            found[key] = found.get(key, frozenset()) | codes
        return found

    @cached_property
    def _single(self) -> dict[str, frozenset[int]]:
        """Single names as written and in capitals."""
        found: dict[str, frozenset[int]] = {}
        for name, codes in self.names.alone.items():
            for key in {name, name.upper()}:
                found[key] = found.get(key, frozenset()) | codes
        return found

    def _matcher(self, attribute: str, names: Iterable[str]) -> PhraseMatcher:
        matcher = PhraseMatcher(self.nlp.vocab, attr=attribute)
        matcher.add("name", [self.nlp.make_doc(name) for name in sorted(names)])
        return matcher

    def link(self, doc: Doc, *, clubs: Iterable[int] = ()) -> Linked:
        """Who and which clubs a text names.

        Args:
            doc: the folded text through the pipeline.
            clubs: codes of clubs it stands under.
        """
        spans = filter_spans([*self._whole(doc, as_spans=True), *self._alone(doc, as_spans=True)])
        club_spans = filter_spans(self._clubs(doc, as_spans=True))
        named = {token.i for span in club_spans for token in span}
        spans = [span for span in spans if not {token.i for token in span} & named]
        taken = {token.i: span for span in spans for token in span}
        text = doc.text
        people = list(_managers(doc, text, named, taken))
        others = {token.i for span in people for token in span}
        found = [
            (span, codes)
            for span in spans
            if not {token.i for token in span} & others
            and (codes := self._candidates(span))
            and (len(span) > 1 or _stands_alone(span[0], named, self.names.first_names))
        ]
        places = tuple((span.start_char, span.end_char, self._club(span)) for span in club_spans)
        return Linked(
            text,
            tuple(self._resolved(doc, text, found, frozenset(clubs), places)),
            places,
            tuple((span.start_char, span.end_char) for span in people),
        )

    def _candidates(self, span: Span) -> frozenset[int]:
        whole = self._lower.get(_key(span))
        return whole or self._single.get(span.text, frozenset())

    def _club(self, span: Span) -> int:
        return self.names.clubs[span.text.lower()]

    def _resolved(
        self,
        doc: Doc,
        text: str,
        found: list[tuple[Span, frozenset[int]]],
        under: frozenset[int],
        places: tuple[tuple[int, int, int], ...],
    ) -> Iterator[Mention]:
        """Each mention with its player, where only one is left.

        What decides is, in this order: the club the text stands under, the clubs of the sentence,
        who was named before, the clubs of the paragraph, those of the text; a full name needs none.
        """
        everywhere = under | {code for *_, code in places}
        named: set[int] = set()
        begins = [sentence.start_char for sentence in sentences(doc)]
        for span, codes in found:
            after = bisect_right(begins, span.start_char)
            ends = begins[after] if after < len(begins) else len(text)
            sentence = _between(places, begins[after - 1], ends)
            paragraph = _between(places, *_paragraph(text, span.start_char))
            of_a_club = {code: self.names.players[code].team_code for code in codes}
            narrowed = (
                {code for code, club in of_a_club.items() if club in under},
                {code for code, club in of_a_club.items() if club in sentence},
                codes & named,
                {code for code, club in of_a_club.items() if club in paragraph},
                {code for code, club in of_a_club.items() if club in everywhere},
                codes if len(span) > 1 or not everywhere else frozenset(),
            )
            left = next((each for each in narrowed if each), frozenset())
            code = next(iter(left)) if len(left) == 1 else None
            if code is not None:
                named.add(code)
            yield Mention(span.start_char, span.end_char, code, codes)


def sentences(doc: Doc) -> list[Span]:
    """The sentences of a doc: `Doc.sents`, at a tenth of its time."""
    marked = np.flatnonzero(doc.to_array("SENT_START") == 1).tolist()
    bounds = [*dict.fromkeys((0, *marked)), len(doc)]
    return [doc[start:end] for start, end in pairwise(bounds)]


def pipeline() -> Language:
    """English words and sentences, without anything downloaded."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "\n", "…"]})
    nlp.max_length = 2_000_000
    return nlp


def _between(places: tuple[tuple[int, int, int], ...], start: int, end: int) -> frozenset[int]:
    """The clubs named in a part of a text."""
    return frozenset(code for at, _, code in places if start <= at < end)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    """Where the paragraph of a place begins and ends."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _key(span: Span | Doc) -> str:
    return " ".join(token.lower_ for token in span)


def _stands_alone(token: Token, named: set[int], first_names: frozenset[str]) -> bool:
    """Whether a single name is nobody else's: no other name before it, no surname after it."""
    doc = token.doc
    before = doc[token.i - 1] if token.i else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    shouted = token.is_upper and len(token) > 1
    if after is not None and _is_name(after) and after.i not in named and not shouted:
        return False
    if token.text in WORDS and not _is_surely_a_name(token, before, after):
        return False
    if before is None or shouted or before.i in named or not _is_name(before):
        return True
    opens = before.is_sent_start or doc[before.i - 1].is_punct
    return before.lower_ in ROLES or (opens and before.text not in first_names)


def _is_name(token: Token) -> bool:
    return token.is_title and token.is_alpha and len(token) > 1


def _is_surely_a_name(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a surname that is a word too is used as a name."""
    if before is not None and (before.lower_ in MONTHISH or before.like_num):
        return False
    if after is not None and after.like_num:
        return False
    return not token.is_sent_start or (
        after is not None and after.lower_ in {"is", "has", "'s", "will"}
    )


def _managers(doc: Doc, text: str, named: set[int], taken: dict[int, Span]) -> Iterator[Span]:
    """People introduced as managers, and later mentions of their surnames."""
    surnames, told = set(), set()
    for found in MANAGER.finditer(text):
        span = _span(doc, found.span(1))
        surnames.add(span[-1].text)
        told.add(span[-1].i)
        yield span
    for surname in surnames:
        for found in re.finditer(rf"\b{re.escape(surname)}\b", text):
            span = _span(doc, found.span())
            whole = taken.get(span[0].i)
            free = span[0].i not in named | told
            if free and (whole is None or len(whole) == 1):
                yield span


def _span(doc: Doc, part: tuple[int, int]) -> Span:
    """The words a part of the text touches."""
    span = doc.char_span(*part, alignment_mode="expand")
    assert span is not None  # noqa: S101 - the part is of this text
    return span
