"""Bronze: every body as it was received, so that a parser can be mended and run again.

A body is a gzip file named by its SHA-256, written once and whole; the table `responses` says
which run was answered with which. What has not changed is neither sent nor stored again.
"""

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import dataframely as dy
import httpx
import polars as pl
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from fantasy.errors import LakeError
from fantasy.sources.http import Stored
from fantasy.store.alone import written_alone
from fantasy.whole_file import whole

FASTEST = 1


class Responses(dy.Schema):
    """What an address answered in a run; no body and no hash where there was nothing."""

    run = dy.Datetime(time_unit="us", time_zone="UTC", primary_key=True)
    url = dy.String(primary_key=True)
    sha256 = dy.String(nullable=True, regex="^[0-9a-f]{64}$")
    etag = dy.String(nullable=True)
    modified = dy.String(nullable=True)
    bytes = dy.Int64(min=0)


@dataclass(frozen=True)
class Bronze:
    """The bodies of a lake, as one run reads and adds to them.

    Attributes:
        folder: where they lie.
        run: the time of the run (UTC).
        known: the last answer of each address before the run.
        answers: those of this run.
    """

    folder: Path
    run: datetime
    known: dict[str, tuple[str | None, str | None, str | None]]
    answers: dict[str, dict[str, object]] = field(default_factory=dict)

    @classmethod
    def open(cls, lake_folder: Path, *, run: datetime) -> "Bronze":
        """The bronze of a lake for a run."""
        folder = lake_folder / "bronze"
        rows = responses(folder).sort("run").unique("url", keep="last")
        columns = rows.select("url", "sha256", "etag", "modified").collect()
        return cls(folder, run, {url: rest for url, *rest in columns.iter_rows()})  # type: ignore[misc]

    def last(self, url: str) -> Stored | None:
        """The body an address answered with last, if it is still there."""
        sha256, etag, modified = self.known.get(url, (None, None, None))
        body = None if sha256 is None else read_body(self.folder, sha256)
        return None if body is None else Stored(body, etag, modified)

    def keep(self, url: str, answer: Stored | None) -> None:
        """Store a body, unless it is stored, and remember who answered with it.

        Raises:
            LakeError: if it cannot be written.
        """
        try:
            sha256 = None if answer is None else _store(self.folder, answer.body)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        self.answers[url] = {
            "run": self.run,
            "url": url,
            "sha256": sha256,
            "etag": answer and answer.etag,
            "modified": answer and answer.modified,
            "bytes": 0 if answer is None else len(answer.body),
        }

    def close(self) -> None:
        """Write down the run's answers in one commit.

        Raises:
            LakeError: if they cannot be written.
        """
        if not self.answers:
            return
        rows = Responses.validate(pl.DataFrame(list(self.answers.values())), cast=True)
        try:
            with written_alone(self.folder.parent):
                write_deltalake(str(self.folder / "responses"), rows, mode="append")
        except (DeltaError, OSError) as error:
            raise unwritable(self.folder, error) from error


def unwritable(folder: Path, error: Exception) -> LakeError:
    """The error of a folder that does not take what is written to it."""
    return LakeError(f"{folder} cannot be written ({error}): check the disk, then run again")


def responses(folder: Path) -> pl.LazyFrame:
    """Every answer of every run, the last of a run's where an address was asked twice."""
    path = str(folder / "responses")
    if not DeltaTable.is_deltatable(path):
        return Responses.create_empty(lazy=True)
    rows = pl.scan_delta(DeltaTable(path)).select(Responses.column_names())
    return rows.unique(["run", "url"], keep="last", maintain_order=True)


def runs(folder: Path, *, until: datetime) -> list[datetime]:
    """The times of the runs whose answers are stored, oldest first (UTC)."""
    rows = responses(folder).filter(pl.col("run") <= until).select(pl.col("run").unique())
    return sorted(rows.collect()["run"])


def read_body(folder: Path, sha256: str) -> bytes | None:
    """A stored body; None if its file is gone or damaged."""
    try:
        body = gzip.decompress(_file(folder, sha256).read_bytes())
    except (OSError, EOFError):
        return None
    return body if hashlib.sha256(body).hexdigest() == sha256 else None


@dataclass(frozen=True)
class BronzeTransport(httpx.BaseTransport):
    """Answers as the sources answered up to a run, from what was stored of it."""

    folder: Path
    bodies: dict[str, str | None]

    @classmethod
    def of_run(cls, folder: Path, run: datetime) -> "BronzeTransport":
        """The answers of a run, and of addresses it did not ask, the last before."""
        rows = responses(folder).filter(pl.col("run") <= run).sort("run")
        latest = rows.unique("url", keep="last").select("url", "sha256").collect()
        return cls(folder, dict(latest.iter_rows()))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """200 with the body, or 404."""
        sha256 = self.bodies.get(str(request.url))
        body = None if sha256 is None else read_body(self.folder, sha256)
        return httpx.Response(404) if body is None else httpx.Response(200, content=body)


def _store(folder: Path, body: bytes) -> str:
    """Write a body under its hash, whole or not at all."""
    sha256 = hashlib.sha256(body).hexdigest()
    file = _file(folder, sha256)
    if not file.exists():
        with whole(file) as part:
            part.write_bytes(gzip.compress(body, FASTEST, mtime=0))
    return sha256


def _file(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.gz"
