"""The one client through which everything is fetched."""

import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import stamina

from fantasy.errors import SourceError
from fantasy.world import World

TIMEOUT_SECONDS = 30.0
ATTEMPTS = 4
PASSING_FAULTS = frozenset({408, 425, 429, 500, 502, 503, 504})


class _PassingError(Exception):
    """A fault that may be gone in a moment."""


@dataclass(frozen=True)
class Client:
    """Fetches bodies through a world's transport."""

    http: httpx.Client

    @classmethod
    def of(cls, world: World, *, user_agent: str) -> Self:
        """A client of a world; close it by leaving its `with` block."""
        return cls(
            httpx.Client(
                transport=world.transport,
                timeout=TIMEOUT_SECONDS,
                headers={"User-Agent": user_agent},
                follow_redirects=False,
            )
        )

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.http.close()

    def body(self, url: str) -> bytes | None:
        """The body at an address, None where there is nothing (404).

        Raises:
            SourceError: if the source does not answer, or answers with a fault that lasts.
        """
        try:
            for attempt in stamina.retry_context(on=_PassingError, attempts=ATTEMPTS):
                with attempt:
                    return self._once(url)
        except _PassingError as fault:
            raise SourceError(url, f"no answer after {ATTEMPTS} tries ({fault})") from fault
        raise AssertionError

    def json(self, url: str) -> Any:  # noqa: ANN401 - JSON is anything until it is parsed
        """The parsed JSON at an address.

        Raises:
            SourceError: if there is nothing, or what is there is not JSON.
        """
        body = self.body(url)
        if body is None:
            raise SourceError(url, "not found (404)")
        try:
            return json.loads(body)
        except ValueError as error:
            raise SourceError(url, f"is not JSON, or cut short ({error})") from error

    def _once(self, url: str) -> bytes | None:
        try:
            response = self.http.get(url)
        except httpx.TransportError as error:
            raise _PassingError(str(error) or type(error).__name__) from error
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if response.status_code in PASSING_FAULTS:
            raise _PassingError(f"HTTP {response.status_code}")
        if response.status_code != httpx.codes.OK:
            raise SourceError(url, f"answered HTTP {response.status_code}")
        return response.content
