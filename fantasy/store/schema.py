"""Contracts of the tables: columns, types, keys, named rules.

Money is in tenths of a million pounds (`price_tenths` 55 is £5.5m), times are UTC, and every
row carries `known_at`: the moment from which it could have been known.
"""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

from fantasy.store import columns as column
from fantasy.store.elsewhere_schema import (
    Articles,
    Championship,
    ClubExpected,
    NewsClaims,
    NewsSignals,
    Odds,
    PlayerExpected,
    PlayerMatchExpected,
)


class Teams(dy.Schema):
    """Clubs of a season: `team` is FPL's id within the season, `team_code` for life."""

    season = column.season()
    team = column.key()
    team_code = column.code()
    name = dy.String(min_length=1)
    short_name = dy.String(min_length=2, max_length=4)
    known_at = column.time(primary_key=True)


class Gameweeks(dy.Schema):
    """Gameweeks and their deadlines."""

    season = column.season()
    gameweek = column.key()
    deadline = column.time()
    known_at = column.time(primary_key=True)


class Checked(dy.Schema):
    """Gameweeks whose points FPL calls final."""

    season = column.season()
    gameweek = column.key()
    known_at = column.time(primary_key=True)


class RulePayloads(dy.Schema):
    """What `bootstrap-static/` says of the rules, as JSON."""

    season = column.season()
    payload = dy.String(min_length=2)
    known_at = column.time(primary_key=True)


class Fixtures(dy.Schema):
    """The schedule; a postponed fixture has no gameweek and may have no kick-off."""

    season = column.season()
    fixture = column.key()
    gameweek = dy.Int32(min=1, nullable=True)
    kickoff_time = column.time(nullable=True)
    home_code = column.code()
    away_code = column.code()
    known_at = column.time(primary_key=True)

    @dy.rule()
    def clubs_differ(cls) -> pl.Expr:  # noqa: D102, N805 - dataframely's form
        return pl.col("home_code") != pl.col("away_code")


class Players(dy.Schema):
    """Footballers of a season: `element` is FPL's id within the season, `code` for life."""

    season = column.season()
    element = column.key()
    code = column.code()
    first_name = dy.String(nullable=True)
    second_name = dy.String(nullable=True)
    web_name = dy.String(min_length=1)
    position = column.position()
    known_at = column.time(primary_key=True)


class PlayerStatus(dy.Schema):
    """What FPL said of a player before a gameweek's deadline; the last row known counts.

    `chance` is the chance of playing in percent, null where FPL never gave any news;
    `ep_next` FPL's own forecast in points for the gameweek. Since 2026-27: `news_link` leads to
    the club's words behind a flag, `risks` are gameweeks he may miss and why (`loan_ineligible`,
    `blank_gw`), `price_percent` is how far he is on the way to a price change (it comes at 100 or
    -100), `price_projections` where FPL sees him in so many days, and how likely (-5 to 5) the
    change is.
    """

    season = column.season()
    gameweek = column.key()
    element = column.key()
    code = column.code()
    team_code = column.code()
    price_tenths = dy.Int16(min=30, max=250)
    status = dy.String(regex="^[adinsu]$", nullable=True)
    chance = column.maybe_count(maximum=100)
    news = dy.String(nullable=True)
    news_added = column.time(nullable=True)
    ep_next = column.maybe_float()
    form = column.maybe_float()
    selected_by_percent = dy.Float64(min=0, max=100, nullable=True)
    transfers_in = dy.Int32(min=0, nullable=True)
    transfers_out = dy.Int32(min=0, nullable=True)
    penalties_order = column.maybe_count()
    corners_order = column.maybe_count()
    freekicks_order = column.maybe_count()
    news_link = dy.String(nullable=True)
    risks = dy.List(
        dy.Struct({"gameweek": dy.Int32(min=1), "property": dy.String()}), nullable=True
    )
    price_percent = column.maybe_float()
    price_projections = dy.List(
        dy.Struct(
            {
                "days": dy.Int8(min=0),
                "percent": column.maybe_float(),
                "likelihood": dy.Int8(min=-5, max=5, nullable=True),
            }
        ),
        nullable=True,
    )
    known_at = column.time(primary_key=True)


class PlayerMatches(dy.Schema):
    """One row for each registered player and match of his club, minutes 0 included."""

    season = column.season()
    fixture = column.key()
    element = column.key()
    code = column.code()
    gameweek = dy.Int32(min=1)
    kickoff_time = column.time()
    position = column.position()
    team_code = column.code()
    opponent_code = column.code()
    was_home = dy.Bool()
    team_goals = column.count()
    opponent_goals = column.count()
    minutes = dy.Int16(min=0, max=130)
    starts = column.maybe_count(maximum=1)
    goals_scored = column.count()
    assists = column.count()
    clean_sheets = column.count()
    goals_conceded = column.count()
    own_goals = column.count()
    penalties_saved = column.count()
    penalties_missed = column.count()
    yellow_cards = column.count()
    red_cards = column.count()
    saves = column.count()
    bonus = dy.Int16(min=0, max=3)
    bps = dy.Int16()
    influence = dy.Float64()
    creativity = dy.Float64()
    threat = dy.Float64()
    ict_index = dy.Float64()
    expected_goals = column.maybe_float()
    expected_assists = column.maybe_float()
    expected_goal_involvements = column.maybe_float()
    expected_goals_conceded = column.maybe_float()
    clearances_blocks_interceptions = column.maybe_count()
    tackles = column.maybe_count()
    recoveries = column.maybe_count()
    total_points = dy.Int16(min=-20, max=50)
    known_at = column.time()

    @dy.rule()
    def clubs_differ(cls) -> pl.Expr:  # noqa: D102, N805 - dataframely's form
        return pl.col("team_code") != pl.col("opponent_code")


