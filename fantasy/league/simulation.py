"""A season as planned: everything of it that its matches do not change."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
import polars as pl

from fantasy.game.rules import Rules
from fantasy.league.cast import Players
from fantasy.league.match import Clubs, Round
from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """Everything of a season that its matches do not change.

    Attributes:
        rules: the season's.
        start: its first Saturday, from which days are counted.
        fixtures: as played at last; the columns of `calendar.schedule`.
        deadlines: of every gameweek.
        people: everybody, in the order of `element`, with `club` and `next_club` as numbers of
            clubs within the season, and `destination`, where those go who leave the league.
        players: the same people as arrays.
        orders: of set pieces.
        clubs: the clubs.
    """

    rules: Rules
    start: datetime
    fixtures: pl.DataFrame
    deadlines: dict[int, datetime]
    people: pl.DataFrame
    players: Players
    orders: pl.DataFrame
    clubs: Clubs

    def day(self, moment: datetime) -> float:
        """Days from the first Saturday."""
        return (moment - self.start) / DAY

    def club_on(self, day: float) -> Ints:
        """Everybody's club; where he was last for those who have left."""
        club, moves = self.people["club"].to_numpy(), self.people["moves"].to_numpy()
        moved: Ints = np.where(
            moves <= day, self.people["next_club"].fill_null(-1).to_numpy(), club
        )
        return np.where(moved < 0, club, moved)

    def gone_on(self, day: float) -> Bools:
        """Who has left the league."""
        left: Bools = (self.people["moves"].to_numpy() <= day) & self.people[
            "next_club"
        ].is_null().to_numpy()
        return left

    def listed_on(self, day: float) -> Bools:
        """Who is in the game."""
        listed: Bools = self.people["listed"].to_numpy() <= day
        return listed

    @cached_property
    def kickoffs(self) -> list[Floats]:
        """The days each club plays on, in order."""
        days = np.array([self.day(each) for each in self.fixtures["kickoff_time"]])
        home, away = self.fixtures["home"].to_numpy(), self.fixtures["away"].to_numpy()
        clubs = range(len(self.clubs.level))
        return [np.sort(days[(home == club) | (away == club)]) for club in clubs]

    def rounds(self, gameweek: int) -> list[tuple[Round, list[int]]]:
        """The rounds of a gameweek in order, with the ids of their fixtures: two in a double."""
        fixtures = self.fixtures.filter(pl.col("gameweek") == gameweek)
        seen: Counter[int] = Counter()
        turns = []
        for home, away in fixtures.select("home", "away").iter_rows():
            turns.append(max(seen[home], seen[away]))
            seen.update((home, away))
        chosen = [fixtures.filter(pl.Series(turns) == turn) for turn in sorted(set(turns))]
        return [(_round(self, gameweek, own), own["fixture"].to_list()) for own in chosen]


def _round(plan: Plan, gameweek: int, fixtures: pl.DataFrame) -> Round:
    """Fixtures of a gameweek, with everybody their clubs listed at its deadline."""
    day = float(np.mean([plan.day(each) for each in fixtures["kickoff_time"]]))
    home, away = fixtures["home"].to_numpy(), fixtures["away"].to_numpy()
    closed = plan.day(plan.deadlines[gameweek])
    club = np.where(plan.listed_on(closed), plan.club_on(closed), -1)
    lists = [np.flatnonzero(club == number) for number in range(len(plan.clubs.level))]
    padded = np.full((len(lists), max(len(each) for each in lists)), -1)
    for number, each in enumerate(lists):
        padded[number, : len(each)] = each
    listed = np.stack([padded[home], padded[away]], axis=1)
    present = (listed >= 0) & ~plan.gone_on(closed)[np.maximum(listed, 0)]
    return Round(gameweek, day, home, away, listed, present)
