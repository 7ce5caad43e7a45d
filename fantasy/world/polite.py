"""The network, asked politely: no more requests a second of a host than it is told."""

from collections.abc import Mapping
from threading import Lock

import httpx
from pyrate_limiter import Duration, Limiter, Rate


class PoliteTransport(httpx.BaseTransport):
    """Sends requests on, each host's no faster than its rate allows."""

    def __init__(
        self, inner: httpx.BaseTransport, *, per_second: int, others: Mapping[str, int]
    ) -> None:
        """Requests a second to a host, and to hosts (`a.org:8000`) with rates of their own."""
        self._inner = inner
        self._per_second = per_second
        self._others = others
        self._limiters: dict[str, Limiter] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Wait for the host's turn, then ask it."""
        self._limiter(request.url.netloc.decode()).try_acquire("request")
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _limiter(self, host: str) -> Limiter:
        with self._lock:
            if host not in self._limiters:
                rate = self._others.get(host, self._per_second)
                self._limiters[host] = Limiter(Rate(rate, Duration.SECOND))
            return self._limiters[host]
