"""A briefing as the page looks things up in it: players, weeks and fixtures by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from fantasy.briefing import Briefing

Row = dict[str, Any]

STATUS_WORDS = {
    "d": "doubtful",
    "i": "injured",
    "s": "suspended",
    "u": "unavailable",
    "n": "not eligible",
}
OUT = ("i", "s", "u", "n")
ATTACK = (1.9, 1.6, 1.3, 1.0)
"""Goals expected of a club above which a fixture is of difficulty 1, 2, 3 and 4 for who scores."""

DEFENCE = (0.95, 1.2, 1.5, 1.85)
"""Goals expected against a club below which it is of difficulty 1, 2, 3 and 4 for who defends."""

CERTAIN = 100


@dataclass(frozen=True)
class Facts:
    """A briefing by its keys."""

    briefing: Briefing

    @cached_property
    def players(self) -> dict[int, Row]:
        """By element."""
        return {row["element"]: row for row in self.briefing.players.iter_rows(named=True)}

    @cached_property
    def weeks(self) -> dict[tuple[int, int], Row]:
        """What is forecast, by element and gameweek."""
        return {
            (row["element"], row["gameweek"]): row
            for row in self.briefing.forecasts.iter_rows(named=True)
        }

    @cached_property
    def gameweeks(self) -> list[int]:
        """Those with fixtures, of those that are forecast."""
        found: list[int] = self.briefing.fixtures["gameweek"].unique().sort().to_list()
        return found

    @cached_property
    def fixtures(self) -> dict[tuple[int, int], list[Row]]:
        """By club's code and gameweek, in the order of kick-offs."""
        found: dict[tuple[int, int], list[Row]] = {}
        for row in self.briefing.fixtures.iter_rows(named=True):
            found.setdefault((row["team_code"], row["gameweek"]), []).append(fixture(row))
        return found

    def week(self, element: int, gameweek: int | None = None) -> Row:
        """What is forecast of a player in a gameweek, the next one by default; {} in a blank."""
        return self.weeks.get((element, gameweek or self.briefing.gameweek), {})

    def points(self, element: int, gameweek: int | None = None) -> float:
        """Points expected of a player in a gameweek, the next one by default."""
        return float(self.week(element, gameweek).get("expected_points", 0.0))


def fixture(row: Row) -> Row:
    """A fixture of a club as the page tells it; difficulties go from 1, easy, to 5."""
    return {
        "opponent": row["opponent"],
        "venue": "H" if row["was_home"] else "A",
        "for": f"{row['for']:.1f}",
        "against": f"{row['against']:.1f}",
        "attack": 1 + sum(row["for"] < bar for bar in ATTACK),
        "defence": 1 + sum(row["against"] > bar for bar in DEFENCE),
    }


def flag(who: Row) -> Row | None:
    """What FPL holds against a player: `level` (out or doubt) and `words`; None if nothing."""
    chance, status = who["chance"], who["status"] or "a"
    if status == "a" and (chance is None or chance == CERTAIN):
        return None
    told = who["news"] or STATUS_WORDS.get(status, "doubtful")
    certain = "" if chance is None or f"{chance}%" in told else f" ({chance}% to play)"
    out = chance == 0 or status in OUT
    return {"level": "out" if out else "doubt", "words": f"{told}{certain}"}


def link(url: str | None) -> str | None:
    """An address to follow; None for anything but the web."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
