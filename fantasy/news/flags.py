"""FPL's own news: a language of a dozen sentences, such as `Knee injury - Expected back 28 Nov`."""

import re
from datetime import date

from fantasy.news.claims import CHANCES, Claim
from fantasy.news.dates import expected_return
from fantasy.news.injuries import injury

CHANCE = re.compile(r"(\d{1,3})% chance of playing")
BACK = re.compile(r"expected back (.+)$|(?:suspended|selection) until (.+)$")
ENDING = re.compile(
    r"\s+- (?:\d{1,3}% chance of playing|expected back .+|unknown return date|suspended until .+)\.?$"
)
KINDS = (
    ("suspended", r"suspended until|^suspended\b(?! by)|^banned|red card|serving a"),
    (
        "ineligible",
        r"recalled by|loan (?:deal )?(?:ended|terminated|spell ended|was cancelled)|"
        r"loan deal with .* cancelled",
    ),
    (
        "loaned",
        r"\bloan(?:ed)?\b|loaened|season[- ]long (?:to\b|deal)|^(?:has )?joine?[ds]? .+ "
        r"(?:for the rest of|until)",
    ),
    (
        "transferred",
        r"transfer|trasfer|permanent|mutual (?:consent|agreement)|mutual termination|contract cancelled|signed by|^(?:has )?join(?:ed|s)?\b|"
        r"^signed for|^sold to|^moved to|contract (?:\w+ )*(?:ended|ends|expire[ds]|terminated)|"
        r"contact terminated|released|retire[ds]|left (?:the )?club|left .+ by|free agent|departed the club|^has left",
    ),
    (
        "ineligible",
        r"ineligible|not included in|parent club|not registered|registration|selection|"
        r"international duty|world cup|asian|afcon|africa|copa|olympic|gold cup|unavailable|not available|not in squad|u18 team|"
        r"visa|work permit|quarantine|suspended by|not training with|loan conditions|pending",
    ),
    ("personal", r"personal|family|bereave|compassionate|paternity|birth|mental"),
    ("rested", r"\brest(?:ed|ing)?\b"),
    (
        "ill",
        r"isolat\w*|\bill\b|illness|covid|coronavirus|virus|flu\b|sick|tonsillitis|malaria",
    ),
)
PATTERNS = tuple((kind, re.compile(words)) for kind, words in KINDS)


def read_flag(text: str, at: date) -> Claim | None:
    """What a news text of FPL's says; None if it is none of its sentences.

    The forms were read off the texts of 2018-19 to 2025-26; see `docs/results.md` for how often
    they agree with the status and chance FPL gave with them.

    Args:
        text: in small letters, folded.
        at: the day it is of, from which a day without a year is counted.
    """
    line = text.strip().rstrip(".").strip()
    kind = next((kind for kind, pattern in PATTERNS if pattern.search(line)), None)
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
    )


def _reason(line: str) -> str | None:
    """What stands before the dash, where no known injury does."""
    reason = ENDING.sub("", line).strip()
    return reason if reason and reason != "unknown" else None