class TeamMatches(dy.Schema):
    """One row for each club and match played."""

    season = column.season()
    fixture = column.key()
    team_code = dy.Int32(primary_key=True, min=1)
    opponent_code = column.code()
    gameweek = dy.Int32(min=1)
    kickoff_time = column.time()
    was_home = dy.Bool()
    goals_for = column.count()
    goals_against = column.count()
    expected_goals = column.maybe_float()
    expected_goals_against = column.maybe_float()
    known_at = column.time()


class Forecasts(dy.Schema):
    """Every forecast ever made: expected points of a player in a gameweek, by model.

    `horizon` is 1 for the gameweek whose deadline came next. The ensemble's rows also tell the
    minutes to expect, the chances to play, to play 60 minutes, of a clean sheet, of 5 and of 10
    points or more, and the interval in which four in five score.
    """

    season = column.season()
    gameweek = column.key()
    element = column.key()
    model = dy.String(primary_key=True)
    code = column.code()
    fixtures = column.count()
    expected_points = dy.Float64()
    horizon = dy.Int32(min=1, nullable=True)
    expected_minutes = column.maybe_float()
    play = column.maybe_float()
    play_60 = column.maybe_float()
    clean_sheet = column.maybe_float()
    low = dy.Int16(nullable=True)
    high = dy.Int16(nullable=True)
    at_least_5 = column.maybe_float()
    at_least_10 = column.maybe_float()
    known_at = column.time(primary_key=True)


class Recommendations(dy.Schema):
    """Every roster ever recommended, whole each time: a row for each of its fifteen players."""

    season = column.season()
    gameweek = column.key()
    element = column.key()
    code = column.code()
    price_tenths = dy.Int16(min=30, max=250)
    expected_points = dy.Float64()
    starter = dy.Bool()
    bench_order = column.maybe_count(maximum=4)
    captain = dy.Bool()
    vice_captain = dy.Bool()
    model = dy.String()
    known_at = column.time(primary_key=True)


class Evaluations(dy.Schema):
    """How the forecasts of a gameweek that is over did, those of the ensemble.

    `bias` is points promised too many, `baseline` the RMSE of the mean of the last 5.
    """

    season = column.season()
    gameweek = column.key()
    n = dy.Int32(min=1)
    rmse = dy.Float64(min=0)
    mae = dy.Float64(min=0)
    spearman = column.maybe_float()
    bias = dy.Float64()
    baseline = column.maybe_float()
    known_at = column.time(primary_key=True)


class Reads(dy.Schema):
    """Each reading of a source: whether anything was read, and what could not be."""

    season = column.season()
    source = dy.String(primary_key=True)
    read = dy.Bool()
    fault = dy.String(nullable=True)
    known_at = column.time(primary_key=True)


class Ingests(dy.Schema):
    """Seasons of a source that are stored to the end and need no second look."""

    season = column.season()
    source = dy.String(primary_key=True)
    rows = dy.Int64(min=0)
    known_at = column.time()


class Quarantine(dy.Schema):
    """Rows that broke a contract, as JSON, with the rules they broke."""

    season = column.season()
    table = dy.String(primary_key=True)
    row = dy.String(primary_key=True)
    source = dy.String()
    reasons = dy.String()
    known_at = column.time()


@dataclass(frozen=True)
class Table:
    """A contract and how its rows age.

    A versioned table keeps each state of a thing that changes (a price, a kick-off time); a
    row is written only if it differs from the state known before it, and a reader sees the
    last state known. A state that arrives after a later one holds until the next one stored.
    Other tables hold facts: one row a key, corrected in place. Where `known_at` is part of a
    fact's key the table is a log: what was written at a moment, whole, whatever came before.
    """

    contract: type[dy.Schema]
    versioned: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column, in order."""
        return self.contract.column_names()

    @property
    def key(self) -> list[str]:
        """The thing a row speaks of, without the time of its version."""
        primary = self.contract.primary_key()
        return [name for name in primary if not (self.versioned and name == "known_at")]

    @property
    def content(self) -> list[str]:
        """What a row says; `known_at` only where it is part of what the row speaks of."""
        return [name for name in self.columns if name != "known_at" or name in self.key]


TABLES = {
    "teams": Table(Teams, versioned=True),
    "gameweeks": Table(Gameweeks, versioned=True),
    "checked": Table(Checked, versioned=True),
    "rules": Table(RulePayloads, versioned=True),
    "fixtures": Table(Fixtures, versioned=True),
    "players": Table(Players, versioned=True),
    "player_status": Table(PlayerStatus, versioned=True),
    "player_matches": Table(PlayerMatches),
    "team_matches": Table(TeamMatches),
    "club_expected": Table(ClubExpected),
    "player_expected": Table(PlayerExpected, versioned=True),
    "player_match_expected": Table(PlayerMatchExpected),
    "articles": Table(Articles, versioned=True),
    "news_claims": Table(NewsClaims, versioned=True),
    "news_signals": Table(NewsSignals, versioned=True),
    "odds": Table(Odds, versioned=True),
    "championship": Table(Championship),
    "forecasts": Table(Forecasts, versioned=True),
    "recommendations": Table(Recommendations),
    "evaluations": Table(Evaluations, versioned=True),
    "reads": Table(Reads),
    "ingests": Table(Ingests),
    "quarantine": Table(Quarantine),
}
