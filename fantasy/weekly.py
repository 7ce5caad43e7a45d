"""The week, step by step: update, train, forecast, recommend. The CLI and the flows call these."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

import polars as pl

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.features import club_fixtures, every_gameweek, feature_matrix
from fantasy.forecast import registry
from fantasy.forecast.outlook import FANTASY, MODELS
from fantasy.forecast.training import FAR_HORIZONS, Trained, train
from fantasy.game.rules import Rules
from fantasy.news.listening import claims
from fantasy.news.signals import signals
from fantasy.roster.absences import absences_of, weighed
from fantasy.roster.model import Roster, best_squad
from fantasy.roster.preferences import Preferences
from fantasy.sources.http import Client
from fantasy.sources.news.outlets import hosts_of, outlets_of
from fantasy.store import Lake
from fantasy.store.bronze import Bronze
from fantasy.store.ingest import Ingested, ingest
from fantasy.store.lake import Written
from fantasy.store.reparse import reparse
from fantasy.track import Tell, Track, quietly, silently
from fantasy.world import World

DOUBTS = ("low", "high", "at_least_5", "at_least_10")
LEFT = ("u", "n")
"""FPL's status of players who left, are on loan, or may not play: nobody can pick them."""


@dataclass(frozen=True)
class Recommendation:
    """A roster and what it rests on."""

    season: str
    gameweek: int
    deadline: datetime
    roster: Roster
    rules: Rules
    trained: Trained


def open_lake(world: World, settings: Settings) -> Lake:
    """The lake of a world."""
    return Lake.open(settings.data_dir, world.name)


def update(world: World, settings: Settings, lake: Lake, *, track: Track = quietly) -> Ingested:
    """Fetch what is new and store it; every body is kept as it came, whatever becomes of it."""
    now = world.clock()
    bronze = Bronze.open(lake.folder, run=now)
    try:
        with Client.of(
            world,
            user_agent=settings.user_agent,
            memory=bronze,
            hosts=settings.hosts | hosts_of(outlets_of(settings)),
        ) as client:
            ingested = ingest(client, lake, settings, now=now, track=track)
    finally:
        bronze.close()
    return replace(ingested, written=(*ingested.written, *read_news(lake, now=now)))


def rebuild(world: World, settings: Settings, lake: Lake, *, track: Track = quietly) -> Ingested:
    """Parse again everything received up to now, without network."""
    now = world.clock()
    ingested = reparse(lake, settings, now=now, track=track)
    return replace(ingested, written=(*ingested.written, *read_news(lake, now=now)))


def knows_players(lake: Lake, *, now: datetime) -> bool:
    """Whether any player is stored."""
    return not lake.as_of(now).table("players").head(1).collect().is_empty()


def read_news(lake: Lake, *, now: datetime) -> list[Written]:
    """Read the articles not yet read, and store what is to be made of all of them.

    Raises:
        InputError: if the news models do not read.
    """
    coming = _coming(lake, now=now)
    if coming.is_empty():
        return []
    season, gameweek, _ = coming.row(0)
    claimed = lake.write("news_claims", claims(lake.as_of(now), season), source="news")
    heard = signals(lake.as_of(now), seasons=[season]).filter(pl.col("gameweek") == gameweek)
    told = lake.write("news_signals", heard.with_columns(known_at=pl.lit(now)), source="news")
    return [claimed, told]


def tell_faults(ingested: Ingested, tell: Tell) -> None:
    """Say which sources could not be read, and why: of each site once."""
    by_site = groupby(ingested.faults, key=lambda fault: fault.source.split()[0])
    for faults in (list(group) for _, group in by_site):
        first, *others = faults
        more = f", and {len(others)} more of it" if others else ""
        tell(f"{first.source}{more} could not be read, what is stored of it stands: {first.error}")


def models_folder(lake: Lake) -> Path:
    """Where the lake's models are kept."""
    return lake.folder / "models"


def last_trained(lake: Lake, *, now: datetime) -> Trained | None:
    """The models fitted on all results known now (UTC), if they were fitted before."""
    cut = last_result(lake, now=now)
    return None if cut is None else registry.load(models_folder(lake), cut)


