"""What a text says of whom: each mention with the words that are about it.

A sentence that names one player is about him; one that names several is cut where its clauses
meet, and players in a list share what is said of the list. Sentences that follow and only say
`he`, `his` or `the midfielder` go on about the player of the one before, if there was only one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from fantasy.news.linking import POSITIONS, Linked, Mention, sentences
from fantasy.news.people import Names

PLAYER, OTHER, CLUB, MANAGER = "PLAYER", "OTHER", "CLUB", "MANAGER"
CUTS = (
    frozenset({";", ".", "|", "\n", "•", "*"}),
    frozenset("but while whereas although though however unlike otherwise except than".split()),
    frozenset({"with", "as", "and", "-", "--", ":", "joining", "alongside", "plus"}),
    frozenset({",", "after", "because", "so", "or", "for", "of", "by", "instead"}),
)
"""Words that part clauses, those that part them most clearly first."""

LEADING = frozenset({"with", "as", "joining", "alongside", "for", "of", "by", "after", "-"})
"""Those of them that part only what they lead: a name not far behind."""

LED = 3
"""How many words behind such a word the name may stand."""

LISTS = re.compile(r"(?:[\s,&/+]|\band\b|\bor\b|\bplus\b|\bboth\b|\bas well as\b|\([^)]*\))*")
MORE = re.compile(r"\s*(?:[,.;|(&]|and\b|or\b|$)")
PRONOUN = re.compile(
    r"\b(?:he|his|him|himself|the (?:player|lad|boy|"
    r"[\w-]*(?:year-old|back|keeper|striker|forward|winger|midfielder|playmaker|defender|"
    r"international)))\b"
)
IT = re.compile(r"^[\"' ]*(?:it|that|this|no|we|i|hopefully|unfortunately|maybe|let|scans|tests)\b")
FRAGMENT = re.compile(
    r"^[\"' ]*(?:(?!.*\b(?:are|was|were|have|had)\b)(?:\S+ ){0,5}\S+$|"
    r"(?:out|back|fit|ready|available|doubtful|still|just|only|not|nothing|yes|should|could|will|won't|"
    r"may|might|expected|has|is|was|did|doesn't|isn't|hasn't|the (?:scan|injury|ban|\w+'s))\b)"
)
"""A sentence without a subject of its own goes on about him who was named before."""

HEADER = re.compile(r"(?:^|[\s.;|*•-])((?:[A-Za-z-]+ ){0,2}[A-Za-z-]+) ?: ?")
ELLIPSIS = re.compile(
    r"\b(?:nor|neither|so|as|like) (?:is|are|will|does|do|did|has|have|can|could|was)\s*$"
)
"""What says of the next player the same as of the one before."""

AUXILIARY = (
    r"(?:is|are|was|were|wo|will|would|ca|can|could|do|does|did|has|have|had|should|might|may)"
    r"(?:n't| ?not)?"
)
ADVERBS = (
    r"(?: (?:still|definitely|certainly|also|clearly|sadly|simply|probably|perhaps|just|now))*"
)
HELD_BACK = re.compile(
    rf"PLAYER(?: \([^)]*\))?,?{ADVERBS} {AUXILIARY}"
    r"(?= *(?:$|[.,;:!?\"|-]|(?:and|but|so|yet|either|though|however|who|he)\b))"
    r"|\b(?:but|and|though|just) not(?: so)?(?: for| to| with)? PLAYER(?= *(?:$|[.,;:!?\"|]))"
)
"""A clause that leaves its verb to the one before: `but PLAYER isn't`."""

SAID = re.compile(
    rf"PLAYER(?: \([^)]*\)|,[^,]*,)?{ADVERBS} (?:{AUXILIARY}\b)?{ADVERBS} ?([^.,;!?]+)"
)
"""What a clause says of its player, without the auxiliary it says it with."""

NOT = re.compile(r"\b(is|are|was|were|wo|would|ca|could|do|does|did|has|have|had|should)nt\b")
"""A not as it is typed in haste."""

NOT_HIM = re.compile(r"\W+(?:and )?(?:not|rather than) $")
"""What stands between him a sentence is about and him it is not: `It is Saka, not Palmer, who`."""

FARTHEST = 400
"""Characters from a name beyond which nothing is about it."""

BRACKET = re.compile(r"\s*\([^)]{0,80}\)")
Mark = tuple[int, int, str, Mention | None]
"""Where a name begins and ends, what stands for it, and the mention of a player."""

FOLLOWING = 2
"""How many sentences may go on about a player without naming him."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is said of one mention.

    Attributes:
        mention: the player's name in the text.
        words: what is about him, in small letters, with PLAYER for him, OTHER for other players,
            CLUB and MANAGER.
        sentence: where the sentence lies, in characters.
    """

    mention: Mention
    words: str
    sentence: tuple[int, int]


def scopes(doc: Doc, linked: Linked, names: Names) -> Iterator[Scope]:
    """The scope of every mention of a player, ambiguous ones included."""
    before: Scope | None = None
    for scope in _told(doc, linked, names):
        before = _completed(scope, before) if before else scope
        yield before


def _completed(scope: Scope, before: Scope) -> Scope:
    """A scope with the verb it leaves to the one before it: `Saka is fit, but Palmer isn't`."""
    held = HELD_BACK.search(scope.words)
    said = SAID.search(before.words) if held else None
    if held is None or said is None or before.mention == scope.mention:
        return scope
    words = f"{scope.words[: held.end()]} {said[1].strip(' ,')}{scope.words[held.end() :]}"
    return replace(scope, words=words)


def _told(doc: Doc, linked: Linked, names: Names) -> Iterator[Scope]:
    """The scopes as they stand in the text."""
    text, marks = linked.text, _marks(linked)
    told = [
        sentence
        for sentence in sentences(doc)
        if not text[sentence.start_char : sentence.end_char].isspace()
    ]
    begins = [sentence.start_char for sentence in told]
    by_sentence: dict[int, list[Mention]] = {}
    for each in linked.players:
        by_sentence.setdefault(bisect_right(begins, each.start) - 1, []).append(each)
    for place, inside in by_sentence.items():
        sentence = told[place]
        groups = _groups(text, inside)
        cuts = _cuts(doc, text, sentence, groups)
        for group, (start, end) in zip(groups, cuts, strict=True):
            for mention in group:
                own = _masked(text, (start, end), mention, group, marks)
                if len(inside) == 1:
                    own += _after(
                        text, told[place + 1 : place + 1 + FOLLOWING], mention, marks, names
                    )
                yield Scope(mention, own, (sentence.start_char, sentence.end_char))


def _groups(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand in a list together."""
    groups = [[mentions[0]]]
    for before, mention in pairwise(mentions):
        if _listed(text, before.end, mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _listed(text: str, end: int, mention: Mention) -> bool:
    """Whether a name stands in one list with the name that ends before it.

    A comma alone makes no list in a sentence that goes on: `Without Saka, Palmer starts`.
    """
    between = text[end : mention.start]
    if not between.strip() or LISTS.fullmatch(between) is None:
        return False
    line = text.rfind("\n", max(0, end - FARTHEST), end) + 1
    headed = HEADER.search(text, max(line, end - FARTHEST), end) is not None
    return (
        headed
        or re.search(r"[^,\s]", between) is not None
        or MORE.match(text, mention.end) is not None
    )


def _cuts(
    doc: Doc, text: str, sentence: Span, groups: list[list[Mention]]
) -> list[tuple[int, int]]:
    """Where what is said of each group begins and ends; the whole sentence where nothing parts."""
    starts, ends = [sentence.start_char], []
    for before, after in pairwise(groups):
        cut = _cut(doc, text, before[-1].end, after[0].start)
        aside = NOT_HIM.fullmatch(text, before[-1].end, after[0].start) is not None
        ends.append(sentence.end_char if cut is None or aside else cut)
        starts.append(sentence.start_char if cut is None else cut)
    return list(zip(starts, [*ends, sentence.end_char], strict=True))


def _cut(doc: Doc, text: str, start: int, end: int) -> int | None:
    """The clearest place between two mentions to part what is said of them."""
    between = text[start:end]
    if ELLIPSIS.search(between):
        return None
    header = list(HEADER.finditer(between))
    if header:
        return start + header[-1].start(1)
    tokens = list(doc.char_span(start, end, alignment_mode="contract") or ())
    for kind in CUTS:
        found = [
            token
            for token in tokens
            if token.lower_ in kind
            and not _in_a_word(token)
            and (token.lower_ not in LEADING or tokens[-1].i - token.i < LED)
        ]
        if found:
            return found[-1].idx
    return None


def _in_a_word(token: Token) -> bool:
    """Whether a dash holds a word together: `fit-again`."""
    return token.text == "-" and token.i > 0 and not token.nbor(-1).whitespace_


def _masked(
    text: str,
    part: tuple[int, int],
    mention: Mention,
    group: Sequence[Mention],
    marks: Sequence[Mark],
) -> str:
    """A part of the text with masks for names, no farther from his than `FARTHEST`.

    What stands in brackets after a name of a list is his alone.
    """
    start = max(part[0], min(mention.start, part[1]) - FARTHEST)
    end = min(part[1], max(mention.end, part[0]) + FARTHEST)
    near = marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))]
    masks = [
        (begin, stop, kind if who is None else PLAYER if _same(who, mention) else OTHER)
        for begin, stop, kind, who in near
    ]
    masks += [
        (*found.span(), "")
        for each in group
        if each != mention and start <= each.end < end and (found := BRACKET.match(text, each.end))
    ]
    words, at = [], start
    for begin, stop, mask in sorted(masks):
        if begin < at or stop > end:
            continue
        words += [text[at:begin].lower(), f" {mask} "]
        at = stop
    words.append(text[at:end].lower())
    return NOT.sub(r"\1n't", " ".join("".join(words).replace(" 's", "'s").split()))


