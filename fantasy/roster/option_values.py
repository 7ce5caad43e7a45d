"""What a chip is worth if it is kept: more, the more gameweeks are left to play it in.

A chip's gain differs from gameweek to gameweek. Whoever plays it as soon as it gains anything gives
up the better gameweeks to come; whoever waits for the best may wait too long. The value of waiting
rises with the gameweeks left and levels off.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fantasy.game.rules import Chip

MOST = {"wildcard": 14.0, "freehit": 16.0, "bboost": 15.0, "3xc": 10.0}
"""Points a good gameweek for each chip gains."""

PATIENCE = 5.0
"""Gameweeks in which the value comes within a third of its most."""


def soonest(chips: Iterable[Chip]) -> tuple[Chip, ...]:
    """Of each name the chip that ends first: the next one is another decision."""
    first: dict[str, Chip] = {}
    for chip in chips:
        if chip.name not in first or chip.stop < first[chip.name].stop:
            first[chip.name] = chip
    return tuple(first.values())


def option_values(chips: Iterable[Chip], gameweek: int) -> dict[str, float]:
    """Points that keeping each chip beyond a gameweek is worth, by name.

    MOST (1 - exp(-left / PATIENCE)) with the gameweeks left after this one.
    """
    return {
        chip.name: MOST[chip.name] * (1 - exp(-max(0, chip.stop - gameweek) / PATIENCE))
        for chip in chips
        if chip.name in MOST
    }
