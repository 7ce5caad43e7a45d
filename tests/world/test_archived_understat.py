from datetime import date

import polars as pl
import pytest

from fantasy.errors import SourceError
from fantasy.world.understat import told

FOLDER = "data/2023-24/understat/"
LISTED = {"id": "7322", "player_name": "Bukayo Saka", "team_title": "Arsenal", "time": "180"}
MATCH = {
    **dict.fromkeys(("goals", "assists", "shots", "key_passes"), "1"),
    **dict.fromkeys(("xG", "npxG", "xA", "xGChain", "xGBuildup"), "0.25"),
    "time": "90",
    "h_team": "Arsenal",
    "a_team": "Fulham",
    "season": "2023",
}
CLUB = {"xG": "1.5", "npxG": "0.7", "deep": "9", "ppda": "{'att': 127, 'def': 22}"}
FILES = {
    "understat_player.csv": [
        LISTED,
        LISTED | {"id": "1", "player_name": "Joe O&#039;Hara", "team_title": "Fulham"},
    ],
    "Bukayo_Saka_7322.csv": [
        MATCH | {"id": "70", "date": "2023-08-26"},
        MATCH | {"id": "71", "date": "2023-09-03"},
        MATCH | {"id": "9", "date": "2022-09-03", "season": "2022"},
        MATCH | {"id": "8", "date": "2023-08-12", "h_team": "Ajax"},
    ],
    "understat_Arsenal.csv": [
        CLUB | {"date": "2023-08-26 14:00:00"},
        CLUB | {"date": "2023-09-03 15:30:00"},
    ],
}


def read(path: str) -> pl.DataFrame | None:
    rows = FILES.get(path.removeprefix(FOLDER))
    return None if rows is None else pl.DataFrame(rows)


def test_a_season_is_told_by_its_own_matches_in_the_league_only() -> None:
    kept = told(read, "2023-24")
    assert kept is not None
    assert [row["id"] for row in kept.league["players"]] == ["7322", "1"]
    assert kept.league["players"][0]["time"] == "180"
    assert {row["id"] for row in kept.league["dates"]} == {"70", "71"}
    assert kept.league["dates"][0]["h"] == {"title": "Arsenal"}
    assert [row["player_id"] for row in kept.matches["71"]] == ["7322"]
    history = kept.league["teams"]["Arsenal"]["history"]
    assert [match["ppda"] for match in history] == [{"att": 127, "def": 22}] * 2


def test_before_a_day_neither_its_matches_nor_later_ones_are_told() -> None:
    kept = told(read, "2023-24", until=date(2023, 9, 3))
    assert kept is not None
    (player,) = kept.league["players"]
    assert (player["time"], player["games"], player["xG"]) == ("90.0", "1", "0.25")
    assert set(kept.matches) == {"70"}
    assert len(kept.league["teams"]["Arsenal"]["history"]) == 1


def test_a_season_nobody_kept_is_not_told() -> None:
    assert told(read, "2016-17") is None


def test_a_file_of_another_shape_is_a_source_error() -> None:
    def damaged(path: str) -> pl.DataFrame | None:
        rows = read(path)
        if rows is None or "Arsenal" not in path:
            return rows
        return rows.with_columns(ppda=pl.lit("{'att': "))

    with pytest.raises(SourceError, match=r"understat_Arsenal\.csv.*ppda"):
        told(damaged, "2023-24")
    with pytest.raises(SourceError, match="lacks the columns season"):
        told(
            lambda path: (
                None if (rows := read(path)) is None else rows.drop("season", strict=False)
            ),
            "2023-24",
        )
