"""The FPL API: https://fantasy.premierleague.com/api/, the endpoints that need no login."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from fantasy.errors import SourceError
from fantasy.raw import flag, instant, integer, once, records, require
from fantasy.sources import elements
from fantasy.sources.http import Client, parse_json
from fantasy.track import Track, quietly

EVENT_FIELDS = ("id", "deadline_time", "data_checked")
LIVE_FIELDS = ("element", "fixture", "round")
RULE_FIELDS = ("game_settings", "game-settings", "game_config", "element_types", "chips")
TEAM_FIELDS = ("id", "code", "name", "short_name")
FIXTURE_FIELDS = (
    *("id", "event", "kickoff_time", "team_h", "team_a", "team_h_score", "team_a_score"),
    "finished",
)


@dataclass(frozen=True)
class Bootstrap:
    """What `bootstrap-static/` says at one moment, as frames of the lake's tables.

    Attributes:
        season: such as 2024-25.
        gameweek: the one whose deadline comes next; None after the last.
        checked: the gameweeks whose points are final.
        elements: the raw rows of its players.
    """

    season: str
    gameweek: int | None
    teams: pl.DataFrame
    gameweeks: pl.DataFrame
    rules: pl.DataFrame
    players: pl.DataFrame
    player_status: pl.DataFrame
    checked: frozenset[int]
    elements: pl.DataFrame


def fetch_bootstrap(client: Client, base_url: str, *, now: datetime) -> Bootstrap:
    """Fetch and parse `bootstrap-static/`."""
    url = f"{base_url}bootstrap-static/"
    return parse_bootstrap(client.json(url), now=now, origin=url)


def parse_bootstrap(payload: object, *, now: datetime, origin: str) -> Bootstrap:
    """Parse the body of `bootstrap-static/` as it stood at `now` (UTC).

    Raises:
        SourceError: if the body is not what the endpoint promises.
    """
    if not isinstance(payload, Mapping):
        raise SourceError(origin, "expected a JSON object")
    events = _each(payload, "events", EVENT_FIELDS, origin)
    deadlines = events.select(integer("id").alias("gameweek"), instant("deadline_time"))
    season = _season(deadlines, origin)
    gameweek = _next_gameweek(deadlines, now)
    teams = _teams(payload, season, now, origin)
    raw = _each(payload, "elements", elements.REQUIRED, origin, nested=[*elements.NESTED])
    captured = raw.with_columns(gameweek=pl.lit(gameweek, dtype=pl.Int32), known_at=pl.lit(now))
    status = elements.player_status(captured, teams, season=season)
    return Bootstrap(
        season=season,
        gameweek=gameweek,
        teams=teams,
        gameweeks=deadlines.select(
            pl.lit(season).alias("season"),
            "gameweek",
            pl.col("deadline_time").alias("deadline"),
            pl.lit(now).alias("known_at"),
        ),
        rules=_rules(payload, season, now),
        players=elements.players(raw, season=season, known_at=now),
        player_status=status.drop_nulls("gameweek"),
        checked=frozenset(event["id"] for event in payload["events"] if event["data_checked"]),
        elements=raw,
    )


def fetch_fixtures(client: Client, base_url: str) -> pl.DataFrame:
    """Fetch `fixtures/` as raw rows of this season."""
    url = f"{base_url}fixtures/"
    return once(records(client.json(url), FIXTURE_FIELDS, origin=url), "id", origin=url)


def fixtures(
    raw: pl.DataFrame, teams: pl.DataFrame, *, season: str, known_at: datetime
) -> pl.DataFrame:
    """Rows of `fixtures` from raw fixtures of the API or of the archive."""
    codes = teams.select("team", "team_code")
    return (
        raw.with_columns(integer("team_h"), integer("team_a"))
        .join(codes, left_on="team_h", right_on="team", how="left", validate="m:1")
        .join(codes, left_on="team_a", right_on="team", how="left", validate="m:1", suffix="_away")
        .select(
            pl.lit(season).alias("season"),
            integer("id").alias("fixture"),
            integer("event").alias("gameweek"),
            instant("kickoff_time"),
            pl.col("team_code").alias("home_code"),
            pl.col("team_code_away").alias("away_code"),
            pl.lit(known_at).alias("known_at"),
        )
    )


def finished(raw: pl.DataFrame) -> pl.DataFrame:
    """`fixture` and `gameweek` of the raw fixtures that are over."""
    return raw.filter(flag("finished")).select(
        integer("id").alias("fixture"), integer("event").alias("gameweek")
    )


def fetch_results(
    client: Client,
    base_url: str,
    gameweeks: Iterable[int],
    raw_fixtures: pl.DataFrame,
    clubs: pl.DataFrame,
    *,
    track: Track = quietly,
) -> pl.DataFrame:
    """History rows of every player in the finished fixtures of some gameweeks.

    `event/{gw}/live/` says in one answer what each player did in a gameweek. It adds up the
    fixtures of a double gameweek and does not say for which club he played; for a player where
    that leaves doubt, `element-summary/{id}/` has a row for each fixture.

    Args:
        client: the client.
        base_url: the API's address.
        gameweeks: gameweeks with finished fixtures.
        raw_fixtures: the raw fixtures of the season.
        clubs: `element`, `team`, the club of each player today, and `moved`, whether he was
            seen at another this season.
        track: shows how far it is.
    """
    live = [_fetch_live(client, base_url, gameweek) for gameweek in track(gameweeks, "results")]
    if not live:
        return pl.DataFrame()
    over = _sides(raw_fixtures.filter(flag("finished")))
    at_home, away = pl.col("team") == pl.col("home"), pl.col("team") == pl.col("away")
    rows = (
        pl.concat(live, how="diagonal")
        .with_columns(double=pl.len().over("element", "round") > 1)
        .join(clubs, on="element", how="left", validate="m:1")
        .join(over, on=["round", "fixture"], how="inner", validate="m:1")
        .with_columns(
            was_home=at_home.cast(pl.String),
            opponent_team=pl.when(at_home).then("away").otherwise("home").cast(pl.String),
            elsewhere=(at_home | away).not_().fill_null(value=True).any().over("element"),
        )
    )
    doubt = pl.col("double") | pl.col("elsewhere") | pl.col("moved")
    sure = rows.filter(~doubt).drop("team", "home", "away")
    doubtful = rows.join(sure, on=["element", "fixture"], how="anti").select(
        pl.col("element", "fixture").cast(pl.String)
    )
    told = [
        each.join(doubtful, on=["element", "fixture"], how="semi")
        for each in _fetch_histories(client, base_url, doubtful["element"], track)
    ]
    return pl.concat([sure.cast(pl.String), *told], how="diagonal")


def _each(
    payload: Mapping[str, Any],
    name: str,
    required: Sequence[str],
    origin: str,
    *,
    nested: Sequence[str] = (),
) -> pl.DataFrame:
    """The raw rows of a list of `bootstrap-static/`, each id once."""
    whose = f"{origin} {name}"
    return once(
        records(payload.get(name), required, origin=whose, nested=nested), "id", origin=whose
    )


def _season(deadlines: pl.DataFrame, origin: str) -> str:
    first = deadlines["deadline_time"].min()
    if not isinstance(first, datetime):
        raise SourceError(origin, "has no event with a deadline")
    return f"{first.year}-{(first.year + 1) % 100:02d}"


def _next_gameweek(deadlines: pl.DataFrame, now: datetime) -> int | None:
    """The first gameweek whose deadline has not passed."""
    open_ = deadlines.filter(pl.col("deadline_time") >= now).sort("deadline_time")
    return None if open_.is_empty() else int(open_["gameweek"][0])


def _teams(payload: Mapping[str, Any], season: str, now: datetime, origin: str) -> pl.DataFrame:
    return _each(payload, "teams", TEAM_FIELDS, origin).select(
        pl.lit(season).alias("season"),
        integer("id").alias("team"),
        integer("code").alias("team_code"),
        "name",
        "short_name",
        pl.lit(now).alias("known_at"),
    )


def _rules(payload: Mapping[str, Any], season: str, now: datetime) -> pl.DataFrame:
    said = {name: payload[name] for name in RULE_FIELDS if name in payload}
    text = json.dumps(said, sort_keys=True)
    return pl.DataFrame({"season": season, "payload": text}).with_columns(known_at=pl.lit(now))


def _fetch_live(client: Client, base_url: str, gameweek: int) -> pl.DataFrame:
    """A row for each player and fixture of a gameweek, his sums over the gameweek in it."""
    url = f"{base_url}event/{gameweek}/live/"
    payload = client.json(url)
    try:
        rows = [
            {**item["stats"], "element": item["id"], "fixture": part["fixture"], "round": gameweek}
            for item in payload["elements"]
            for part in item["explain"]
        ]
    except (KeyError, TypeError) as error:
        raise SourceError(url, f"is not what the endpoint promises ({error})") from error
    return records(rows, LIVE_FIELDS, origin=url).with_columns(
        integer(name) for name in LIVE_FIELDS
    )


def _fetch_histories(
    client: Client, base_url: str, elements: pl.Series, track: Track
) -> Iterator[pl.DataFrame]:
    """The history rows of `element-summary/{id}/`: each player's matches of this season."""
    wanted = sorted(elements.unique(), key=int)
    urls = [f"{base_url}element-summary/{element}/" for element in wanted]
    for url, body in zip(track(urls, "players"), client.bodies(urls), strict=True):
        payload = None if body is None else parse_json(url, body)
        if not isinstance(payload, Mapping) or "history" not in payload:
            raise SourceError(url, "lacks the field history")
        yield records(payload["history"], (), origin=url)


def _sides(raw_fixtures: pl.DataFrame) -> pl.DataFrame:
    """What a history row repeats of its fixture."""
    return require(raw_fixtures, FIXTURE_FIELDS, origin="fixtures").select(
        integer("id").alias("fixture"),
        integer("event").alias("round"),
        integer("team_h").alias("home"),
        integer("team_a").alias("away"),
        *("kickoff_time", "team_h_score", "team_a_score"),
    )
