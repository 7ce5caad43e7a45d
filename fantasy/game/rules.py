"""The rules of the game as data: scoring, squads, transfers and chips, season by season."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fantasy.errors import InputError
from fantasy.game import payload as spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_YEAR, LAST_YEAR = 2016, 2026


@dataclass(frozen=True, slots=True)
class Position:
    """How many players of one position a squad holds and a line-up fields.

    Attributes:
        name: GKP, DEF, MID or FWD.
        squad_select: players of the position in a squad, exactly.
        min_play: fewest of them in the line-up.
        max_play: most of them in the line-up.
    """

    name: str
    squad_select: int
    min_play: int
    max_play: int


def _by_position(gkp: int, defender: int, mid: int, fwd: int) -> Any:  # noqa: ANN401 - a field
    return field(
        default_factory=lambda: {"GKP": gkp, "DEF": defender, "MID": mid, "FWD": fwd}, hash=False
    )


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points for what a player does in one match; mappings go by position.

    Attributes:
        short_play: points for playing less than `long_play_minutes`.
        long_play: points for playing at least `long_play_minutes`.
        goals_conceded: points for every `goals_conceded_per_point` goals conceded.
        saves: points for every `saves_per_point` saves.
        defensive_contribution: points for reaching `defensive_threshold` defensive actions:
            clearances, blocks, interceptions and tackles, and for the positions in
            `recoveries_count` recoveries too.
    """

    short_play: int = 1
    long_play: int = 2
    long_play_minutes: int = 60
    goals_scored: Mapping[str, int] = _by_position(6, 6, 5, 4)
    assists: int = 3
    clean_sheets: Mapping[str, int] = _by_position(4, 4, 1, 0)
    goals_conceded: Mapping[str, int] = _by_position(-1, -1, 0, 0)
    goals_conceded_per_point: int = 2
    saves: int = 1
    saves_per_point: int = 3
    penalties_saved: int = 5
    penalties_missed: int = -2
    yellow_cards: int = -1
    red_cards: int = -3
    own_goals: int = -2
    bonus: int = 1
    defensive_contribution: Mapping[str, int] = _by_position(0, 0, 0, 0)
    defensive_threshold: Mapping[str, int] = _by_position(0, 10, 12, 12)
    recoveries_count: tuple[str, ...] = ("MID", "FWD")


@dataclass(frozen=True, slots=True, order=True)
class Chip:
    """A chip, to be played at most `number` times from gameweek `start` to `stop`, both included.

    Names are the game's own: wildcard, freehit, bboost (bench boost), 3xc (triple captain),
    attack (all-out attack: two defenders will do), manager (assistant manager).
    """

    name: str
    number: int
    start: int
    stop: int

    def allows(self, gameweek: int) -> bool:
        """Whether it can be played in a gameweek."""
        return self.start <= gameweek <= self.stop


