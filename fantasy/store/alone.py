"""One writer at a time: threads and processes that write to a lake wait for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from fantasy.errors import LakeError

PATIENCE_SECONDS = 300.0
"""No write takes as long: who waits longer waits for a process that hangs."""


@contextmanager
def written_alone(folder: Path) -> Iterator[None]:
    """Keep other writers out of a lake's folder while the block runs.

    A process that dies lets go.

    Raises:
        LakeError: if another writer does not let go.
    """
    try:
        with FileLock(folder / ".writing.lock", timeout=PATIENCE_SECONDS):
            yield
    except Timeout as error:
        raise LakeError(
            f"another process has been writing to {folder} for {PATIENCE_SECONDS:.0f} s: end it"
        ) from error
