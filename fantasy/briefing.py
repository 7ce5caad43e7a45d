"""All there is to know before a deadline, gathered once: what the report page is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

import polars as pl

from fantasy.bulletin import bulletin
from fantasy.errors import InputError
from fantasy.features import club_fixtures
from fantasy.features.strength import club_ratings
from fantasy.hindsight import monitored
from fantasy.overrides import Overrides, edited, wished
from fantasy.predictions import predict
from fantasy.roster.answers import alternatives
from fantasy.roster.problem import LONGEST_HORIZON
from fantasy.roster.search import Limits, best_plan
from fantasy.store.freshness import known_until
from fantasy.team_plan import problem_of_team
from fantasy.weekly import last_listed, listed
from fantasy.weekly.freshness import stale_warnings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fantasy.forecast.evaluation import Score
    from fantasy.forecast.monitoring import Monitored
    from fantasy.forecast.training import Trained
    from fantasy.planning import Asked
    from fantasy.predictions import Predictions
    from fantasy.rivals import Rivals
    from fantasy.roster.plan import Plan
    from fantasy.roster.problem import Problem
    from fantasy.store import Lake
    from fantasy.team import Team
    from fantasy.world import World

OTHER_PLANS = 2


@dataclass(frozen=True)
class Briefing:
    """What a manager should see before a deadline.

    Attributes:
        season: such as 2025-26.
        gameweek: the next one.
        deadline: of it (UTC).
        now: when this was gathered (UTC).
        world: what to call the world it is of.
        live: whether that is the real one, now.
        team: name of the team; None for a first squad.
        problem: what was planned.
        plans: the best plan, then others that begin with another squad.
        idle: worth of the best plan that makes no transfer now; None where there is no squad, or
            transfers are unlimited.
        players: everybody FPL lists: the columns of `listed`, `transfers_in`, `transfers_out`,
            `price_percent` and `price_projections`.
        forecasts: a row a player and gameweek, as in `Predictions`.
        fixtures: `gameweek`, `team`, `team_code`, `opponent`, `was_home`, `kickoff_time`, and by
            the clubs' ratings the goals expected `for` and `against` the club.
        news: rows of `Bulletin`.
        fresh: the last moment (UTC) each source knows of; None where nothing is stored.
        validation: how each model did on the last gameweeks it was not fitted on.
        served: the model whose forecasts are used.
        past: forecasts of gameweeks that are over; None before the first.
        rivals: of a mini-league, if one is given.
        overrides: what the manager holds against the forecast, in words.
        warnings: what is not as it should be.
    """

    season: str
    gameweek: int
    deadline: datetime
    now: datetime
    world: str
    live: bool
    team: str | None
    problem: Problem
    plans: tuple[Plan, ...]
    idle: float | None
    players: pl.DataFrame
    forecasts: pl.DataFrame
    fixtures: pl.DataFrame
    news: pl.DataFrame
    fresh: Mapping[str, datetime | None]
    validation: Mapping[str, Score]
    served: str
    past: Monitored | None = None
    rivals: Rivals | None = None
    overrides: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def expected_points(self) -> dict[int, float]:
        """Of everybody in the next gameweek, by element."""
        first = self.forecasts.filter(pl.col("gameweek") == self.gameweek)
        return dict(first.select("element", "expected_points").iter_rows())


def brief(
    world: World,
    lake: Lake,
    trained: Trained,
    team: Team | None,
    asked: Asked,
    overrides: Overrides | None = None,
    *,
    seconds: float = inf,
) -> Briefing:
    """Gather what there is to know before the next deadline, and plan.

    Args:
        world: tells the time.
        lake: updated.
        trained: the models.
        team: the manager's; None for a first squad.
        asked: what he asks of the plans.
        overrides: what he knows better; those that have expired are not used.
        seconds: time to search for each plan.

    Raises:
        InputError: if no gameweek is ahead, no plan can be made, or an override speaks of nobody.
    """
    now = world.clock()
    held = (overrides or Overrides()).on(now.date())
    found = predict(lake, trained, now=now, horizon=LONGEST_HORIZON)
    found = edited(lake, found, held, now=now)
    week = (found.season, found.gameweek)
    problem = problem_of_team(lake, found, team, wished(asked, held), now=now)
    limits = Limits(seconds)
    best = best_plan(problem, limits)
    return Briefing(
        season=found.season,
        gameweek=found.gameweek,
        deadline=found.deadline,
        now=now,
        world=world.label,
        live=world.label == "live",
        team=None if team is None else team.name,
        problem=problem,
        plans=(best, *alternatives(problem, best, OTHER_PLANS, limits)),
        idle=_worth_of_waiting(problem, limits),
        players=_players(lake, found, now=now),
        forecasts=found.rows,
        fixtures=fixture_outlook(lake, found, now=now),
        news=bulletin(lake, now=now).rows,
        fresh=known_until(lake, now=now),
        validation=trained.validation,
        served=trained.served,
        past=_past(lake, now=now),
        overrides=held.words(),
        warnings=(*stale_warnings(lake, week, now=now), *filter(None, [trained.warning])),
    )


def fixture_outlook(lake: Lake, found: Predictions, *, now: datetime) -> pl.DataFrame:
    """Fixtures of every club in the forecast gameweeks, with the goals its ratings promise.

    Returns:
        The columns of `Briefing.fixtures`, by club, gameweek and kick-off.
    """
    known = lake.as_of(now)
    season, last = found.season, found.gameweek + found.horizon - 1
    week = pl.DataFrame(
        {"season": season, "gameweek": found.gameweek, "deadline": found.deadline},
        schema_overrides={"gameweek": pl.Int32},
    )
    rated = club_ratings(known, week).drop("season", "gameweek").lazy()
    own = rated.select("team_code", "base", "home", "attack", "defence")
    other = rated.select(
        pl.col("team_code").alias("opponent_code"),
        pl.col("attack").alias("threat"),
        pl.col("defence").alias("wall"),
    )
    clubs = known.table("teams").filter(pl.col("season") == season)
    home = pl.col("home") * pl.col("was_home")
    away = pl.col("home") * pl.col("was_home").not_()
    return (
        club_fixtures(known.table("fixtures"))
        .filter(pl.col("season") == season, pl.col("gameweek").is_between(found.gameweek, last))
        .join(own, on="team_code", how="left", validate="m:1")
        .join(other, on="opponent_code", how="left", validate="m:1")
        .join(
            clubs.select("team_code", pl.col("short_name").alias("team")),
            on="team_code",
            how="left",
            validate="m:1",
        )
        .join(
            clubs.select(
                pl.col("team_code").alias("opponent_code"), pl.col("short_name").alias("opponent")
            ),
            on="opponent_code",
            how="left",
            validate="m:1",
        )
        .select(
            *("gameweek", "team", "team_code", "opponent", "was_home", "kickoff_time"),
            (pl.col("base") + home + pl.col("attack") - pl.col("wall")).exp().alias("for"),
            (pl.col("base") + away + pl.col("threat") - pl.col("defence")).exp().alias("against"),
        )
        .sort("team", "gameweek", "kickoff_time")
        .collect()
    )


def _players(lake: Lake, found: Predictions, *, now: datetime) -> pl.DataFrame:
    week = (found.season, found.gameweek)
    seen, _ = last_listed(lake, week, now=now)
    of_the_week = (pl.col("season") == found.season) & (pl.col("gameweek") == seen)
    market = ("transfers_in", "transfers_out", "price_percent", "price_projections")
    status = lake.as_of(now).table("player_status").filter(of_the_week)
    return listed(lake, week, now=now).join(
        status.select("element", *market).collect(), on="element", how="left", validate="1:1"
    )


def _worth_of_waiting(problem: Problem, limits: Limits) -> float | None:
    """Worth of the best plan without a transfer in the first gameweek."""
    if not problem.owned.any() or problem.free_transfers is None:
        return None
    wishes = problem.wishes
    none_now = (*wishes.most_transfers, (problem.gameweeks[0], 0))
    waiting = replace(problem, wishes=replace(wishes, most_transfers=none_now))
    try:
        return best_plan(waiting, limits).worth
    except InputError:
        return None


def _past(lake: Lake, *, now: datetime) -> Monitored | None:
    try:
        return monitored(lake, now=now)
    except InputError:
        return None
