from __future__ import annotations

import polars as pl
import pytest

from fantasy.news.linking import Linked, Linker, pipeline
from fantasy.news.people import Names
from fantasy.news.text import fold

PLAYERS = pl.DataFrame(
    [
        (1, "Jordan", "Smythe", "J.Smythe", 10),
        (2, "Karl", "Smythe", "K.Smythe", 20),
        (3, "João", "Félix Braga", "João Braga", 10),
        (4, "Seán", "O'Rahilly", "O'Rahilly", 10),
        (5, "Pelé", "Marchão de Souza", "Pelézinho", 20),
        (6, "Ben", "Young", "Young", 20),
        (7, "Liam", "Carbery", "Carbery", 10),
        (8, "Noel", "Carbery", "N.Carbery", 10),
        (9, "Rui", "Vale-Porto", "Vale-Porto", 30),
    ],
    schema=["code", "first_name", "second_name", "web_name", "team_code"],
    orient="row",
)
CLUBS = pl.DataFrame(
    {
        "name": ["Northby", "Man Utd", "Eastham"],
        "short_name": ["NOR", "MUN", "EAS"],
        "team_code": [10, 20, 30],
    }
)
LINKER = Linker(Names.of(PLAYERS, CLUBS), pipeline())


def link(text: str, *clubs: int) -> Linked:
    return LINKER.link(LINKER.nlp(fold(text)), clubs=clubs)


def codes(text: str, *clubs: int) -> list[int | None]:
    return [mention.code for mention in link(text, *clubs).players]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jordan Smythe is out.", 1),
        ("J. Smythe is out.", 1),
        ("K.Smythe is out.", 2),
        ("Joao Felix Braga trained.", 3),
        ("João Braga trained.", 3),
        ("Braga trained with Northby.", 3),
        ("O’Rahilly's knee is sore.", 4),  # noqa: RUF001 - as papers print it
        ("O'Rahilly’s back.", 4),  # noqa: RUF001 - the same
        ("PELÉZINHO OUT", 5),
        ("Rui Vale-Porto scored.", 9),
        ("Vale-Porto's header won it.", 9),
        ("Ben Young is fit.", 6),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, code: int) -> None:
    assert codes(text) == [code]


def test_a_shared_surname_is_resolved_by_the_club_of_the_text() -> None:
    assert codes("Smythe is out.", 10) == [1]
    assert codes("Manchester United are without Smythe.") == [2]
    assert codes("Northby hope Smythe is fit. United lost Smythe.") == [1, 2]


def test_a_shared_surname_without_a_club_is_reported_and_not_guessed() -> None:
    (mention,) = link("Smythe is out.").players
    assert (mention.code, mention.candidates) == (None, frozenset({1, 2}))
    assert codes("Carbery is out.", 10) == [None]


def test_who_was_named_in_full_is_meant_by_his_surname_later() -> None:
    assert codes("Karl Smythe limped off. Smythe will be assessed.") == [2, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Alan Carbery-Jones signed.",
        "The striker Jordan Okafor scored.",
        "Graham Smythe, the referee, was booed.",
        "Young players came on.",
        "The young side lost.",
        "He is back in March.",
        "Nobody is named here.",
    ],
)
def test_other_people_and_plain_words_are_nobody(text: str) -> None:
    assert [code for code in codes(text, 10, 20) if code is not None] == []


def test_a_player_of_a_club_the_text_is_not_about_is_not_linked_by_surname_alone() -> None:
    assert codes("Eastham won. Smythe scored.") == [None]


def test_clubs_are_known_by_their_nicknames() -> None:
    assert {code for *_, code in link("The Red Devils beat Northby.").clubs} == {10, 20}


def test_a_manager_with_a_players_name_is_no_player() -> None:
    linked = link("Northby manager Paul Carbery said so. Carbery was pleased.", 10)
    assert linked.players == ()
    assert len(linked.managers) == 2
