from pathlib import Path

import httpx
import polars as pl
import pytest

from fantasy.errors import InputError, SourceError
from fantasy.world.archive import (
    ArchiveTransport,
    FolderArchive,
    club_names,
    flagged,
    identified,
    read_csv,
)

BASE = "https://archive.test/"


def strings(**columns: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def test_both_layouts_answer_the_same_paths(tmp_path: Path) -> None:
    for clone in (tmp_path / "plain", tmp_path / "beside" / "archive"):
        (clone / "data" / "2024-25").mkdir(parents=True)
        (clone / "data" / "2024-25" / "teams.csv").write_text("id\n1\n")
    for folder in (tmp_path / "plain", tmp_path / "beside"):
        assert FolderArchive.open(folder).body("data/2024-25/teams.csv") == b"id\n1\n"


@pytest.mark.parametrize("make", [True, False])
def test_what_is_no_archive_is_refused_with_the_option_to_use(tmp_path: Path, make: bool) -> None:  # noqa: FBT001
    folder = tmp_path / "somewhere"
    if make:
        folder.mkdir()
    with pytest.raises(InputError, match="--archive PATH or FANTASY_ARCHIVE"):
        FolderArchive.open(folder)


def test_a_path_cannot_leave_the_archive(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "clone" / "data").mkdir(parents=True)
    assert FolderArchive.open(tmp_path / "clone").body("data/../../secret") is None


def test_only_the_archives_address_is_answered_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("a\n1\n")
    network = httpx.MockTransport(lambda _: httpx.Response(418))
    transport = ArchiveTransport(FolderArchive.open(tmp_path), BASE, otherwise=network)
    with httpx.Client(transport=transport) as client:
        assert client.get(f"{BASE}data/x.csv").content == b"a\n1\n"
        assert client.get(f"{BASE}data/y.csv").status_code == 404
        assert client.get("https://elsewhere.test/").status_code == 418


def test_csv_is_read_as_text_with_empty_values_null() -> None:
    assert read_csv(b"a,b\n1,\n,x\n", "f").rows() == [("1", None), (None, "x")]


@pytest.mark.parametrize("body", ["n\nJosé\n".encode("cp1252"), "\ufeffn\nJosé\n".encode()])
def test_old_encodings_and_byte_order_marks_are_understood(body: bytes) -> None:
    assert read_csv(body, "f").rows() == [("José",)]


def test_a_gameweek_without_matches_is_a_header_alone() -> None:
    assert read_csv(b"a,b\n", "f").is_empty()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n4,5", "row 3 has 2 fields where the header has 3"),
        (b"a,b\n1,2,3\n", "row 2 has 3 fields"),
        (b'a,b\n1,"cut in the mid', "cut short"),
    ],
)
def test_a_file_cut_short_is_named(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        read_csv(body, "data/gw1.csv")
    assert caught.value.url == "data/gw1.csv"


def test_captures_without_codes_get_them_by_id_and_keep_their_own() -> None:
    capture = strings(id=["1", "2"], code=[None, "92"], team=[None, "8"], element_type=[None, "4"])
    known = strings(id=["1", "2"], code=["91", "0"], team=["7", "0"], element_type=["3", "0"])
    assert identified(capture, known).rows() == [("1", "91", "7", "3"), ("2", "92", "8", "4")]


def look(**changes: list[str | None]) -> pl.DataFrame:
    usual: dict[str, list[str | None]] = {
        "code": ["91"],
        "snapshot_time": ["2024-08-16T10:00:00Z"],
        "status": ["a"],
        "chance_of_playing_next_round": [None],
        "ep_next": ["2.0"],
        "penalties_order": [None],
        "direct_freekicks_order": [None],
        "corners_and_indirect_freekicks_order": [None],
    }
    return strings(**usual | changes)


def later(has_news: str = "0", **changes: list[str | None]) -> pl.DataFrame:
    time: list[str | None] = ["2024-08-16T15:00:00Z"]
    return look(snapshot_time=time, **changes).with_columns(
        gameweek=pl.lit("1"), has_news=pl.lit(has_news)
    )


def test_a_later_look_replaces_what_it_tells_and_drops_news_that_is_gone() -> None:
    capture = look(status=["d"], chance_of_playing_next_round=["50"]).with_columns(
        news=pl.lit("Knock")
    )
    row = flagged(capture, later(ep_next=["3.1"]), 1).row(0, named=True)
    assert (row["status"], row["chance_of_playing_next_round"]) == ("a", None)
    assert (row["ep_next"], row["news"]) == ("3.1", None)
    assert row["snapshot_time"] == "2024-08-16T15:00:00Z"


def test_news_that_stays_keeps_its_text() -> None:
    capture = look(status=["d"]).with_columns(news=pl.lit("Knock"))
    assert flagged(capture, later("1", status=["d"]), 1)["news"].to_list() == ["Knock"]


def test_ineligible_stays_ineligible_where_the_later_look_says_gone() -> None:
    capture = look(status=["n"]).with_columns(news=pl.lit("Parent club"))
    assert flagged(capture, later("1", status=["u"]), 1)["status"].to_list() == ["n"]


def test_an_earlier_look_and_another_gameweeks_change_nothing() -> None:
    capture = look(snapshot_time=["2024-08-16T16:00:00Z"]).with_columns(news=pl.lit(""))
    assert flagged(capture, later(), 1).is_empty()
    assert flagged(look().with_columns(news=pl.lit("")), later(), 2).is_empty()


def test_short_names_are_made_up_where_none_are_kept() -> None:
    names = ["Hull", "Upper Dale", "Upper Fen", "Nott'm Moor"]
    listed = pl.DataFrame(
        {"season": ["2016-17"] * 4, "team": ["1", "2", "3", "4"], "team_name": names}
    )
    made = club_names(None, listed, "2016-17")["short_name"].to_list()
    assert made == ["HUL", "UDA", "UFE", "NMO"]
