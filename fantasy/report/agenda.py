"""The runs to come, as JSON and as a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from fantasy.schedule import Kind, Planned


def as_json(plan: Sequence[Planned], *, now: datetime) -> list[dict[str, Any]]:
    """Each run: its name, when it is to be (UTC), and whether it is due."""
    return [
        {"run": run.name, "at": f"{run.at:%Y-%m-%dT%H:%M:%SZ}", "due": run.at <= now}
        for run in plan
    ]


def as_table(plan: Sequence[Planned], *, now: datetime) -> RenderableType:
    """The weekly runs and scores one by one; of the captures how many, and the next."""
    table = Table(title=f"Runs to come, as of {now:%a %d %b %Y %H:%M} UTC", title_justify="left")
    table.add_column("When (UTC)")
    table.add_column("Run")
    captures = [run for run in plan if run.kind is Kind.CAPTURE]
    for run in plan:
        if run.kind is not Kind.CAPTURE or run is captures[0]:
            others = len(captures) - 1 if run.kind is Kind.CAPTURE else 0
            more = f" (and {others} more)" if others else ""
            when = "due now" if run.at <= now else f"{run.at:%a %d %b %H:%M}"
            table.add_row(when, f"{run.name}{more}", style="bold" if run.at <= now else "")
    if not plan or plan[0].at > now:
        table.caption = "nothing is due now"
    return table
