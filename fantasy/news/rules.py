"""Rules for what is said of a player, where the language is regular.

Each rule is a name, what it makes of the next match, and an expression over the words of a scope.
They are tried from the top; the first that fits speaks before the classifier does.
"""

import re
from dataclasses import dataclass

FIT, DOUBTFUL, INJURED, ILL, SUSPENDED = "fit", "doubtful", "injured", "ill", "suspended"
PERSONAL, RESTED, TRANSFERRED, LOANED = "personal", "rested", "transferred", "loaned"
INELIGIBLE, RETURNED, NOTHING = "ineligible", "returned", "nothing"


@dataclass(frozen=True)
class Rule:
    """A way to say something of a player's next match.

    Attributes:
        name: of the rule.
        availability: what it says, one of `claims.CLASSES`.
        pattern: over a scope's words.
    """

    name: str
    availability: str
    pattern: re.Pattern[str]


def _rule(name: str, availability: str, words: str) -> Rule:
    return Rule(name, availability, re.compile(words))


RULES = (
    _rule(
        "list: out",
        INJURED,
        r"^(?:the )?(?:ruled )?(?:out|injured|injuries|unavailable|absent|absentees|sidelined|missing|misses out|ruled out) ?: ",
    ),
    _rule(
        "list: doubtful",
        DOUBTFUL,
        r"^(?:the )?(?:major )?(?:doubtful|doubts?|questionable|late calls?|to be assessed|50-50|game-time decisions?) ?: ",
    ),
    _rule("list: suspended", SUSPENDED, r"^(?:suspended|banned|suspensions?|bans?) ?: "),
    _rule("list: ill", ILL, r"^(?:ill|sick|illness) ?: "),
    _rule(
        "list: back",
        RETURNED,
        r"^(?:back|returning|returns|available again|back in contention|in contention again) ?: ",
    ),
    _rule(
        "list: fit",
        FIT,
        r"^(?:fit|available|passed fit|in contention|starts?|predicted (?:line-?up|xi|eleven)|line-?up|xi) ?: ",
    ),
    _rule("list: rested", RESTED, r"^(?:rested|rotated) ?: "),
    _rule("list: ineligible", INELIGIBLE, r"^(?:ineligible|cup-tied|not registered) ?: "),
    _rule("list: loan", LOANED, r"^(?:loaned(?: out)?|out on loan|on loan|loans?) ?: "),
    _rule("status", INJURED, r"PLAYER(?: \( ?CLUB ?\))? ?[:|-] (?:injured|out|ruled out)\b"),
    _rule(
        "status",
        DOUBTFUL,
        r"PLAYER(?: \( ?CLUB ?\))? ?[:|-] (?:doubt\w*|questionable)\b",
    ),
    _rule("status", SUSPENDED, r"PLAYER(?: \( ?CLUB ?\))? ?[:|-] (?:suspended|banned)\b"),
    _rule(
        "chance given",
        DOUBTFUL,
        r"\b(?:25|50|75)% (?:chance|doubt|likely|to (?:play|feature|start))|\bdoubt (?:25|50|75)%|PLAYER \( ?(?:25|50|75)%",
    ),
    _rule(
        "not yet",
        INJURED,
        r"\bnot yet ready|not ready yet|yet to (?:resume|return to) (?:full |running|train)",
    ),
    _rule(
        "extent unknown",
        DOUBTFUL,
        r"(?:extent|severity)\b[^.;]*\b(?:not|yet to be|un)\s?\w*\s?(?:known|clear|determined)",
    ),
    _rule(
        "ban served",
        RETURNED,
        r"(?:ban|suspension) (?:is|has|was) (?:now )?(?:over|finished|expired|served|complete\w*|ended)|"
        r"(?:served|completed) (?:his|the|a) [\w-]*\s?(?:ban|suspension)",
    ),
    _rule(
        "not fit",
        INJURED,
        r"\b(?:isn't|is not|not|won't be) (?:quite |yet |fully )*(?:fit|ready|right) (?:yet|enough)?\b|PLAYER (?:isn't|is not) fit",
    ),
    _rule("no doubt", FIT, r"\b(?:not|no longer) (?:a|in) doubt\b|no doubt (?:about|over) PLAYER"),
)


def matched(words: str) -> Rule | None:
    """The first rule that fits the words of a scope; None if none does."""
    return next((rule for rule in RULES if rule.pattern.search(words)), None)
