"""A claim: what a text says of one player's next match."""

from dataclasses import dataclass
from datetime import date

AVAILABILITIES = (
    *("fit", "doubtful", "injured", "ill", "suspended", "personal", "rested"),
    *("transferred", "loaned", "ineligible", "returned"),
)
NOTHING = "nothing"
"""What a mention says that tells nothing of his availability."""

CLASSES = (*AVAILABILITIES, NOTHING)
OUT = frozenset({"injured", "suspended", "personal", "transferred", "loaned", "ineligible"})
CHANCES = {
    **dict.fromkeys(OUT, 0),
    "fit": 100,
    "returned": 100,
    "doubtful": 50,
    "ill": 50,
    "rested": 25,
}
"""The chance of playing (percent) where a text gives none."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of a player.

    Attributes:
        availability: one of `AVAILABILITIES`; None if it says nothing of it.
        chance: of playing the next match, 0-100; None with no availability.
        injury: or another reason; None if it names none.
        back: the day he is expected back.
        gameweeks: how many he misses, where it counts matches and not days.
        counted: whether it gives the chance as a number.
    """

    availability: str | None = None
    chance: int | None = None
    injury: str | None = None
    back: date | None = None
    gameweeks: int | None = None
    counted: bool = False
