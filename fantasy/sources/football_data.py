"""football-data.co.uk: bookmakers' odds of every match, as they stood before its gameweek.

The Championship's results and odds come from there too: they tell how strong promoted clubs are.

Odds are collected on Friday afternoons for weekend games and on Tuesday afternoons for midweek
ones (https://www.football-data.co.uk/notes.txt). Columns with a C, closing odds, are left alone:
they are from after the deadline.
"""

from collections.abc import Iterable

import polars as pl

from fantasy.raw import integer, number, require, with_missing
from fantasy.sources.http import Client
from fantasy.sources.identity import match_clubs, with_clubs
from fantasy.world.archive import read_csv

PREMIER_LEAGUE, CHAMPIONSHIP = "E0", "E1"
MATCH = ("Div", "Date", "HomeTeam", "AwayTeam")
RESULT = ("FTHG", "FTAG")
COLUMNS = {
    "home_win": ("AvgH", "BbAvH", "B365H"),
    "draw": ("AvgD", "BbAvD", "B365D"),
    "away_win": ("AvgA", "BbAvA", "B365A"),
    "over": ("Avg>2.5", "BbAv>2.5", "B365>2.5"),
    "under": ("Avg<2.5", "BbAv<2.5", "B365<2.5"),
    "handicap": ("AHh", "BbAHh"),
    "handicap_home": ("AvgAHH", "BbAvAHH", "B365AHH"),
    "handicap_away": ("AvgAHA", "BbAvAHA", "B365AHA"),
}
"""The mean over bookmakers, under the names it has had over the years, else one bookmaker's."""

TUESDAY, FRIDAY, AFTERNOON = 2, 5, 15
A_WEEK = 7


def results_url(base_url: str, season: str, division: str = PREMIER_LEAGUE) -> str:
    """Where a division's results and odds of a season are."""
    return f"{base_url}mmz4281/{season[2:4]}{season[5:]}/{division}.csv"


def fetch(client: Client, url: str, division: str = PREMIER_LEAGUE) -> pl.DataFrame | None:
    """A file of the site as raw rows of a division; None where there is none.

    Raises:
        SourceError: if it does not answer, or the file is no such table.
    """
    body = client.body(url)
    if body is None:
        return None
    rows = require(read_csv(body, url), MATCH, origin=url)
    return rows.filter(pl.col("Div") == division)


def odds(
    raw: pl.DataFrame, teams: pl.DataFrame, fixtures: pl.DataFrame, *, season: str
) -> pl.DataFrame:
    """Rows of `odds` from raw rows, of the fixtures they can be matched to.

    Args:
        raw: rows of `fetch`.
        teams: `name` and `team_code` of the season.
        fixtures: `fixture`, `home_code`, `away_code` and `kickoff_time` of the season.
        season: such as 2024-25.
    """
    wide = with_missing(raw, [name for options in COLUMNS.values() for name in options])
    return (
        with_clubs(wide, {"HomeTeam": "home_code", "AwayTeam": "away_code"}, teams)
        .join(
            fixtures.select("fixture", "home_code", "away_code", "kickoff_time"),
            on=["home_code", "away_code"],
            how="inner",
            validate="m:1",
        )
        .drop_nulls("kickoff_time")
        .select(
            pl.lit(season).alias("season"),
            "fixture",
            *_prices(COLUMNS),
            collected(pl.col("kickoff_time")).alias("known_at"),
        )
        .unique("fixture", keep="last", maintain_order=True)
    )


def championship(raw: pl.DataFrame, teams: pl.DataFrame, *, season: str) -> pl.DataFrame:
    """Rows of `championship` from raw rows, of the matches played.

    Args:
        raw: rows of `fetch`.
        teams: `name` and `team_code` of all clubs known.
        season: such as 2023-24.

    Raises:
        SourceError: if the rows have no results.
    """
    wide = with_missing(
        require(raw, RESULT, origin=f"the Championship of {season}"),
        [name for written in COLUMNS.values() for name in written],
    )
    codes = match_clubs([*raw["HomeTeam"].drop_nulls(), *raw["AwayTeam"].drop_nulls()], teams)
    day = pl.col("Date").str.replace(r"/(\d\d)$", "/20${1}").str.to_datetime("%d/%m/%Y")
    return (
        wide.join(codes.rename({"name": "HomeTeam", "team_code": "home_code"}), on="HomeTeam")
        .join(codes.rename({"name": "AwayTeam", "team_code": "away_code"}), on="AwayTeam")
        .select(
            pl.lit(season).alias("season"),
            *(pl.col(f"{side}Team").alias(side.lower()) for side in ("Home", "Away")),
            *("home_code", "away_code"),
            integer("FTHG").cast(pl.Int16).alias("home_goals"),
            integer("FTAG").cast(pl.Int16).alias("away_goals"),
            *_prices(("home_win", "draw", "away_win", "over", "under")),
            (day.dt.replace_time_zone("UTC") + pl.duration(days=1)).alias("known_at"),
        )
        .drop_nulls(("home_goals", "away_goals"))
    )


def _prices(names: Iterable[str]) -> list[pl.Expr]:
    """Odds under the first of their names that a row has."""
    return [pl.coalesce(number(each) for each in COLUMNS[name]).alias(name) for name in names]


def unmatched(raw: pl.DataFrame, teams: pl.DataFrame) -> list[str]:
    """Names of clubs in raw rows that are none of the season's."""
    found = match_clubs([*raw["HomeTeam"].drop_nulls(), *raw["AwayTeam"].drop_nulls()], teams)
    return found.filter(pl.col("team_code").is_null())["name"].to_list()


def collected(kickoff: pl.Expr) -> pl.Expr:
    """When the odds of a match were collected (UTC): the last Tuesday or Friday afternoon."""
    early = kickoff.dt.hour() < AFTERNOON
    since = [(kickoff.dt.weekday().cast(pl.Int32) - day) % A_WEEK for day in (TUESDAY, FRIDAY)]
    back = pl.min_horizontal(
        pl.when((days == 0) & early).then(A_WEEK).otherwise(days) for days in since
    )
    return kickoff.dt.truncate("1d") - pl.duration(days=back) + pl.duration(hours=AFTERNOON)
