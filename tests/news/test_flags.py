from __future__ import annotations

from datetime import date

import pytest

from fantasy.news.claims import Claim
from fantasy.news.flags import read_flag

AT = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "knee injury - expected back 28 nov",
            Claim("injured", 0, "knee", date(2024, 11, 28)),
        ),
        ("thigh injury - 75% chance of playing", Claim("doubtful", 75, "thigh", counted=True)),
        ("illness - 50% chance of playing", Claim("ill", 50, "illness", counted=True)),
        ("back injury - unknown return date", Claim("injured", 0, "back")),
        ("unknown - 25% chance of playing", Claim("doubtful", 25, None, counted=True)),
        ("suspended until 17 jan", Claim("suspended", 0, None, date(2025, 1, 17))),
        ("has joined lens on loan for the rest of the season.", Claim("loaned", 0)),
        ("permanent transfer to roma", Claim("transferred", 0)),
        ("left the club by mutual consent", Claim("transferred", 0)),
        (
            "ineligible to face his parent club - expected back 01 dec",
            Claim("ineligible", 0, None, date(2024, 12, 1)),
        ),
        ("personal reasons - unknown return date", Claim("personal", 0)),
        (
            "international duty - 75% chance of playing",
            Claim("doubtful", 75, "international duty", counted=True),
        ),
    ],
)
def test_fpls_sentences_are_read(text: str, claim: Claim) -> None:
    assert read_flag(text, AT) == claim


@pytest.mark.parametrize("text", ["", "he was superb", "knee", "arsenal won - again"])
def test_other_texts_are_none_of_them(text: str) -> None:
    assert read_flag(text, AT) is None
