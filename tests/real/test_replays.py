"""Replayed answers beside real ones: the same keys, the same types, nothing from after."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from fantasy.config import Settings
from fantasy.raw import records
from fantasy.sources import fpl
from fantasy.store import Lake
from fantasy.world import RESULT_AFTER, World
from fantasy.world.enter import enter

pytestmark = pytest.mark.real

WEEKS = {
    "2016-17": (1, 20, 38),
    "2017-18": (1, 22, 38),
    "2018-19": (1, 12, 35),
    "2019-20": (5, 29, 39, 47),
    "2020-21": (2, 19, 38),
    "2021-22": (1, 30, 38),
    "2022-23": (6, 8, 29),
    "2023-24": (5, 20, 34),
    "2024-25": (1, 20, 24, 38),
    "2025-26": (1, 5, 9),
}
LATER = {"clearances_blocks_interceptions", "tackles", "recoveries"}
"""Counts that gameweek files of 2016-17 .. 2018-19 have and the captures of other seasons not."""

REPLAYS = [f"{season}:{week}" for season, weeks in WEEKS.items() for week in weeks]
SETTINGS = Settings()


@pytest.fixture
def world(real_data: Path, request: pytest.FixtureRequest) -> World:
    return enter(Settings(archive=real_data), replay=request.param)


def fpl_json(world: World, path: str) -> Any:  # noqa: ANN401 - any JSON
    with httpx.Client(transport=world.transport) as client:
        return json.loads(client.get(f"{SETTINGS.fpl_url}{path}").content)


def kinds(items: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The JSON types of each key, null aside."""
    found: dict[str, set[str]] = {}
    for item in items:
        for name, value in item.items():
            found.setdefault(name, set())
            if value is not None:
                found[name].add(type(value).__name__)
    return found


def capture(real_data: Path, season: str, name: str) -> Any:  # noqa: ANN401 - any JSON
    """The season's own dump where there is one in today's form, else the live capture."""
    path = real_data / "api" / name / f"{season}.json"
    if not path.exists() or season < "2019-20":
        path = real_data / "api" / "live-2026-27" / f"{name}.json"
    return json.loads(path.read_text())


@pytest.mark.parametrize("world", REPLAYS, indirect=True, ids=REPLAYS)
def test_a_replayed_bootstrap_goes_through_the_parser_and_keeps_every_contract(
    world: World, tmp_path: Path
) -> None:
    state = fpl.parse_bootstrap(fpl_json(world, "bootstrap-static/"), now=world.clock(), origin="x")
    season, gameweek = world.label.removeprefix("replay ").split(":")
    assert (state.season, state.gameweek) == (season, int(gameweek))
    lake = Lake.open(tmp_path, "test")
    for name in ("teams", "gameweeks", "rules", "players", "player_status"):
        assert lake.write(name, getattr(state, name), source="replay").quarantined == 0
    raw = records(fpl_json(world, "fixtures/"), fpl.FIXTURE_FIELDS, origin="x")
    rows = fpl.fixtures(raw, state.teams, season=season, known_at=world.clock())
    assert lake.write("fixtures", rows, source="replay").changed == 380
    assert state.teams.height == 20
    assert 400 < state.players.height < 900


@pytest.mark.parametrize("world", REPLAYS, indirect=True, ids=REPLAYS)
def test_replayed_values_have_the_types_of_the_real_ones(world: World, real_data: Path) -> None:
    season = world.label.removeprefix("replay ")[:7]
    real, replayed = (
        capture(real_data, season, "bootstrap-static"),
        fpl_json(world, "bootstrap-static/"),
    )
    assert set(replayed) <= set(real) | {"chips"}
    for part in ("elements", "events", "teams", "element_types"):
        theirs, ours = kinds(real[part]), kinds(replayed[part])
        assert {name for name in set(ours) - set(theirs) if ours[name]} <= LATER
        wrong = {n: (ours[n], theirs[n]) for n in ours if n in theirs and ours[n] - theirs[n]}
        assert {name: pair for name, pair in wrong.items() if pair[1]} == {}
    theirs, ours = (
        kinds(capture(real_data, season, "fixtures")),
        kinds(fpl_json(world, "fixtures/")),
    )
    assert {name: ours[name] for name in ours if ours[name] - theirs.get(name, set())} == {}


@pytest.mark.parametrize("world", REPLAYS, indirect=True, ids=REPLAYS)
def test_nothing_is_known_that_had_not_happened(world: World) -> None:
    deadline = world.clock()
    over = set()
    for fixture in fpl_json(world, "fixtures/"):
        kickoff = datetime.fromisoformat(fixture["kickoff_time"])
        known = kickoff + RESULT_AFTER <= deadline
        over |= {fixture["id"]} if known else set()
        assert fixture["finished"] is known
        assert (fixture["team_h_score"] is not None) is known
        assert bool(fixture["stats"]) <= known
    elements = fpl_json(world, "bootstrap-static/")["elements"]
    for element in elements[::40]:
        history = fpl_json(world, f"element-summary/{element['id']}/")["history"]
        assert {match["fixture"] for match in history} <= over
        assert sum(match["total_points"] for match in history) == element["total_points"]


@pytest.mark.parametrize("season", [season for season in WEEKS if season >= "2018-19"])
def test_totals_are_those_fpl_showed_where_nothing_was_played_since_the_capture(
    real_data: Path, season: str
) -> None:
    """Sums of matches against the captured totals, every fifth gameweek if captured freshly.

    Points are corrected now and then after a capture was made, so a few may differ by little.
    """
    compared = wrong = 0
    for path in sorted((real_data / "snapshots" / season).glob("gw*.csv"))[::5]:
        world = enter(Settings(archive=real_data), replay=f"{season}:{int(path.stem[2:])}")
        taken = pl.read_csv(path, infer_schema=False)
        moment = datetime.fromisoformat(taken["snapshot_time"][0])
        kickoffs = [
            datetime.fromisoformat(fixture["kickoff_time"])
            for fixture in fpl_json(world, "fixtures/")
            if fixture["finished"]
        ]
        settled = max(kickoffs, default=moment) + 10 * RESULT_AFTER <= moment
        if not settled or season == "2025-26":
            continue
        shown = dict(taken.select(pl.col("id", "total_points").cast(pl.Int64)).iter_rows())
        ours = {
            e["id"]: e["total_points"] for e in fpl_json(world, "bootstrap-static/")["elements"]
        }
        compared += len(ours)
        wrong += sum(shown[element] != points for element, points in ours.items())
    assert wrong <= 0.002 * compared
    assert compared > 500 or season == "2025-26"
