"""A season's decisions and what came of them: a page a gameweek, a line of JSON a page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from fantasy.game.ledger import Ledger
from fantasy.whole_file import whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Exchange:
    """A transfer, and why: points expected of who comes less those of who goes.

    Over the plan, that is, or in the one gameweek of a free hit; None where nothing was expected.
    """

    out: str
    into: str
    gain: float | None


@dataclass(frozen=True)
class Selected:
    """A player of the team: his role, what was expected of him (None if unknown), what he did."""

    element: int
    name: str
    position: str
    team: str
    starter: bool
    bench_order: int | None
    captain: bool
    vice_captain: bool
    expected_points: float | None
    points: int
    played: bool


@dataclass(frozen=True)
class Page:
    """A gameweek of a season.

    Attributes:
        gameweek: its number.
        points: scored, hits taken off.
        hits: points that transfers cost.
        transfers: made; none of the first squad.
        chip: played, by the game's name for it.
        kept: points the chips that can be played were held to be worth if kept.
        bank: money left (£0.1m).
        value: bank and squad at the prices of the deadline (£0.1m).
        expected: points expected of those who count, hits not taken off; None if unknown.
        team: who was fielded, starters first.
        ahead: what was planned for the gameweeks after, in words.
        gap: how much better, as a share of its worth, another plan could have been at most.
        ledger: the books after the deadline.
    """

    gameweek: int
    points: int
    hits: int
    transfers: tuple[Exchange, ...]
    chip: str | None
    kept: dict[str, float]
    bank: int
    value: int
    expected: float | None
    team: tuple[Selected, ...]
    ahead: tuple[str, ...]
    gap: float
    ledger: Ledger = field(repr=False)


def kept_pages(path: Path) -> list[Page]:
    """The pages written so far; a last one that was cut short is left out."""
    if not path.exists():
        return []
    lines = path.read_text().splitlines(keepends=True)
    return [_page(json.loads(line)) for line in lines if line.endswith("\n")]


def keep(page: Page, pages: list[Page], path: Path) -> None:
    """Write a page after those kept; whatever else the file held is gone."""
    lines = (
        json.dumps(asdict(each), default=sorted, ensure_ascii=False) for each in [*pages, page]
    )
    with whole(path) as file:
        file.write_text("".join(f"{line}\n" for line in lines))


def _page(told: dict[str, Any]) -> Page:
    ledger = dict(told.pop("ledger"))
    ledger |= {
        "paid": {int(element): paid for element, paid in ledger["paid"].items()},
        "fielded": frozenset(ledger["fielded"]),
        "chips": tuple((name, gameweek) for name, gameweek in ledger["chips"]),
    }
    told |= {
        "transfers": tuple(Exchange(**each) for each in told["transfers"]),
        "team": tuple(Selected(**each) for each in told["team"]),
        "ahead": tuple(told["ahead"]),
        "ledger": Ledger(**ledger),
    }
    return Page(**told)
