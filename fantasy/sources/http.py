"""The one client through which everything is fetched: patient, polite, and suspicious."""

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
import stamina

from fantasy.errors import SourceError, UpdatingError
from fantasy.world import World

TIMEOUT_SECONDS = 30.0
ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 60.0
"""A source that asks for a longer pause is left alone until the next run."""

PASSING_FAULTS = frozenset({408, 425, 429, 500, 502, 503, 504})
UPDATING = b"being updated"
"""What FPL says with HTTP 503 while it takes no questions."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
MOST_BYTES = 32 * 2**20
CONNECTIONS = 4
SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Stored:
    """A body fetched before, and what its source gave to recognise it by."""

    body: bytes
    etag: str | None
    modified: str | None


class Memory(Protocol):
    """Remembers bodies by address, so that what has not changed is not sent again."""

    def last(self, url: str) -> Stored | None:
        """The body an address answered with last."""
        ...

    def keep(self, url: str, answer: Stored | None) -> None:
        """Remember what an address answered now; None where there was nothing."""
        ...


class Forgetful:
    """A `Memory` that remembers nothing."""

    def last(self, url: str) -> Stored | None:  # noqa: ARG002 - a Memory
        """Nothing."""
        return None

    def keep(self, url: str, answer: Stored | None) -> None:
        """Nothing is kept."""


class _PassingError(Exception):
    """A fault that may be gone in a moment, or after so many seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True)
