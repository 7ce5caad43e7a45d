"""Progress on long steps, on stderr and only where somebody watches."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from fantasy.track import Track

T = TypeVar("T")


@contextmanager
def progress_bar() -> Iterator[Track]:
    """A `Track` that draws a bar for each task while the block runs."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with _shown(*columns) as progress:

        def track(items: Iterable[T], description: str) -> Iterable[T]:
            return progress.track(list(items), description=description)

        yield track


@contextmanager
def waiting(description: str) -> Iterator[None]:
    """Show that something is going on, and for how long, while the block runs."""
    with _shown(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as progress:
        progress.add_task(description, total=None)
        yield


def _shown(*columns: ProgressColumn) -> Progress:
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
