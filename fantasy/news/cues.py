"""What a scope's words amount to: names for turns of speech, so that few sentences teach many.

The words of each cue stand in `data/news/lexicon.toml`. They were written down from how football is
written about, and mended on the train and validation families, never on the test families.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import hypot

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from fantasy.news.injuries import any_injury
from fantasy.news.lexicon import patterns

TOLD_IN = ("injury", "ill", "suspended", "out", "doubt", "surgery")
"""Cues in whose words any injury is told: they are no judgement of a player."""

STRONG = 4.0
"""VADER's valence from which words count in full: two plain words of praise, or one strong one."""

NUMBERS = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
DAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
SILENCES = {
    "unfit": ("fit",),
    "not back": ("back",),
    "no ban": ("suspended",),
    "ineligible": ("loan", "gone"),
}
"""Cues that take back what another seems to say."""

DENIABLE = frozenset(
    "doubt back fit hurt injury ill suspended personal rested loan ineligible hopeful praise "
    "surgery gone out".split()
)
"""Cues that mean the contrary after a not or a no."""

DENIED = re.compile(
    r"(?:\b(?:not|no|never|without|nor|neither|hardly|barely|scarcely|nothing|none)\b|n't\b)"
    r"(?:(?!PLAYER|because|through|due to)[^.,;:|]){0,22}$|"
    r"\b(?:(?:not|rather than) PLAYER|den(?:y|ies|ied)|dismiss\w*|reject\w*|refut\w*|quash\w*|"
    r"play(?:s|ed) down|brush\w* aside|laugh\w* off|rubbish\w*|scotch\w*|far from|anything but|"
    r"ignore|(?:free|clear) of)\b[^.;|]{0,50}$"
)
"""What comes before a word and denies it."""

REFUTED = re.compile(
    r"[^.;|]{0,50}\b(?:wide of the mark|untrue|not true|false|nonsense|rubbish|baseless|unfounded|"
    r"groundless|premature|exaggerated|overblown|"
    r"(?:was|were|been) (?:denied|dismissed|rejected|eased|allayed))\b"
)
"""What comes after a word and denies it."""

REMEMBERED = 1024
"""Scopes whose cues are kept: two classifiers and the rest of a claim ask for them in turn."""

WORD_WEIGHT, PAIR_WEIGHT, LAST_WEIGHT = 0.7, 0.2, 0.7
"""Of words, of pairs of cues and of cues of the last clause, beside cues; chosen by folds of
families, none of them a test."""

LENGTH = 5.0
"""Of what is found in a scope, as a vector; chosen in the same way."""

CLAUSES = re.compile(
    r"[.;:!?\"\n]+|, |\b(?:but|though|although|while|yet|however)\b|"
    r"\band (?=(?:he|is|has|will|was|can|could|may|should|so)\b)"
)
"""What parts the clauses of a scope."""

SHORT = 5
"""Letters below which a word has no ending."""

MANY_WORDS = 20_000
"""Words whose stems are kept."""

ENDING = re.compile(r"(?<=\w\w\w)(?:ings?|ed|es|e|s|ly|ers?|ment)$")
WORDS = re.compile(r"[A-Z]{3,}|[a-z]+(?:'[a-z]+)?|[#%:;|\"!?]")


@lru_cache(REMEMBERED)
def cues(words: str) -> tuple[str, ...]:
    """The cues a scope's words hold."""
    found = [
        f"not {name}" if name in DENIABLE and _denied(words, match) else name
        for name, pattern in _patterns().items()
        if (match := pattern.search(words))
    ]
    silent = {other for name in found for other in SILENCES.get(name, ())}
    return tuple(name for name in found if name not in silent)


def _denied(words: str, said: re.Match[str]) -> bool:
    """Whether what is said is said not to be."""
    before = DENIED.search(words, 0, said.start())
    return before is not None or REFUTED.match(words, said.end()) is not None


@lru_cache(MANY_WORDS)
def stem(word: str) -> str:
    """A word without its ending: `trained`, `trains` and `training` are one.

    >>> stem("training"), stem("trained"), stem("ready")
    ('train', 'train', 'ready')
    """
    if len(word) < SHORT or not word.islower():
        return word
    bare = ENDING.sub("", word)
    return bare[:-1] if len(bare) > len("run") and bare[-1] == bare[-2] else bare


def tokens(words: str) -> list[str]:
    """A scope's words with numbers, months, days and complaints under one name each."""
    plain = any_injury().sub(" HURT ", DAYS.sub(" DAY ", MONTHS.sub(" MONTH ", words)))
    return WORDS.findall(NUMBERS.sub(" NUM ", plain))


def bag(words: str) -> list[str]:
    """The words of a scope, alone and in pairs."""
    return _with_pairs(tokens(words))


def _with_pairs(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def valence(words: str) -> tuple[float, float]:
    """How much good and how much bad the words of a scope hold, by VADER's lexicon.

    The words news of any injury is told in are left out: they are no judgement.
    """
    told = [_vader().get(word, 0.0) for word in WORDS.findall(_plain().sub(" ", words))]
    return sum(max(each, 0.0) for each in told), sum(max(-each, 0.0) for each in told)


@lru_cache(REMEMBERED)
def turns(words: str) -> dict[str, float]:
    """The cues of a scope, pairs of them and, counting for less, its words without their endings.

    What is said last is often the verdict, so its cues count again. However long the scope, all
    count for the same together.
    """
    found = cues(words)
    pairs = [f"<{a}+{b}>" for place, a in enumerate(found) for b in found[place + 1 :]]
    good, bad = valence(words)
    weights = {
        "<good>": min(1.0, good / STRONG),
        "<bad>": min(1.0, bad / STRONG),
        **dict.fromkeys(_with_pairs([stem(word) for word in tokens(words)]), WORD_WEIGHT),
        **dict.fromkeys((f"<{name}>" for name in found), 1.0),
        **dict.fromkeys(pairs, PAIR_WEIGHT),
        **dict.fromkeys((f"<last {name}>" for name in cues(_last_clause(words))), LAST_WEIGHT),
    }
    length = hypot(*weights.values()) or 1.0
    return {term: weight * LENGTH / length for term, weight in weights.items()}


def _last_clause(words: str) -> str:
    """The last clause of more than a word; nothing where there is only one."""
    clauses = [each for each in CLAUSES.split(words) if len(each.split()) > 1]
    return clauses[-1] if len(clauses) > 1 else ""


def words_only(words: str) -> dict[str, float]:
    """The words of a scope, alone and in pairs: the baseline."""
    return dict.fromkeys(bag(words), 1.0)


@cache
def _vader() -> Mapping[str, float]:
    """The valence of words, -4 to 4."""
    return dict(SentimentIntensityAnalyzer().lexicon)


@cache
def _plain() -> re.Pattern[str]:
    """Finds the words any injury is told in."""
    told = (patterns("cues")[name].pattern for name in TOLD_IN)
    return re.compile("|".join((any_injury().pattern, *told)))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """The expression of each cue; any word for what hurts is one too."""
    return {**patterns("cues"), "hurt": any_injury()}
