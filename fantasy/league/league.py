"""The league: every season as frames, and behind them the truth they were drawn from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import polars as pl

from fantasy.league import calendar
from fantasy.league.eve import CAPTURED_BEFORE
from fantasy.league.names import CLUBS, managers, people
from fantasy.league.randomness import randomness
from fantasy.league.season import Season
from fantasy.league.squads import Names
from fantasy.league.years import STOP, Year, results, years

NAMES = 2400
FIRST_CLUB_CODE = 101
JULY = 7


@dataclass(frozen=True)
class League:
    """A simulated league.

    Attributes:
        seed: the same seed is the same league.
        seasons: by name, oldest first; the last is the current one.
        years: what was played, with the truth; nothing that is served reads it.
    """

    seed: int
    seasons: dict[str, Season]
    years: dict[str, Year]

    @property
    def current(self) -> Season:
        """The season that is on."""
        return self.seasons[max(self.seasons)]


@lru_cache(maxsize=1)
def simulate(seed: int) -> League:
    """Four seasons of a league of invented clubs and players; a few seconds' work.

    Args:
        seed: any whole number; the same one gives the same league to the last digit.
    """
    names = Names(people(randomness(seed, "names"), NAMES))
    bosses = managers(randomness(seed, "managers of clubs"), len(CLUBS))
    played = {year.run.plan.rules.season: year for year in years(seed, names)}
    seasons = {
        season: _season(year, bosses, randomness(seed, f"joined {season}"))
        for season, year in played.items()
    }
    return League(seed, seasons, played)


def _season(year: Year, bosses: list[str], rng: np.random.Generator) -> Season:
    played, plan = year.run, year.run.plan
    season = plan.rules.season
    stopped = len(played.states) < len(plan.deadlines)
    gameweek = STOP if stopped else None
    now = datetime(int(season[:4]) + 1, JULY, 1, tzinfo=UTC)
    if stopped:
        now = plan.deadlines[STOP] - CAPTURED_BEFORE
    return Season(
        season=season,
        rules=plan.rules,
        now=now,
        gameweek=gameweek,
        deadlines=plan.deadlines,
        clubs=_clubs(year, bosses),
        fixtures=_fixtures(year, gameweek),
        players=_players(year, now, rng),
        matches=_matches(year),
        shots=_with_team(played.shots),
        captures=played.captures,
        availability=played.availability,
        transfers=_transfers(year, now),
    )


def _clubs(year: Year, bosses: list[str]) -> pl.DataFrame:
    rows = [(number, FIRST_CLUB_CODE + club) for number, club in enumerate(year.clubs, start=1)]
    return pl.DataFrame(
        rows, schema={"team": pl.Int32, "team_code": pl.Int32}, orient="row"
    ).with_columns(
        pl.Series("name", [CLUBS[club].name for club in year.clubs]),
        pl.Series("short_name", [CLUBS[club].short_name for club in year.clubs]),
        pl.Series("manager", [bosses[club] for club in year.clubs]),
        pl.Series("stadium", [CLUBS[club].stadium for club in year.clubs]),
    )


def _fixtures(year: Year, gameweek: int | None) -> pl.DataFrame:
    """The fixtures as known, with the results so far and the goals expected at their time."""
    plan = year.run.plan
    known = plan.fixtures if gameweek is None else calendar.as_known(plan.fixtures, gameweek)
    scores = results(year.run)
    goals = [
        scores.filter(pl.col("was_home") == at_home).select("fixture", pl.col("goals").alias(name))
        for at_home, name in ((True, "home_goals"), (False, "away_goals"))
    ]
    home, away = plan.fixtures["home"].to_numpy(), plan.fixtures["away"].to_numpy()
    rates = np.array(
        [
            plan.clubs.rates(number, home[place], away[place])
            for place, number in enumerate(plan.fixtures["gameweek"])
        ]
    )
    return (
        known.with_columns(pl.Series("home_rate", rates[:, 0]), pl.Series("away_rate", rates[:, 1]))
        .join(goals[0], on="fixture", how="left", validate="1:1")
        .join(goals[1], on="fixture", how="left", validate="1:1")
        .select(
            *("fixture", "gameweek", "kickoff_time"),
            (pl.col("home", "away") + 1),
            *("home_goals", "away_goals", "home_rate", "away_rate"),
        )
        .sort("fixture")
    )


def _players(year: Year, now: datetime, rng: np.random.Generator) -> pl.DataFrame:
    plan = year.run.plan
    today = plan.day(now)
    people = plan.people
    came = pl.col("listed").is_finite()
    moved = (pl.col("moves") <= today) & pl.col("next_club").is_not_null()
    listed = plan.start.date()
    before = pl.Series("before", -rng.integers(30, 1800, people.height).astype(float))
    day = pl.when(moved).then("moves").when(came).then("listed").otherwise(before)
    return people.select(
        *("element", "code", "first_name", "second_name", "web_name", "known_name"),
        *("position", "role", "birth_date"),
        (pl.lit(listed) + pl.duration(days=day.floor().cast(pl.Int64)))
        .cast(pl.Date)
        .alias("joined"),
        pl.Series("team", plan.club_on(today) + 1, dtype=pl.Int32),
    ).filter(pl.Series(plan.listed_on(today)))


def _matches(year: Year) -> pl.DataFrame:
    kickoffs = year.run.plan.fixtures.select("fixture", "kickoff_time")
    return _with_team(year.run.matches).join(
        kickoffs, on="fixture", how="left", validate="m:1", maintain_order="left"
    )


def _with_team(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with ids of clubs (from 1) in place of their numbers."""
    ids = {"club": "team", "opponent": "opponent"}
    return rows.with_columns(
        (pl.col(name) + 1).alias(new) for name, new in ids.items() if name in rows.columns
    ).drop("club")


def _transfers(year: Year, now: datetime) -> pl.DataFrame:
    """Who came and went while the season was on, until now."""
    plan = year.run.plan
    team = pl.col("club") + 1
    came = plan.people.filter(pl.col("listed").is_finite()).select(
        "element",
        pl.lit(None, dtype=pl.Int32).alias("from_team"),
        team.alias("to_team"),
        pl.lit("transfer").alias("kind"),
        pl.col("listed").alias("day"),
    )
    went = plan.people.filter(pl.col("moves").is_finite()).select(
        "element",
        team.alias("from_team"),
        (pl.col("next_club") + 1).alias("to_team"),
        pl.when("on_loan").then(pl.lit("loan")).otherwise(pl.lit("transfer")).alias("kind"),
        pl.col("moves").alias("day"),
    )
    minutes = (pl.col("day") * 1440).round().cast(pl.Int64)
    return (
        pl.concat([came, went])
        .with_columns((pl.lit(plan.start) + pl.duration(minutes=minutes)).alias("time"))
        .filter(pl.col("time") <= now)
        .drop("day")
        .sort("time", "element")
    )
