"""FPL's own news: a language of a dozen sentences, such as `Knee injury - Expected back 28 Nov`."""

import re
from datetime import date

from fantasy.news.claims import CHANCES, Claim
from fantasy.news.dates import expected_return
from fantasy.news.injuries import injury
from fantasy.news.lexicon import first_rule

CHANCE = re.compile(r"(\d{1,3})% chance of playing")
BACK = re.compile(r"expected back (.+)$|(?:suspended|selection) until (.+)$")
ENDING = re.compile(
    r"\s+- (?:\d{1,3}% chance of playing|expected back .+|unknown return date|"
    r"suspended until .+)\.?$"
)


def read_flag(text: str, at: date) -> Claim | None:
    """What a news text of FPL's says; None if it is none of its sentences.

    The forms were read off the texts of 2018-19 to 2025-26; see `docs/results.md` for how often
    they agree with the status and chance FPL gave with them.

    Args:
        text: in small letters, folded.
        at: the day it is of, from which a day without a year is counted.
    """
    line = text.strip().rstrip(".").strip()
    rule = first_rule("flags", line)
    kind = None if rule is None else rule.availability
    ended = ENDING.search(text.strip())
    if not ended and kind not in {"suspended", "loaned", "transferred", "ineligible"}:
        return None
    chance = CHANCE.search(line)
    given = int(chance[1]) if chance else None
    back = BACK.search(line)
    when = expected_return((back[1] or back[2]) if back else "", at)
    if kind is None or (kind == "ineligible" and given):
        kind = "injured" if given is None or given == 0 else "doubtful"
    hurt = kind in {"injured", "doubtful", "ill"}
    return Claim(
        availability=kind,
        chance=(0 if kind == "ill" else CHANCES[kind]) if given is None else given,
        injury=(injury(line) or _reason(line)) if hurt else None,
        back=when.day,
        gameweeks=when.gameweeks,
        counted=given is not None,
    )


def _reason(line: str) -> str | None:
    """What stands before the dash, where no known injury does."""
    reason = ENDING.sub("", line).strip()
    return reason if reason and reason != "unknown" else None
