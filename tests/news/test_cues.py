"""What words amount to."""

from __future__ import annotations

from math import hypot

import pytest

from fantasy.news import cues


@pytest.mark.parametrize(
    "words",
    [
        "CLUB have denied that PLAYER is carrying a knee problem.",
        "reports of a knee problem to PLAYER are wide of the mark.",
        "PLAYER hasn't got a knee problem.",
        "it is OTHER , not PLAYER , who has a knee problem.",
    ],
)
def test_what_is_denied_is_no_cue_of_itself(words: str) -> None:
    assert "not hurt" in cues.cues(words)
    assert "not injury" in cues.cues(words)


def test_a_denial_reaches_no_farther_than_its_reason() -> None:
    assert "suspended" in cues.cues("we don't have PLAYER because of the red card.")


def test_a_cue_is_no_end_of_a_longer_word() -> None:
    assert cues.cues("tomorrow") == ()


def test_words_of_one_stem_are_one() -> None:
    assert {cues.stem(word) for word in ("train", "trained", "trains", "training")} == {"train"}


def test_scopes_count_for_the_same_however_long_they_are() -> None:
    short, long = (cues.turns(f"PLAYER is out{more}") for more in ("", " with a knee injury again"))
    assert hypot(*short.values()) == pytest.approx(hypot(*long.values()))
