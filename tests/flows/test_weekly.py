import json
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.weekly import weekly

WEEK = "2024-25:20"
ROOT = Path(__file__).parents[2]


@pytest.mark.filterwarnings("default")
def test_the_flow_ends_with_the_roster_the_command_line_prints(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(tmp_path))
    with prefect_test_harness(server_startup_timeout=90):
        roster = weekly(WEEK, archive)
    command = [sys.executable, "-m", "fantasy", "recommend", "--replay", WEEK, "--json"]
    printed = subprocess.run(  # noqa: S603 - our own command
        [*command, "--archive", str(archive)], capture_output=True, check=True, text=True
    )
    assert json.loads(printed.stdout) == json.loads(json.dumps(roster))


def test_bad_input_is_one_line_and_exit_code_2_before_any_server_starts(archive: Path) -> None:
    command = [sys.executable, "-m", "flows.weekly", "--replay", "2024-25:99"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--archive", str(archive)],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("fantasy: 2024-25 has no gameweek 99")
    assert done.stderr.count("\n") == 1