class Client:
    """Fetches bodies through a world's transport.

    Attributes:
        http: the connections.
        memory: bodies fetched before.
        hosts: where it may go, redirects included; anywhere if empty.
        robots: the rules of hosts whose pages it reads, by host.
        unreachable: hosts no connection could be made to; they are not tried again.
    """

    http: httpx.Client
    memory: Memory = field(default_factory=Forgetful)
    hosts: frozenset[str] = frozenset()
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        world: World,
        *,
        user_agent: str,
        memory: Memory | None = None,
        hosts: Iterable[str] = (),
    ) -> Self:
        """A client of a world; close it by leaving its `with` block."""
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        return cls(
            httpx.Client(
                transport=world.transport,
                timeout=TIMEOUT_SECONDS,
                limits=limits,
                headers={"User-Agent": user_agent},
                follow_redirects=False,
            ),
            memory or Forgetful(),
            frozenset(hosts),
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

    def body(self, url: str, *, headers: Mapping[str, str] | None = None) -> bytes | None:
        """The body at an address, None where there is nothing (404).

        Raises:
            UpdatingError: if the game is being updated.
        SourceError: if the source does not answer, or answers with a fault that lasts.
        """
        host = urlsplit(url).netloc
        if host in self.unreachable:
            raise SourceError(url, f"{host} could not be reached")
        try:
            for attempt in stamina.retry_context(on=_pause, attempts=ATTEMPTS, timeout=None):
                with attempt:
                    return self._follow(url, headers or {})
        except _PassingError as fault:
            if isinstance(fault.__cause__, httpx.ConnectError):
                self.unreachable.add(host)
            raise SourceError(url, f"no answer after {ATTEMPTS} tries ({fault})") from fault
        raise AssertionError

    def bodies(self, urls: Iterable[str]) -> Iterator[bytes | None]:
        """The bodies at several addresses, in their order, a few at a time.

        Raises:
            SourceError: at the first that cannot be had.
        """
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            yield from pool.map(self.body, urls)

    def json(self, url: str, *, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON is anything until it is parsed
        """The parsed JSON at an address.

        Raises:
            SourceError: if there is nothing, or what is there is not JSON.
        """
        body = self.body(url, headers=headers)
        if body is None:
            raise SourceError(url, "not found (404)")
        return parse_json(url, body)

    def json_if_any(self, url: str, *, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - the same
        """The parsed JSON at an address, None where there is nothing (404).

        Raises:
            SourceError: if what is there is not JSON.
        """
        body = self.body(url, headers=headers)
        return None if body is None else parse_json(url, body)

    def page(self, url: str) -> bytes | None:
        """The body of a page written for people, if its site lets programs read it.

        Raises:
            SourceError: if the site's robots.txt forbids it, and as `body` does.
        """
        host = urlsplit(url).netloc
        if host not in self.robots:
            rules = RobotFileParser()
            text = self.body(urljoin(url, "/robots.txt")) or b""
            rules.parse(text.decode("utf-8", errors="replace").splitlines())
            self.robots[host] = rules
        if not self.robots[host].can_fetch(self.http.headers["User-Agent"], url):
            raise SourceError(url, "its site's robots.txt asks programs not to read it")
        return self.body(url)

    def _follow(self, url: str, headers: Mapping[str, str]) -> bytes | None:
        """The body at an address or where it redirects to."""
        target = url
        for _ in range(MOST_REDIRECTS + 1):
            self._refuse_strangers(url, target)
            answer = self._once(target, headers)
            if not isinstance(answer, str):
                return answer
            target = urljoin(target, answer)
        raise SourceError(url, f"redirects more than {MOST_REDIRECTS} times")

    def _refuse_strangers(self, url: str, target: str) -> None:
        parts = urlsplit(target)
        strange = self.hosts and parts.hostname not in self.hosts
        if parts.scheme not in SCHEMES or strange:
            where = "" if target == url else f" redirects to {target}, which"
            raise SourceError(url, f"{where} is at no address of the settings".strip())

    def _once(self, url: str, headers: Mapping[str, str]) -> bytes | str | None:
        """The body, None where there is nothing, or where to go instead."""
        last = self.memory.last(url)
        try:
            with self.http.stream("GET", url, headers={**headers, **_if_changed(last)}) as response:
                if response.status_code in REDIRECTS and "Location" in response.headers:
                    return response.headers["Location"]
                if response.status_code == httpx.codes.NOT_MODIFIED and last:
                    self.memory.keep(url, last)
                    return last.body
                if response.status_code == httpx.codes.NOT_FOUND:
                    self.memory.keep(url, None)
                    return None
                _refuse_faults(url, response)
                answer = Stored(
                    _read(url, response),
                    response.headers.get("ETag"),
                    response.headers.get("Last-Modified"),
                )
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _PassingError(str(error) or type(error).__name__) from error
        self.memory.keep(url, answer)
        return answer.body


def parse_json(url: str, body: bytes) -> Any:  # noqa: ANN401 - the same
    """The JSON of a body.

    Raises:
        SourceError: if it is none.
    """
    try:
        return json.loads(body)
    except ValueError as error:
        raise SourceError(url, f"is not JSON, or cut short ({error})") from error


def _pause(error: Exception) -> bool | float:
    """Whether to try again, and after how many seconds where the source says so."""
    if not isinstance(error, _PassingError):
        return False
    return True if error.wait is None else error.wait


def _if_changed(last: Stored | None) -> dict[str, str]:
    """Headers that ask for the body only if it is another."""
    if last is None:
        return {}
    known = {"If-None-Match": last.etag, "If-Modified-Since": last.modified}
    return {name: value for name, value in known.items() if value}


def _refuse_faults(url: str, response: httpx.Response) -> None:
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE and UPDATING in _read(url, response):
        raise UpdatingError(url, "the game is being updated")
    if response.status_code in PASSING_FAULTS:
        wait = _seconds(response.headers.get("Retry-After"))
        if wait is not None and wait > LONGEST_WAIT_SECONDS:
            raise SourceError(
                url, f"answered HTTP {response.status_code} and asks to wait {wait:.0f} s"
            )
        raise _PassingError(f"HTTP {response.status_code}", wait)
    if response.status_code != httpx.codes.OK:
        raise SourceError(url, f"answered HTTP {response.status_code}")


def _seconds(text: str | None) -> float | None:
    """The seconds of a Retry-After; None where it names a date or nothing."""
    return float(text) if text and text.isdecimal() else None


def _read(url: str, response: httpx.Response) -> bytes:
    """The body, unpacked, as long as it is no longer than anything we ask for can be."""
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise SourceError(url, f"sends more than {MOST_BYTES // 2**20} MB: it was cut off")
        parts.append(part)
    return b"".join(parts)
