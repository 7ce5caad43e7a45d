"""Contracts of the tables: columns, types, keys, named rules.

Money is in tenths of a million pounds (`price_tenths` 55 is £5.5m), times are UTC, and every
row carries `known_at`: the moment from which it could have been known.
"""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

from fantasy.game import POSITIONS


def _season() -> dy.String:
    return dy.String(primary_key=True, regex=r"^\d{4}-\d{2}$")


def _key() -> dy.Int32:
    return dy.Int32(primary_key=True, min=1)


def _code() -> dy.Int32:
    return dy.Int32(min=1)


def _time(*, nullable: bool = False, primary_key: bool = False) -> dy.Datetime:
    return dy.Datetime(time_zone="UTC", time_unit="us", nullable=nullable, primary_key=primary_key)


def _position() -> dy.String:
    return dy.String(regex=f"^({'|'.join(POSITIONS)})$")


def _count() -> dy.Int16:
    return dy.Int16(min=0)


def _maybe_count(*, maximum: int | None = None) -> dy.Int16:
    return dy.Int16(min=0, max=maximum, nullable=True)


def _maybe_float() -> dy.Float64:
    return dy.Float64(nullable=True)


class Teams(dy.Schema):
    """Clubs of a season: `team` is FPL's id within the season, `team_code` for life."""

    season = _season()
    team = _key()
    team_code = _code()
    name = dy.String(min_length=1)
    short_name = dy.String(min_length=2, max_length=4)
    known_at = _time(primary_key=True)


class Gameweeks(dy.Schema):
    """Gameweeks and their deadlines."""

    season = _season()
    gameweek = _key()
    deadline = _time()
    known_at = _time(primary_key=True)


class RulePayloads(dy.Schema):
    """What `bootstrap-static/` says of the rules, as JSON."""

    season = _season()
    payload = dy.String(min_length=2)
    known_at = _time(primary_key=True)


class Fixtures(dy.Schema):
    """The schedule; a postponed fixture has no gameweek and may have no kick-off."""

    season = _season()
    fixture = _key()
    gameweek = dy.Int32(min=1, nullable=True)
    kickoff_time = _time(nullable=True)
    home_code = _code()
    away_code = _code()
    known_at = _time(primary_key=True)

    @dy.rule()
    def clubs_differ(cls) -> pl.Expr:  # noqa: D102, N805 - dataframely's form
        return pl.col("home_code") != pl.col("away_code")


class Players(dy.Schema):
    """Footballers of a season: `element` is FPL's id within the season, `code` for life."""

    season = _season()
    element = _key()
    code = _code()
    first_name = dy.String(nullable=True)
    second_name = dy.String(nullable=True)
    web_name = dy.String(min_length=1)
    position = _position()
    known_at = _time(primary_key=True)


class PlayerStatus(dy.Schema):
    """What FPL said of a player before a gameweek's deadline; the last row known counts.

    `chance` is the chance of playing in percent, null where FPL never gave any news;
    `ep_next` FPL's own forecast in points for the gameweek.
    """

    season = _season()
    gameweek = _key()
    element = _key()
    code = _code()
    team_code = _code()
    price_tenths = dy.Int16(min=30, max=250)
    status = dy.String(regex="^[adinsu]$", nullable=True)
    chance = _maybe_count(maximum=100)
    news = dy.String(nullable=True)
    news_added = _time(nullable=True)
    ep_next = _maybe_float()
    form = _maybe_float()
    selected_by_percent = dy.Float64(min=0, max=100, nullable=True)
    transfers_in = dy.Int32(min=0, nullable=True)
    transfers_out = dy.Int32(min=0, nullable=True)
    penalties_order = _maybe_count()
    corners_order = _maybe_count()
    freekicks_order = _maybe_count()
    known_at = _time(primary_key=True)


class PlayerMatches(dy.Schema):
    """One row for each registered player and match of his club, minutes 0 included."""

    season = _season()
    fixture = _key()
    element = _key()
    code = _code()
    gameweek = dy.Int32(min=1)
    kickoff_time = _time()
    position = _position()
    team_code = _code()
    opponent_code = _code()
    was_home = dy.Bool()
    team_goals = _count()
    opponent_goals = _count()
    minutes = dy.Int16(min=0, max=130)
    starts = _maybe_count(maximum=1)
    goals_scored = _count()
    assists = _count()
    clean_sheets = _count()
    goals_conceded = _count()
    own_goals = _count()
    penalties_saved = _count()
    penalties_missed = _count()
    yellow_cards = _count()
    red_cards = _count()
    saves = _count()
    bonus = dy.Int16(min=0, max=3)
    bps = dy.Int16()
    influence = dy.Float64()
    creativity = dy.Float64()
    threat = dy.Float64()
    ict_index = dy.Float64()
    expected_goals = _maybe_float()
    expected_assists = _maybe_float()
    expected_goal_involvements = _maybe_float()
    expected_goals_conceded = _maybe_float()
    clearances_blocks_interceptions = _maybe_count()
    tackles = _maybe_count()
    recoveries = _maybe_count()
    total_points = dy.Int16(min=-20, max=50)
    known_at = _time()

    @dy.rule()
    def clubs_differ(cls) -> pl.Expr:  # noqa: D102, N805 - dataframely's form
        return pl.col("team_code") != pl.col("opponent_code")


