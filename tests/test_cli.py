"""The commands as a user types them, on the invented league."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import DeltaTable

from fantasy import cli
from fantasy.config import Settings
from fantasy.forecast.outlook import MODELS
from fantasy.game.rules import Rules
from fantasy.store import Lake
from fantasy.whereabouts import whereabouts

WEEK = "2024-25:20"
ROSTER_KEYS = {
    *("season", "gameweek", "deadline", "budget", "cost", "bank", "expected_points"),
    *("captain", "vice_captain", "formation", "squad", "warnings", "unchanged_since"),
}
PLAYER_KEYS = {
    *("code", "element", "name", "team", "position", "price", "expected_points", "starter"),
    *("bench_order", "captain", "vice_captain"),
}

Run = Callable[..., "Result"]


class Result:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process, in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FANTASY_DATA_DIR", str(tmp_path / "lake"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("FANTASY_ARCHIVE", raising=False)

    def run(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["fantasy", *map(str, words)])
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        else:
            code = 0
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake in which the week has been recommended once."""
    lake = tmp_path_factory.mktemp("lake")
    command = [sys.executable, "-m", "fantasy", "recommend", "--replay", WEEK, "--json"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--archive", str(archive)],
        env={"FANTASY_DATA_DIR": str(lake), "OMP_NUM_THREADS": "1", "PATH": ""},
        capture_output=True,
        check=True,
        text=True,
        cwd=lake,
    )
    (lake / "first.json").write_text(done.stdout)
    assert "training" in done.stderr
    return lake


@pytest.fixture
def lake(made: Path, tmp_path: Path) -> Path:
    """A copy of that lake, where `run` looks for it."""
    return Path(shutil.copytree(made, tmp_path / "lake"))


def test_recommend_does_all_that_is_missing_and_prints_a_legal_roster(made: Path) -> None:
    roster = json.loads((made / "first.json").read_text())
    assert set(roster) == ROSTER_KEYS
    assert all(set(player) == PLAYER_KEYS for player in roster["squad"])
    assert (roster["season"], roster["gameweek"], roster["budget"]) == ("2024-25", 20, 100.0)
    assert len(roster["squad"]) == Rules.for_season("2024-25").squad_size
    assert roster["cost"] + roster["bank"] == pytest.approx(roster["budget"])
    assert roster["cost"] == pytest.approx(sum(player["price"] for player in roster["squad"]))
    starters = [player for player in roster["squad"] if player["starter"]]
    assert len(starters) == 11
    captain = next(player for player in starters if player["captain"])
    assert captain["name"] == roster["captain"]
    total = sum(player["expected_points"] for player in starters) + captain["expected_points"]
    assert roster["expected_points"] == pytest.approx(total, abs=0.1)


@pytest.mark.usefixtures("lake")
def test_recommend_again_reuses_the_lake_and_the_models(
    run: Run, archive: Path, made: Path
) -> None:
    again = run("recommend", "--replay", WEEK, "--archive", archive, "--json")
    assert "using the models" in again.err
    assert again.json == json.loads((made / "first.json").read_text())


@pytest.mark.usefixtures("lake")
def test_the_table_shows_the_squad_the_money_and_the_baselines(run: Run, archive: Path) -> None:
    printed = run("recommend", "--replay", WEEK, "--archive", archive)
    assert printed.code == 0
    for words in (
        "2024-25, gameweek 20",
        "bench 4",
        "in the bank",
        "(H)",
        "ensemble",
        "last 5",
        "ep_next",
    ):
        assert words in printed.out


def test_updating_twice_changes_no_row_and_makes_no_commit(
    run: Run, archive: Path, lake: Path
) -> None:
    tables = [path.parent for path in lake.glob("replay/*/_delta_log")]
    before = {path: DeltaTable(str(path)).version() for path in tables}
    again = run("update", "--replay", WEEK, "--archive", archive, "--json")
    assert sum(table["changed"] for table in again.json["tables"].values()) == 0
    assert {path: DeltaTable(str(path)).version() for path in tables} == before
    assert len(tables) > 8


