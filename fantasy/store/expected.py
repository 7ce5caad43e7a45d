"""From Understat into the lake: this season from the site, seasons gone by from the archive."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import polars as pl

from fantasy.config import Settings
from fantasy.sources import understat, understat_matches
from fantasy.sources.http import Client
from fantasy.store.elsewhere import BROKEN, Fault, mark_ended, of_season, season_by_season
from fantasy.store.lake import Lake, Written
from fantasy.track import Track
from fantasy.world.archive import read_csv
from fantasy.world.understat import told

UNDERSTAT = "Understat"


def store_understat(
    client: Client,
    lake: Lake,
    settings: Settings,
    season: str | None,
    *,
    now: datetime,
    track: Track,
) -> tuple[list[Written], tuple[str, ...], list[Fault]]:
    """Store what Understat expected of this season's clubs and players, and who is unmatched."""
    if season is None:
        return [], (), []
    written: list[Written] = []
    unmatched: tuple[str, ...] = ()
    try:
        answer = understat.fetch(client, settings.understat_url, season)
        if answer is None:
            return [], (), []
        league, finished = _read(lake, answer, season, now=now, told_at=now)
        unmatched = league.unmatched
        written += _write(lake, league)
        wanted = finished.join(_told_of(lake, season), on="fixture", how="anti")
        if wanted.height:
            rosters = understat_matches.fetch(client, settings.understat_url, wanted, track=track)
            codes = league.players.select("understat_id", "code")
            rows = understat_matches.parse(rosters, wanted, codes, season=season)
            written.append(lake.write("player_match_expected", rows, source=UNDERSTAT))
    except BROKEN as error:
        return written, unmatched, [Fault.of(UNDERSTAT, error)]
    return written, unmatched, []


def store_understat_history(
    client: Client, lake: Lake, settings: Settings, seasons: Sequence[str], *, now: datetime
) -> tuple[list[Written], list[Fault]]:
    """Store what the archive kept of Understat's seasons gone by, those not yet stored."""
    store = partial(_season, client, lake, settings, now=now)
    return season_by_season(lake, UNDERSTAT, seasons, store)


def _season(
    client: Client, lake: Lake, settings: Settings, season: str, *, now: datetime
) -> list[Written]:
    def read(path: str) -> pl.DataFrame | None:
        body = client.body(f"{settings.archive_url}{path}")
        return None if body is None else read_csv(body, path)

    kept = told(read, season)
    (played,) = of_season(lake, season, "team_matches", now=now)
    if kept is None or played.is_empty():
        return []
    last_result: datetime = played.select(pl.col("known_at").max()).item()
    league, finished = _read(lake, kept.league, season, now=now, told_at=last_result)
    codes = league.players.select("understat_id", "code")
    rows = understat_matches.parse(kept.matches.items(), finished, codes, season=season)
    return [
        *_write(lake, league),
        lake.write("player_match_expected", rows, source=UNDERSTAT),
        mark_ended(lake, season, UNDERSTAT, rows.height, now=now),
    ]


def _read(
    lake: Lake, answer: understat.Answer, season: str, *, now: datetime, told_at: datetime
) -> tuple[understat.League, pl.DataFrame]:
    """What an answer tells by FPL's codes, and the matches it has the result of."""
    names = ("teams", "team_matches", "players", "player_matches")
    teams, played, players, matches = of_season(lake, season, *names, now=now)
    latest = (
        matches.sort("kickoff_time")
        .group_by("code")
        .agg(pl.col("minutes").cast(pl.Int32).sum(), pl.col("team_code").last())
    )
    ours = players.join(latest, on="code", how="inner", validate="1:1")
    league = understat.parse(answer, teams, played, ours, season=season, now=told_at)
    return league, understat_matches.finished(answer["dates"], teams, played)


def _write(lake: Lake, league: understat.League) -> list[Written]:
    return [
        lake.write("club_expected", league.clubs, source=UNDERSTAT),
        lake.write("player_expected", league.players, source=UNDERSTAT),
    ]


def _told_of(lake: Lake, season: str) -> pl.DataFrame:
    """The fixtures of a season whose players Understat has told of."""
    rows = lake.table("player_match_expected").filter(pl.col("season") == season)
    return rows.select("fixture").unique().collect()
