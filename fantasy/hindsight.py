"""Looking back: a season forecast as it would have been, and forecasts once their points are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.features import every_gameweek, feature_matrix
from fantasy.forecast.monitoring import WEEK, Monitored, logged, monitor
from fantasy.forecast.training import FAR_HORIZONS
from fantasy.forecast.walking import Matrices, walk_forward
from fantasy.game.rules import Rules
from fantasy.roster.problem import LONGEST_HORIZON
from fantasy.sources import history
from fantasy.sources.http import Client
from fantasy.store import AsOf, Lake
from fantasy.store.ingest import ingest_seasons
from fantasy.track import Track, quietly
from fantasy.weekly import open_lake, update
from fantasy.world.enter import enter, past_world


def monitored(lake: Lake, *, now: datetime) -> Monitored:
    """Score the forecasts logged before gameweeks that are over now (UTC).

    Raises:
        InputError: if none of those is over.
    """
    rows = logged(lake.as_of(now))
    if rows.is_empty():
        raise InputError(
            "no gameweek that was forecast is over yet: run `fantasy recommend` before a deadline, "
            "and `fantasy update` after its matches"
        )
    return monitor(rows)


def scored(lake: Lake, *, now: datetime) -> Monitored:
    """Score past forecasts; those of gameweeks whose points are final are kept in `evaluations`.

    Raises:
        InputError: if no gameweek that was forecast is over.
    """
    found = monitored(lake, now=now)
    final = lake.as_of(now).table("checked").select(WEEK).collect()
    rows = found.by_gameweek.join(final, on=WEEK, how="semi").with_columns(known_at=pl.lit(now))
    lake.write("evaluations", rows, source="score")
    return found


@dataclass(frozen=True)
class Evaluation:
    """A season forecast as it would have been.

    Attributes:
        season: the season.
        horizons: how many gameweeks ahead.
        rows: of `walk_forward`.
        matches: rows of `player_matches` of the season.
    """

    season: str
    horizons: tuple[int, ...]
    rows: pl.DataFrame
    matches: pl.DataFrame


def past(season: str, settings: Settings, *, track: Track = quietly) -> AsOf:
    """The archive until a season's end, in a lake of its own.

    Raises:
        InputError: if there is no archive.
        SourceError: if a season of it cannot be read.
    """
    world = past_world(settings, season)
    lake = open_lake(world, settings)
    with Client.of(world, user_agent=settings.user_agent) as client:
        seasons = [*history.seasons_before(season), season]
        ingest_seasons(client, lake, settings, seasons, now=world.clock(), track=track)
    return lake.as_of(world.clock())


def seasons_past(
    seasons: Sequence[str], settings: Settings, *, demo: int | None = None, track: Track = quietly
) -> dict[str, AsOf]:
    """What is known of seasons at their end: of the archive, or of the simulated league of a seed.

    Raises:
        InputError: if there is no such season, or no archive.
        SourceError: if a season cannot be read.
    """
    for season in seasons:
        Rules.for_season(season)
    if demo is None:
        return {season: past(season, settings, track=track) for season in seasons}
    world = enter(settings, demo=demo)
    lake = open_lake(world, settings)
    update(world, settings, lake, track=track)
    return dict.fromkeys(seasons, lake.as_of(world.clock()))


def evaluate(
    season: str, settings: Settings, *, horizons: Sequence[int] = (1,), track: Track = quietly
) -> Evaluation:
    """Walk forward through a season of the archive with every model.

    The rows are all players captured before a gameweek's deadline whose club had a fixture;
    points not scored are 0.

    Raises:
        InputError: if there is no such season, or the archive has none of it, or a horizon is
            not 1 to 8.
    """
    Rules.for_season(season)
    if not horizons or min(horizons) < 1 or max(horizons) > LONGEST_HORIZON:
        raise InputError(f"horizons go from 1, the next gameweek, to {LONGEST_HORIZON}")
    known = past(season, settings, track=track)
    gameweeks = every_gameweek(known).filter(pl.col("season") <= season)
    near = feature_matrix(known, gameweeks)
    if near.filter(pl.col("season") == season).drop_nulls("points").is_empty():
        raise InputError(f"the archive has no results of {season}: give another --season")
    own = gameweeks.filter(pl.col("season") == season)
    longer = [own.with_columns(horizon=pl.lit(each, pl.Int32)) for each in horizons if each > 1]
    ahead = feature_matrix(known, pl.concat(longer)) if longer else near.clear()
    far = feature_matrix(known, every_gameweek(known, FAR_HORIZONS)) if longer else near.clear()
    rows = walk_forward(Matrices(near, far.drop_nulls("points"), ahead), season, track=track)
    matches = known.table("player_matches").filter(pl.col("season") == season).collect()
    return Evaluation(season, tuple(horizons), rows, matches)