@dataclass(frozen=True, slots=True)
class TransferGift:
    """A one-off: for gameweek `gameweek` everybody has `free_transfers`; None is unlimited."""

    gameweek: int
    free_transfers: int | None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the rules of one season say; the defaults are those of 2016-17.

    Attributes:
        season: for example "2024-25".
        budget_tenths: money for the first squad, in tenths of a million.
        sell_on_fee: share of a player's rise in price that is lost when he is sold.
        hit_points: points lost for every transfer beyond the free ones.
        max_free_transfers: free transfers a manager can hold at once.
        keep_free_transfers: True where a wildcard or free hit leaves the free transfers held as
            they are, none added; False where it leaves one for the gameweek after.
        transfers_cap: most transfers in one gameweek; 1000 is as good as no limit.
        deadline_lead: time from a gameweek's deadline to its first kick-off.
        last_gameweek: its number; 2019-20 left out 30 to 38 and went on with 39.
    """

    season: str
    scoring: Scoring = field(default_factory=Scoring)
    positions: tuple[Position, ...] = (
        Position("GKP", squad_select=2, min_play=1, max_play=1),
        Position("DEF", squad_select=5, min_play=3, max_play=5),
        Position("MID", squad_select=5, min_play=2, max_play=5),
        Position("FWD", squad_select=3, min_play=1, max_play=3),
    )
    squad_size: int = 15
    starters: int = 11
    most_per_club: int = 3
    budget_tenths: int = 1000
    sell_on_fee: float = 0.5
    hit_points: int = 4
    max_free_transfers: int = 2
    keep_free_transfers: bool = False
    transfers_cap: int = 1000
    deadline_lead: timedelta = timedelta(minutes=60)
    chips: tuple[Chip, ...] = ()
    transfer_gifts: tuple[TransferGift, ...] = ()
    last_gameweek: int = 38

    @classmethod
    def for_season(cls, season: str) -> Rules:
        """The rules of a season, 2016-17 to 2026-27, as the project knows them."""
        year = _start_year(season)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InputError(
                f"the rules of season {season} are not known: choose one from "
                f"{_name(FIRST_YEAR)} to {_name(LAST_YEAR)}"
            )
        scoring = replace(Scoring(), **_so_far(_SCORING_CHANGES, year))
        return replace(
            cls(season=season, scoring=scoring, chips=_chips(year)),
            transfer_gifts=_TRANSFER_GIFTS.get(year, ()),
            last_gameweek=_last_gameweek(year),
            **_so_far(_CHANGES, year),
        )

    @classmethod
    def from_bootstrap(cls, payload: Mapping[str, Any], season: str) -> Rules:
        """The rules as the game's `bootstrap-static` states them, of any year's form.

        What the payload leaves unsaid comes from the season's table; for a season after the last
        one known, from the last one, without its one-off gifts.
        """
        year = _start_year(season)
        known = cls.for_season(season if year <= LAST_YEAR else _name(LAST_YEAR))
        if year > LAST_YEAR:
            known = replace(known, season=season, transfer_gifts=())
        positions = tuple(Position(*said) for said in spoken.positions(payload))
        chips = tuple(sorted(Chip(*said) for said in spoken.chips(payload)))
        return replace(
            known,
            scoring=replace(known.scoring, **spoken.scoring(payload)),
            positions=positions or known.positions,
            chips=chips or known.chips,
            **spoken.limits(payload),
        )

    def position(self, name: str) -> Position:
        """The position of that name."""
        return next(position for position in self.positions if position.name == name)


# What changed in which year, from then on.
_CHANGES: Mapping[int, Mapping[str, Any]] = {
    2020: {"deadline_lead": timedelta(minutes=90)},
    2021: {"transfers_cap": 20},
    2024: {"max_free_transfers": 5, "keep_free_transfers": True},
}
_SCORING_CHANGES: Mapping[int, Mapping[str, Any]] = {
    2024: {"goals_scored": {"GKP": 10, "DEF": 6, "MID": 5, "FWD": 4}},
    2025: {"defensive_contribution": {"GKP": 0, "DEF": 2, "MID": 2, "FWD": 2}},
}

# What held in one year only: the restart after the lockdown, the World Cup in winter, the
# Africa Cup of Nations.
_TRANSFER_GIFTS: Mapping[int, tuple[TransferGift, ...]] = {
    2019: (TransferGift(39, None),),
    2022: (TransferGift(17, None),),
    2025: (TransferGift(16, 5),),
}
_FIRST_WILDCARD_UNTIL: Mapping[int, int] = {2017: 21, 2020: 16, 2022: 16, 2024: 19}
_OTHER_CHIPS: Mapping[int, tuple[Chip, ...]] = {
    2016: (Chip("attack", 1, 1, 38),),
    2021: (Chip("freehit", 1, 20, 38),),
    2024: (Chip("manager", 1, 24, 38),),
}
_RESTARTED = 2019
_TWO_SETS_FROM = 2025
_FREE_HIT_FROM = 2017


def _last_gameweek(year: int) -> int:
    return 47 if year == _RESTARTED else 38


def _chips(year: int) -> tuple[Chip, ...]:
    """A wildcard for each half, one of each other chip; two sets of all four from 2025-26."""
    end = _last_gameweek(year)
    half = _FIRST_WILDCARD_UNTIL.get(year, 19 if year >= _TWO_SETS_FROM else 20)
    halves = ((1, half), (half + 1, end))
    windows = halves if year >= _TWO_SETS_FROM else ((1, end),)
    chips = [Chip("wildcard", 1, max(start, 2), stop) for start, stop in halves]
    chips += [Chip(name, 1, *window) for name in ("3xc", "bboost") for window in windows]
    if year >= _FREE_HIT_FROM:
        chips += [Chip("freehit", 1, max(start, 2), stop) for start, stop in windows]
    return tuple(sorted([*chips, *_OTHER_CHIPS.get(year, ())]))


def _so_far(changes: Mapping[int, Mapping[str, Any]], year: int) -> dict[str, Any]:
    """The changes made in a year and before it, later ones winning."""
    made = (changes[since] for since in sorted(changes) if since <= year)
    return {name: value for change in made for name, value in change.items()}


def _name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


LAST_SEASON = _name(LAST_YEAR)
"""The last season whose rules are known."""


def _start_year(season: str) -> int:
    """The year a season starts in: 2024 for "2024-25"."""
    year = int(season[:4]) if re.fullmatch(r"\d{4}-\d{2}", season, re.ASCII) else 0
    if _name(year) != season:
        raise InputError(f'"{season}" is not a season: write it as in "{_name(LAST_YEAR)}"')
    return year
