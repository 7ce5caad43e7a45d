"""The labelled sentences, and how well they are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fantasy.errors import InputError
from fantasy.league import simulate
from fantasy.league.press import write
from fantasy.news import corpus, drawing, evaluation
from fantasy.news.cast import CAST, draw_cast
from fantasy.news.claims import AVAILABILITIES, NOTHING
from fantasy.news.models import TextModel
from fantasy.news.people import Names
from fantasy.news.reading import AVAILABILITY, SENTIMENT, Reader, Text, by_player

if TYPE_CHECKING:
    from pathlib import Path

ROWS = corpus.sentences()


def test_the_sentences_are_what_their_families_draw() -> None:
    rng = np.random.default_rng(7)
    cast = draw_cast(rng)
    rows = (*drawing.sentences(cast, rng), *drawing.written(cast, rng))
    drawn = [json.loads(json.dumps(row)) for row in rows]
    assert drawn == ROWS
    assert cast.equals(pl.read_csv(CAST, schema=cast.schema))


def test_there_are_enough_of_them_and_each_is_labelled() -> None:
    assert len(ROWS) >= 1_500
    assert len({row["text"] for row in ROWS}) > 0.98 * len(ROWS)
    kinds = {label["availability"] for row in ROWS for label in row["players"]}
    assert kinds == {*AVAILABILITIES, None}
    for row in ROWS:
        for label in row["players"]:
            assert row["text"][label["start"] : label["end"]].strip()
            assert (label["chance"] is None) == (label["availability"] is None)


def test_no_family_stands_in_two_splits() -> None:
    where: dict[str, set[str]] = {}
    for row in ROWS:
        where.setdefault(row["family"], set()).add(row["split"])
    assert all(len(splits) == 1 for splits in where.values())
    assert {split for splits in where.values() for split in splits} == {
        *("train", "validation", "test", "written")
    }


def test_the_reader_reads_the_test_families() -> None:
    read = evaluation.read_all(
        Reader.of(corpus.names()), [row for row in ROWS if row["split"] == "test"]
    )
    scores = {row[0]: row[3] for row in evaluation.of_the_reader(read)}
    assert scores["linking"] >= 0.97
    assert scores["availability"] >= 0.94
    assert scores["negation and contrast"] >= 0.92
    assert scores["sentiment"] >= 0.80


def test_the_reader_reads_two_in_three_players_of_texts_by_other_hands() -> None:
    read = evaluation.read_all(
        Reader.of(corpus.names()), [row for row in ROWS if row["split"] == "written"]
    )
    scores = {row[0]: row[3] for row in evaluation.of_the_reader(read)}
    assert scores["linking"] >= 0.99
    assert scores["availability"] >= 0.66


def test_the_model_beats_the_words_and_the_lexicon_on_validation_families() -> None:
    known = corpus.examples()
    train, held = (
        [each for each in known if each.split == split] for split in ("train", "validation")
    )
    drawn = [each for each in held if not each.row["family"].startswith("written: ")]
    scopes = [each.words for each in held]
    (words, _), (cues, moods) = corpus.fit(train, "words"), corpus.fit(train, "cues")

    def right(said: list[str], truth: list[str]) -> float:
        return float(np.mean(np.array(said) == np.array(truth)))

    kinds = [each.availability for each in held]
    mood = [str(each.label["sentiment"]) for each in held]
    assert right(cues.predict(scopes), kinds) > right(words.predict(scopes), kinds)
    own, truth = [each.words for each in drawn], [each.availability for each in drawn]
    assert right(cues.predict(own), truth) > right(words.predict(own), truth) + 0.2
    assert right(moods.predict(scopes), mood) > right(evaluation.by_lexicon(scopes), mood) + 0.2


def test_news_of_the_simulated_league_is_read_though_its_templates_were_never_seen() -> None:
    truth, said = [], []
    for seed in (1, 2):
        season = simulate(seed).current
        press = write(season, 24, np.random.default_rng(seed))
        codes = season.clubs.select("team", "team_code")
        now = season.captures.filter(pl.col("gameweek") == 24).select("element", "team")
        players = (
            season.players.drop("team")
            .join(now, on="element", validate="1:1")
            .join(codes, on="team", validate="m:1")
        )
        reader = Reader.of(Names.of(players, season.clubs))
        items = press.items.join(codes, on="team", how="left", maintain_order="left")
        texts = (
            Text(
                "\n".join([row["title"], *(row["body"] or [row["summary"]])]),
                row["time"].date(),
                () if row["team_code"] is None else (row["team_code"],),
            )
            for row in items.iter_rows(named=True)
        )
        read = dict(zip(items["item"], map(by_player, reader.read(texts)), strict=True))
        facts = press.facts.filter(~pl.col("template").str.starts_with("rumour"))
        once = facts.unique(["item", "code"], keep="none")
        for fact in once.iter_rows(named=True):
            reading = read[fact["item"]].get(fact["code"])
            if reading is None:
                continue
            ill = fact["availability"] == "doubtful" and fact["injury"] == "illness"
            truth.append("ill" if ill else fact["availability"] or NOTHING)
            said.append(reading.claim.availability or NOTHING)
    assert len(truth) > 500
    assert evaluation.macro_f1(truth, said) >= 0.85


def test_the_models_are_small_and_a_missing_one_says_what_to_do() -> None:
    assert AVAILABILITY.stat().st_size + SENTIMENT.stat().st_size < 5 * 2**20
    with pytest.raises(InputError, match="run `fantasy news train`"):
        TextModel.load(AVAILABILITY.with_name("none.npz"))


def test_a_model_reads_back_as_it_was_saved(tmp_path: Path) -> None:
    model = TextModel.load(AVAILABILITY)
    model.save(tmp_path / "model.npz")
    again = TextModel.load(tmp_path / "model.npz")
    assert (again.classes, again.terms) == (model.classes, model.terms)
    assert np.array_equal(again.weights, model.weights)
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_the_shipped_models_are_those_of_the_shipped_sentences() -> None:
    known = [each for each in corpus.examples() if each.split not in corpus.TESTS]
    fresh = corpus.fit(known, "cues")
    scopes = [each.words for each in known[::20]]
    for model, path in zip(fresh, (AVAILABILITY, SENTIMENT), strict=True):
        assert TextModel.load(path).predict(scopes) == model.predict(scopes)
