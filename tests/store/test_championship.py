from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from fantasy.config import Settings
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import Ingested, ingest
from fantasy.world import World
from fantasy.world.enter import enter


@pytest.fixture
def lake(archive: Path, tmp_path: Path) -> Lake:
    """A lake with the season 2023-24 and the one after it begun."""
    lake = Lake.open(tmp_path, "replay")
    update(world(archive, {}), lake)
    return lake


def world(archive: Path, files: dict[str, str]) -> World:
    """A replay with some more files, by the ends of their addresses."""
    replayed = enter(Settings(archive=archive), replay="2024-25:8")

    def answer(request: httpx.Request) -> httpx.Response:
        for path, body in files.items():
            if str(request.url).endswith(path):
                return httpx.Response(200, content=body.encode())
        return replayed.transport.handle_request(request)

    return replace(replayed, transport=httpx.MockTransport(answer))


def update(somewhere: World, lake: Lake) -> Ingested:
    with Client.of(somewhere, user_agent="tests") as client:
        return ingest(client, lake, Settings(), now=somewhere.clock())


def test_the_second_tier_is_stored_once_its_season_is_over(archive: Path, lake: Lake) -> None:
    club = lake.table("teams").collect().row(0, named=True)
    table = (
        "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,AvgH,AvgD,AvgA\n"
        f"E1,05/08/2023,{club['name']},Nowhere Rovers,2,0,1.5,4,6\n"
    )
    files = {"mmz4281/2324/E1.csv": table, "mmz4281/2425/E1.csv": table}
    assert update(world(archive, files), lake).faults == ()
    stored = lake.table("championship").collect()
    columns = ("season", "home_code", "away", "away_code", "home_goals", "home_win")
    assert stored.select(columns).rows() == [
        ("2023-24", club["team_code"], "Nowhere Rovers", None, 2, 1.5)
    ]
    changed = {"mmz4281/2324/E1.csv": table.replace(",2,0,", ",3,0,")}
    assert update(world(archive, changed), lake).faults == ()
    assert lake.table("championship").collect().equals(stored)
