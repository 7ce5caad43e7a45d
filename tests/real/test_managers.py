"""Real managers' seasons, recomputed from who they picked and what the players did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fantasy.game.ledger import Ledger, books, team_value
from fantasy.game.rules import Rules
from fantasy.game.squad import automatic_substitutions, gameweek_points, played
from fantasy.sources.entry import transfers_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real

SEASONS = ("2020-21", "2021-22", "2022-23", "2023-24")
POSITIONS = {"1": "GKP", "2": "DEF", "3": "MID", "4": "FWD"}


def performances(season: Path, gameweek: int) -> pl.DataFrame:
    """Points and participation by element, summed over the gameweek's matches."""
    path = season / "gws" / f"gw{gameweek}.csv"
    counts = ("element", "total_points", "minutes", "yellow_cards", "red_cards")
    if not path.exists():
        return pl.DataFrame(schema={"element": pl.Int64, "points": pl.Int64, "played": pl.Boolean})
    return (
        pl.read_csv(path, infer_schema=False, columns=list(counts))
        .select(pl.col(counts).cast(pl.Int64))
        .group_by("element")
        .sum()
        .select("element", played(), points="total_points")
    )


def positions(season: Path) -> pl.DataFrame:
    raw = pl.read_csv(
        season / "players_raw.csv", columns=["id", "element_type"], infer_schema=False
    )
    return raw.select(
        pl.col("id").cast(pl.Int64).alias("element"),
        pl.col("element_type").replace(POSITIONS).alias("position"),
    )


def as_picked(record: dict[str, Any], known: pl.DataFrame) -> pl.DataFrame:
    """The team as it stood at the deadline: substitutions recorded since are taken back.

    The record sorts the line-up by position after substituting, so where a player who was taken
    off stood among others of his position is lost; he is put before them.
    """
    place = {pick["element"]: pick["position"] for pick in record["picks"]}
    for order, pair in enumerate(record["automatic_subs"]):
        out, substitute = pair["element_out"], pair["element_in"]
        place[substitute], place[out] = place[out], order - 15
    picks = pl.DataFrame(record["picks"]).select(
        "element",
        pl.col("element").replace_strict(place).alias("place"),
        captain="is_captain",
        vice_captain="is_vice_captain",
    )
    return (
        picks.join(known, on="element", how="left", validate="1:1")
        .with_columns(
            (pl.col("place") <= 11).alias("starter"),
            pl.when(pl.col("place") > 11).then(pl.col("place") - 11).alias("bench_order"),
            pl.col("position").cast(pl.Enum(list(POSITIONS.values()))).alias("line"),
        )
        .sort("bench_order", "line", "place", nulls_last=False)
    )


def teams(real_data: Path, season: str) -> list[tuple[dict[str, Any], pl.DataFrame]]:
    archive = real_data / "archive" / "data" / season
    records = json.loads((real_data / "managers" / season / "gameweeks.json").read_text())
    known = positions(archive)
    return [
        (
            record,
            as_picked(record, known)
            .join(
                performances(archive, record["entry_history"]["event"]),
                on="element",
                how="left",
                validate="1:1",
                maintain_order="left",
            )
            .with_columns(pl.col("points").fill_null(0), pl.col("played").fill_null(value=False)),
        )
        for record in records
    ]


@pytest.mark.parametrize("season", SEASONS)
def test_substitutions_are_those_the_game_made(real_data: Path, season: str) -> None:
    rules = Rules.for_season(season)
    wrong = []
    for record, team in teams(real_data, season):
        made = [(pair["element_out"], pair["element_in"]) for pair in record["automatic_subs"]]
        found = automatic_substitutions(team, rules)
        if found != made:
            wrong.append((record["entry_history"]["event"], made, found))
    assert wrong == []


@pytest.mark.parametrize("season", SEASONS)
def test_points_are_those_the_game_gave(real_data: Path, season: str) -> None:
    rules = Rules.for_season(season)
    found = {
        record["entry_history"]["event"]: (
            record["entry_history"]["points"],
            gameweek_points(team, rules, chip=record["active_chip"]),
        )
        for record, team in teams(real_data, season)
    }
    assert len(found) == 38
    assert {week: pair for week, pair in found.items() if pair[0] != pair[1]} == {}


PRICE_OF_THE_DAY = 1
"""Tenths a squad's prices may have moved between a capture and the deadline."""


def prices(real_data: Path, season: str) -> dict[int, dict[int, int]]:
    """Price by element, for each gameweek: its own rows, else the last capture."""
    found: dict[int, dict[int, int]] = {0: {}}
    for gameweek in range(1, 39):
        captured = real_data / "snapshots" / season / f"gw{gameweek:02d}.csv"
        played = real_data / "archive" / "data" / season / "gws" / f"gw{gameweek}.csv"
        told = _column(captured, "id", "now_cost") | _column(played, "element", "value")
        found[gameweek] = found[gameweek - 1] | told
    return found


def _column(path: Path, key: str, value: str) -> dict[int, int]:
    if not path.exists():
        return {}
    rows = pl.read_csv(path, infer_schema=False, columns=[key, value])
    return dict(rows.select(pl.col(key, value).cast(pl.Int64)).iter_rows())


def kept_books(
    real_data: Path, season: str
) -> tuple[list[dict[str, Any]], list[Ledger], dict[int, dict[int, int]]]:
    """What the API said of each gameweek, the books, and the prices."""
    folder = real_data / "managers" / season
    records, raw, history = (
        json.loads((folder / f"{name}.json").read_text())
        for name in ("gameweeks", "transfers", "history")
    )
    transfers = transfers_of(raw, origin="transfers.json")
    price = prices(real_data, season)
    ledgers = books(
        {pick["element"]: price[1][pick["element"]] for pick in records[0]["picks"]},
        transfers,
        {chip["event"]: chip["name"] for chip in history["chips"]},
        Rules.for_season(season),
        gameweeks=[record["entry_history"]["event"] for record in records],
    )
    return records, ledgers, price


@pytest.mark.parametrize("season", SEASONS)
def test_squads_bank_transfers_and_hits_are_those_the_game_booked(
    real_data: Path, season: str
) -> None:
    records, ledgers, _ = kept_books(real_data, season)
    assert len(ledgers) == 38
    for record, ledger in zip(records, ledgers, strict=True):
        said = record["entry_history"]
        assert ledger.fielded == {pick["element"] for pick in record["picks"]}
        assert (ledger.bank, ledger.transfers, ledger.hit) == (
            said["bank"],
            said["event_transfers"],
            said["event_transfers_cost"],
        ), said["event"]


@pytest.mark.parametrize("season", SEASONS)
def test_the_team_value_is_what_the_game_said_but_for_prices_of_the_day(
    real_data: Path, season: str
) -> None:
    records, ledgers, price = kept_books(real_data, season)
    nobody_played = [7] if season == "2022-23" else []
    off = {
        ledger.gameweek: difference
        for record, ledger in zip(records, ledgers, strict=True)
        if ledger.gameweek not in nobody_played
        and (
            difference := team_value(ledger, price[ledger.gameweek])
            - record["entry_history"]["value"]
        )
    }
    assert all(abs(difference) <= PRICE_OF_THE_DAY for difference in off.values()), off
    assert len(off) <= 4, off
