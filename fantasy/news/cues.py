"""What a scope's words amount to: names for turns of speech, so that few sentences teach many.

The words of each cue stand in `data/news/lexicon.toml`. They were written down from how football is
written about, and mended on the train and validation families, never on the test families.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise

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
    "surgery gone".split()
)
"""Cues that mean the contrary after a not or a no."""

DENIED = re.compile(
    r"(?:\b(?:not|no|never|without|nor|neither|hardly|barely|nothing)\b|n't\b)[^.,;:|]{0,22}$"
)
REMEMBERED = 1024
"""Scopes whose cues are kept: two classifiers and the rest of a claim ask for them in turn."""

WORD_WEIGHT, PAIR_WEIGHT = 0.7, 0.2
"""Of words and of pairs of cues beside cues; chosen by folds of families, none of them a test."""

WORDS = re.compile(r"[A-Z]{3,}|[a-z]+(?:'[a-z]+)?|[#%:;|\"!?]")


@lru_cache(REMEMBERED)
def cues(words: str) -> tuple[str, ...]:
    """The cues a scope's words hold."""
    found = [
        f"not {name}" if name in DENIABLE and DENIED.search(words, 0, match.start()) else name
        for name, pattern in _patterns().items()
        if (match := pattern.search(words))
    ]
    silent = {other for name in found for other in SILENCES.get(name, ())}
    return tuple(name for name in found if name not in silent)


def tokens(words: str) -> list[str]:
    """A scope's words with numbers, months, days and complaints under one name each."""
    plain = any_injury().sub(" HURT ", DAYS.sub(" DAY ", MONTHS.sub(" MONTH ", words)))
    return WORDS.findall(NUMBERS.sub(" NUM ", plain))


def bag(words: str) -> list[str]:
    """The words of a scope, alone and in pairs."""
    own = tokens(words)
    return [*own, *(f"{a} {b}" for a, b in pairwise(own))]


def valence(words: str) -> tuple[float, float]:
    """How much good and how much bad the words of a scope hold, by VADER's lexicon.

    The words news of any injury is told in are left out: they are no judgement.
    """
    told = [_vader().get(word, 0.0) for word in WORDS.findall(_plain().sub(" ", words))]
    return sum(max(each, 0.0) for each in told), sum(max(-each, 0.0) for each in told)


@lru_cache(REMEMBERED)
def turns(words: str) -> dict[str, float]:
    """The cues of a scope, pairs of them and, counting for less, its words."""
    found = cues(words)
    pairs = [f"<{a}+{b}>" for place, a in enumerate(found) for b in found[place + 1 :]]
    good, bad = valence(words)
    return {
        "<good>": min(1.0, good / STRONG),
        "<bad>": min(1.0, bad / STRONG),
        **dict.fromkeys(bag(words), WORD_WEIGHT),
        **dict.fromkeys((f"<{name}>" for name in found), 1.0),
        **dict.fromkeys(pairs, PAIR_WEIGHT),
    }


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
