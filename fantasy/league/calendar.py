"""Who plays whom and when: a double round robin, and the matches that had to be moved."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import polars as pl

from fantasy.game.rules import Rules

GAMEWEEK_DAYS = (
    *(0, 7, 14, 28, 35, 42, 49, 63, 70, 77, 84, 98, 105, 109, 112, 119, 126, 131, 134),
    *(140, 151, 154, 161, 168, 182, 189, 193, 203, 210, 228, 231, 238, 245, 252, 259, 266, 274),
    281,
)
"""Days from the first Saturday: weekends, the breaks for internationals, some midweeks."""

SATURDAY = 5
WEEKEND = (
    *((-1, time(20)), (0, time(12, 30)), (0, time(15)), (0, time(15)), (0, time(15))),
    *((0, time(15)), (0, time(17, 30)), (1, time(14)), (1, time(14)), (1, time(16, 30))),
)
"""Days from the Saturday and times (UTC); nobody plays on the Friday after a midweek round."""

MIDWEEK = (
    *(((-1, time(19, 30)),) * 3 + ((-1, time(20, 15)),) * 2),
    *(((0, time(19, 30)),) * 3 + ((0, time(20, 15)),) * 2),
)
REARRANGED = (4, time(19, 30))
"""A match moved into a gameweek is played on the Wednesday after its weekend."""

FULL_WEEK = 6
CLUBS = 20
Row = dict[str, Any]


@dataclass(frozen=True)
class Postponement:
    """Matches taken out of a gameweek.

    Attributes:
        gameweek: which loses them.
        matches: how many.
        target: the first gameweek they may be played in.
        told: the gameweek before whose deadline the new date is known: before the match is to
            be played for a cup tie, after it for a storm, and until then it has no date.
    """

    gameweek: int
    matches: int
    target: int
    told: int


def postponements(rng: np.random.Generator) -> tuple[Postponement, ...]:
    """A season's: storms and frozen pitches, and the weekends of the cups."""
    storm = int(rng.integers(9, 17))
    return (
        Postponement(storm, 1, storm + 4, storm + 2),
        Postponement(21, 1, 24, 22),
        Postponement(23, 1, 28, 26),
        Postponement(26, 2, 28, 22),
        Postponement(31, 4, 34, 28),
        Postponement(34, 3, 36, 32),
    )


def first_saturday(year: int) -> date:
    """The third Saturday of August or so: the first from the 13th on."""
    start = date(year, 8, 13)
    return start + timedelta(days=(SATURDAY - start.weekday()) % 7)


