"""football-data.co.uk as it stood at a replayed deadline, from an archive's `odds/` folder.

An archive holds each season's file as `odds/E0_2425.csv`.
"""

import re

import polars as pl

from fantasy.world import RESULT_AFTER
from fantasy.world.archive import Archive
from fantasy.world.season import SeasonAt

RESULTS = re.compile(r"mmz4281/(\d{2})(\d{2})/(E[01])\.csv")
COMING = "fixtures.csv"
BRITISH = "Europe/London"
COMING_DAYS = 7
TO_COME = ("Div", "Date", "Time", "HomeTeam", "AwayTeam")
A_PRICE = r"^(Avg|Max|B365|BbAv|BbMx|BbAH|AH|P|PS).*$"


def odds_as_they_stood(at: SeasonAt, path: str) -> bytes | None:
    """The body at a path of the site: seasons gone by whole, this one until the deadline."""
    if path == COMING:
        return _coming(at)
    season, name = _asked(path)
    if season > at.season:
        return None
    return at.archive.body(name) if season < at.season else _so_far(at, name)


def odds_of_the_past(archive: Archive, path: str) -> bytes | None:
    """The body at a path of the site, of any season."""
    return archive.body(_asked(path)[1])


def _asked(path: str) -> tuple[str, str]:
    """Season and file in the archive behind a path of the site; empty where it is no season's."""
    asked = RESULTS.fullmatch(path)
    if asked is None:
        return "", ""
    return f"20{asked[1]}-{asked[2]}", f"odds/{asked[3]}_{asked[1]}{asked[2]}.csv"


def _so_far(at: SeasonAt, name: str) -> bytes | None:
    """This season's rows of matches that were over."""
    rows = _dated(at.archive, name)
    if rows is None:
        return None
    over = rows.filter(pl.col("_kickoff") + RESULT_AFTER <= at.deadline)
    return over.drop("_kickoff").write_csv().encode()


def _coming(at: SeasonAt) -> bytes | None:
    """The matches of the week after the deadline, with opening odds and no result."""
    rows = _dated(at.archive, f"odds/E0_{at.season[2:4]}{at.season[5:]}.csv")
    if rows is None:
        return None
    week = pl.col("_kickoff").is_between(
        pl.lit(at.deadline), pl.lit(at.deadline) + pl.duration(days=COMING_DAYS)
    )
    known = [name for name in rows.columns if name in TO_COME or re.match(A_PRICE, name)]
    opening = [name for name in known if not re.search(r"C(H|D|A|AHH|AHA|>|<|h)", name)]
    return rows.filter(week).select(opening).write_csv().encode()


def _dated(archive: Archive, name: str) -> pl.DataFrame | None:
    """A season's raw rows with `_kickoff` (UTC); the site's times are British.

    Seasons before 2019-20 give no time of day: their matches count as played in the evening.
    """
    rows = archive.table(name)
    if rows is None:
        return None
    time = pl.col("Time") if "Time" in rows.columns else pl.lit("20:00")
    text = pl.col("Date").str.replace(r"/(\d\d)$", "/20${1}") + " " + time.fill_null("20:00")
    moment = text.str.to_datetime("%d/%m/%Y %H:%M", strict=False, time_unit="us")
    at_home = moment.dt.replace_time_zone(BRITISH, ambiguous="earliest", non_existent="null")
    return rows.with_columns(at_home.dt.convert_time_zone("UTC").alias("_kickoff"))
