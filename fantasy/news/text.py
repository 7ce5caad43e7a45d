"""Text as it came, made plain letter by letter, so that every place in it stays where it was."""

import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "news"
"""Where the project keeps its labelled sentences, lexicons and models."""

SAME = {
    **dict.fromkeys("‘’‛`´ʼ", "'"),  # noqa: RUF001 - quotes of every kind
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),  # noqa: RUF001 - dashes of every kind
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "þ": "t",
    "ı": "i",  # noqa: RUF001 - a letter of its own
    "ß": "s",
    "æ": "a",
    "Æ": "A",
    "œ": "o",
    "Œ": "O",
}


NO_WORD = re.compile(r"\S{120,}")
"""What is this long without a space is no word of any language."""


def fold(text: str) -> str:
    """A text of the same length without accents, odd quotes and characters nobody sees.

    What is no word is blank, so that nothing after takes long over it.
    """
    plain = "".join(map(_folded, text))
    return NO_WORD.sub(lambda found: " " * len(found[0]), plain)


@cache
def _folded(letter: str) -> str:
    if letter in SAME:
        return SAME[letter]
    if letter.isascii() and letter.isprintable():
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    if letter in "\n\r" or unicodedata.category(letter) in ("Zl", "Zp"):
        return "\n"
    return base if base.isprintable() and not base.isspace() else " "
