"""The plan of a season's runs, worked out from deadlines that move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fantasy.schedule import (
    AFTER_A_FAILURE,
    CAPTURE_EVERY,
    LONGEST_PAUSE,
    LOOKS,
    Deadline,
    Done,
    Kind,
    Planned,
    changed,
    pause,
    planned,
)

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = ("2025-26", 24)


def deadline(after: timedelta, gameweek: int = 24) -> Deadline:
    return Deadline("2025-26", gameweek, NOW + after)


def plan(*deadlines: Deadline, done: Done | None = None, days: int = 8) -> list[Planned]:
    return planned(deadlines, done or Done(), now=NOW, until=NOW + days * DAY)


def of(kind: Kind, runs: list[Planned]) -> list[Planned]:
    return [run for run in runs if run.kind is kind]


def test_a_deadline_far_off_is_looked_at_three_times() -> None:
    looks = of(Kind.WEEKLY, plan(deadline(5 * DAY)))
    assert [(run.look, NOW + 5 * DAY - run.at) for run in looks] == [
        ("first look", 48 * HOUR),
        ("main run", 24 * HOUR),
        ("last run", 3 * HOUR),
    ]


def test_a_planner_that_slept_runs_the_latest_look_at_once_and_only_that() -> None:
    looks = of(Kind.WEEKLY, plan(deadline(10 * HOUR)))
    assert [(run.look, run.at <= NOW) for run in looks] == [("main run", True), ("last run", False)]


def test_a_look_that_was_taken_is_not_due_again() -> None:
    taken = Done(recommended={WEEK: NOW - HOUR})
    assert [run.look for run in of(Kind.WEEKLY, plan(deadline(10 * HOUR), done=taken))] == [
        "last run"
    ]


def test_a_look_taken_before_the_last_one_came_up_does_not_stand_for_it() -> None:
    taken = Done(recommended={WEEK: NOW - 20 * HOUR})
    looks = of(Kind.WEEKLY, plan(deadline(10 * HOUR), done=taken))
    assert [run.look for run in looks] == ["main run", "last run"]


def test_after_a_deadline_the_next_gameweek_is_planned() -> None:
    runs = plan(deadline(-HOUR), deadline(3 * DAY, gameweek=25))
    assert {run.gameweek for run in runs} == {25}


def test_final_points_are_scored_at_once() -> None:
    final = Done(unscored=(Deadline("2025-26", 23, NOW - HOUR),))
    first = plan(deadline(5 * DAY), done=final)[0]
    assert (first.kind, first.gameweek, first.at <= NOW) == (Kind.SCORE, 23, True)


def test_snapshots_come_every_six_hours_and_hourly_at_last() -> None:
    read = Done(captured=NOW)
    captures = of(Kind.CAPTURE, plan(deadline(30 * HOUR), done=read, days=2))
    left = [(NOW + 30 * HOUR - run.at) // HOUR for run in captures if run.gameweek == 24]
    assert left == [24, 18, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_a_missed_snapshot_is_taken_once() -> None:
    long_ago = Done(captured=NOW - 3 * DAY)
    due = [run for run in plan(deadline(4 * DAY), done=long_ago) if run.at <= NOW]
    assert len(due) == 1


def test_without_a_deadline_fpl_is_asked_once_a_day() -> None:
    assert [run.at for run in plan()] == [NOW]
    assert [run.at for run in plan(done=Done(captured=NOW - HOUR))] == [NOW + 23 * HOUR]


def test_a_deadline_that_moves_makes_other_runs_and_drops_the_old_ones() -> None:
    before, after = plan(deadline(5 * DAY)), plan(deadline(6 * DAY))
    new, gone = changed(after, [run.key for run in before])
    assert {run.look for run in of(Kind.WEEKLY, new)} == set(LOOKS)
    assert {run.key for run in of(Kind.WEEKLY, before)} <= gone
    assert changed(after, [run.key for run in after]) == ([], set())


def test_the_pause_is_short_of_the_next_run_and_never_long() -> None:
    soon = of(Kind.WEEKLY, plan(deadline(3 * HOUR + timedelta(minutes=7))))
    assert pause(soon, now=NOW, failed=False) == timedelta(minutes=7)
    assert pause([], now=NOW, failed=False) == LONGEST_PAUSE
    assert pause(soon, now=NOW, failed=True) == AFTER_A_FAILURE


hours = st.integers(-100, 400).map(lambda count: count * HOUR)


@given(
    st.lists(hours, max_size=6, unique=True), st.none() | hours.filter(lambda age: age <= 0 * HOUR)
)
def test_every_plan_is_sorted_timely_and_without_doubles(
    spans: list[timedelta], captured: timedelta | None
) -> None:
    deadlines = [deadline(span, number) for number, span in enumerate(sorted(spans), start=1)]
    done = Done(captured=None if captured is None else NOW + captured)
    runs = plan(*deadlines, done=done)
    ends = {each.gameweek: each.at for each in deadlines}
    assert runs == sorted(runs)
    assert len({run.key for run in runs}) == len(runs)
    assert all(run.at <= NOW + 8 * DAY for run in runs)
    assert all(run.at < ends[run.gameweek] for run in runs if run.gameweek)
    assert all(ends[run.gameweek] > NOW for run in runs if run.gameweek)


@given(st.lists(hours.filter(lambda span: span > 0 * HOUR), min_size=1, max_size=4, unique=True))
def test_whoever_does_what_is_due_ends_with_every_look_of_every_deadline(
    spans: list[timedelta],
) -> None:
    deadlines = [deadline(span, number) for number, span in enumerate(sorted(spans), start=1)]
    done, now, looks, last_read = Done(), NOW, set(), NOW
    while now < deadlines[-1].at:
        runs = planned(deadlines, done, now=now, until=now + 30 * DAY)
        for run in runs:
            if run.at <= now and run.kind is Kind.WEEKLY:
                looks.add((run.gameweek, run.look))
                done = replace(
                    done, recommended={**done.recommended, (run.season, run.gameweek): now}
                )
        if any(run.at <= now and run.kind is Kind.CAPTURE for run in runs):
            assert now - last_read <= CAPTURE_EVERY + LONGEST_PAUSE
            done, last_read = replace(done, captured=now), now
        now += pause(runs, now=now, failed=False)
    for each in deadlines:
        seen = {look for week, look in looks if week == each.gameweek}
        assert seen >= {name for name, before in LOOKS.items() if each.at - before >= NOW}
        assert seen