def _marks(linked: Linked) -> list[Mark]:
    """Everybody and every club a text names, in their order."""
    players = [(each.start, each.end, PLAYER, each) for each in linked.players]
    clubs = [(start, end, CLUB, None) for start, end, _ in linked.clubs]
    managers = [(start, end, MANAGER, None) for start, end in linked.managers]
    return sorted([*players, *clubs, *managers], key=itemgetter(0, 1))


def _same(one: Mention, other: Mention) -> bool:
    return one == other or (one.code is not None and one.code == other.code)


def _after(
    text: str, sentences: Sequence[Span], mention: Mention, marks: Sequence[Mark], names: Names
) -> str:
    """What the next sentences go on to say of him."""
    said = []
    for sentence in sentences:
        start, end = sentence.start_char, sentence.end_char
        inside = marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))]
        if any(who is not None for *_, who in inside) or "\n" in text[start - 1 : start]:
            break
        words = _masked(text, (start, end), mention, (), marks)
        pronoun = PRONOUN.search(words)
        if pronoun is None and IT.match(words) is None and FRAGMENT.match(words) is None:
            break
        if pronoun is not None and not _fits(pronoun[0], mention, names):
            break
        said.append(words)
    return " ".join(["", *said])


def _fits(pronoun: str, mention: Mention, names: Names) -> bool:
    """Whether `the goalkeeper` can be the player who was named."""
    roles = {role for position in POSITIONS.values() for role in position if role in pronoun}
    if not roles or mention.code is None:
        return True
    position = names.players[mention.code].position
    return position is None or bool(roles & POSITIONS[position])
