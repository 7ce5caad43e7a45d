"""What is to be planned: players and their points, a squad, money, chips and wishes, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.roster.preferences import Preferences
from fantasy.roster.spread import SHARES, Rival, Spread, deviations, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fantasy.game.rules import Chip, Rules

    Floats = NDArray[np.float64]
    Columns = NDArray[np.int64]
    Mask = NDArray[np.bool_]

KEEPER = "GKP"
DEFENCE = (KEEPER, "DEF")
"""Who loses what the opponent's other players gain."""

LONGEST_HORIZON = 8
"""Most gameweeks that are forecast and planned."""

PLAYER_COLUMNS = ("element", "name", "team", "position", "price_tenths", "selling_tenths")


@dataclass(frozen=True)
class Wishes:
    """What a manager insists on; players by element.

    Attributes:
        held: (element, gameweek): in the squad of that gameweek.
        without: (element, gameweek): not in the squad of that gameweek.
        most_transfers: most transfers of a gameweek, by gameweek; wildcards and free hits apart.
        most_hits: transfers beyond the free ones, all gameweeks together; None is no limit.
        most_rebuilds: wildcards and free hits, all gameweeks together; None is no limit.
        most_opposing: matches of a gameweek in which one of `DEFENCE` may start beside an opponent
            of other positions; None is no limit.
        other_squads: squads the first gameweek may not be played with.
        appear: elements each of whom is in the squad of at least one gameweek.
    """

    held: frozenset[tuple[int, int]] = frozenset()
    without: frozenset[tuple[int, int]] = frozenset()
    most_transfers: tuple[tuple[int, int], ...] = ()
    most_hits: int | None = None
    most_rebuilds: int | None = None
    most_opposing: int | None = None
    other_squads: tuple[frozenset[int], ...] = ()
    appear: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """A planning problem.

    Attributes:
        players: `PLAYER_COLUMNS`; `selling_tenths` is what an owned player sells for (£0.1m),
            null for those not owned.
        points: expected points, players by gameweeks.
        gameweeks: their numbers, one after another as they are played.
        bank_tenths: money in the bank (£0.1m).
        free_transfers: for the first gameweek; None if they are unlimited.
        rules: the season's.
        preferences: the weights of the objective.
        chips: those that may be played.
        booked: (gameweek, chip) that must be played; each is one of `chips`.
        wishes: what the manager insists on.
        matches: gameweek and the two clubs of each match, as far as they are known.
        price_moves: expected change of each player's price from a gameweek to the next (£0.1m),
            players by gameweeks; None if nothing is told. What a plan buys and sells for stays as
            it is.
        deviations: standard deviations of points, players by gameweeks; by what is expected if
            None.
        rival: whose points one's own are measured against, where risk is weighed.
    """

    players: pl.DataFrame
    points: Floats
    gameweeks: tuple[int, ...]
    bank_tenths: int
    free_transfers: int | None
    rules: Rules
    preferences: Preferences = field(default_factory=Preferences)
    chips: tuple[Chip, ...] = ()
    booked: frozenset[tuple[int, str]] = frozenset()
    wishes: Wishes = field(default_factory=Wishes)
    matches: frozenset[tuple[int, str, str]] = frozenset()
    price_moves: Floats | None = None
    deviations: Floats | None = None
    rival: Rival | None = None

    @property
    def by_points(self) -> bool:
        """Whether the line-up of most points is a squad's best."""
        return self.wishes.most_opposing is None and not self.preferences.risk

    @property
    def horizon(self) -> int:
        """How many gameweeks."""
        return len(self.gameweeks)

    def turn(self, week: int) -> tuple[int, int]:
        """The gameweek of a place in `gameweeks`, and the one that follows it."""
        gameweek = self.gameweeks[week]
        return gameweek, next(iter(self.gameweeks[week + 1 :]), gameweek + 1)

    @cached_property
    def elements(self) -> Columns:
        """Of each player."""
        return self.players["element"].to_numpy().astype(np.int64)

    @cached_property
    def position(self) -> NDArray[np.str_]:
        """Of each player."""
        return self.players["position"].cast(pl.String).to_numpy().astype(str)

    @cached_property
    def club(self) -> Columns:
        """A number of each player's club."""
        return self.players["team"].rank("dense").to_numpy().astype(np.int64)

    @property
    def clubs(self) -> list[Columns]:
        """The players of each club, by place in `players`."""
        return [np.flatnonzero(self.club == each) for each in np.unique(self.club)]

    @cached_property
    def owned(self) -> Mask:
        """Whether each player is in the squad now."""
        return self.players["selling_tenths"].is_not_null().to_numpy()

    @cached_property
    def price(self) -> Floats:
        """What each player costs (£0.1m)."""
        return self.players["price_tenths"].to_numpy().astype(float)

    @cached_property
    def selling(self) -> Floats:
        """What each player brings if he is sold before he was ever bought back (£0.1m)."""
        return (
            self.players["selling_tenths"]
            .fill_null(self.players["price_tenths"])
            .to_numpy()
            .astype(float)
        )

    @cached_property
    def money(self) -> float:
        """Bank and squad (£0.1m): what can be spent if everybody is sold."""
        return float(self.bank_tenths + self.selling[self.owned].sum())

    @cached_property
    def decay(self) -> Floats:
        """What a point of each gameweek is worth."""
        weeks = np.arange(self.horizon, dtype=np.float64)
        return np.asarray(self.preferences.decay**weeks, np.float64)

    @cached_property
    def rise(self) -> Floats:
        """Points it is worth to hold each player over each gameweek as his price moves.

        Of a rise the game keeps its fee.
        """
        moves = np.zeros(self.points.shape) if self.price_moves is None else self.price_moves
        kept = np.where(moves > 0, moves * (1 - self.rules.sell_on_fee), moves)
        return np.asarray(self.preferences.rise / 10 * kept, np.float64)

    @cached_property
    def deviation(self) -> Floats:
        """Standard deviations of points, players by gameweeks."""
        given = self.deviations
        return deviations(self.position, self.points) if given is None else given

    @cached_property
    def shares(self) -> Floats:
        """`SHARES` of each player."""
        return np.array([SHARES[name] for name in self.position])

    @cached_property
    def spread(self) -> Spread:
        """How the points vary, alone and together."""
        return spread_of(self)

    @cached_property
    def position_of(self) -> dict[int, str]:
        """Position by element."""
        return dict(zip(self.elements.tolist(), self.position.tolist(), strict=True))

    @cached_property
    def price_of(self) -> dict[int, int]:
        """Price (£0.1m) by element."""
        return dict(self.players.select("element", "price_tenths").iter_rows())

    @cached_property
    def places(self) -> dict[int, int]:
        """The place in `players` by element."""
        return {element: place for place, element in enumerate(self.elements.tolist())}

    def place(self, element: int) -> int:
        """The place of an element in `players`."""
        return self.places[element]
