"""A small grammar: `[this|that]` is one of the two, `{slot}` is filled in."""

import re
from collections.abc import Mapping

import numpy as np

CHOICE = re.compile(r"\[([^\[\]]*)\]")
AN = re.compile(r"\b([Aa]) (?=[aeiou])")


def expand(template: str, slots: Mapping[str, str], rng: np.random.Generator) -> str:
    """One sentence of those a template stands for, with a capital letter first.

    Args:
        template: alternatives in square brackets, nested or not; slots in braces.
        slots: what to put in them.
        rng: chooses.
    """
    text = template
    while found := CHOICE.search(text):
        options = found[1].split("|")
        chosen = options[int(rng.integers(len(options)))]
        text = text[: found.start()] + chosen + text[found.end() :]
    filled = AN.sub(r"\1n ", text.format_map(slots))
    return filled[:1].upper() + filled[1:]


def possessive(name: str) -> str:
    """`Mendes'` and `Tavares'`, but `Kane's`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
