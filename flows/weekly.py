"""The weekly flow: sources, news, models, forecast, validation, roster, transfers, report, notes.

Run it once with `python -m flows.weekly --demo`, `--replay 2024-25:20 --archive PATH`, or live
without either. What happens is `fantasy.unattended.week`; here each of its steps becomes a task.
"""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from fantasy.unattended import week
from flows.command import once
from flows.runs import RUN, ran


@flow(**RUN)
def weekly(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> State[Any]:
    """The whole week before one deadline; the state tells how it went, its data is the report."""
    return ran(week.weekly, replay, archive, demo)


if __name__ == "__main__":
    once(weekly)
