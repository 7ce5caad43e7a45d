"""Progress as an argument: a `Track` goes through items, a `Tell` is told what is done."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")
Tell = Callable[[str], None]


class Track(Protocol):
    """Goes through items, and may show how far it is."""

    def __call__(self, items: Iterable[T], description: str) -> Iterable[T]:
        """The items, one by one."""
        ...


def quietly(items: Iterable[T], description: str) -> Iterable[T]:  # noqa: ARG001 - a Track
    """A `Track` that shows nothing."""
    return items


def silently(message: str) -> None:
    """A `Tell` that says nothing."""
