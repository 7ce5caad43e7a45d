"""Who can be picked in a gameweek, and whom his club plays."""

from datetime import datetime

import polars as pl

from fantasy.errors import InputError
from fantasy.features import club_fixtures
from fantasy.roster.problem import LONGEST_HORIZON
from fantasy.store import Lake

LEFT = ("u", "n")
"""FPL's status of players who left, are on loan, or may not play: nobody can pick them."""


def last_listed(lake: Lake, week: tuple[str, int], *, now: datetime) -> tuple[int, int]:
    """The last gameweek FPL was captured before, up to one; how many gameweeks it lies back.

    Raises:
        InputError: if it lies further back than can be forecast from.
    """
    season, gameweek = week
    known = lake.as_of(now)
    of_the_season = pl.col("season") == season
    captured = known.table("player_status").filter(of_the_season).select("gameweek").unique()
    weeks = known.table("gameweeks").filter(of_the_season).sort("deadline").collect()["gameweek"]
    turns = {number: turn for turn, number in enumerate(weeks)}
    seen = [turns[each] for each in captured.collect()["gameweek"] if each in turns]
    before = [turn for turn in seen if turn <= turns[gameweek]]
    if not before or turns[gameweek] - max(before) >= LONGEST_HORIZON:
        raise InputError(
            f"what is stored of FPL is too old to forecast gameweek {gameweek}: run `fantasy "
            "update` once FPL answers"
        )
    return weeks[max(before)], turns[gameweek] - max(before)


def candidates(lake: Lake, week: tuple[str, int], *, now: datetime) -> pl.DataFrame:
    """Everyone who can be picked in a gameweek, with club, position, price and FPL's news.

    Returns:
        `code`, `element`, `name`, `team`, `team_code`, `position`, `price_tenths`, `status`,
        `chance`, `news` and `opponents`, such as "FUL (H)", null in a blank gameweek.

    Raises:
        InputError: as `last_listed`.
    """
    return (
        listed(lake, week, now=now)
        .filter(pl.col("status").is_in(LEFT).not_().fill_null(value=True))
        .join(opponents(lake, week, now=now), on="team_code", how="left", validate="m:1")
        .select(
            *("code", "element", "name", "team", "team_code", "position", "price_tenths"),
            *("status", "chance", "news", "opponents"),
        )
    )


def listed(lake: Lake, week: tuple[str, int], *, now: datetime) -> pl.DataFrame:
    """Everyone FPL listed before a gameweek, or last before it, with club, price and FPL's flag.

    Returns:
        `code`, `element`, `name`, `full_name`, `team`, `team_code`, `position`, `price_tenths`,
        `status`, `chance`, `news` and `selected_by_percent`, by element.

    Raises:
        InputError: as `last_listed`.
    """
    season = week[0]
    seen, _ = last_listed(lake, week, now=now)
    known = lake.as_of(now)
    of_the_season = pl.col("season") == season
    full_name = pl.concat_str("first_name", "second_name", separator=" ", ignore_nulls=True)
    players = known.table("players").filter(of_the_season)
    clubs = known.table("teams").filter(of_the_season)
    return (
        known.table("player_status")
        .filter(of_the_season, pl.col("gameweek") == seen)
        .join(
            players.select("element", "web_name", "position", full_name.alias("full_name")),
            on="element",
            validate="1:1",
        )
        .join(clubs.select("team_code", "short_name"), on="team_code", validate="m:1")
        .rename({"web_name": "name", "short_name": "team"})
        .select(
            *("code", "element", "name", "full_name", "team", "team_code", "position"),
            *("price_tenths", "status", "chance", "news", "selected_by_percent"),
        )
        .sort("element")
        .collect()
    )


def opponents(lake: Lake, week: tuple[str, int], *, now: datetime) -> pl.DataFrame:
    """`team_code` and the `opponents` it plays in a gameweek, in the order of kick-offs."""
    season, gameweek = week
    known = lake.as_of(now)
    venue = pl.when("was_home").then(pl.lit("H")).otherwise(pl.lit("A"))
    names = (
        known.table("teams")
        .filter(pl.col("season") == season)
        .select(pl.col("team_code").alias("opponent_code"), "short_name")
    )
    return (
        club_fixtures(known.table("fixtures"))
        .filter(pl.col("season") == season, pl.col("gameweek") == gameweek)
        .join(names, on="opponent_code", how="left", validate="m:1")
        .sort("kickoff_time")
        .group_by("team_code", maintain_order=True)
        .agg(pl.format("{} ({})", "short_name", venue).str.join(", ").alias("opponents"))
        .collect()
    )
