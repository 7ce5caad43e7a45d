"""A light snapshot of prices, status and news: `python -m flows.capture`."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from fantasy.unattended import week
from flows.command import once
from flows.runs import RUN, ran


@flow(**RUN)
def capture(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> State[Any]:
    """What FPL and the outlets say now, stored; its data is the report."""
    return ran(week.capture, replay, archive, demo)


if __name__ == "__main__":
    once(capture)
