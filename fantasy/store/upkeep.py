"""Upkeep: small files of the lake put together, old versions of them taken away."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from fantasy.errors import LakeError
from fantasy.store.alone import written_alone
from fantasy.store.lake import Lake

MOST_FILES = 16
"""A partition with more data files than this is put together."""

KEPT = timedelta(days=1)
"""How long files stay that no table holds any more: no reader takes as long."""


@dataclass(frozen=True)
class Upkeep:
    """What was done: tables put together, data files taken away."""

    compacted: tuple[str, ...]
    removed: int


def upkeep(lake: Lake, *, kept: timedelta = KEPT) -> Upkeep:
    """Compact tables of many files, and remove what no table has held for a while.

    Raises:
        LakeError: if the lake cannot be written.
    """
    compacted, removed = [], 0
    for path in sorted(log.parent for log in lake.folder.glob("**/_delta_log")):
        try:
            with written_alone(lake.folder):
                table = DeltaTable(str(path))
                if _crowded(table):
                    table.optimize.compact()
                    removed += _vacuumed(table, kept)
                    table.create_checkpoint()
                    table.cleanup_metadata()
                    compacted.append(path.name)
        except (DeltaError, OSError) as error:
            raise LakeError(f"{path} cannot be tidied ({error}): check the disk") from error
    return Upkeep(tuple(compacted), removed)


def _crowded(table: DeltaTable) -> bool:
    folders = [str(Path(uri).parent) for uri in table.file_uris()]
    return any(folders.count(folder) > MOST_FILES for folder in set(folders))


def _vacuumed(table: DeltaTable, kept: timedelta) -> int:
    hours = int(kept / timedelta(hours=1))
    gone = table.vacuum(retention_hours=hours, enforce_retention_duration=False, dry_run=False)
    return len(gone)
