from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest
import stamina

from fantasy.errors import SourceError
from fantasy.sources.http import ATTEMPTS, Client
from fantasy.world import World

URL = "https://example.test/thing"
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=ATTEMPTS):
        yield


def client(answer: Answer) -> Client:
    transport = httpx.MockTransport(answer)
    world = World("test", "test", transport, lambda: datetime(2024, 1, 1, tzinfo=UTC))
    return Client.of(world, user_agent="fantasy tests")


def test_a_body_comes_back_as_it_is_and_we_say_who_we_are() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["User-Agent"] == "fantasy tests"
        return httpx.Response(200, content=b"a,b\n1,2\n")

    with client(answer) as each:
        assert each.body(URL) == b"a,b\n1,2\n"


def test_nothing_there_is_none_for_a_body_and_an_error_for_json() -> None:
    with client(lambda _: httpx.Response(404)) as each:
        assert each.body(URL) is None
        with pytest.raises(SourceError, match="not found"):
            each.json(URL)


@pytest.mark.parametrize("body", [b"", b'{"a": [1, 2', b"<html>updating</html>"])
def test_a_body_that_is_not_json_is_a_clear_error(body: bytes) -> None:
    with (
        client(lambda _: httpx.Response(200, content=body)) as each,
        pytest.raises(SourceError, match=rf"{URL}: is not JSON, or cut short"),
    ):
        each.json(URL)


def test_a_passing_fault_is_tried_again() -> None:
    answers = iter([httpx.Response(503), httpx.Response(429), httpx.Response(200, content=b"{}")])
    with client(lambda _: next(answers)) as each:
        assert each.json(URL) == {}


def test_a_fault_that_stays_is_a_clear_error() -> None:
    with (
        client(lambda _: httpx.Response(503)) as each,
        pytest.raises(SourceError, match="no answer after 4 tries \\(HTTP 503\\)"),
    ):
        each.body(URL)


def test_a_lost_connection_is_tried_again_and_then_a_clear_error() -> None:
    tries = []

    def answer(request: httpx.Request) -> httpx.Response:
        tries.append(request.url)
        raise httpx.ConnectError("no route")

    with client(answer) as each, pytest.raises(SourceError, match="no route"):
        each.body(URL)
    assert len(tries) == ATTEMPTS


@pytest.mark.parametrize("status", [302, 403, 410])
def test_a_lasting_fault_is_not_tried_again(status: int) -> None:
    tries = []

    def answer(request: httpx.Request) -> httpx.Response:
        tries.append(request.url)
        return httpx.Response(status)

    with client(answer) as each, pytest.raises(SourceError, match=f"HTTP {status}"):
        each.body(URL)
    assert len(tries) == 1


def test_a_host_no_connection_can_be_made_to_is_not_tried_for_every_address() -> None:
    asked = []

    def unreachable(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("no route")

    with client(unreachable) as each:
        for path in ("a", "b"):
            with pytest.raises(SourceError, match="example"):
                each.body(f"https://example.test/{path}")
    assert asked == ["/a"] * ATTEMPTS
