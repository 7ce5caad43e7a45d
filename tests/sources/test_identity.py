import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.sources.identity import match_clubs, match_players, plain

CLUBS = pl.DataFrame(
    {
        "name": [
            "Man City",
            "Man Utd",
            "Nott'm Forest",
            "Spurs",
            "Sheffield Utd",
            "Leeds",
            "Ashmere",
        ],
        "team_code": [43, 1, 17, 6, 49, 2, 99],
    },
    schema={"name": pl.String, "team_code": pl.Int32},
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Manchester City", 43),
        ("Man United", 1),
        ("Nottingham Forest", 17),
        ("Nott'm Forest", 17),
        ("Tottenham", 6),
        ("Sheffield United", 49),
        ("Leeds United", 2),
        ("Ashmere Rovers", 99),
        ("Sheffield Wednesday", None),
        ("Manchester", None),
        ("United", None),
        ("", None),
    ],
)
def test_a_club_is_known_by_its_names_and_not_guessed(name: str, code: int | None) -> None:
    assert match_clubs([name], CLUBS)["team_code"].to_list() == [code]


def test_names_are_compared_without_accents_and_marks() -> None:
    assert plain("N'Golo Kanté") == "ngolo kante"
    assert plain("Ødegaard") == "odegaard"
    assert plain("Smith-Rowe") == "smith rowe"


@given(st.text())
def test_any_text_has_a_plain_form(text: str) -> None:
    assert set(plain(text)) <= set("abcdefghijklmnopqrstuvwxyz ")


def _ours(*rows: tuple[int, str, str, str, int, int]) -> pl.DataFrame:
    names = ["code", "first_name", "second_name", "web_name", "team_code", "minutes"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _theirs(*rows: tuple[int, str, list[int], int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["id", "name", "clubs", "minutes"], orient="row")


def _matched(theirs: pl.DataFrame, ours: pl.DataFrame) -> dict[int, int | None]:
    return dict(match_players(theirs, ours).select("id", "code").iter_rows())


def test_players_are_matched_by_name_club_and_minutes_taken_together() -> None:
    ours = _ours(
        (1, "Rui Miguel", "Tavares Lobo", "Tavares", 43, 2000),
        (2, "Bruno", "Tavares", "B.Tavares", 1, 900),
        (3, "Son", "Heung-Min", "Son", 6, 3000),
    )
    theirs = _theirs(
        (10, "Rui Tavares", [43], 2011),
        (11, "Bruno Tavares", [1], 905),
        (12, "Heung-Min Son", [6], 3002),
    )
    assert _matched(theirs, ours) == {10: 1, 11: 2, 12: 3}


def test_who_moved_is_found_at_either_club() -> None:
    ours = _ours((1, "Cole", "Marsden", "Marsden", 6, 1800))
    assert _matched(_theirs((10, "Cole Marsden", [43, 6], 1795)), ours) == {10: 1}


def test_a_nickname_is_believed_only_with_the_same_minutes() -> None:
    ours = _ours((1, "Diogo", "Teixeira da Silva", "Diogo J.", 6, 1800))
    assert _matched(_theirs((10, "Diogo Jota", [6], 1805)), ours) == {10: 1}
    assert _matched(_theirs((10, "Diogo Jota", [6], 700)), ours) == {10: None}


def test_a_stranger_is_nobody() -> None:
    ours = _ours((1, "Rui", "Tavares", "Tavares", 43, 2000))
    theirs = _theirs((10, "Rui Tavares", [43], 2000), (11, "Zoran Babić", [43], 2000))
    assert _matched(theirs, ours) == {10: 1, 11: None}


def test_nobody_is_matched_twice() -> None:
    ours = _ours((1, "Rui", "Tavares", "Tavares", 43, 2000))
    theirs = _theirs((10, "Rui Tavares", [43], 2000), (11, "R Tavares", [43], 1999))
    assert sorted(code or 0 for code in _matched(theirs, ours).values()) == [0, 1]