def test_update_prints_what_each_table_gained(run: Run, archive: Path) -> None:
    printed = run("update", "--replay", WEEK, "--archive", archive)
    assert printed.code == 0
    assert "player_matches" in printed.out
    assert "6,888" in printed.out  # 168 players, 21 gameweeks before and 20 - 1 of this season


@pytest.mark.usefixtures("lake")
def test_train_compares_the_models_with_the_baselines(run: Run, archive: Path) -> None:
    trained = run("train", "--replay", WEEK, "--archive", archive, "--json").json
    assert set(trained["validation"]) == set(MODELS)
    assert trained["served"] in trained["validation"]
    rivals = ("fantasy", "last_5", "season_mean", "ep_next")
    best = min(trained["validation"][name]["rmse"] for name in rivals)
    assert trained["validation"][trained["served"]]["rmse"] == best
    assert sum(trained["weights"].values()) == pytest.approx(1.0)


@pytest.mark.usefixtures("lake")
def test_doctor_says_what_works_and_how_fresh_it_is(run: Run, archive: Path) -> None:
    report = run("doctor", "--replay", WEEK, "--archive", archive, "--json")
    assert report.code == 0
    assert report.json["healthy"] is True
    assert report.json["tables"]["player_matches"]["known_until"] is not None
    table = run("doctor", "--replay", WEEK, "--archive", archive)
    assert "player_matches" in table.out


def test_evaluate_scores_every_model_on_a_season(run: Run, archive: Path) -> None:
    scored = run("evaluate", "--season", "2024-25", "--archive", archive, "--json").json
    assert scored["rows"] == 168 * 21
    for model in MODELS:
        rows = scored["models"][model]["h1"]
        assert rows["all"]["n"] == scored["rows"] > rows["active"]["n"]
        assert rows["all"]["rmse"] > 0


def test_evaluate_looks_as_far_ahead_as_asked(run: Run, archive: Path) -> None:
    asked = ("--horizon", "1,3", "--archive", archive, "--json")
    scored = run("evaluate", "--season", "2024-25", *asked).json
    ours = scored["models"]["fantasy"]
    assert set(ours) == {"h1", "h3"}
    assert set(ours["h1"]["classes"]) == {"zeros", "blanks", "tickers", "haulers"}
    assert set(ours["h3"]["top20"]) == {"predicted", "actual"}
    assert ours["h3"]["all"]["n"] == 168 * 19
    for wrong in ("0", "9", "soon"):
        refused = run("evaluate", "--season", "2024-25", "--horizon", wrong, "--archive", archive)
        assert (refused.code, refused.out) == (2, "")
        assert "horizon" in refused.err


def test_evaluate_beside_peers_wants_their_file(run: Run, archive: Path) -> None:
    refused = run("evaluate", "--season", "2024-25", "--peers", "--archive", archive)
    assert refused.code == 2
    assert "peers/" in refused.err


@pytest.mark.usefixtures("lake")
def test_predict_prints_points_minutes_and_doubt_for_each_gameweek(run: Run, archive: Path) -> None:
    asked = ("--replay", WEEK, "--archive", archive, "--horizon", "3")
    told = run("predict", *asked, "--json").json
    assert (told["season"], told["gameweek"], told["horizon"]) == ("2024-25", 20, 3)
    points = [player["expected_points"] for player in told["players"]]
    assert points == sorted(points, reverse=True)
    first = told["players"][0]
    assert [week["gameweek"] for week in first["gameweeks"]] == [20, 21]
    for week in first["gameweeks"]:
        assert 0 <= week["play_60"] <= week["play"] <= 1
        assert week["low"] <= week["high"]
    printed = run("predict", *asked)
    assert "GW20" in printed.out
    assert "Total" in printed.out


