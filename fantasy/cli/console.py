"""What every command does: enter a world, tell what goes on, show the answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fantasy.ending import BAD_INPUT, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import RenderableType

    from fantasy.config import Settings
    from fantasy.overrides import Overrides
    from fantasy.world import World

__all__ = ["BAD_INPUT", "enter", "show", "tell"]


def enter(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> tuple[World, Settings]:
    """The world a command asks for; its notes are told at once."""
    from fantasy.config import load_settings
    from fantasy.world.enter import enter as entered

    settings = load_settings(archive=archive)
    world = entered(settings, replay=replay, demo=demo)
    for note in world.notes:
        tell(note)
    return world, settings


def show(answer: Mapping[str, object] | Sequence[object] | RenderableType) -> None:
    """Print JSON values as JSON, anything else as rich draws it."""
    if isinstance(answer, dict | list):
        import json

        sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
        return
    from rich.console import Console

    Console().print(answer)


def overrides_on(path: Path | None, day: date) -> Overrides:
    """The overrides of a file, or of the working folder, that hold on a day; all are told of."""
    from fantasy.overrides import usual_overrides

    told = usual_overrides(path)
    held = told.on(day)
    for words in held.words():
        tell(f"override: {words}")
    for words in sorted(set(told.words()) - set(held.words())):
        tell(f"expired, not used: {words}")
    return held
