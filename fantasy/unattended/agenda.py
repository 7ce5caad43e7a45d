"""What is to be run next in a place's season: deadlines, looks taken, forecasts to score."""

from datetime import timedelta

import polars as pl

from fantasy.forecast.monitoring import WEEK, in_time
from fantasy.forecast.outlook import FANTASY
from fantasy.schedule import Deadline, Done, Planned, planned
from fantasy.store import AsOf
from fantasy.store.ingest import FPL
from fantasy.unattended.place import Place
from fantasy.unattended.reports import recommended
from fantasy.weekly import freshness

AHEAD = timedelta(days=8)
"""How far runs are planned: every deadline of a week, however it moves."""


def agenda(place: Place) -> list[Planned]:
    """The runs due now, and those of the days ahead, soonest first.

    Raises:
        LakeError: if the lake does not read.
    """
    now = place.now
    known = place.lake.as_of(now)
    weeks = known.table("gameweeks").select(*WEEK, "deadline").collect()
    read = {each.source: each.read_at for each in freshness(place.lake, now=now)}
    done = Done(
        recommended=recommended(place),
        captured=read.get(FPL),
        unscored=tuple(Deadline(*row) for row in _unscored(known).iter_rows()),
    )
    deadlines = [Deadline(*row) for row in weeks.iter_rows()]
    return planned(deadlines, done, now=now, until=now + AHEAD)


def _unscored(known: AsOf) -> pl.DataFrame:
    """Gameweeks with final points, forecast in time and not scored; and when they were final."""
    forecast = in_time(known).filter(pl.col("model") == FANTASY)
    return (
        known.table("checked")
        .join(forecast, on=WEEK, how="semi")
        .join(known.table("evaluations"), on=WEEK, how="anti")
        .select(*WEEK, "known_at")
        .sort(WEEK)
        .collect()
    )
