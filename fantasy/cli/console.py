"""What every command does: enter a world, tell what goes on, show the answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import RenderableType

    from fantasy.config import Settings
    from fantasy.overrides import Overrides
    from fantasy.world import World

BAD_INPUT = 2
"""Exit code of what the user can mend."""

STOPPED = 130
"""Exit code after Ctrl-C."""


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


def tell(message: str) -> None:
    """Say on stderr what is going on, so that stdout stays the answer."""
    sys.stderr.write(f"{message}\n")


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
