"""The feature matrix beside its yardstick in pandas: python benchmarks/features.py ARCHIVE.

Fills a lake with ten seasons, makes the features of every gameweek with polars and with pandas,
prints how long both took and compares every value: equal within 1e-6, nulls where nulls are. Means
over the last matches are written in pandas in both ways one meets: column by column with
`transform(lambda column: column.rolling(...))`, and for all columns with `groupby().rolling()`.

All start from the same tables in memory and take turns; the fastest of three runs counts. What is
no work on frames they share and find ready: the clubs' ratings and the goals odds tell of (numpy),
and what FPL's news texts say (regular expressions). The last line adds its time to both.
"""

import functools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import features_in_pandas as in_pandas
import form_in_pandas
import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from speed import WEEK

from fantasy import weekly
from fantasy.config import Settings
from fantasy.features import FEATURES, feature_matrix
from fantasy.features.market import market_goals
from fantasy.features.strength import club_ratings
from fantasy.news.claims import Claim
from fantasy.news.flags import read_flag
from fantasy.store import AsOf, Lake
from fantasy.world.enter import enter

READ = (
    *("gameweeks", "fixtures", "teams", "players", "player_status", "player_matches"),
    *("team_matches", "odds", "championship", "news_claims"),
    *("club_expected", "player_match_expected"),
)
RUNS = 3
RELATIVE, ABSOLUTE = 1e-6, 1e-9


@dataclass(frozen=True)
class Memory(Lake):
    """A lake whose tables have been read."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, lake: Lake) -> "Memory":
        """The tables of a lake that features are made of."""
        return cls(lake.folder, {name: lake.table(name).collect() for name in READ})

    def table(self, name: str) -> pl.LazyFrame:
        """All rows of a table."""
        return self.tables[name].lazy()


@dataclass(frozen=True)
class Shared:
    """What both sides find ready.

    Attributes:
        ratings: of the clubs, at every deadline.
        market: the goals odds tell of.
        read: remembers every news text it has read.
    """

    ratings: pl.DataFrame
    market: pl.DataFrame
    read: Callable[[str, date], Claim | None]

    @classmethod
    def of(cls, known: AsOf) -> "Shared":
        """What is fitted to the tables known."""
        weeks = known.table("gameweeks").select("season", "gameweek", "deadline").collect()
        market = market_goals(known.table("odds")).collect()
        return cls(club_ratings(known, weeks), market, functools.cache(read_flag))

    @contextmanager
    def ready(self) -> Iterator[None]:
        """In here `feature_matrix` finds it ready."""
        of_opposition = "fantasy.features.opposition"
        with (
            patch(f"{of_opposition}.club_ratings", return_value=self.ratings),
            patch(f"{of_opposition}.market_goals", return_value=self.market.lazy()),
            patch("fantasy.news.signals.read_flag", self.read),
        ):
            yield


def to_pandas(known: AsOf, shared: Shared) -> in_pandas.Known:
    """The same as pandas frames; lists, of which no feature is made, left out."""
    frames = {
        name: known.lake.table(name).select(pl.exclude(pl.List)).collect().to_pandas()
        for name in READ
    }
    ratings, market = shared.ratings.to_pandas(), shared.market.to_pandas()
    return in_pandas.Known(frames, known.moment, ratings, market, shared.read)


def in_turns(*steps: Callable[[], object]) -> list[float]:
    """The seconds of the fastest run of each step, which take turns."""
    seconds = []
    for _ in range(RUNS):
        times = [time.perf_counter()]
        for step in steps:
            step()
            times.append(time.perf_counter())
        seconds.append(np.diff(times))
    return [float(fastest) for fastest in np.min(seconds, axis=0)]


def unequal(ours: pl.Series, theirs: pd.Series) -> NDArray[np.bool_]:
    """Where two columns differ."""
    if ours.dtype == pl.String:
        return np.asarray(ours.to_numpy() != theirs.to_numpy(dtype=object), dtype=np.bool_)
    if ours.dtype.is_temporal():
        ours = ours.dt.epoch("us")
        theirs = theirs.dt.as_unit("us").astype("int64").where(theirs.notna())
        relative, absolute = 0.0, 0.0
    else:
        relative, absolute = RELATIVE, ABSOLUTE
    left = ours.cast(pl.Float64).fill_nan(np.inf).to_numpy()
    right = theirs.to_numpy(dtype=np.float64, na_value=np.nan)
    same = np.isclose(left, right, rtol=relative, atol=absolute, equal_nan=True)
    return np.asarray(~same, dtype=np.bool_)


def differences(ours: pl.DataFrame, theirs: pd.DataFrame) -> list[str]:
    """A line for each column that is not the same in both."""
    if ours.height != len(theirs) or ours.columns != [*theirs.columns]:
        return [f"polars made {ours.shape} and pandas {theirs.shape}, or other columns"]
    lines = []
    for name in ours.columns:
        rows = unequal(ours[name], theirs[name])
        if rows.any():
            first = int(rows.argmax())
            pair = f"{ours[name][first]!r} and {theirs[name].iloc[first]!r}"
            lines.append(f"{name}: {rows.sum()} rows differ, the first is {first}: {pair}")
    return lines


def compare(lake: Lake, moment: datetime) -> list[str]:
    """Print what both take, and what differs."""
    known = Memory.of(lake).as_of(moment)
    shared = Shared.of(known)
    there = to_pandas(known, shared)

    def with_polars() -> pl.DataFrame:
        with shared.ready():
            return feature_matrix(known)

    def with_pandas() -> pd.DataFrame:
        return in_pandas.feature_matrix(there)

    def one_by_one() -> pd.DataFrame:
        return in_pandas.feature_matrix(there, form_in_pandas.means_one_by_one)

    ours, theirs = with_polars(), with_pandas()
    pd.testing.assert_frame_equal(theirs, one_by_one())
    wrong = differences(ours, theirs)
    print(f"{ours.height} rows, {ours.width} columns, of them {len(FEATURES)} features")
    print(f"{ours.width - len(wrong)} columns equal")
    polars, pandas, plainest, whole = in_turns(
        with_polars, with_pandas, one_by_one, lambda: feature_matrix(known)
    )
    shared_seconds = whole - polars
    for title, more in (("work on frames", 0.0), ("with what they share", shared_seconds)):
        ours_in_all = polars + more
        print(f"{title:<22}polars {ours_in_all:6.2f} s")
        for way, seconds in (("groupby().rolling()", pandas), ("transform(lambda)", plainest)):
            theirs_in_all = seconds + more
            ratio = theirs_in_all / ours_in_all
            print(f"    pandas, {way:<20} {theirs_in_all:6.2f} s: {ratio:.1f} times")
    return wrong


def main(archive: Path) -> None:
    """Compare on ten real seasons; end with status 1 if a value differs."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(archive=archive, data_dir=Path(folder))
        world = enter(settings, replay=WEEK)
        lake = weekly.open_lake(world, settings)
        weekly.update(world, settings, lake)
        wrong = compare(lake, world.clock())
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
