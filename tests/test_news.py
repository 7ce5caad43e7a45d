"""`fantasy news` as a user types it, in the simulated league."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy import cli
from fantasy.bulletin import bulletin, read_for
from fantasy.errors import InputError
from fantasy.news.listening import claims
from fantasy.news.signals import signals
from fantasy.store import Lake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fantasy.config import Settings
    from fantasy.world import World

KEYS = [
    *("code", "player", "club", "availability", "chance", "injury", "return_date"),
    *("sentiment", "evidence"),
]


@pytest.fixture
def run(
    demo: tuple[World, Settings, Lake],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., SimpleNamespace]:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(demo[1].data_dir))
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str, stdin: bytes = b"") -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["fantasy", "news", *words])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return run


def test_the_news_of_a_gameweek_is_a_list_with_evidence(
    run: Callable[..., SimpleNamespace],
) -> None:
    rows = json.loads(run("--demo", "1", "--json").out)
    assert len(rows) > 50
    for row in rows:
        assert [*row][: len(KEYS)] == KEYS
        assert row["chance"] is None or 0 <= row["chance"] <= 100
        assert -1 <= row["sentiment"] <= 1
        assert row["evidence"] or row["availability"] is None
    assert {row["availability"] for row in rows} >= {"injured", "doubtful", "suspended"}


def test_the_table_names_columns_and_marks(run: Callable[..., SimpleNamespace]) -> None:
    out = run("--demo", "1").out
    for heading in ("Player", "Club", "Status", "%", "Back", "Mood", "Source", "Age"):
        assert heading in out
    assert "the sources disagree" in out


def test_news_can_be_asked_of_a_club_a_player_and_a_squad(
    run: Callable[..., SimpleNamespace],
) -> None:
    everybody = json.loads(run("--demo", "1", "--all", "--json").out)
    club = everybody[0]["club"]
    of_a_club = json.loads(run("--demo", "1", "--club", club.lower(), "--json").out)
    assert {row["club"] for row in of_a_club} == {club}
    name = everybody[0]["player"]
    of_a_player = json.loads(run("--demo", "1", "--player", name, "--json").out)
    assert everybody[0]["code"] in {row["code"] for row in of_a_player}
    squad = json.loads(run("--demo", "1", "--team", "1", "--json").out)
    assert 1 <= len(squad) <= 15


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--club", "XYZ"), "no club of 2025-26 is called 'XYZ'"),
        (("--player", "Nobody Atall"), "nobody of 2025-26 is called 'Nobody Atall'"),
    ],
)
def test_who_is_not_there_is_one_line_and_exit_code_2(
    run: Callable[..., SimpleNamespace], words: tuple[str, ...], said: str
) -> None:
    result = run("--demo", "1", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_any_text_can_be_read(
    run: Callable[..., SimpleNamespace], demo: tuple[World, Settings, Lake], tmp_path: Path
) -> None:
    world, _, lake = demo
    someone = bulletin(lake, now=world.clock(), everybody=True).rows.row(0, named=True)
    path = tmp_path / "news.txt"
    path.write_text(f"{someone['full_name']} is ruled out for three weeks with a knee injury.\n")
    (row,) = json.loads(run("read", str(path), "--demo", "1", "--json").out)
    assert [*row][: len(KEYS)] == KEYS
    assert (row["code"], row["availability"]) == (someone["code"], "injured")
    assert (row["chance"], row["injury"]) == (0, "knee")
    assert row["return_date"] > "2026"
    assert "ruled out" in row["evidence"]
    assert row["model"]


def test_fpls_own_words_name_nobody(run: Callable[..., SimpleNamespace]) -> None:
    text = b"Hamstring injury - Expected back 14 Mar\nSuspended until 7 Feb\n"
    rows = json.loads(run("read", "-", "--demo", "1", "--json", stdin=text).out)
    assert [(row["code"], row["player"], row["availability"]) for row in rows] == [
        (None, None, "injured"),
        (None, None, "suspended"),
    ]
    assert [row["return_date"] for row in rows] == ["2026-03-14", "2026-02-07"]


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"Nothing to see."])
def test_a_text_of_nothing_is_an_empty_list(
    run: Callable[..., SimpleNamespace], text: bytes
) -> None:
    result = run("read", "-", "--demo", "1", "--json", stdin=text)
    assert (result.code, json.loads(result.out)) == (0, [])
    assert "names no player" in run("read", "-", "--demo", "1", stdin=text).out


def test_an_ambiguous_name_is_reported(demo: tuple[World, Settings, Lake]) -> None:
    world, _, lake = demo
    now = world.clock()
    players = lake.as_of(now).table("players").filter(pl.col("season") == "2025-26").collect()
    shared = (
        players.with_columns(pl.col("web_name").str.split(".").list.last().alias("surname"))
        .group_by("surname")
        .len()
        .filter(pl.col("len") > 3)
    )
    surname = shared.sort("surname")["surname"][0]
    _, (reading,) = read_for(lake, f"{surname} is out.", now=now)
    assert reading.code is None
    assert len(reading.candidates) > 1


def test_a_file_that_is_not_there_is_one_line(run: Callable[..., SimpleNamespace]) -> None:
    result = run("read", "/no/such/file", "--demo", "1")
    assert (result.code, result.out) == (2, "")
    assert "cannot be read" in result.err


def test_articles_are_read_once(demo: tuple[World, Settings, Lake]) -> None:
    world, _, lake = demo
    assert claims(lake.as_of(world.clock()), "2025-26").is_empty()


def test_signals_of_a_deadline_hear_nothing_from_after_it(
    demo: tuple[World, Settings, Lake],
) -> None:
    world, _, lake = demo
    season = "2024-25"
    weeks = lake.as_of(world.clock()).table("gameweeks").filter(pl.col("season") == season)
    deadline = weeks.filter(pl.col("gameweek") == 20).collect()["deadline"][0]
    now, then = (
        signals(lake.as_of(moment), seasons=[season]).filter(pl.col("gameweek") <= 20)
        for moment in (world.clock(), deadline)
    )
    assert now.height > 500
    assert now.equals(then)


def test_without_a_gameweek_ahead_there_is_no_news(
    tmp_path: Path, demo: tuple[World, Settings, Lake]
) -> None:
    world, _, _ = demo
    with pytest.raises(InputError, match="no deadline is known"):
        bulletin(Lake.open(tmp_path, "empty"), now=world.clock())