def last_result(lake: Lake, *, now: datetime) -> datetime | None:
    """When the last result known now (UTC) came in; None without any."""
    results = lake.as_of(now).table("player_matches").select(pl.col("known_at").max())
    moment: datetime | None = results.collect().item()
    return moment


def train_models(lake: Lake, *, now: datetime, track: Track = quietly) -> Trained:
    """Fit on everything known now (UTC) and keep the models.

    Raises:
        InputError: if there are too few results to learn from.
    """
    cut = last_result(lake, now=now)
    if cut is None:
        raise InputError(
            "no result is known yet, so there is nothing to train on: `fantasy update`"
        )
    known = lake.as_of(now)
    near, far = (
        feature_matrix(known, every_gameweek(known, each)) for each in ((1,), FAR_HORIZONS)
    )
    trained = train(near, far, cut=cut, track=track)
    registry.save(trained, models_folder(lake))
    return trained


def ready_models(
    lake: Lake, *, now: datetime, track: Track = quietly, tell: Tell = silently
) -> Trained:
    """The models for all results known now (UTC): those kept, or new ones."""
    trained = last_trained(lake, now=now)
    if trained is None:
        tell("training on all results known")
        return train_models(lake, now=now, track=track)
    tell(f"using the models fitted on results until {trained.cut:%d %b %Y %H:%M} UTC")
    return trained


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
    lake, trained = prepare(world, settings, track=track, tell=tell)
    return recommend(lake, trained, now=world.clock(), preferences=preferences)


def prepare(
    world: World, settings: Settings, *, track: Track = quietly, tell: Tell = silently
) -> tuple[Lake, Trained]:
    """Update the lake, and train where new results ask for it: what every forecast starts with."""
    lake, now = open_lake(world, settings), world.clock()
    tell(f"updating the lake ({world.label})")
    ingested = update(world, settings, lake, track=track)
    tell_faults(ingested, tell)
    if ingested.season is None and _coming(lake, now=now).is_empty():
        raise ingested.faults[0].error
    return lake, ready_models(lake, now=now, track=track, tell=tell)


def forecast(
    lake: Lake, trained: Trained, week: tuple[str, int], *, now: datetime, horizon: int = 1
) -> pl.DataFrame:
    """Forecast a gameweek and those after it with every model, and log all of it in `forecasts`.

    Args:
        lake: the lake.
        trained: the models.
        week: season and gameweek.
        now: the time (UTC).
        horizon: how many gameweeks, the given one included.

    Returns:
        The rows of `Fitted.forecast`, with `expected_points` by the model that is served; nobody
        without a fixture.

    Raises:
        InputError: if nobody has a fixture in the gameweek.
    """
    season, gameweek = week
    known, rules = lake.as_of(now), rules_of(lake, season, now=now)
    asked = pl.DataFrame(
        {"season": season, "gameweek": gameweek, "horizon": range(1, horizon + 1)},
        schema={"season": pl.String, "gameweek": pl.Int32, "horizon": pl.Int32},
    )
    matrix = feature_matrix(known, asked)
    near, far = matrix.filter(pl.col("horizon") == 1), matrix.filter(pl.col("horizon") > 1)
    if near.is_empty():
        raise InputError(
            f"nobody has a fixture in gameweek {gameweek} of {season}: nothing to forecast"
        )
    parts = [trained.near.forecast(near, rules)]
    if not far.is_empty():
        parts.append(trained.far.forecast(far, rules))
    rows = pl.concat(parts)
    lake.write("forecasts", _logged(rows, now), source="forecast")
    return rows.with_columns(pl.col(trained.served).alias("expected_points"))


