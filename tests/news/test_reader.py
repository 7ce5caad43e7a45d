"""Whole texts, and texts that wish us ill."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_linking import LINKER

from fantasy.news.reading import Reader, Reading, Text, by_player, read_text
from fantasy.news.text import fold

AT = date(2024, 11, 20)
READER = Reader.of(LINKER.names, nlp=LINKER.nlp)


def read(text: str, *clubs: int) -> dict[int, Reading]:
    (found,) = READER.read([Text(text, AT, clubs or (10, 20, 30))])
    return by_player(found)


@pytest.mark.parametrize(
    ("text", "availability", "chance"),
    [
        ("Jordan Smythe is not injured and will play.", "fit", 100),
        ("Northby have no fresh concerns, with Jordan Smythe fit.", "fit", 100),
        ("Jordan Smythe had missed four games but is fit again.", "returned", 100),
        ("Jordan Smythe could miss out; he faces a late fitness test.", "doubtful", 50),
        ("Jordan Smythe is a major doubt.", "doubtful", 25),
        ("Jordan Smythe is ruled out with a hamstring injury.", "injured", 0),
        ("Jordan Smythe is suspended.", "suspended", 0),
        ("Jordan Smythe is on compassionate leave.", "personal", 0),
        ("Jordan Smythe has joined Eastham on loan until the end of the season.", "loaned", 0),
        ("Jordan Smythe has a 75% chance of playing.", "doubtful", 75),
        ("Jordan Smythe scored a superb goal.", None, None),
    ],
)
def test_what_is_said_of_his_next_match_is_read(
    text: str, availability: str | None, chance: int | None
) -> None:
    claim = read(text)[1].claim
    assert (claim.availability, claim.chance) == (availability, chance)


def test_injury_and_return_are_read_from_his_clause_alone() -> None:
    found = read(
        "Jordan Smythe is out for three weeks with a knee injury but Ben Young is available."
    )
    assert (found[1].claim.injury, found[1].claim.back) == ("knee", date(2024, 12, 11))
    assert found[6].claim.availability == "fit"
    assert (found[6].claim.injury, found[6].claim.back) == (None, None)


def test_fpls_news_beside_a_name_is_read_by_its_rule() -> None:
    reading = read("Jordan Smythe - Knee injury - Expected back 28 Nov")[1]
    assert reading.rule == "FPL's news"
    assert (reading.claim.injury, reading.claim.back) == ("knee", date(2024, 11, 28))


def test_mood_has_its_sign() -> None:
    assert read("Jordan Smythe was superb.")[1].sentiment > 0.5
    assert read("Jordan Smythe was awful and was booed.")[1].sentiment < -0.5
    assert abs(read("Jordan Smythe is out with a knee injury.")[1].sentiment) < 0.3


def test_evidence_is_the_sentence_as_it_was_written() -> None:
    text = "Nothing here. João  Braga’s knee is sore. The end."  # noqa: RUF001 - as printed
    assert read(text)[3].evidence == "João Braga’s knee is sore."  # noqa: RUF001 - as printed


def test_rule_and_classifier_are_both_told() -> None:
    reading = read("Out: Jordan Smythe")[1]
    assert reading.rule == "list: out"
    assert reading.model
    assert 0 < reading.probability <= 1


HOSTILE = {
    "a line of 100 kB": "Jordan Smythe is out. " + "x" * 100_000,
    "a word of 100 kB": "y" * 100_000 + " Jordan Smythe is out.",
    "control characters": "Jordan\x00 Smythe\x07 is \x1bout.\x00",
    "right-to-left marks": "\u202eJordan\u200f Smythe is\u202c out.",
    "HTML": "<b>Jordan Smythe</b><script>alert('Ben')</script> is out &amp; hurt",
    "emoji": "🚨🚨 Jordan Smythe 🤕 OUT 😭",
    "empty": "",
    "white": " \n\t\n ",
    "French": "Le joueur est blessé et sera absent trois semaines.",
    "Arabic": "اللاعب مصاب وسيغيب ثلاثة أسابيع",
    "Chinese": "球员受伤将缺席三周",
    "surrogates": "Jordan Smythe \ud800 is out.",
    "brackets": "((((((((((Jordan Smythe)))))))))) [[[[ out",
    "a hundred kB of names": "Jordan Smythe, " * 6_600,
    "a hundred kB of quotes": '"' * 100_000 + " Jordan Smythe is out.",
    "headings without end": "Out: Jordan Smythe; " * 5_000,
    "colons": ":" * 5_000 + "Jordan Smythe: out",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_text_is_read_and_names_nobody_else(what: str) -> None:
    assert set(read(HOSTILE[what])) <= {1}
    read_text(HOSTILE[what], AT)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_and_only_who_is_written_in_it_is_named(text: str) -> None:
    for code in read(text):
        player = LINKER.names.players[code]
        assert any(
            word.lower() in fold(text).lower()
            for word in f"{player.full_name} {player.name}".replace(".", " ").split()
            if len(word) > 2
        )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=60))
def test_noise_around_a_clear_sentence_never_names_another_player(noise: str) -> None:
    found = read(f"{noise}\nBen Young is ruled out with a knee injury.\n{noise}")
    assert set(found) <= {6}
