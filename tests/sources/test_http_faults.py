"""What may go wrong on the network, on a real local server."""

from __future__ import annotations

import gzip
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import stamina
from werkzeug import Request, Response

from fantasy.errors import SourceError
from fantasy.sources import http
from fantasy.sources.http import ATTEMPTS, Client
from fantasy.world import World
from fantasy.world.polite import PoliteTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer


ROBOTS = "User-agent: *\nDisallow: /private\n"


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=ATTEMPTS):
        yield


@pytest.fixture
def client() -> Iterator[Client]:
    transport = PoliteTransport(httpx.HTTPTransport(), per_second=10_000, others={})
    world = World("live", "live", transport, lambda: datetime.now(UTC))
    with Client.of(world, user_agent="fantasy tests", hosts=["localhost", "127.0.0.1"]) as each:
        yield each


def _answers(server: HTTPServer, *responses: Response | Callable[[Request], Response]) -> str:
    """Responses in their order, the last one again and again."""
    left = list(responses)

    def handle(request: Request) -> Response:
        response = left.pop(0) if len(left) > 1 else left[0]
        return response if isinstance(response, Response) else response(request)

    server.expect_request("/thing").respond_with_handler(handle)
    return server.url_for("/thing")


def test_429_with_retry_after_is_asked_again(httpserver: HTTPServer, client: Client) -> None:
    busy = Response("slow down", 429, headers={"Retry-After": "1"})
    url = _answers(httpserver, busy, Response("{}"))
    assert client.json(url) == {}
    assert len(httpserver.log) == 2


def test_a_source_that_asks_for_a_long_pause_is_left_alone(
    httpserver: HTTPServer, client: Client
) -> None:
    url = _answers(httpserver, Response("", 503, headers={"Retry-After": "3600"}))
    with pytest.raises(SourceError, match="answered HTTP 503 and asks to wait 3600 s"):
        client.body(url)
    assert len(httpserver.log) == 1


def test_the_pause_a_source_asks_for_is_the_pause_made() -> None:
    assert http._pause(http._PassingError("busy", 7.0)) == 7.0
    assert http._pause(http._PassingError("busy")) is True
    assert http._pause(ValueError()) is False


def test_500s_then_success_is_success(httpserver: HTTPServer, client: Client) -> None:
    fault = Response("oops", 500)
    assert client.body(_answers(httpserver, fault, fault, Response("fine"))) == b"fine"


def test_a_source_down_for_the_whole_run_is_one_error(
    httpserver: HTTPServer, client: Client
) -> None:
    url = _answers(httpserver, Response("oops", 502))
    with pytest.raises(SourceError, match=rf"no answer after {ATTEMPTS} tries \(HTTP 502\)"):
        client.body(url)
    assert len(httpserver.log) == ATTEMPTS


def test_nobody_at_the_address_is_one_error(client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match="no answer after"):
        client.body(f"http://127.0.0.1:{port}/thing")


def _raw_server(*replies: bytes) -> tuple[int, threading.Thread]:
    """A server that sends raw bytes to one connection after another, and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server:
            for reply in replies:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return server.getsockname()[1], thread


def _reply(body: bytes, *, length: int, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{more}\r\n".encode() + body


def test_a_connection_cut_in_the_middle_of_a_body_is_tried_again(client: Client) -> None:
    port, thread = _raw_server(_reply(b'{"a"', length=8), _reply(b'{"a": 1}', length=8))
    assert client.json(f"http://127.0.0.1:{port}/") == {"a": 1}
    thread.join()


def test_a_truncated_gzip_is_tried_again_and_never_half_a_body(client: Client) -> None:
    whole = gzip.compress(b'{"a": 1}' * 400)
    header = "Content-Encoding: gzip\r\n"
    broken = whole[: len(whole) // 2]
    cut = _reply(broken, length=len(whole), more=header)
    corrupt = _reply(b"\x1f\x8bnonsense", length=10, more=header)
    port, thread = _raw_server(cut, corrupt, _reply(whole, length=len(whole), more=header))
    assert client.body(f"http://127.0.0.1:{port}/") == b'{"a": 1}' * 400
    thread.join()


def test_a_body_without_end_is_cut_off(
    httpserver: HTTPServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 2**20)
    url = _answers(httpserver, Response(b"x" * 5 * 2**20))
    with pytest.raises(SourceError, match="sends more than 1 MB"):
        client.body(url)


def test_a_small_body_that_unpacks_to_a_huge_one_is_cut_off(
    httpserver: HTTPServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 2**20)
    bomb = gzip.compress(b"x" * 50 * 2**20)
    assert len(bomb) < 2**17
    url = _answers(httpserver, Response(bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SourceError, match="sends more than 1 MB"):
        client.body(url)


def test_html_where_json_was_expected_is_said_so(httpserver: HTTPServer, client: Client) -> None:
    with pytest.raises(SourceError, match="is not JSON"):
        client.json(_answers(httpserver, Response("<html>The game is being updated.</html>")))


def test_a_redirect_is_followed_and_a_loop_is_not(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/old").respond_with_data("", 301, {"Location": "/thing"})
    _answers(httpserver, Response("here"))
    assert client.body(httpserver.url_for("/old")) == b"here"
    httpserver.expect_request("/loop").respond_with_data("", 302, {"Location": "/loop"})
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        client.body(httpserver.url_for("/loop"))


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/secret", "http://169.254.169.254/latest", "file:///etc/passwd", "ftp://x/y"],
)
def test_a_redirect_to_a_private_or_strange_address_is_refused(
    httpserver: HTTPServer, client: Client, target: str
) -> None:
    url = _answers(httpserver, Response("", 302, headers={"Location": target}))
    with pytest.raises(
        SourceError, match=r"redirects to .* which is at no address of the settings"
    ):
        client.body(url)
    assert len(httpserver.log) == 1


def test_only_addresses_of_the_settings_are_asked(client: Client) -> None:
    with pytest.raises(SourceError, match="is at no address of the settings"):
        client.body("https://elsewhere.example/thing")


def test_a_page_its_site_keeps_from_programs_is_not_read(
    httpserver: HTTPServer, client: Client
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /private\n"
    )
    httpserver.expect_request("/open").respond_with_data("read me")
    assert client.page(httpserver.url_for("/open")) == b"read me"
    with pytest.raises(SourceError, match=r"robots\.txt asks programs not to read it"):
        client.page(httpserver.url_for("/private/page"))
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/open"]


def test_several_bodies_come_in_their_order_over_few_connections(
    httpserver: HTTPServer, client: Client
) -> None:
    for number in range(20):
        httpserver.expect_request(f"/{number}").respond_with_data(str(number))
    urls = [httpserver.url_for(f"/{number}") for number in range(20)]
    assert list(client.bodies(urls)) == [str(number).encode() for number in range(20)]


def test_each_host_is_asked_no_faster_than_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    class Noted:
        def __init__(self, rate: object) -> None:
            self.limit = rate.limit  # type: ignore[attr-defined]

        def try_acquire(self, _: str) -> None:
            asked.append(("turn", self.limit))

    monkeypatch.setattr("fantasy.world.polite.Limiter", Noted)
    inner = httpx.MockTransport(lambda _: httpx.Response(200))
    transport = PoliteTransport(inner, per_second=1, others={"fast.example": 8})
    for url in ("https://slow.example/a", "https://fast.example/b", "https://slow.example/c"):
        transport.handle_request(httpx.Request("GET", url))
    assert [limit for _, limit in asked] == [1, 8, 1]
