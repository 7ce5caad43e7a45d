"""The team file: what the game does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from fantasy.errors import InputError
from fantasy.game.ledger import Ledger
from fantasy.game.rules import Rules
from fantasy.team_file import TeamFile, edited, find_player, read_team_file, squad_of

if TYPE_CHECKING:
    from pathlib import Path

RULES = Rules.for_season("2025-26")
NAMES = ("Ødegård", "J.Smith", "Smith", "Smith", *(f"Player{letter}" for letter in "ABCDEFGHIJKLM"))
PLAYERS = pl.DataFrame(
    {
        "element": range(1, len(NAMES) + 1),
        "name": NAMES,
        "full_name": [f"Given{number} {name}" for number, name in enumerate(NAMES)],
        "team": ["ARS", "BRE", "CHE", "EVE", *["FUL"] * 13],
        "price_tenths": [50 + number for number in range(len(NAMES))],
    }
)
BOOKS = Ledger(
    gameweek=5, paid={1: 50, 3: 52, 4: 53}, bank=10, fielded=frozenset({1, 3, 4}), free_transfers=2
)


def read(folder: Path, text: str) -> TeamFile:
    path = folder / "team.toml"
    path.write_text(text, encoding="utf-8")
    return read_team_file(path)


@pytest.mark.parametrize(
    ("name", "element"),
    [("odegard", 1), ("Given0 Ødegård", 1), ("Smith (che)", 3), ("Smith (EVE)", 4), ("J Smith", 2)],
)
def test_a_player_is_found_however_his_name_is_written(name: str, element: int) -> None:
    assert find_player(name, PLAYERS) == element


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Smith", r"write one of Smith \(CHE\), Smith \(EVE\)"),
        ("Smith (ARS)", r"write one of Smith \(CHE\), Smith \(EVE\)"),
        ("Odegaard", r"did you mean Ødegård \(ARS\)"),
        ("Zzz", "nobody is called 'Zzz'$"),
    ],
)
def test_nobody_is_guessed(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_player(name, PLAYERS)


def test_transfers_since_the_deadline_move_players_money_and_free_transfers(
    tmp_path: Path,
) -> None:
    file = read(
        tmp_path,
        """
        [[transfers]]
        out = "Ødegård"
        in = "PlayerA"
        [[transfers]]
        out = "Smith (CHE)"
        in = "PlayerB"
        out_price = 6.0
        in_price = 5.9
        """,
    )
    after = edited(BOOKS, file, PLAYERS, {1: 49, 3: 51, 4: 52})
    assert after.paid == {4: 53, 5: 54, 6: 59}
    assert after.bank == 10 + 49 - 54 + 60 - 59
    assert after.free_transfers == 0


def test_what_the_file_says_of_bank_and_free_transfers_holds() -> None:
    after = edited(BOOKS, TeamFile(bank=3.5, free_transfers=4), PLAYERS, {})
    assert (after.bank, after.free_transfers, after.paid) == (35, 4, BOOKS.paid)


@pytest.mark.parametrize(
    ("transfers", "said"),
    [
        ([("PlayerC", "PlayerA")], "player 7 was sold but not owned"),
        ([("Ødegård", "Smith (CHE)")], "already in the squad"),
        ([("Ødegård", "PlayerM")], r"cost £0.6m more than there is"),
    ],
)
def test_transfers_that_cannot_be_are_refused(transfers: list[tuple[str, str]], said: str) -> None:
    file = TeamFile.model_validate(
        {"transfers": [{"out": out, "in": into} for out, into in transfers]}
    )
    with pytest.raises(InputError, match=said):
        edited(BOOKS, file, PLAYERS, {1: 50})


def test_a_whole_squad_needs_no_entry() -> None:
    file = TeamFile(bank=1.5, paid={f"{name}": 5.0 for name in ["Ødegård", "J.Smith", *NAMES[4:]]})
    books = squad_of(file, PLAYERS, RULES, gameweek=7)
    assert (len(books.paid), books.bank, books.free_transfers) == (15, 15, 1)
    assert squad_of(file, PLAYERS, RULES, gameweek=1).free_transfers is None


def test_a_squad_of_another_size_or_with_a_player_twice_is_refused() -> None:
    with pytest.raises(InputError, match="names 1 players, a squad has 15"):
        squad_of(TeamFile(paid={"Ødegård": 5.0}), PLAYERS, RULES, gameweek=7)
    twice = dict.fromkeys(["Odegard", "Ødegård", *NAMES[4:]], 5.0)
    with pytest.raises(InputError, match="names a player twice"):
        squad_of(TeamFile(paid=twice), PLAYERS, RULES, gameweek=7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bank = ", "is not TOML"),
        ("banc = 1.0", "banc: Extra inputs are not permitted"),
        ("bank = -1", "bank: Input should be greater than or equal to 0"),
        ("[[transfers]]\nout = 'A'", "transfers.0.in: Field required"),
    ],
)
def test_a_file_that_makes_no_sense_is_one_clear_error(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_team_file(tmp_path / "none.toml")
