"""Replays of archives with the oddities real ones have, and with a future to keep out."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import polars as pl
from small_league import kickoff, write_archive

from fantasy.config import Settings
from fantasy.world import World
from fantasy.world.enter import enter

SEASON, GAMEWEEK = "2024-25", 9
SETTINGS = Settings()
SENTINEL = "31337"
DATA = f"archive/data/{SEASON}"
CAPTURE = f"snapshots/{SEASON}/gw09.csv"


def replay(folder: Path, gameweek: int = GAMEWEEK, season: str = SEASON) -> World:
    return enter(Settings(archive=folder), replay=f"{season}:{gameweek}")


def body(world: World, url: str) -> bytes:
    with httpx.Client(transport=world.transport) as client:
        response = client.get(url)
    return response.content if response.status_code == 200 else b""


def fpl(world: World, path: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(body(world, f"{SETTINGS.fpl_url}{path}"))


def rewrite(file: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    change(pl.read_csv(file, infer_schema=False)).write_csv(file)


def sentinel(*columns: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.lit(SENTINEL).alias(name) for name in columns)


def also(rows: pl.DataFrame, **values: str) -> pl.DataFrame:
    """The rows and a copy of the first of them with other values."""
    return pl.concat([rows, rows.head(1).with_columns(**{k: pl.lit(v) for k, v in values.items()})])


def mark_the_future(folder: Path) -> None:
    """Write the sentinel wherever an archive tells what came after the deadline."""
    for gameweek in range(GAMEWEEK, 22):
        scores = ("total_points", "minutes", "bps", "team_h_score", "team_a_score", "influence")
        rewrite(folder / DATA / "gws" / f"gw{gameweek}.csv", sentinel(*scores))
        if gameweek > GAMEWEEK:
            rewrite(folder / f"snapshots/{SEASON}/gw{gameweek:02d}.csv", sentinel("news"))
    later = pl.col("event").cast(pl.Int32) >= GAMEWEEK
    marked = [
        pl.when(later).then(pl.lit(SENTINEL)).otherwise(name).alias(name)
        for name in ("team_h_score", "team_a_score", "stats")
    ]
    rewrite(folder / DATA / "fixtures.csv", lambda rows: rows.with_columns(marked))
    rewrite(folder / DATA / "players_raw.csv", sentinel("total_points", "news", "now_cost"))
    for stray in ("odds/E0.csv", "archive/data/cleaned_merged_seasons.csv", "results-2023-24.csv"):
        (folder / stray).parent.mkdir(exist_ok=True)
        (folder / stray).write_text(SENTINEL)
    write_flags(folder, at="2024-10-07T12:31:00Z", ep_next=SENTINEL)


def write_flags(folder: Path, *, at: str, ep_next: str) -> None:
    (folder / "flags").mkdir()
    nothing = "penalties_order,direct_freekicks_order,corners_and_indirect_freekicks_order"
    (folder / "flags" / f"{SEASON}.csv").write_text(
        f"gameweek,code,snapshot_time,status,chance_of_playing_next_round,has_news,{nothing},"
        f"ep_next\n{GAMEWEEK},1001,{at},d,75,1,,,,{ep_next}\n"
    )


def test_nothing_from_after_the_deadline_is_in_any_answer(folder: Path) -> None:
    mark_the_future(folder)
    world = replay(folder)
    players = [row["id"] for row in fpl(world, "bootstrap-static/")["elements"]]
    paths = ["bootstrap-static/", "fixtures/", "fixtures/?future=1", "event-status/"]
    paths += [f"event/{gameweek}/live/" for gameweek in range(1, 22)]
    paths += [f"element-summary/{player}/" for player in players]
    answers = {path: body(world, f"{SETTINGS.fpl_url}{path}") for path in paths}
    files = [file for file in folder.rglob("*.csv") if file.is_file()]
    for file in files:
        path = file.relative_to(folder).as_posix().removeprefix("archive/")
        answers[path] = body(world, f"{SETTINGS.archive_url}{path}")
    assert [path for path, answer in answers.items() if SENTINEL.encode() in answer] == []
    assert all(answers[path] for path in paths)
    assert answers["data/2023-24/fixtures.csv"]


def test_a_look_after_the_deadline_is_not_taken(folder: Path) -> None:
    deadline = kickoff(SEASON, GAMEWEEK) - timedelta(minutes=90)
    write_flags(folder, at=f"{deadline + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}", ep_next="9.9")
    first = fpl(replay(folder), "bootstrap-static/")["elements"][0]
    assert (first["code"], first["status"]) == (1001, "a")


def test_a_look_before_the_deadline_is_taken(folder: Path) -> None:
    deadline = kickoff(SEASON, GAMEWEEK) - timedelta(minutes=90)
    write_flags(folder, at=f"{deadline - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}", ep_next="9.9")
    first = fpl(replay(folder), "bootstrap-static/")["elements"][0]
    assert (first["status"], first["chance_of_playing_next_round"]) == ("d", 75)
    assert first["ep_next"] == "9.9"


def moved(folder: Path, *, after: timedelta) -> str:
    """A fixture of gameweek 5 moved to gameweek 8, some time after its first kick-off."""
    time = f"{kickoff(SEASON, 8) + after:%Y-%m-%dT%H:%M:%SZ}"
    files = folder / DATA
    fixture = str(
        pl.read_csv(files / "fixtures.csv", infer_schema=False).filter(pl.col("event") == "5")[0, 0]
    )
    to_gameweek_8 = {"event": "8", "kickoff_time": time}
    rewrite(files / "fixtures.csv", lambda rows: changed(rows, "id", fixture, to_gameweek_8))
    five, eight = files / "gws" / "gw5.csv", files / "gws" / "gw8.csv"
    rows = pl.read_csv(five, infer_schema=False)
    late = changed(rows, "fixture", fixture, {"round": "8", "kickoff_time": time})
    late.filter(pl.col("round") == "5").write_csv(five)
    twice = late.filter(pl.col("round") == "8")
    rewrite(eight, lambda own: pl.concat([own, twice]))
    return fixture


def changed(rows: pl.DataFrame, key: str, value: str, to: dict[str, str]) -> pl.DataFrame:
    chosen = pl.col(key) == value
    return rows.with_columns(
        pl.when(chosen).then(pl.lit(new)).otherwise(name).alias(name) for name, new in to.items()
    )


def test_a_double_gameweek_has_two_matches_and_their_sum(folder: Path) -> None:
    fixture = int(moved(folder, after=timedelta(days=2)))
    world = replay(folder)
    live = fpl(world, "event/8/live/")["elements"]
    twice = next(row for row in live if fixture in [part["fixture"] for part in row["explain"]])
    history = fpl(world, f"element-summary/{twice['id']}/")["history"]
    two = [match for match in history if match["round"] == 8]
    assert (len(two), len(twice["explain"])) == (2, 2)
    assert twice["stats"]["total_points"] == sum(match["total_points"] for match in two)
    assert len(history) == GAMEWEEK - 1


def test_a_match_not_over_at_the_deadline_keeps_its_gameweek_open(folder: Path) -> None:
    lead = timedelta(minutes=90)
    fixture = int(moved(folder, after=timedelta(weeks=1) - lead - timedelta(hours=2)))
    world = replay(folder)
    row = next(row for row in fpl(world, "fixtures/?event=8") if row["id"] == fixture)
    assert (row["finished"], row["started"], row["team_h_score"]) == (False, False, None)
    eighth = fpl(world, "bootstrap-static/")["events"][7]
    assert (eighth["is_current"], eighth["finished"], eighth["data_checked"]) == (
        True,
        False,
        False,
    )
    live = fpl(world, "event/8/live/")["elements"]
    assert fixture not in [part["fixture"] for row in live for part in row["explain"]]


def test_a_row_written_twice_counts_once(folder: Path) -> None:
    before = fpl(replay(folder), "bootstrap-static/")["elements"]
    rewrite(folder / DATA / "gws" / "gw8.csv", lambda rows: pl.concat([rows, rows]))
    assert fpl(replay(folder), "bootstrap-static/")["elements"] == before


def test_a_capture_without_clubs_gets_those_of_the_day_not_those_of_the_summer(
    folder: Path,
) -> None:
    before = {row["id"]: row for row in fpl(replay(folder), "bootstrap-static/")["elements"]}
    rewrite(
        folder / CAPTURE,
        lambda rows: rows.with_columns(
            pl.lit(None, pl.String).alias(name) for name in ("code", "team", "element_type")
        ),
    )
    gone = {"team": "2", "team_code": "102"}
    rewrite(folder / DATA / "players_raw.csv", lambda rows: changed(rows, "id", "1", gone))
    after = {row["id"]: row for row in fpl(replay(folder), "bootstrap-static/")["elements"]}
    assert after[1]["team"] == 1
    assert all(
        after[number][name] == row[name]
        for number, row in before.items()
        for name in ("code", "team", "team_code", "element_type")
    )


def test_prices_in_hundredths_are_brought_to_tenths(folder: Path) -> None:
    before = [row["now_cost"] for row in fpl(replay(folder), "bootstrap-static/")["elements"]]
    rewrite(folder / CAPTURE, lambda rows: rows.with_columns(now_cost=pl.col("now_cost") + "0"))
    after = [row["now_cost"] for row in fpl(replay(folder), "bootstrap-static/")["elements"]]
    assert after == before


def test_players_nobody_can_name_are_left_out_and_it_is_said(folder: Path) -> None:
    rewrite(
        folder / CAPTURE,
        lambda rows: also(rows, id="9999").with_columns(
            code=pl.when(pl.col("id") == "9999").then(None).otherwise("code")
        ),
    )
    world = replay(folder)
    assert "1 players of the capture" in world.notes[0]
    assert 9999 not in [row["id"] for row in fpl(world, "bootstrap-static/")["elements"]]
    assert body(world, f"{SETTINGS.fpl_url}element-summary/9999/") == b""


def test_assistant_managers_and_their_rows_are_left_out(folder: Path) -> None:
    rewrite(folder / CAPTURE, lambda rows: also(rows, id="900", code="900", element_type="5"))
    rewrite(
        folder / DATA / "gws" / "gw8.csv",
        lambda rows: also(rows.with_columns(position=pl.lit("DEF")), element="900", position="AM"),
    )
    world = replay(folder)
    assert 900 not in [row["id"] for row in fpl(world, "bootstrap-static/")["elements"]]
    rows = body(world, f"{SETTINGS.archive_url}data/{SEASON}/gws/gw8.csv")
    assert "900" not in pl.read_csv(rows, infer_schema=False)["element"].to_list()


def test_seasons_gone_by_are_told_player_by_player(folder: Path) -> None:
    totals = {"total_points": "123", "minutes": "2000", "now_cost": "85", "cost_change_start": "5"}
    others = ("goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals", "bps")
    zero = (*others, "penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "saves")
    measures = ("bonus", "influence", "creativity", "threat", "ict_index")
    rewrite(
        folder / "archive/data/2023-24/players_raw.csv",
        lambda rows: rows.with_columns(
            **{name: pl.lit("0") for name in (*zero, *measures)},
            **{name: pl.lit(value) for name, value in totals.items()},
        ),
    )
    world = replay(folder)
    past = fpl(world, "element-summary/7/")["history_past"]
    assert [(row["season_name"], row["total_points"], row["minutes"]) for row in past] == [
        ("2023/24", 123, 2000)
    ]
    assert (past[0]["start_cost"], past[0]["end_cost"], past[0]["element_code"]) == (80, 85, 1007)
    assert past[0]["influence"] == "0"


def test_without_captures_ownership_is_the_share_of_all_managers(folder: Path) -> None:
    """Every player has 1000 owners, and every manager owns fifteen players."""
    (folder / CAPTURE).unlink()
    elements = fpl(replay(folder), "bootstrap-static/")["elements"]
    assert {row["selected_by_percent"] for row in elements} == {str(round(1500 / 168, 1))}


def test_until_2019_20_the_deadline_is_an_hour_before_the_first_kick_off(tmp_path: Path) -> None:
    write_archive(tmp_path, ("2019-20",))
    first = kickoff("2019-20", 3)
    assert replay(tmp_path, 3, "2019-20").clock() == first - timedelta(minutes=60)


def test_scores_of_gameweeks_are_told_when_they_are_done(folder: Path) -> None:
    (folder / "api" / "bootstrap-static").mkdir(parents=True)
    events = [{"id": n, "average_entry_score": 50, "highest_score": 120} for n in range(1, 22)]
    kept = folder / "api" / "bootstrap-static" / f"{SEASON}.json"
    kept.write_text(json.dumps({"events": events}))
    told = fpl(replay(folder), "bootstrap-static/")["events"]
    scores = [(event["average_entry_score"], event["highest_score"]) for event in told]
    assert scores == [(50, 120)] * (GAMEWEEK - 1) + [(0, None)] * (21 - GAMEWEEK + 1)
