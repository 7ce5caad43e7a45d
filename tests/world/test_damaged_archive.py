"""Archives with files missing, broken off or of something else: one error, naming the file."""

from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from small_league import CLUBS

from fantasy.config import Settings
from fantasy.errors import InputError, SourceError
from fantasy.world import World
from fantasy.world.enter import enter

SEASON = "2024-25"
DATA = f"archive/data/{SEASON}"
CAPTURE = f"snapshots/{SEASON}/gw09.csv"


def replay(folder: Path, gameweek: int = 9) -> World:
    return enter(Settings(archive=folder), replay=f"{SEASON}:{gameweek}")


def bootstrap(world: World) -> Any:  # noqa: ANN401 - any JSON
    with httpx.Client(transport=world.transport) as client:
        return client.get(f"{Settings().fpl_url}bootstrap-static/").json()


def test_a_gameweek_whose_file_is_missing_ends_the_archive(folder: Path) -> None:
    (folder / DATA / "gws" / "gw5.csv").unlink()
    assert replay(folder, 5).notes == ()
    with pytest.raises(InputError, match="ends at gameweek 5, whose results it does not have"):
        replay(folder, 6)


def test_nothing_known_of_a_gameweek_is_said_so(folder: Path) -> None:
    (folder / DATA / "gws" / "gw9.csv").unlink()
    assert len(bootstrap(replay(folder))["elements"]) == 21 * len(CLUBS)
    (folder / CAPTURE).unlink()
    with pytest.raises(InputError, match="knows nothing of 2024-25 as of gameweek 9"):
        replay(folder)


@pytest.mark.parametrize(
    "path",
    [
        f"{DATA}/fixtures.csv",
        f"{DATA}/teams.csv",
        f"{DATA}/players_raw.csv",
        f"{DATA}/gws/gw3.csv",
        CAPTURE,
    ],
)
def test_a_file_of_something_else_is_an_error_that_names_it(folder: Path, path: str) -> None:
    (folder / path).write_text("something,else\n1,2\n")
    with pytest.raises(SourceError, match="lacks the columns") as caught:
        bootstrap(replay(folder))
    assert caught.value.url == path.removeprefix("archive/")


def test_statistics_that_do_not_parse_are_an_error_that_names_the_fixture(folder: Path) -> None:
    file = folder / DATA / "fixtures.csv"
    rows = pl.read_csv(file, infer_schema=False)
    first = pl.when(pl.col("id") == "1")
    rows.with_columns(stats=first.then(pl.lit("[{'id")).otherwise("stats")).write_csv(file)
    with pytest.raises(SourceError, match=r"fixtures\.csv: the stats of fixture 1 do not parse"):
        bootstrap(replay(folder))


@pytest.mark.parametrize("content", ['{"events": [', "[]"])
def test_a_kept_answer_that_is_cut_short_is_an_error_that_names_it(
    folder: Path, content: str
) -> None:
    (folder / "api" / "bootstrap-static").mkdir(parents=True)
    (folder / "api" / "bootstrap-static" / f"{SEASON}.json").write_text(content)
    with pytest.raises(SourceError, match=r"2024-25\.json: is (cut short|no JSON object)"):
        bootstrap(replay(folder))
