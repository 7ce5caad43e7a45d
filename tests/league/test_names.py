import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fantasy.league.names import CLUBS, people


def test_clubs_have_names_and_letters_of_their_own() -> None:
    assert len(CLUBS) == 44
    for names in ([club.name for club in CLUBS], [club.short_name for club in CLUBS]):
        assert len(set(names)) == len(CLUBS)
    assert all(len(club.short_name) == 3 for club in CLUBS)


@given(st.integers(0, 1000))
def test_no_two_people_have_the_same_full_name(seed: int) -> None:
    names = people(np.random.default_rng(seed), 1500)
    assert names.height == 1500
    assert names.select("first_name", "second_name").is_unique().all()
    assert names.null_count().sum_horizontal().item() == 0


def test_who_shares_a_surname_is_written_with_an_initial() -> None:
    names = people(np.random.default_rng(1), 1500)
    plain = names.filter(~pl.col("web_name").str.contains(r"^\w\."))
    assert plain["web_name"].is_unique().all()
    shared = 1 - plain.height / names.height
    assert 0.02 < shared < 0.4


def test_names_come_with_accents_apostrophes_and_two_surnames() -> None:
    names = people(np.random.default_rng(1), 1500)
    for pattern in ("[áéíóúãçñć]", "'", r"\w \w"):
        assert names["second_name"].str.contains(pattern).sum() > 5
    assert (names["web_name"] == names["known_name"]).sum() > 3
