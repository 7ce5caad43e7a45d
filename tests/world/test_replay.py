import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from small_league import CLUBS, kickoff

from fantasy.config import Settings
from fantasy.errors import InputError, SourceError
from fantasy.world import World
from fantasy.world.enter import enter

SEASON, GAMEWEEK = "2024-25", 9
SETTINGS = Settings()


@pytest.fixture(scope="module")
def world(archive: Path) -> World:
    return enter(Settings(archive=archive), replay=f"{SEASON}:{GAMEWEEK}")


def get(world: World, url: str) -> httpx.Response:
    with httpx.Client(transport=world.transport) as client:
        return client.get(url)


def fpl(world: World, path: str) -> Any:  # noqa: ANN401 - any JSON
    response = get(world, f"{SETTINGS.fpl_url}{path}")
    assert response.status_code == 200
    return json.loads(response.content)


def archived(world: World, path: str) -> httpx.Response:
    return get(world, f"{SETTINGS.archive_url}{path}")


def test_the_clock_stands_at_the_deadline_ninety_minutes_before_the_first_kick_off(
    world: World,
) -> None:
    assert world.clock() == kickoff(SEASON, GAMEWEEK) - timedelta(minutes=90)
    assert (world.name, world.label) == ("replay", "replay 2024-25:9")


def test_the_replayed_gameweek_is_next_and_the_one_before_is_done(world: World) -> None:
    events = {event["id"]: event for event in fpl(world, "bootstrap-static/")["events"]}
    assert [number for number, event in events.items() if event["is_next"]] == [GAMEWEEK]
    assert [number for number, event in events.items() if event["is_current"]] == [GAMEWEEK - 1]
    assert [number for number, event in events.items() if event["is_previous"]] == [GAMEWEEK - 2]
    finished = [number for number, event in events.items() if event["finished"]]
    assert finished == list(range(1, GAMEWEEK))


def test_no_result_is_known_before_it_was(world: World) -> None:
    for fixture in fpl(world, "fixtures/"):
        known = fixture["event"] < GAMEWEEK
        assert fixture["finished"] is known
        assert (fixture["team_h_score"] is not None) is known


def test_fixtures_can_be_asked_for_by_gameweek_or_yet_to_come(world: World) -> None:
    assert {row["event"] for row in fpl(world, "fixtures/?event=3")} == {3}
    assert min(row["event"] for row in fpl(world, "fixtures/?future=1")) == GAMEWEEK


def test_totals_are_the_sums_of_the_matches_before(world: World) -> None:
    player = fpl(world, "bootstrap-static/")["elements"][10]
    history = fpl(world, f"element-summary/{player['id']}/")["history"]
    assert [match["round"] for match in history] == list(range(1, GAMEWEEK))
    for name in ("minutes", "total_points", "goals_scored", "starts"):
        assert player[name] == sum(match[name] for match in history)
    assert isinstance(player["expected_goals"], str)


def test_a_live_gameweek_says_the_same_as_the_players_histories(world: World) -> None:
    elements = fpl(world, f"event/{GAMEWEEK - 1}/live/")["elements"]
    assert len(elements) == 21 * len(CLUBS)
    for element in elements[::25]:
        match = fpl(world, f"element-summary/{element['id']}/")["history"][-1]
        assert element["stats"]["minutes"] == match["minutes"]
        assert element["stats"]["total_points"] == match["total_points"]
        assert [part["fixture"] for part in element["explain"]] == [match["fixture"]]


def test_a_gameweek_to_come_has_nobody_in_it(world: World) -> None:
    elements = fpl(world, f"event/{GAMEWEEK}/live/")["elements"]
    assert all(not element["explain"] and not element["stats"]["minutes"] for element in elements)


def test_upcoming_fixtures_are_the_clubs_own(world: World) -> None:
    player = fpl(world, "bootstrap-static/")["elements"][0]
    coming = fpl(world, f"element-summary/{player['id']}/")["fixtures"]
    assert coming[0]["event"] == GAMEWEEK
    assert all(player["team"] in (row["team_h"], row["team_a"]) for row in coming)


def test_seasons_gone_by_are_told_by_their_totals(world: World) -> None:
    player = fpl(world, "bootstrap-static/")["elements"][0]
    past = fpl(world, f"element-summary/{player['id']}/")["history_past"]
    assert [season["season_name"] for season in past] == ["2023/24"]
    assert past[0]["element_code"] == player["code"]
    assert past[0]["start_cost"] == past[0]["end_cost"] + 1


