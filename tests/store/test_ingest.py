import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from fantasy.config import Settings
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import Ingested, ingest
from fantasy.world import World
from fantasy.world.enter import enter

SPOIL: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda body: body[: len(body) // 2],
    "empty": lambda _: b"",
    "a page of HTML": lambda _: b"<html>The game is being updated.</html>",
    "an empty object": lambda _: b"{}",
}


def replay(archive: Path, week: str) -> World:
    return enter(Settings(archive=archive), replay=week)


def spoiled(world: World, path: str, spoil: Callable[[bytes], bytes]) -> World:
    def answer(request: httpx.Request) -> httpx.Response:
        response = world.transport.handle_request(request)
        if path not in str(request.url):
            return response
        return httpx.Response(200, content=spoil(response.read()))

    return replace(world, transport=httpx.MockTransport(answer))


def updated(world: World, lake: Lake) -> Ingested:
    with Client.of(world, user_agent="tests") as client:
        return ingest(client, lake, Settings(), now=world.clock())


def run(world: World, lake: Lake) -> int:
    done = updated(world, lake)
    assert done.faults == ()
    return sum(written.changed for written in done.written)


def files(lake: Lake) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in lake.folder.rglob("*") if path.is_file()}


@pytest.fixture
def lake(archive: Path, tmp_path: Path) -> Lake:
    """A lake brought up to gameweek 8."""
    lake = Lake.open(tmp_path, "replay")
    run(replay(archive, "2024-25:8"), lake)
    return lake


@pytest.mark.parametrize("path", ["bootstrap-static/", "fixtures/", "event/8/live/"])
@pytest.mark.parametrize("how", SPOIL)
def test_a_spoiled_answer_stores_nothing_and_the_next_run_repairs(
    archive: Path, lake: Lake, path: str, how: str
) -> None:
    before = files(lake)
    world = replay(archive, "2024-25:9")
    done = updated(spoiled(world, path, SPOIL[how]), lake)
    (fault,) = done.faults
    assert (done.season, fault.source) == (None, "FPL")
    assert path in str(fault.error)
    assert files(lake) == before
    assert run(world, lake) > 168
    assert run(world, lake) == 0


def rewritten(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def spoil(body: bytes) -> bytes:
        payload = json.loads(body)
        change(payload)
        return json.dumps(payload).encode()

    return spoil


REPORTED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a missing field": (lambda said: said["elements"][3].pop("now_cost"), "lacks the fields"),
    "a string for every number": (
        lambda said: [each.update(now_cost="cheap") for each in said["elements"]],
        "price_tenths",
    ),
    "two answers for one player": (
        lambda said: said["elements"].append({**said["elements"][0], "now_cost": 99}),
        "different things of id 1",
    ),
    "a null among the players": (
        lambda said: said["elements"].append(None),
        "expected a list of objects",
    ),
    "an object for a list": (lambda said: said.update(teams={}), "expected a list of objects"),
    "a number for a time": (lambda said: said["events"][3].update(deadline_time=7), "deadline"),
}


@pytest.mark.parametrize("what", REPORTED)
def test_a_changed_shape_is_reported_and_what_was_stored_stands(
    archive: Path, lake: Lake, what: str
) -> None:
    before = lake.table("player_matches").collect().height
    change, reason = REPORTED[what]
    world = replay(archive, "2024-25:9")
    done = updated(spoiled(world, "bootstrap-static/", rewritten(change)), lake)
    (fault,) = done.faults
    assert fault.source == "FPL"
    assert reason in str(fault.error)
    assert lake.table("player_matches").collect().height >= before
    run(world, lake)


BORNE: dict[str, tuple[Callable[[dict[str, Any]], object], int]] = {
    "a field nobody knows": (
        lambda said: [each.update(mood={"today": "good"}) for each in said["elements"]],
        0,
    ),
    "a player told twice": (lambda said: said["elements"].append(said["elements"][0]), 0),
    "a string for one number": (lambda said: said["elements"][3].update(now_cost="cheap"), 1),
}


@pytest.mark.parametrize("what", BORNE)
def test_a_change_that_can_be_borne_costs_the_rows_it_spoils_and_no_other(
    archive: Path, lake: Lake, what: str
) -> None:
    change, lost = BORNE[what]
    world = replay(archive, "2024-25:9")
    done = updated(spoiled(world, "bootstrap-static/", rewritten(change)), lake)
    assert done.faults == ()
    assert sum(written.quarantined for written in done.written) == lost
    seen = lake.table("player_status").filter(gameweek=9, season="2024-25").collect()
    assert seen.height == 168
    assert run(world, lake) == 0


def test_without_fpl_the_history_is_stored_and_without_history_fpl_is(
    archive: Path, tmp_path: Path
) -> None:
    world = replay(archive, "2024-25:9")
    one, other = Lake.open(tmp_path, "one"), Lake.open(tmp_path, "other")
    done = updated(spoiled(world, "bootstrap-static/", SPOIL["empty"]), one)
    assert [fault.source for fault in done.faults] == ["FPL"]
    assert one.table("player_matches").collect()["season"].unique().to_list() == ["2023-24"]
    done = updated(spoiled(world, "2023-24/gws/gw7.csv", SPOIL["cut in half"]), other)
    assert [fault.source for fault in done.faults] == ["archive 2023-24"]
    assert "gw7.csv" in str(done.faults[0].error)
    assert other.table("player_matches").collect()["season"].unique().to_list() == ["2024-25"]
    for lake in (one, other):
        assert run(world, lake) > 0
        assert lake.table("player_matches").collect()["season"].n_unique() == 2
    assert files(one).keys() != files(other).keys()
    for name in ("player_matches", "player_status", "fixtures"):
        tables = [
            lake.table(name).collect().sort(pl.all().exclude("known_at")) for lake in (one, other)
        ]
        assert tables[0].drop("known_at").equals(tables[1].drop("known_at"))


def test_an_earlier_replay_after_a_later_one_sees_nothing_of_it(archive: Path, lake: Lake) -> None:
    run(replay(archive, "2024-25:20"), lake)
    early = replay(archive, "2024-25:5")
    run(early, lake)
    known = lake.as_of(early.clock())
    assert known.table("player_matches").collect()["known_at"].max() < early.clock()
    status = known.table("player_status").collect()
    assert status.filter(status["season"] == "2024-25")["gameweek"].max() == 5


def test_a_season_stored_to_the_end_is_not_asked_for_again(archive: Path, lake: Lake) -> None:
    asked = []
    world = replay(archive, "2024-25:9")

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return world.transport.handle_request(request)

    run(replace(world, transport=httpx.MockTransport(answer)), lake)
    of_the_season = [path.rpartition("/")[2] for path in asked if "2023-24" in path]
    assert of_the_season == ["understat_player.csv"], "the archive may yet get it"
    assert [path for path in asked if "live" in path] == ["/api/event/8/live/"]
