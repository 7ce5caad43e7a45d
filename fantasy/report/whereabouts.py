"""Where a user is, as JSON and as lines."""

from datetime import datetime, timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.report.times import age, span
from fantasy.whereabouts import Whereabouts


def as_json(found: Whereabouts) -> dict[str, Any]:
    """Season, gameweek, deadline, freshness and advice as JSON values; times in UTC."""
    season, gameweek, deadline = found.coming or (None, None, None)
    return {
        "season": season,
        "gameweek": gameweek,
        "deadline": _stamp(deadline),
        "fresh": {source: _stamp(moment) for source, moment in found.fresh.items()},
        "advice": [vars(each) for each in found.advice],
    }


def as_table(found: Whereabouts) -> RenderableType:
    """The same for a person."""
    if found.coming:
        season, gameweek, deadline = found.coming
        left = span(deadline - found.now)
        head = Text.assemble(
            (f"{season}, gameweek {gameweek}", "bold"),
            f": deadline {deadline:%a %d %b %H:%M} UTC, ",
            (f"{left} left", "bold yellow" if deadline - found.now < timedelta(days=1) else ""),
        )
    elif found.fresh:
        head = Text("No deadline ahead is known.", "bold")
    else:
        head = Text("Nothing is stored of the real game yet.", "bold")
    lines: list[RenderableType] = [head]
    if found.fresh:
        told = ", ".join(
            f"{source} {age(moment, found.now) or 'nothing'}"
            for source, moment in found.fresh.items()
        )
        lines.append(Text(f"Known: {told}", "dim"))
    advice = Table.grid(padding=(0, 2))
    for each in found.advice:
        advice.add_row(Text(each.command, "green"), each.purpose)
    return Group(*lines, Text(), advice)


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
