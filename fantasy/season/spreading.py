"""Many independent pieces of work: one after the other, or spread over a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from fantasy.errors import InputError
from fantasy.track import Track, quietly

T = TypeVar("T")
Work = Callable[..., T]


class Spread(Protocol):
    """Does a piece of work for each set of arguments; results in their order."""

    def __call__(self, work: Work[T], pieces: Sequence[tuple[Any, ...]], what: str) -> list[T]:
        """The results."""
        ...


def one_by_one(track: Track = quietly) -> Spread:
    """One piece after the other in this process; each is given the `track`."""

    def spread(work: Work[T], pieces: Sequence[tuple[Any, ...]], what: str) -> list[T]:  # noqa: ARG001 - pieces say what they are
        return [work(*piece, track=track) for piece in pieces]

    return spread


@contextmanager
def on_a_cluster(
    *, workers: int | None = None, address: str | None = None, track: Track = quietly
) -> Iterator[Spread]:
    """Pieces over a cluster: one of this machine with some workers, or the one at an address.

    Workers read and write the same folders: those of another machine need them on a shared disk.

    Raises:
        InputError: if no cluster answers at the address.
    """
    from distributed import Client, LocalCluster, as_completed  # noqa: PLC0415 - slow to import

    if address is None:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        client = Client(cluster)
    else:
        try:
            client = Client(address, timeout=10)
        except (OSError, ValueError) as error:
            raise InputError(
                f"--dask {address}: no Dask cluster answers there ({error})"
            ) from error

    def spread(work: Work[T], pieces: Sequence[tuple[Any, ...]], what: str) -> list[T]:
        futures = [client.submit(work, *piece, pure=False) for piece in pieces]
        done = as_completed(futures)
        for _ in track(range(len(futures)), what):
            next(done).result()
        return [future.result() for future in futures]

    try:
        yield spread
    finally:
        client.close()
        if address is None:
            cluster.close()
