"""Past forecasts beside what came: `python -m flows.score`."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from fantasy.unattended import week
from flows.command import once
from flows.runs import RUN, ran


@flow(**RUN)
def score(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> State[Any]:
    """Results fetched and past forecasts scored; its data is the report."""
    return ran(week.score, replay, archive, demo)


if __name__ == "__main__":
    once(score)
