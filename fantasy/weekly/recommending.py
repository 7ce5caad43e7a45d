"""The roster for the next deadline, and all it rests on."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

import polars as pl

from fantasy.config import Settings
from fantasy.errors import ContractError
from fantasy.forecast.training import Trained
from fantasy.game.rules import Rules
from fantasy.gameweeks import coming, next_gameweek, rules_of
from fantasy.roster.absences import absences_of, weighed
from fantasy.roster.model import Roster, best_squad
from fantasy.roster.preferences import Preferences
from fantasy.store import Lake
from fantasy.track import Tell, Track, quietly, silently
from fantasy.weekly.forecasting import forecast
from fantasy.weekly.freshness import stale_warnings
from fantasy.weekly.models import Models, ready_models, usable_models
from fantasy.weekly.players import candidates
from fantasy.weekly.updating import open_lake, tell_faults, update
from fantasy.world import World

PROPER = 40.0
"""Points nobody can be expected to score in a gameweek, nor to lose."""

MOST_WITHOUT_FORECAST = 0.05
ROLES = ("element", "starter", "bench_order", "captain", "vice_captain")


@dataclass(frozen=True)
class Prospects:
    """What is expected of everybody who can be picked.

    Attributes:
        season: such as 2025-26.
        gameweek: the next one.
        deadline: of it (UTC).
        rules: of the season.
        pool: rows of `candidates` with `expected_points`, null where nothing was forecast.
        absent: the chance of each element to play no minute; empty if it is not known.
        models: what it was forecast with.
        warnings: what is not as one would want it.
    """

    season: str
    gameweek: int
    deadline: datetime
    rules: Rules
    pool: pl.DataFrame
    absent: dict[int, float]
    models: Models
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Recommendation:
    """A roster and what it rests on.

    Attributes:
        season: such as 2025-26.
        gameweek: the next one.
        deadline: of it (UTC).
        roster: the squad and its line-up.
        rules: of the season.
        trained: the models; None where a baseline had to do.
        warnings: what is not as one would want it, in words.
        unchanged_since: when the same roster was recommended first (UTC), if nothing has changed
            since an earlier recommendation.
    """

    season: str
    gameweek: int
    deadline: datetime
    roster: Roster
    rules: Rules
    trained: Trained | None
    warnings: tuple[str, ...] = ()
    unchanged_since: datetime | None = None


def run(
    world: World,
    settings: Settings,
    *,
    preferences: Preferences | None = None,
    track: Track = quietly,
    tell: Tell = silently,
) -> Recommendation:
    """The whole week: update, train where new results ask for it, recommend.

    Args:
        world: where the data comes from, and the time.
        settings: the settings.
        preferences: the weights of bench and vice-captain; by the forecast minutes if None.
        track: shows progress.
        tell: is told what is being done.
    """
    lake = updated_lake(world, settings, track=track, tell=tell)
    models = usable_models(lake, now=world.clock(), track=track, tell=tell)
    seen = checked(prospects(lake, models, now=world.clock()))
    return chosen(
        lake, seen, now=world.clock(), preferences=preferences, seconds=settings.solver_seconds
    )


def prepare(
    world: World, settings: Settings, *, track: Track = quietly, tell: Tell = silently
) -> tuple[Lake, Trained]:
    """Update the lake, and train where new results ask for it: what every forecast starts with."""
    lake = updated_lake(world, settings, track=track, tell=tell)
    return lake, ready_models(lake, now=world.clock(), track=track, tell=tell)


def updated_lake(
    world: World, settings: Settings, *, track: Track = quietly, tell: Tell = silently
) -> Lake:
    """The lake of a world, brought up to now; sources that fail are told of.

    Raises:
        SourceError: if FPL could not be read, and no gameweek is known to come.
    """
    lake = open_lake(world, settings)
    tell(f"updating the lake ({world.label})")
    ingested = update(world, settings, lake, track=track)
    tell_faults(ingested, tell)
    if ingested.season is None and coming(lake, now=world.clock()).is_empty():
        raise ingested.faults[0].error
    return lake


def recommend(
    lake: Lake, trained: Trained, *, now: datetime, preferences: Preferences | None = None
) -> Recommendation:
    """Solve for the best squad of the next gameweek and log it in `recommendations`.

    Args:
        lake: the lake.
        trained: the models.
        now: the time (UTC).
        preferences: the weights of bench and vice-captain; as `chosen`.

    Raises:
        InputError: if no gameweek is ahead, or no legal squad can be had.
        ContractError: if the forecast is none.
    """
    seen = checked(prospects(lake, Models(trained, trained.warning), now=now))
    return chosen(lake, seen, now=now, preferences=preferences)


def prospects(lake: Lake, models: Models, *, now: datetime) -> Prospects:
    """Forecast the next gameweek, from what FPL said before it, or said last.

    Raises:
        InputError: if no gameweek is ahead, or FPL was not seen for longer than can be forecast.
    """
    season, gameweek, deadline = next_gameweek(lake, now=now)
    week = (season, gameweek)
    rows = forecast(lake, models.trained, week, now=now)
    pool = candidates(lake, week, now=now)
    warnings = stale_warnings(lake, week, now=now)
    played = rows.select("element", "play").drop_nulls()
    return Prospects(
        season,
        gameweek,
        deadline,
        rules_of(lake, season, now=now),
        pool.join(
            rows.select("element", "expected_points"),
            on="element",
            how="left",
            validate="1:1",
            maintain_order="left",
        ),
        {element: 1 - play for element, play in played.iter_rows()},
        models,
        (*warnings, *filter(None, [models.warning])),
    )


def checked(seen: Prospects) -> Prospects:
    """Prospects fit to choose from, with a warning where nothing is forecast of many who play.

    Raises:
        ContractError: if what is forecast are no points.
    """
    points = seen.pool["expected_points"].drop_nulls()
    wrong = points.filter(points.is_finite().not_() | (points.abs() > PROPER))
    if not wrong.is_empty():
        raise ContractError(
            f"{wrong.len()} players are forecast to score {wrong[0]} points or the like: nothing "
            "is recommended from that - train anew (`fantasy train`)"
        )
    playing = seen.pool.drop_nulls("opponents")
    missing = playing["expected_points"].null_count()
    if missing <= MOST_WITHOUT_FORECAST * playing.height:
        return seen
    warning = f"nothing is forecast of {missing} of the {playing.height} players with a fixture"
    return replace(seen, warnings=(*seen.warnings, warning))


def chosen(
    lake: Lake,
    seen: Prospects,
    *,
    now: datetime,
    preferences: Preferences | None = None,
    seconds: float = inf,
) -> Recommendation:
    """The best squad of prospects, logged in `recommendations`.

    Args:
        lake: the lake.
        seen: the prospects.
        now: the time (UTC).
        preferences: the weights of bench and vice-captain; if None, by how likely those who start
            in the best squad at fixed weights are to be absent, where that is known.
        seconds: time to search; the gap left open is warned of.

    Raises:
        InputError: if no legal squad can be had.
        OutOfTimeError: if none was found in time.
    """
    pool = seen.pool.with_columns(pl.col("expected_points").fill_null(0.0))
    if preferences is None:
        preferences = Preferences()
        if seen.absent:
            likely = best_squad(pool, seen.rules, seconds=seconds).squad
            absent = {each: seen.absent.get(each, 1.0) for each in pool["element"]}
            preferences = weighed(preferences, absences_of(likely, absent))
    roster = best_squad(pool, seen.rules, preferences=preferences, seconds=seconds)
    since = _unchanged_since(lake, roster, (seen.season, seen.gameweek), now=now)
    _log(lake, roster, seen, now=now)
    warnings = list(seen.warnings)
    if roster.gap > 0:
        warnings.append(f"the search ran out of time: a squad {roster.gap:.2%} better may exist")
    return Recommendation(
        *(seen.season, seen.gameweek, seen.deadline, roster, seen.rules, seen.models.trained),
        warnings=tuple(warnings),
        unchanged_since=since,
    )


def _unchanged_since(
    lake: Lake, roster: Roster, week: tuple[str, int], *, now: datetime
) -> datetime | None:
    """When this roster was recommended first, if all recommendations since then were the same."""
    season, gameweek = week
    past = (
        lake.as_of(now)
        .table("recommendations")
        .filter(pl.col("season") == season, pl.col("gameweek") == gameweek)
        .filter(pl.col("known_at") < now)
        .select(*ROLES, "known_at")
        .collect()
    )
    ours = set(roster.squad.select(ROLES).iter_rows())
    since: datetime | None = None
    for (moment,), rows in past.sort("known_at", descending=True).group_by(
        "known_at", maintain_order=True
    ):
        if set(rows.select(ROLES).iter_rows()) != ours:
            break
        since = moment if isinstance(moment, datetime) else None
    return since


def _log(lake: Lake, roster: Roster, seen: Prospects, *, now: datetime) -> None:
    served = "last_5" if seen.models.trained is None else seen.models.trained.served
    rows = roster.squad.with_columns(
        pl.lit(seen.season).alias("season"),
        pl.lit(seen.gameweek).alias("gameweek"),
        pl.lit(served).alias("model"),
        pl.lit(now).alias("known_at"),
    )
    lake.write("recommendations", rows, source="recommend")
