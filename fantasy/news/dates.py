"""When a player should be back, from the words a text says it in.

A time given from one point to another ("three to four weeks") means the later one: nobody is
counted on before. A day without a year is the first of that name at or after the item's time,
or a few weeks before it where a text speaks of what is just over.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "couple": 2,
    "a couple of": 2,
    "few": 3,
    "a few": 3,
    "several": 4,
    "fortnight": 2,
}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
MONTHS["sept"] = 9
DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WINDOWS = ((9, 1, 9), (10, 6, 14), (11, 10, 18), (3, 22, 31))
"""Month and days of the windows for international matches, as FIFA's calendar has them."""

SEASON_ENDS = (5, 25)
NEW_YEAR, CHRISTMAS = (1, 1), (12, 25)
PAST_DAYS = 45
"""How far a day may lie back and still be meant without a year."""

_number = r"(?:\d{1,2}|a couple of|a few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple|few|several)"
_month = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
SPAN = re.compile(
    rf"\b(?:(?P<low>{_number})(?:\s*(?:-|to|or|and)\s*))?(?P<high>{_number})"
    r"(?:\s+(?:more|further|full|or so))?[\s-]+(?P<unit>days?|weeks?|months?|games?|matches|match|gameweeks?)\b"
)
FORTNIGHT = re.compile(r"\b(?:a|the next) fortnight\b|\bfortnight\b")
NAMED_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_month})\b(?:,? (?P<year>20\d\d))?"
)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_month}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d\d))?"
)
SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?\b")
IN_MONTH = re.compile(
    rf"\b(?P<part>(?:the )?(?:start|beginning|early|middle|mid|end|late|back end)(?: of| part of|-|))"
    rf"?\s*(?P<month>{_month})\b"
)
WEEKDAY = re.compile(rf"\b(?:(?P<next>next) )?(?P<day>{'|'.join(DAYS)})\b")
FOR_GOOD = re.compile(
    r"rest of (?:the|this) (?:season|campaign)|season[- ]ending|season is over|"
    r"(?:end|remainder) of (?:the|this) (?:season|campaign)|until (?:the )?summer|"
    r"(?:until|not before) next (?:season|term)|(?:again )?this (?:season|term) is unlikely|"
    r"not (?:play|feature) again this (?:season|term)|season-long"
)
BREAK = re.compile(
    r"(?:after|until after|following|the other side of|over) the (?:next )?international (?:break|window)|after the break|back after the internationals?"
)


@dataclass(frozen=True)
class Back:
    """When somebody is back: a day, or a number of gameweeks he misses, or neither is known."""

    day: date | None = None
    gameweeks: int | None = None


def expected_return(text: str, at: date) -> Back:
    """When a text in small letters says somebody will be back, counted from the day it is of."""
    if FOR_GOOD.search(text):
        return Back(_next(at, *SEASON_ENDS))
    if BREAK.search(text):
        return Back(after_the_break(at))
    for read in (_named_day, _span, _in_month, _festive, _weekday, _next_week):
        back = read(text, at)
        if back is not None:
            return back
    return Back()


def after_the_break(at: date) -> date:
    """The first Saturday after the international window that comes next."""
    ends = [
        end
        for year in (at.year, at.year + 1)
        for month, _, last in WINDOWS
        if (end := date(year, month, last)) >= at
    ]
    end = min(ends)
    return end + timedelta(days=(5 - end.weekday()) % 7)


def _named_day(text: str, at: date) -> Back | None:
    for pattern in (NAMED_DAY, MONTH_FIRST, SLASHED):
        found = pattern.search(text)
        if found is None:
            continue
        month = found["month"]
        number = int(month) if month.isdecimal() else MONTHS[month]
        day = _day(int(found["day"]), number, found["year"], at)
        if day is not None:
            return Back(day)
    return None


def _day(day: int, month: int, year: str | None, at: date) -> date | None:
    """The day meant, None for one no calendar has."""
    if year is not None:
        return _safe(int(year) % 100 + 2000, month, day)
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    near = [found for each in (-1, 0, 1) if (found := _safe(at.year + each, month, day))]
    later = [each for each in near if each >= at - timedelta(days=PAST_DAYS)]
    return min(later, default=None)


def _span(text: str, at: date) -> Back | None:
    found = SPAN.search(text)
    if found is None or _is_past(text, found.start(), found.end()):
        if FORTNIGHT.search(text) and not re.search(r"last fortnight|fortnight ago", text):
            return Back(at + timedelta(weeks=2))
        return None
    count = _count(found["high"])
    unit = found["unit"]
    if unit.startswith(("game", "match")):
        return Back(gameweeks=count)
    if unit.startswith("month"):
        return Back(at + timedelta(days=30 * count))
    return Back(at + timedelta(days=count * (7 if unit.startswith("week") else 1)))


def _is_past(text: str, start: int, end: int) -> bool:
    """Whether a stretch of time is behind: `the last three weeks`, `two games ago`."""
    before, after = text[max(0, start - 24) : start], text[end : end + 12]
    gone = r"(?:last|past|previous|missed(?: the)?|after|for the last|since|first|these|his|just|only|(?:has|have|'s) (?:had|been)\b[^.;]*for)\s+$"
    return bool(
        re.search(gone, before) or re.match(r"\s+(?:ago|off|old|earlier|out\b(?=.*back))", after)
    )


def _in_month(text: str, at: date) -> Back | None:
    for found in IN_MONTH.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        if found["month"] == "may" and not (
            found["part"] or re.search(r"(?:in|until|till|by|of|before) $", before)
        ):
            continue
        if re.search(r"(?:since|last|back in|from) $", before):
            continue
        month = MONTHS[found["month"]]
        part = (found["part"] or "").strip()
        if part.startswith(("end", "the end", "late", "back end", "the back")):
            number = 28
        elif "mid" in part:
            number = 15
        else:
            number = 1
        day = _day(number, month, None, at)
        return None if day is None else Back(max(day, at))
    return None


def _festive(text: str, at: date) -> Back | None:
    if re.search(r"new year", text):
        return Back(_next(at, *NEW_YEAR))
    if re.search(r"(?:until|before|after|by|for|over) (?:christmas|the festive)", text):
        return Back(_next(at, *CHRISTMAS))
    return None


def _weekday(text: str, at: date) -> Back | None:
    found = WEEKDAY.search(text)
    if found is None or not re.search(
        r"(?:back|return\w*|available|ready|until|be fit)\b[^.]{0,40}$", text[: found.start()]
    ):
        return None
    ahead = (DAYS[found["day"]] - at.weekday()) % 7 or 7
    return Back(at + timedelta(days=ahead + (7 if found["next"] and ahead < 3 else 0)))  # noqa: PLR2004


def _next_week(text: str, at: date) -> Back | None:
    if re.search(r"\bnext week(?:end)?\b|in a week\b|within days|days away", text):
        return Back(at + timedelta(days=7))
    if re.search(r"\bnext month\b", text):
        return Back(at + timedelta(days=30))
    return None


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


def _next(at: date, month: int, day: int) -> date:
    """The next such day, today included."""
    this = date(at.year, month, day)
    return this if this >= at else date(at.year + 1, month, day)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
