"""The fixtures of a season in the archive, and the deadlines they set."""

from datetime import datetime

import polars as pl

from fantasy.errors import SourceError
from fantasy.game.rules import Rules
from fantasy.raw import instant, integer, require, sides
from fantasy.world.archive import Archive

FIXTURE = ("id", "event", "kickoff_time", "team_h", "team_a", "team_h_score", "team_a_score")


def schedule(archive: Archive, season: str, last_gameweek: int) -> pl.DataFrame:
    """Raw fixtures; before 2018-19 the archive lists none, and the matches tell them.

    Raises:
        SourceError: if the archive has neither, or a file lacks a column.
    """
    path = f"data/{season}/fixtures.csv"
    listed = archive.table(path)
    if listed is not None:
        return require(listed, FIXTURE, origin=path)
    numbers = range(1, last_gameweek + 1)
    files = (archive.table(f"data/{season}/gws/gw{number}.csv") for number in numbers)
    tables = [each for each in files if each is not None and each.height]
    if not tables:
        raise SourceError(path, "is missing from the archive, and so are the season's gameweeks")
    rows = pl.concat(tables, how="diagonal")
    clubs = sides(rows)
    return (
        rows.group_by(integer("fixture"), maintain_order=True)
        .agg(pl.col("round", "kickoff_time", "team_h_score", "team_a_score").first())
        .join(clubs, on="fixture", how="inner", validate="1:1")
        .select(
            pl.col("fixture", "home_team", "away_team").cast(pl.String),
            pl.col("round").alias("event"),
            *("kickoff_time", "team_h_score", "team_a_score"),
        )
        .rename({"fixture": "id", "home_team": "team_h", "away_team": "team_a"})
    )


def deadlines_of(schedule: pl.DataFrame, rules: Rules) -> dict[int, datetime]:
    """The deadlines (UTC) of all gameweeks with fixtures: a lead before the first kick-off."""
    first = (
        schedule.select(integer("event"), instant("kickoff_time"))
        .drop_nulls()
        .group_by("event")
        .agg(pl.col("kickoff_time").min() - rules.deadline_lead)
        .sort("event")
    )
    return dict(first.iter_rows())


def no_matches(season: str, gameweek: int, known: list[int]) -> str:
    """Why a gameweek cannot be replayed that no fixture is in, and which one can."""
    later = [number for number in known if number > gameweek]
    if known and known[0] < gameweek and later:
        return f"{season} had no matches in gameweek {gameweek}: try {later[0]}"
    return f"{season} has no gameweek {gameweek}: give one from {known[0]} to {known[-1]}"
