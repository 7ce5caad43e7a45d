"""Many independent pieces of work: one after the other, or spread over a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from fantasy.errors import InputError
from fantasy.track import Track, quietly

T = TypeVar("T")
Work = Callable[..., T]


UNTRIMMED = {"distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 2**28}
"""Lets Dask's workers keep what they free: solvers ask for it again at once, and with Dask's own
64 kB a sixteenth of their time goes into new pages."""

ONE_MACHINE: dict[str, Any] = {
    "threads_per_worker": 1,
    "dashboard_address": None,
    "preload": ["fantasy.season.backtest"],
}


class Spread(Protocol):
    """Does a piece of work for each set of arguments; results in their order."""

    def __call__(
        self, work: Work[T], pieces: Sequence[tuple[Any, ...]], what: str, *, legs: int = 1
    ) -> list[T]:
        """The results.

        Args:
            work: what is done.
            pieces: arguments of each piece.
            what: to call it when progress is shown.
            legs: in how many legs a piece may be done, so that long ones hold nobody up: `work`
                is given as `share` how much of the piece is to be done at the end of each.
        """
        ...


def one_by_one(track: Track = quietly) -> Spread:
    """One piece after the other in this process; each is given the `track`."""

    def spread(
        work: Work[T],
        pieces: Sequence[tuple[Any, ...]],
        what: str,  # noqa: ARG001 - pieces say what they are
        *,
        legs: int = 1,  # noqa: ARG001 - one waits for all of them
    ) -> list[T]:
        return [work(*piece, track=track) for piece in pieces]

    return spread


@contextmanager
def on_a_cluster(
    *, workers: int | None = None, address: str | None = None, track: Track = quietly
) -> Iterator[Spread]:
    """Pieces over a cluster: one of this machine with some workers, or the one at an address.

    Workers of this machine come up while the block runs.
    Workers read and write the same folders: those of another machine need them on a shared disk.

    Raises:
        InputError: if no cluster answers at the address.
    """
    import dask  # noqa: PLC0415 - slow to import
    from distributed import Client, LocalCluster, as_completed  # noqa: PLC0415 - slower

    if address is None:
        dask.config.set(UNTRIMMED)
        cluster = LocalCluster(n_workers=0, **ONE_MACHINE)
        cluster.scale(workers)
        client = Client(cluster)
    else:
        try:
            client = Client(address, timeout=10)
        except (OSError, ValueError) as error:
            raise InputError(
                f"--dask {address}: no Dask cluster answers there ({error})"
            ) from error

    def spread(
        work: Work[T], pieces: Sequence[tuple[Any, ...]], what: str, *, legs: int = 1
    ) -> list[T]:
        futures: list[Any] = [None for _ in pieces]
        done = as_completed()
        for leg in range(legs):
            share = {"share": (leg + 1) / legs} if legs > 1 else {}
            futures = [
                client.submit(_after, before, work, piece, share, pure=False)
                for before, piece in zip(futures, pieces, strict=True)
            ]
            done.update(futures)
        for _ in track(range(legs * len(pieces)), what):
            next(done).result()
        return [future.result() for future in futures]

    try:
        yield spread
    finally:
        client.close()
        if address is None:
            cluster.close()


def _after(_before: object, work: Work[T], piece: tuple[Any, ...], share: dict[str, float]) -> T:
    """Do a leg once the one before it is done."""
    return work(*piece, **share)
