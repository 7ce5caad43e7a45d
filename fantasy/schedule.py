"""Which runs a season asks for, and when: read from the deadlines, which move."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_PAUSE = timedelta(hours=1)
AFTER_A_FAILURE = timedelta(minutes=15)


class Kind(StrEnum):
    """What is run.

    Attributes:
        CAPTURE: a light snapshot of prices, status and news.
        WEEKLY: the whole week, down to the roster.
        SCORE: past forecasts beside what came.
    """

    CAPTURE = "capture"
    WEEKLY = "weekly"
    SCORE = "score"


LOOKS = {
    "first look": timedelta(days=2),
    "main run": timedelta(hours=24),
    "last run": timedelta(hours=3),
}
"""The weekly runs of a gameweek, by how long before its deadline."""

CAPTURE_EVERY = timedelta(hours=6)
CAPTURE_IDLE = timedelta(days=1)
"""How often FPL is asked while it names no deadline to come."""

CAPTURE_CLOSE, CAPTURE_DENSE = timedelta(hours=12), timedelta(hours=1)
"""In the hours before a deadline snapshots are taken this often."""


@dataclass(frozen=True)
class Deadline:
    """A gameweek's deadline (UTC)."""

    season: str
    gameweek: int
    at: datetime


@dataclass(frozen=True, order=True)
class Planned:
    """A run that is to be.

    Attributes:
        at: when (UTC).
        kind: what is run.
        look: which of `LOOKS` a weekly run is; empty for others.
        season: such as 2025-26; empty while no deadline is known.
        gameweek: whose deadline it is for, or whose forecasts are scored; 0 while none is known.
    """

    at: datetime
    kind: Kind
    look: str
    season: str
    gameweek: int

    @property
    def name(self) -> str:
        """Such as `weekly 2025-26 gw24 last run`."""
        week = f"gw{self.gameweek}" if self.gameweek else ""
        return " ".join(filter(None, [self.kind, self.season, week, self.look]))

    @property
    def key(self) -> str:
        """The same for the same run at the same time: a deadline that moves makes another."""
        return f"{self.name} {self.at:%Y-%m-%dT%H:%MZ}"


@dataclass(frozen=True)
class Done:
    """What was done so far.

    Attributes:
        recommended: when each season and gameweek was recommended for last.
        captured: when FPL was read last; None if never.
        unscored: gameweeks whose forecasts are not scored, at the time their points were final.
    """

    recommended: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    captured: datetime | None = None
    unscored: tuple[Deadline, ...] = ()


def planned(
    deadlines: Iterable[Deadline],
    done: Done,
    *,
    now: datetime,
    until: datetime,
) -> list[Planned]:
    """The runs due now and those until a moment (UTC), soonest first.

    A run whose time has gone by is still due if nothing of its kind was done since, no later one
    of its gameweek has come up, and the deadline has not passed: a planner that slept does not
    lose a gameweek.
    """
    ahead = sorted((each for each in deadlines if each.at > now), key=lambda each: each.at)
    runs = [Planned(each.at, Kind.SCORE, "", each.season, each.gameweek) for each in done.unscored]
    for deadline in ahead:
        runs += _weekly(deadline, done, now)
    runs += _captures(ahead, done, now, until)
    return sorted(run for run in runs if run.at <= until)


def captures(deadline: Deadline, *, after: datetime) -> list[datetime]:
    """The times of snapshots before a deadline, after a moment (UTC): dense in the last hours."""
    close = deadline.at - CAPTURE_CLOSE
    sparse = _backwards(close, CAPTURE_EVERY, after)
    dense = _backwards(deadline.at - CAPTURE_DENSE, CAPTURE_DENSE, max(after, close))
    return [*sparse, *dense]


def pause(plan: Iterable[Planned], *, now: datetime, failed: bool) -> timedelta:
    """How long to wait before looking at the plan again: deadlines move.

    Until the next run is due, but no longer than an hour; a while if what was due is due still.
    """
    if failed:
        return AFTER_A_FAILURE
    ahead = [run.at - now for run in plan if run.at > now]
    return min([LONGEST_PAUSE, *ahead])


def changed(
    plan: Collection[Planned], scheduled: Collection[str]
) -> tuple[list[Planned], set[str]]:
    """The runs of a plan not scheduled yet, and the keys of scheduled ones it no longer has."""
    keys = {run.key for run in plan}
    return [run for run in plan if run.key not in scheduled], set(scheduled) - keys


def _weekly(deadline: Deadline, done: Done, now: datetime) -> list[Planned]:
    last = done.recommended.get((deadline.season, deadline.gameweek))
    looks = [(deadline.at - before, look) for look, before in LOOKS.items()]
    passed = [(at, look) for at, look in looks if at <= now][-1:]
    due = [(at, look) for at, look in passed if last is None or last < at]
    return [
        Planned(at, Kind.WEEKLY, look, deadline.season, deadline.gameweek)
        for at, look in (*due, *((at, look) for at, look in looks if at > now))
    ]


def _captures(ahead: list[Deadline], done: Done, now: datetime, until: datetime) -> list[Planned]:
    """Snapshots from the last one on; of those whose time has gone by only the latest."""
    if not ahead:
        at = now if done.captured is None else done.captured + CAPTURE_IDLE
        return [Planned(at, Kind.CAPTURE, "", "", 0)]
    last = done.captured or now - CAPTURE_EVERY
    runs, after = [], max(last, now - CAPTURE_EVERY)
    for deadline in ahead:
        times = captures(deadline, after=after)
        missed = [at for at in times if at <= now][-1:]
        runs += [
            Planned(at, Kind.CAPTURE, "", deadline.season, deadline.gameweek)
            for at in (*missed, *(at for at in times if at > now))
        ]
        after = deadline.at
        if after > until:
            break
    return runs


def _backwards(last: datetime, step: timedelta, after: datetime) -> list[datetime]:
    """Times a step apart, the last one given, those after a moment, in order."""
    count = max(0, -((after - last) // step))
    return [last - turn * step for turn in range(count - 1, -1, -1)]