def round_robin(clubs: int, rng: np.random.Generator) -> list[list[tuple[int, int]]]:
    """Rounds of (home, away): everybody meets everybody at home and away, by the circle method."""
    order = [int(club) for club in rng.permutation(clubs)]
    rounds = []
    for turn in range(clubs - 1):
        ring = [order[0], *order[1 + turn :], *order[1 : 1 + turn]]
        pairs = [(ring[i], ring[-1 - i]) for i in range(clubs // 2)]
        rounds.append([pair if (turn + i) % 2 else pair[::-1] for i, pair in enumerate(pairs)])
    first = [rounds[i] for i in rng.permutation(clubs - 1)]
    second = [[pair[::-1] for pair in first[i]] for i in rng.permutation(clubs - 1)]
    return first + second


def schedule(rules: Rules, rng: np.random.Generator) -> pl.DataFrame:
    """A season's fixtures with all that was moved.

    Returns:
        fixture (1-380), home and away (clubs from 0), gameweek and kickoff_time as played at
        last, first_gameweek and first_kickoff as first published, and told, the gameweek before
        whose deadline a move is known, null where nothing moved.
    """
    saturday = first_saturday(int(rules.season[:4]))
    rows: list[Row] = [
        {"gameweek": number, "home": home, "away": away, "kickoff_time": start, "told": None}
        for number, pairs in enumerate(round_robin(CLUBS, rng), start=1)
        for (home, away), start in zip(pairs, _slots(saturday, number, rng), strict=True)
    ]
    rows = [
        row | {"first_gameweek": row["gameweek"], "first_kickoff": row["kickoff_time"]}
        for row in rows
    ]
    for moved in postponements(rng):
        rows = _postpone(rows, moved, saturday, rng)
    types = {
        **dict.fromkeys(("gameweek", "first_gameweek", "home", "away", "told"), pl.Int32()),
        **dict.fromkeys(("kickoff_time", "first_kickoff"), pl.Datetime("us", "UTC")),
    }
    return (
        pl.DataFrame(rows, schema=types)
        .sort("first_gameweek", "home")
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("fixture"))
        .sort("kickoff_time", "fixture")
    )


def deadlines(fixtures: pl.DataFrame, rules: Rules) -> dict[int, datetime]:
    """When each gameweek's transfers close (UTC): a lead before its first kick-off."""
    first = fixtures.drop_nulls("gameweek").group_by("gameweek").agg(pl.col("kickoff_time").min())
    return {
        gameweek: start - rules.deadline_lead for gameweek, start in first.sort("gameweek").rows()
    }


def as_known(fixtures: pl.DataFrame, gameweek: int) -> pl.DataFrame:
    """The fixtures as published before a gameweek's deadline.

    A match already called off has no gameweek and no time until its new date is told; one that
    will be called off later still stands where it was.
    """
    untold = pl.col("told").fill_null(0) > gameweek
    called_off = untold & (pl.col("first_gameweek") < gameweek)
    return fixtures.with_columns(
        pl.when(called_off).then(None).when(untold).then(first).otherwise(last).alias(last)
        for first, last in (("first_gameweek", "gameweek"), ("first_kickoff", "kickoff_time"))
    )


def _postpone(
    rows: list[Row], moved: Postponement, saturday: date, rng: np.random.Generator
) -> list[Row]:
    """The rows with some matches of a gameweek played later, each club at most twice in one."""
    free = [row for row in rows if row["gameweek"] == moved.gameweek and row["told"] is None]
    chosen = [free[place] for place in rng.permutation(len(free))[: moved.matches]]
    done = [row for row in rows if row not in chosen]
    for row in chosen:
        target = _room(done, row, moved.target)
        offset, at = REARRANGED
        day = saturday + timedelta(days=GAMEWEEK_DAYS[target - 1] + offset)
        new = {"gameweek": target, "kickoff_time": datetime.combine(day, at, UTC)}
        done.append(row | new | {"told": moved.told})
    return done


def _room(rows: list[Row], row: Row, earliest: int) -> int:
    """The first gameweek with a free midweek after it where neither club plays twice already."""
    clubs = {row["home"], row["away"]}
    for number in range(earliest, len(GAMEWEEK_DAYS) + 1):
        played = Counter(
            club
            for other in rows
            if other["gameweek"] == number
            for club in (other["home"], other["away"])
        )
        if _gap_after(number) >= FULL_WEEK and max(played[club] for club in clubs) <= 1:
            return number
    raise AssertionError


def _gap_after(number: int) -> int:
    days = (*GAMEWEEK_DAYS, GAMEWEEK_DAYS[-1])
    return days[number] - days[number - 1]


def _slots(saturday: date, number: int, rng: np.random.Generator) -> Iterator[datetime]:
    """Ten kick-offs of a gameweek, shuffled."""
    day = saturday + timedelta(days=GAMEWEEK_DAYS[number - 1])
    slots = WEEKEND if day.weekday() == SATURDAY else MIDWEEK
    rested = number == 1 or _gap_after(number - 1) >= FULL_WEEK
    for place in rng.permutation(len(slots)):
        offset, at = slots[place]
        if offset < 0 and slots is WEEKEND and not rested:
            offset, at = 0, time(15)
        yield datetime.combine(day + timedelta(days=offset), at, UTC)
