"""What is said of whom."""

from __future__ import annotations

import pytest
from test_linking import LINKER

from fantasy.news.scopes import scopes
from fantasy.news.text import fold


def said(text: str) -> dict[int | None, str]:
    doc = LINKER.nlp(fold(text))
    linked = LINKER.link(doc, clubs=(10, 20, 30))
    return {scope.mention.code: scope.words for scope in scopes(doc, linked, LINKER.names)}


def test_a_contrast_is_cut_where_its_clauses_meet() -> None:
    found = said("Jordan Smythe is out but Ben Young is available.")
    assert found == {1: "PLAYER is out", 6: "but PLAYER is available."}


def test_players_in_a_list_share_what_is_said_of_it() -> None:
    found = said("Jordan Smythe, Ben Young and Rui Vale-Porto are out.")
    assert set(found) == {1, 6, 9}
    assert all("are out" in words for words in found.values())


def test_headings_part_lists_and_brackets_are_of_one_player() -> None:
    found = said("Out: Jordan Smythe (knee), Ben Young. Doubtful: Rui Vale-Porto (knock)")
    assert found[1].startswith("out: PLAYER (knee)")
    assert "knee" not in found[6]
    assert found[6].startswith("out:")
    assert found[9] == "doubtful: PLAYER (knock)"


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("Jordan Smythe went off. He has a knee injury.", True),
        ("Jordan Smythe went off. The midfielder has a knee injury.", True),
        ("Jordan Smythe went off with Ben Young. He has a knee injury.", False),
        ("Jordan Smythe went off. Tickets are on sale. He has a knee injury.", False),
        ("Jordan Smythe? Out with a knee injury.", True),
        ("Jordan Smythe went off.\nHe has a knee injury.", False),
    ],
)
def test_a_pronoun_goes_on_about_the_only_one_it_can_mean(text: str, follows: bool) -> None:  # noqa: FBT001 - a case
    assert ("knee injury" in said(text)[1]) is follows


def test_nor_says_the_same_of_the_next() -> None:
    found = said("Jordan Smythe isn't fit and nor is Ben Young.")
    assert "isn't fit" in found[6]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Jordan Smythe trained, but Ben Young didn't.", "PLAYER didn't trained"),
        ("Jordan Smythe is suspended. Ben Young isn't.", "PLAYER isn't suspended"),
        ("Jordan Smythe is not injured, but Ben Young still is.", "PLAYER still is injured"),
        ("Jordan Smythe is fit, but not Ben Young.", "not PLAYER fit"),
    ],
)
def test_a_clause_takes_the_verb_it_leaves_out_from_the_one_before(text: str, held: str) -> None:
    assert held in said(text)[6]


def test_what_is_said_goes_past_him_it_is_not_said_of() -> None:
    found = said("It is Jordan Smythe, not Ben Young, who is hurt.")
    assert "who is hurt" in found[1]
    assert found[6] == ", not PLAYER , who is hurt."


def test_a_not_typed_in_haste_is_a_not() -> None:
    assert said("Jordan Smythe isnt fit") == {1: "PLAYER isn't fit"}