class TeamMatches(dy.Schema):
    """One row for each club and match played."""

    season = _season()
    fixture = _key()
    team_code = dy.Int32(primary_key=True, min=1)
    opponent_code = _code()
    gameweek = dy.Int32(min=1)
    kickoff_time = _time()
    was_home = dy.Bool()
    goals_for = _count()
    goals_against = _count()
    expected_goals = _maybe_float()
    expected_goals_against = _maybe_float()
    known_at = _time()


class Articles(dy.Schema):
    """A piece of news as an outlet's feed or page tells it: never the text of an article.

    `tier` is 1 for the clubs' own words, 2 for reporters, 3 for gossip, 4 for fans; `team_code`
    is the club it stands under, null if under none; `published` is null on pages without dates.
    """

    season = _season()
    url = dy.String(primary_key=True)
    outlet = dy.String()
    tier = dy.Int8(min=1, max=4)
    team_code = dy.Int32(nullable=True, min=1)
    title = dy.String()
    summary = dy.String()
    published = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    known_at = _time(primary_key=True)


class Odds(dy.Schema):
    """Bookmakers' odds of a fixture before its gameweek: decimal, the mean over bookmakers.

    `over` and `under` are of 2.5 goals; `handicap` is in goals given to the home side.
    """

    season = _season()
    fixture = _key()
    home_win = dy.Float64(min=1.0)
    draw = dy.Float64(min=1.0)
    away_win = dy.Float64(min=1.0)
    over = dy.Float64(nullable=True, min=1.0)
    under = dy.Float64(nullable=True, min=1.0)
    handicap = _maybe_float()
    handicap_home = dy.Float64(nullable=True, min=1.0)
    handicap_away = dy.Float64(nullable=True, min=1.0)
    known_at = _time(primary_key=True)


class Forecasts(dy.Schema):
    """Every forecast ever made: expected points of a player in a gameweek, by model."""

    season = _season()
    gameweek = _key()
    element = _key()
    model = dy.String(primary_key=True)
    code = _code()
    fixtures = _count()
    expected_points = dy.Float64()
    known_at = _time(primary_key=True)


class Recommendations(dy.Schema):
    """Every roster ever recommended, a row for each of its fifteen players."""

    season = _season()
    gameweek = _key()
    element = _key()
    code = _code()
    price_tenths = dy.Int16(min=30, max=250)
    expected_points = dy.Float64()
    starter = dy.Bool()
    bench_order = _maybe_count(maximum=4)
    captain = dy.Bool()
    vice_captain = dy.Bool()
    model = dy.String()
    known_at = _time(primary_key=True)


class Ingests(dy.Schema):
    """Seasons of a source that are stored to the end and need no second look."""

    season = _season()
    source = dy.String(primary_key=True)
    rows = dy.Int64(min=0)
    known_at = _time()


class Quarantine(dy.Schema):
    """Rows that broke a contract, as JSON, with the rules they broke."""

    season = _season()
    table = dy.String(primary_key=True)
    row = dy.String(primary_key=True)
    source = dy.String()
    reasons = dy.String()
    known_at = _time()


@dataclass(frozen=True)
class Table:
    """A contract and how its rows age.

    A versioned table keeps each state of a thing that changes (a price, a kick-off time); a
    row is written only if it differs from the state known before it, and a reader sees the
    last state known. A state that arrives after a later one holds until the next one stored.
    Other tables hold facts: one row a key, corrected in place.
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


TABLES = {
    "teams": Table(Teams, versioned=True),
    "gameweeks": Table(Gameweeks, versioned=True),
    "rules": Table(RulePayloads, versioned=True),
    "fixtures": Table(Fixtures, versioned=True),
    "players": Table(Players, versioned=True),
    "player_status": Table(PlayerStatus, versioned=True),
    "player_matches": Table(PlayerMatches),
    "team_matches": Table(TeamMatches),
    "articles": Table(Articles, versioned=True),
    "odds": Table(Odds, versioned=True),
    "forecasts": Table(Forecasts, versioned=True),
    "recommendations": Table(Recommendations, versioned=True),
    "ingests": Table(Ingests),
    "quarantine": Table(Quarantine),
}
