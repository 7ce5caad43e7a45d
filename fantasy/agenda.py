"""What is to be run next in a lake's season: deadlines, looks taken, forecasts to score."""

from datetime import datetime, timedelta

import polars as pl

from fantasy.schedule import Deadline, Done, Planned, planned
from fantasy.store import Lake
from fantasy.store.ingest import FPL
from fantasy.weekly import freshness

AHEAD = timedelta(days=8)
"""How far runs are planned: every deadline of a week, however it moves."""

WEEK = ("season", "gameweek")


def agenda(lake: Lake, *, now: datetime, ahead: timedelta = AHEAD) -> list[Planned]:
    """The runs due now (UTC), and those to come until a span ahead, soonest first."""
    known = lake.as_of(now)
    weeks = known.table("gameweeks").select(*WEEK, "deadline").collect()
    recommended = known.table("recommendations").group_by(WEEK).agg(pl.col("known_at").max())
    read = {each.source: each.read_at for each in freshness(lake, now=now)}
    done = Done(
        recommended={(season, week): at for season, week, at in recommended.collect().iter_rows()},
        captured=read.get(FPL),
        unscored=tuple(Deadline(*row) for row in _unscored(lake, weeks, now=now).iter_rows()),
    )
    deadlines = [Deadline(*row) for row in weeks.iter_rows()]
    return planned(deadlines, done, now=now, until=now + ahead)


def _unscored(lake: Lake, weeks: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """Gameweeks with final points, forecast in time and not scored; and when they were final."""
    known = lake.as_of(now)
    in_time = (
        known.states("forecasts")
        .join(weeks.lazy(), on=WEEK, how="inner", validate="m:1")
        .filter(pl.col("known_at") <= pl.col("deadline"))
    )
    return (
        known.table("checked")
        .join(in_time, on=WEEK, how="semi")
        .join(known.table("evaluations"), on=WEEK, how="anti")
        .select(*WEEK, "known_at")
        .sort(WEEK)
        .collect()
    )