def _logged(rows: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Rows of `forecasts`: one a model, the doubts beside that of the ensemble."""
    doubts = ("expected_minutes", "play", "play_60", "clean_sheet", *DOUBTS)
    return (
        rows.unpivot(
            MODELS,
            index=["season", "gameweek", "element", "horizon", "code", "fixtures", *doubts],
            variable_name="model",
            value_name="expected_points",
        )
        .with_columns(pl.when(pl.col("model") == FANTASY).then(name).alias(name) for name in doubts)
        .with_columns(known_at=pl.lit(now))
    )


def candidates(lake: Lake, week: tuple[str, int], *, now: datetime) -> pl.DataFrame:
    """Everyone who can be picked in a gameweek, with club, position, price and FPL's news.

    Returns:
        `code`, `element`, `name`, `team`, `team_code`, `position`, `price_tenths`, `status`,
        `chance`, `news` and `opponents`, such as "FUL (H)", null in a blank gameweek.
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
    """Everyone FPL listed for a gameweek, with club, position, price and FPL's flag.

    Returns:
        `code`, `element`, `name`, `full_name`, `team`, `team_code`, `position`, `price_tenths`,
        `status`, `chance`, `news` and `selected_by_percent`, by element.
    """
    season, gameweek = week
    known = lake.as_of(now)
    of_the_season = pl.col("season") == season
    full_name = pl.concat_str("first_name", "second_name", separator=" ", ignore_nulls=True)
    players = known.table("players").filter(of_the_season)
    clubs = known.table("teams").filter(of_the_season)
    return (
        known.table("player_status")
        .filter(of_the_season, pl.col("gameweek") == gameweek)
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


def next_gameweek(lake: Lake, *, now: datetime) -> tuple[str, int, datetime]:
    """Season, number and deadline (UTC) of the gameweek whose deadline comes next.

    Raises:
        InputError: if the lake knows of none.
    """
    coming = _coming(lake, now=now)
    if coming.is_empty():
        raise InputError(
            f"no deadline is known after {now:%d %b %Y}: run `fantasy update`, or wait for the "
            "next season"
        )
    return coming.row(0)


def _coming(lake: Lake, *, now: datetime) -> pl.DataFrame:
    """The next gameweek: a row, or none."""
    return (
        lake.as_of(now)
        .table("gameweeks")
        .filter(pl.col("deadline") >= now)
        .sort("deadline")
        .select("season", "gameweek", "deadline")
        .head(1)
        .collect()
    )


def rules_of(lake: Lake, season: str, *, now: datetime) -> Rules:
    """The rules of a season as FPL stated them, or as the project knows them."""
    said = lake.as_of(now).table("rules").filter(pl.col("season") == season).collect()
    if said.is_empty():
        return Rules.for_season(season)
    return Rules.from_bootstrap(json.loads(said["payload"].item()), season)


def recommend(
    lake: Lake, trained: Trained, *, now: datetime, preferences: Preferences | None = None
) -> Recommendation:
    """Solve for the best squad of the next gameweek and log it in `recommendations`.

    Args:
        lake: the lake.
        trained: the models.
        now: the time (UTC).
        preferences: the weights of bench and vice-captain; if None, by how likely those who start
            in the best squad at fixed weights are to be absent.

    Raises:
        InputError: if no gameweek is ahead, or no legal squad can be had.
    """
    season, gameweek, deadline = next_gameweek(lake, now=now)
    week = (season, gameweek)
    forecasts = forecast(lake, trained, week, now=now)
    pool = (
        candidates(lake, week, now=now)
        .join(
            forecasts.select("element", "expected_points"),
            on="element",
            how="left",
            validate="1:1",
        )
        .with_columns(pl.col("expected_points").fill_null(0.0))
    )
    rules = rules_of(lake, season, now=now)
    if preferences is None:
        played = dict(forecasts.select("element", "play").iter_rows())
        absent = {each: 1 - played.get(each, 0.0) for each in pool["element"]}
        likely = best_squad(pool, rules).squad
        preferences = weighed(Preferences(), absences_of(likely, absent))
    roster = best_squad(pool, rules, preferences=preferences)
    _log(lake, roster, week, trained.served, now=now)
    return Recommendation(season, gameweek, deadline, roster, rules, trained)


def _log(lake: Lake, roster: Roster, week: tuple[str, int], model: str, *, now: datetime) -> None:
    season, gameweek = week
    rows = roster.squad.with_columns(
        pl.lit(season).alias("season"),
        pl.lit(gameweek).alias("gameweek"),
        pl.lit(model).alias("model"),
        pl.lit(now).alias("known_at"),
    )
    lake.write("recommendations", rows, source="recommend")
