"""Files that are whole or not there: written beside their place, then put there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to while the block runs; then the file takes its place, if nothing failed.

    Folders are made; what stood there before stays until then.

    Raises:
        OSError: if there is no writing or putting there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
