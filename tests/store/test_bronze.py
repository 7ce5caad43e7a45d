from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.sources.http import Client, Stored
from fantasy.store.bronze import Bronze, BronzeTransport, read_body, responses
from fantasy.world import World

URL = "https://example.test/a"
RUN = datetime(2025, 1, 1, tzinfo=UTC)
LATER = RUN + timedelta(days=7)


def _run(folder: Path, run: datetime, answers: dict[str, Stored | None]) -> Bronze:
    bronze = Bronze.open(folder, run=run)
    for url, answer in answers.items():
        bronze.keep(url, answer)
    bronze.close()
    return bronze


@given(st.binary(max_size=2000))
def test_a_body_comes_back_as_it_came(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bronze")
    _run(folder, RUN, {URL: Stored(body, '"tag"', "yesterday")})
    assert Bronze.open(folder, run=LATER).last(URL) == Stored(body, '"tag"', "yesterday")


def test_the_same_body_is_stored_once_whatever_its_address(tmp_path: Path) -> None:
    same = Stored(b"same", None, None)
    _run(tmp_path, RUN, {URL: same, f"{URL}/b": same})
    _run(tmp_path, LATER, {URL: same})
    assert len(list(tmp_path.glob("bronze/*/*.gz"))) == 1
    assert responses(tmp_path / "bronze").collect().height == 3


def test_the_same_body_may_come_from_several_threads_at_once(tmp_path: Path) -> None:
    bronze = Bronze.open(tmp_path, run=RUN)
    same = Stored(b"same" * 10_000, None, None)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: bronze.keep(f"{URL}/{number}", same), range(200)))
    bronze.close()
    assert len(list(tmp_path.glob("bronze/*/*"))) == 1 + len(
        list(tmp_path.glob("bronze/responses/*"))
    )
    assert responses(tmp_path / "bronze").collect().height == 200


def test_nothing_there_is_remembered_too(tmp_path: Path) -> None:
    _run(tmp_path, RUN, {URL: None})
    assert Bronze.open(tmp_path, run=LATER).last(URL) is None
    assert responses(tmp_path / "bronze").collect()["sha256"].to_list() == [None]


def test_a_damaged_body_is_no_body(tmp_path: Path) -> None:
    _run(tmp_path, RUN, {URL: Stored(b"whole", None, None)})
    (file,) = tmp_path.glob("bronze/*/*.gz")
    whole = file.read_bytes()
    for damaged in (whole[:-5], b"", b"nothing of the kind"):
        file.write_bytes(damaged)
        assert read_body(tmp_path / "bronze", file.stem) is None
        assert Bronze.open(tmp_path, run=LATER).last(URL) is None


def test_a_run_is_answered_as_it_was_and_later_bodies_are_unknown_to_it(tmp_path: Path) -> None:
    _run(tmp_path, RUN, {URL: Stored(b"old", None, None), f"{URL}/b": Stored(b"b", None, None)})
    _run(tmp_path, LATER, {URL: Stored(b"new", None, None)})

    def answer(run: datetime, url: str) -> httpx.Response:
        transport = BronzeTransport.of_run(tmp_path / "bronze", run)
        return transport.handle_request(httpx.Request("GET", url))

    assert answer(RUN, URL).content == b"old"
    assert answer(LATER, URL).content == b"new"
    assert answer(LATER, f"{URL}/b").content == b"b"
    assert answer(RUN - timedelta(days=1), URL).status_code == 404


def test_a_body_that_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return httpx.Response(304)
        sent.append(request.url)
        return httpx.Response(200, content=b"body", headers={"ETag": '"1"'})

    world = World("test", "test", httpx.MockTransport(answer), lambda: RUN)
    for run in (RUN, LATER):
        bronze = Bronze.open(tmp_path, run=run)
        with Client.of(world, user_agent="tests", memory=bronze) as client:
            assert client.body(URL) == b"body"
        bronze.close()
    assert len(sent) == 1
    assert responses(tmp_path / "bronze").collect()["run"].sort().to_list() == [RUN, LATER]