@pytest.mark.usefixtures("lake")
def test_predict_writes_the_projections_csv_other_tools_read(run: Run, archive: Path) -> None:
    printed = run("predict", "--replay", WEEK, "--archive", archive, "--horizon", "2", "--csv")
    header, *rows = printed.out.splitlines()
    assert header == "ID,Name,Pos,Team,Price,20_Pts,20_xMins,21_Pts,21_xMins"
    assert len(rows) == 168
    assert all(len(row.split(",")) == 9 for row in rows)
    assert {row.split(",")[2] for row in rows} == {"G", "D", "M", "F"}


@pytest.mark.usefixtures("lake")
def test_player_tells_the_forecast_by_component_and_his_matches(run: Run, archive: Path) -> None:
    asked = ("--replay", WEEK, "--archive", archive)
    name = run("predict", *asked, "--json").json["players"][0]["name"]
    told = run("player", name, *asked, "--json").json
    week = told["gameweeks"][0]
    assert set(week["components"]) >= {"appearance", "goals_scored", "clean_sheets", "bonus"}
    assert len(told["history"]) == 10
    printed = run("player", name, *asked)
    assert "expected points" in printed.out
    nobody = run("player", "Nobody Atall", *asked)
    assert (nobody.code, nobody.out) == (2, "")
    assert "Nobody Atall" in nobody.err


def test_monitor_says_when_no_forecast_is_over_yet(run: Run, archive: Path) -> None:
    printed = run("monitor", "--replay", WEEK, "--archive", archive)
    assert printed.code == 2
    assert "no gameweek that was forecast is over" in printed.err


def test_help_names_every_command_and_an_example(run: Run) -> None:
    printed = run("--help")
    assert printed.code == 0
    commands = ("demo", "update", "train", "recommend", "report", "evaluate", "doctor", "news")
    for command in (*commands, "--replay"):
        assert command in printed.out


def test_without_a_command_it_says_where_one_is_and_stores_nothing(
    run: Run, tmp_path: Path
) -> None:
    printed = run()
    assert printed.code == 0
    assert "Nothing is stored" in printed.out
    assert "fantasy demo" in printed.out
    assert run("--json").json["season"] is None
    assert not (tmp_path / "lake").exists()


def test_without_a_command_it_tells_the_deadline_and_what_is_old(run: Run, lake: Path) -> None:
    (lake / "replay").rename(lake / "live")
    weeks = Lake(lake / "live").table("gameweeks").select(pl.col("known_at").max()).collect()
    found = whereabouts(Settings(data_dir=lake), now=weeks.item())
    assert found.coming is not None
    assert found.coming[:2] == ("2024-25", 20)
    assert found.advice[0].command == "fantasy recommend --team ID"
    told = run("--json").json
    assert told["deadline"] is None
    assert told["advice"][0]["command"] == "fantasy update"
    assert told["fresh"]["results"] is not None
    assert "No deadline ahead" in run().out


