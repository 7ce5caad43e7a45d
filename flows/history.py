"""Every season of the archive that is not stored yet: `python -m flows.history`."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from fantasy.unattended import week
from flows.command import once
from flows.runs import RUN, ran


@flow(**RUN)
def history(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> State[Any]:
    """The lake filled with all there is; its data is the report."""
    return ran(week.history, replay, archive, demo)


if __name__ == "__main__":
    once(history)
