from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fantasy.league.press import OUTLETS, Press, templates, write
from fantasy.league.press.grammar import expand, possessive
from fantasy.league.randomness import randomness

if TYPE_CHECKING:
    from fantasy.league import League

GAMEWEEKS = (3, 12, 24)


def _press(league: League, gameweek: int, season: str = "2025-26") -> Press:
    rng = randomness(league.seed, f"news {season} {gameweek}")
    return write(league.seasons[season], gameweek, rng)


@pytest.fixture(scope="module")
def weeks(league: League) -> dict[int, Press]:
    return {gameweek: _press(league, gameweek) for gameweek in GAMEWEEKS}


def test_the_grammar_chooses_and_fills() -> None:
    rng = np.random.default_rng(1)
    said = {expand("[a|the [big|small]] {x} in a [oven|egg]", {"x": "cat"}, rng) for _ in range(99)}
    assert "The big cat in an oven" in said
    assert "A cat in an egg" in said
    assert len(said) == 6


@given(st.text(min_size=1))
def test_a_possessive_ends_in_an_apostrophe_or_its_s(name: str) -> None:
    assert possessive(name).startswith(name)
    assert possessive(name).endswith("'" if name.endswith("s") else "'s")


@pytest.mark.parametrize("gameweek", GAMEWEEKS)
def test_a_week_has_news_of_every_club_from_many_outlets(
    league: League, weeks: dict[int, Press], gameweek: int
) -> None:
    press = weeks[gameweek]
    assert press.items.height > 90
    assert set(press.items["team"].drop_nulls()) == set(league.current.clubs["team"])
    assert set(press.items["outlet"]) == set(OUTLETS)
    assert press.facts["template"].n_unique() >= 20
    assert press.facts["sentence"].n_unique() > 200


@pytest.mark.parametrize("gameweek", GAMEWEEKS)
def test_no_sentence_has_holes_or_leftovers(weeks: dict[int, Press], gameweek: int) -> None:
    for row in weeks[gameweek].items.iter_rows(named=True):
        for text in (row["title"], row["summary"], *row["body"]):
            assert not re.search(r"[\[\]{}|]|None|  | ,|\.\.", text), text
            assert text[:1] == text[:1].upper(), text
            assert text.count('"') % 2 == 0, text
            assert not re.search(r"\b[Aa] [aeiou]", text), text


@pytest.mark.parametrize("gameweek", GAMEWEEKS)
def test_nothing_is_told_before_it_was_known_or_after_the_deadline(
    league: League, weeks: dict[int, Press], gameweek: int
) -> None:
    press, season = weeks[gameweek], league.current
    closes = min(season.deadlines[gameweek], season.now)
    assert press.items["time"].max() <= closes
    assert press.items["time"].min() >= closes - timedelta(days=7)
    known = season.availability.filter(pl.col("gameweek") == gameweek)
    told = press.facts.join(press.items.select("item", "time"), on="item").join(
        known.select("element", "availability", "known_from"), on=["element", "availability"]
    )
    assert told.height > 50
    assert (told["time"] > told["known_from"]).all()


def test_the_truth_behind_an_item_is_the_leagues(league: League, weeks: dict[int, Press]) -> None:
    for gameweek, press in weeks.items():
        truth = league.current.availability.filter(pl.col("gameweek") == gameweek)
        told = press.facts.filter(
            pl.col("availability").is_in(["injured", "doubtful", "suspended", "ill"])
        )
        both = told.join(truth, on=["element", "availability"], how="inner", suffix="_true")
        assert both.height == told.height
        assert (both["chance"] == both["chance_true"]).all()
        injured = both.filter(pl.col("availability") == "injured")
        assert (injured["injury"] == injured["reason"]).all()


def test_a_sentence_names_whom_it_speaks_of(league: League, weeks: dict[int, Press]) -> None:
    names = {
        element: web_name.split(".")[-1]
        for element, web_name in league.current.players.select("element", "web_name").iter_rows()
    }
    plain = str.maketrans("áàâãäéèêëíïîóòôõöúùûüçñćšžý", "aaaaaeeeeiiiooooouuuucncszy")
    named = 0
    facts = weeks[24].facts
    for element, sentence in facts.select("element", "sentence").iter_rows():
        surname = names[element].lower().translate(plain)
        named += surname in sentence.lower().translate(plain) or " he " in f" {sentence.lower()} "
    assert named / facts.height > 0.97


def test_most_rumours_are_false_and_some_true(league: League) -> None:
    rumours = pl.concat(
        _press(league, gameweek).facts.drop_nulls("rumour_true") for gameweek in range(2, 24)
    )
    assert rumours.height > 100
    assert 0.02 < rumours["rumour_true"].mean() < 0.4


def test_praise_and_criticism_are_of_the_right_sign(weeks: dict[int, Press]) -> None:
    facts = pl.concat(each.facts for each in weeks.values())
    assert (facts.filter(pl.col("template") == "praise")["sentiment"] == 1).all()
    assert (facts.filter(pl.col("template") == "criticism")["sentiment"] == -1).all()


def test_one_seed_writes_the_same_news(league: League, weeks: dict[int, Press]) -> None:
    again = _press(league, 24)
    assert again.items.equals(weeks[24].items)
    assert again.facts.equals(weeks[24].facts)


def test_past_seasons_had_news_too(league: League) -> None:
    assert _press(league, 30, "2023-24").items.height > 80


def test_families_share_no_template() -> None:
    groups = [
        value
        for name, value in vars(templates).items()
        if name.isupper() and isinstance(value, dict)
    ]
    every = [text for group in groups for options in group.values() for text in options]
    assert len(groups) >= 10
    assert len(every) == len(set(every)) >= 65
