"""The manager of the archive, as he stood before a deadline."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fantasy.config import Settings
from fantasy.errors import InputError, SourceError
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.world.replay import replay_world

SEASON, GAMEWEEK = "2024-25", 5


def week(number: int, chip: str | None, *elements: int) -> dict[str, Any]:
    return {
        "active_chip": chip,
        "entry_history": {"event": number, "points": 50, "event_transfers_cost": 0},
        "picks": [{"element": each, "multiplier": 1} for each in elements],
    }


def transfer(event: int, out: int, into: int) -> dict[str, Any]:
    money = {"element_out_cost": 50, "element_in_cost": 50}
    return {"event": event, "element_out": out, "element_in": into, "time": f"{event}", **money}


@pytest.fixture
def kept(archive: Path, tmp_path: Path) -> Path:
    """The archive of the invented league with a manager who wildcards in gameweek 3."""
    folder = Path(shutil.copytree(archive, tmp_path / "archive"))
    own = folder / "managers" / SEASON
    own.mkdir(parents=True)
    weeks = [week(1, None, 1, 2), week(3, "wildcard", 1, 3), week(5, "3xc", 4, 3)]
    (own / "gameweeks.json").write_text(json.dumps(weeks))
    (own / "transfers.json").write_text(json.dumps([transfer(3, 2, 3), transfer(5, 1, 4)]))
    return folder


def client_at(folder: Path) -> tuple[Client, str]:
    chosen = Settings(archive=folder)
    world = replay_world(SEASON, GAMEWEEK, folder, chosen)
    return Client.of(world, user_agent="tests"), chosen.fpl_url


def test_he_is_known_up_to_the_deadline_before(kept: Path) -> None:
    client, base = client_at(kept)
    entry = fetch_entry(client, base, 1)
    assert [each["event"] for each in entry.gameweeks] == [1, 3]
    assert entry.chips == {3: "wildcard"}
    assert (entry.first_squad, entry.last_squad) == ({1, 2}, {1, 3})
    assert [each.element_in for each in entry.transfers] == [3]
    assert client.body(f"{base}entry/1/event/5/picks/") is None


def test_nobody_else_is_there_and_nobody_at_all_without_his_files(
    kept: Path, archive: Path
) -> None:
    for folder, number in ((kept, 2), (archive, 1)):
        client, base = client_at(folder)
        with pytest.raises(InputError, match=f"there is no entry {number}"):
            fetch_entry(client, base, number)


def test_a_file_cut_short_is_named(kept: Path) -> None:
    (kept / "managers" / SEASON / "gameweeks.json").write_text('[{"active')
    client, base = client_at(kept)
    with pytest.raises(SourceError, match=r"managers/2024-25/gameweeks\.json: is cut short"):
        fetch_entry(client, base, 1)