@pytest.mark.usefixtures("lake")
def test_report_writes_a_page_and_says_how_large(run: Run, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages" / "week.html"
    asked = ("--replay", WEEK, "--archive", archive, "--horizon", "2", "--out", out)
    printed = run("report", *asked, "--json")
    assert printed.code == 0
    assert printed.json["bytes"] == out.stat().st_size < 3_000_000
    assert "Gameweek 20" in out.read_text(encoding="utf-8")
    assert "Content-Security-Policy" in out.read_text(encoding="utf-8")
    refused = run("report", *asked[:-1], tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "cannot be written" in refused.err


@pytest.mark.usefixtures("lake")
def test_overrides_lock_whom_they_say_and_are_told(
    run: Run, archive: Path, made: Path, tmp_path: Path
) -> None:
    asked = ("--replay", WEEK, "--archive", archive, "--horizon", "1")
    chosen = {each["name"] for each in json.loads((made / "first.json").read_text())["squad"]}
    everybody = run("predict", *asked, "--json").json["players"]
    other = next(each["element"] for each in everybody if each["name"] not in chosen)
    (tmp_path / "overrides.toml").write_text(
        f'[[lock]]\nplayer = "{other}"\nuntil = 2030-01-01\nreason = "a hunch"\n'
        '[[ban]]\nplayer = "Nobody"\nuntil = 2001-01-01\nreason = "long ago"\n'
    )
    printed = run("recommend", *asked, "--json")
    squad = printed.json["gameweeks"][0]["squad"]
    assert other in {each["element"] for each in squad}
    assert f"override: {other}: locked until 01 Jan 2030 (a hunch)" in printed.err
    assert "expired, not used: Nobody" in printed.err
    (tmp_path / "overrides.toml").write_text("[[lock]]\n")
    refused = run("recommend", *asked)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("fantasy: overrides.toml: lock.0.player")


def test_ctrl_c_is_one_line_and_exit_code_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fantasy.world.enter.enter", interrupted)
    printed = run("update")
    assert (printed.code, printed.out) == (130, "")
    assert printed.err.startswith("fantasy: stopped")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("command", ["update", "train", "recommend", "doctor"])
@pytest.mark.parametrize(
    ("replay", "says"),
    [
        ("2031-32:1", "2031-32"),
        ("2024-25:22", "no gameweek 22"),
        ("2024-25", "expected SEASON:GW"),
    ],
)
def test_an_unknown_week_is_one_line_and_exit_code_2(
    run: Run, archive: Path, tmp_path: Path, command: str, replay: str, says: str
) -> None:
    printed = run(command, "--replay", replay, "--archive", archive)
    assert (printed.code, printed.out) == (2, "")
    assert says in printed.err
    assert printed.err.count("\n") == 1
    assert not (tmp_path / "lake").exists()


def test_a_missing_archive_is_one_line_and_exit_code_2(run: Run, tmp_path: Path) -> None:
    printed = run("recommend", "--replay", WEEK, "--archive", tmp_path / "nowhere")
    assert printed.code == 2
    assert printed.err.startswith("fantasy: the archive")
    assert printed.err.count("\n") == 1


def test_a_replay_without_an_archive_says_how_to_give_one(run: Run) -> None:
    printed = run("recommend", "--replay", WEEK)
    assert printed.code == 2
    assert "FANTASY_ARCHIVE" in printed.err


def test_an_evaluation_of_no_season_is_refused(run: Run, archive: Path) -> None:
    printed = run("evaluate", "--season", "soon", "--archive", archive)
    assert printed.code == 2
    assert "soon" in printed.err


@pytest.mark.parametrize(
    "file", ["2023-24/gws/gw5.csv", "2024-25/gws/gw19.csv", "2023-24/players_raw.csv"]
)
def test_a_csv_cut_short_stores_nothing_of_its_season(
    run: Run, archive: Path, tmp_path: Path, file: str
) -> None:
    folder = Path(shutil.copytree(archive, tmp_path / "archive"))
    path = folder / "archive" / "data" / file
    path.write_bytes(path.read_bytes()[:-30])
    printed = run("update", "--replay", WEEK, "--archive", folder)
    assert printed.code == 2
    assert Path(file).name in printed.err.splitlines()[-1]
    stored = tmp_path / "lake" / "replay" / "player_matches" / f"season={file[:7]}"
    assert not stored.exists()


def test_a_lake_that_cannot_be_written_is_one_line_and_exit_code_2(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "lake").write_text("a file where the folder should be")
    printed = run("update", "--replay", WEEK, "--archive", archive)
    assert printed.code == 2
    assert "FANTASY_DATA_DIR" in printed.err


def test_a_failed_update_leaves_the_lake_as_it_was(
    run: Run, archive: Path, tmp_path: Path, lake: Path
) -> None:
    before = files(lake)
    folder = Path(shutil.copytree(archive, tmp_path / "archive"))
    capture = folder / "snapshots" / "2024-25" / "gw20.csv"
    capture.write_bytes(capture.read_bytes()[:-30])
    assert run("update", "--replay", WEEK, "--archive", folder).code == 2
    assert files(lake) == before


def test_a_setting_that_makes_no_sense_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fantasy.toml").write_text("fpl_url = 3\n")
    printed = run("update")
    assert printed.code == 2
    assert "setting fpl_url" in printed.err
