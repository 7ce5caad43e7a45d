"""What hurts: the words for it, under one name each."""

import re
from functools import cache

from fantasy.news.lexicon import patterns


def injury(text: str) -> str | None:
    """What hurts according to a text in small letters; None if it names nothing."""
    return next((name for name, found in patterns("injuries").items() if found.search(text)), None)


@cache
def any_injury() -> re.Pattern[str]:
    """Finds any word for what hurts."""
    return re.compile("|".join(found.pattern for found in patterns("injuries").values()))