@pytest.mark.parametrize("path", ["element-summary/9999/", "event/77/live/", "entry/1/", ""])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    assert get(world, f"{SETTINGS.fpl_url}{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("data/2023-24/players_raw.csv", 200),
        ("data/2023-24/gws/gw21.csv", 200),
        ("data/2024-25/gws/gw8.csv", 200),
        ("data/2024-25/gws/gw9.csv", 404),
        ("data/2024-25/players_raw.csv", 404),
        ("data/2024-25/fixtures.csv", 404),
        ("data/2024-25/teams.csv", 404),
        ("snapshots/2024-25/gw09.csv", 200),
        ("snapshots/2024-25/gw10.csv", 404),
        ("data/2025-26/teams.csv", 404),
    ],
)
def test_the_archive_holds_only_what_was_there_by_then(
    world: World, path: str, status: int
) -> None:
    assert archived(world, path).status_code == status


def test_other_sites_are_not_reached(world: World) -> None:
    assert get(world, "https://example.test/").status_code == 404


@pytest.mark.parametrize(
    ("replay", "reason"),
    [
        ("2024-25", "expected SEASON:GW"),
        ("2024-25:x", "expected SEASON:GW"),
        ("2024-25:0", "give one from 1 to 21"),
        ("2024-25:22", "give one from 1 to 21"),
        ("2025-26:1", "has no 2025-26: it holds 2023-24, 2024-25"),
        ("2099-00:1", "2099-00"),
        ("last:1", "last"),
    ],
)
def test_a_replay_that_cannot_be_had_says_what_can(archive: Path, replay: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        enter(Settings(archive=archive), replay=replay)


def test_a_replay_needs_an_archive() -> None:
    with pytest.raises(InputError, match="--archive PATH"):
        enter(Settings(archive=None), replay="2024-25:9")


def test_a_file_cut_short_is_an_error_that_names_it(folder: Path) -> None:
    file = folder / "archive" / "data" / SEASON / "gws" / "gw3.csv"
    file.write_bytes(file.read_bytes()[:-40])
    world = enter(Settings(archive=folder), replay=f"{SEASON}:{GAMEWEEK}")
    with pytest.raises(SourceError, match=r"gw3\.csv.*fields where the header has"):
        fpl(world, "bootstrap-static/")


def test_without_a_capture_prices_come_from_the_gameweeks_rows_and_it_is_said(folder: Path) -> None:
    for file in (folder / "snapshots" / SEASON).glob("*.csv"):
        file.unlink()
    world = enter(Settings(archive=folder), replay=f"{SEASON}:{GAMEWEEK}")
    assert "no capture of FPL's data" in world.notes[0]
    elements = fpl(world, "bootstrap-static/")["elements"]
    assert len(elements) == 21 * len(CLUBS)
    assert {element["status"] for element in elements} == {"a"}
    assert {element["ep_next"] for element in elements} == {None}
    assert min(element["now_cost"] for element in elements) >= 40


def test_a_postponed_match_counts_only_when_it_was_played(folder: Path) -> None:
    """Its void row stays in the gameweek it was meant for, without a score."""
    gws = folder / "archive" / "data" / SEASON / "gws"
    header, first, *_ = (gws / "gw2.csv").read_text().splitlines()
    names = header.split(",")
    void = dict(zip(names, first.split(","), strict=True)) | {
        "team_h_score": "",
        "team_a_score": "",
    }
    with (gws / "gw1.csv").open("a") as file:
        file.write(",".join(void[name] for name in names) + "\n")
    world = enter(Settings(archive=folder), replay=f"{SEASON}:{GAMEWEEK}")
    history = fpl(world, f"element-summary/{void['element']}/")["history"]
    assert [match["round"] for match in history] == list(range(1, GAMEWEEK))


def test_a_gameweek_with_no_matches_names_the_next_that_has_some(folder: Path) -> None:
    fixtures = folder / "archive" / "data" / SEASON / "fixtures.csv"
    header, *rows = fixtures.read_text().splitlines()
    event = header.split(",").index("event")
    kept = [row for row in rows if row.split(",")[event] != "7"]
    fixtures.write_text("\n".join([header, *kept]) + "\n")
    with pytest.raises(InputError, match="no matches in gameweek 7: try 8"):
        enter(Settings(archive=folder), replay=f"{SEASON}:7")


def test_the_first_gameweek_has_no_past(archive: Path) -> None:
    world = enter(Settings(archive=archive), replay=f"{SEASON}:1")
    state = fpl(world, "bootstrap-static/")
    assert {element["minutes"] for element in state["elements"]} == {0}
    assert not any(event["is_current"] for event in state["events"])
    assert fpl(world, "event-status/")["status"] == []


def test_the_live_clock_is_now(archive: Path) -> None:
    world = enter(Settings(archive=archive))
    assert abs(world.clock() - datetime.now(UTC)) < timedelta(minutes=1)
    assert world.name == "live"
