"""The feature matrix: a row for each player and fixture, as known at its gameweek's deadline.

Every value comes from rows known before the deadline of the row it stands in: states after
past matches by a backward as-of join on `known_at`, FPL's captures by the last one before the
deadline. The matrix of a past gameweek is therefore the same whatever is stored later.
"""

from collections.abc import Collection

import polars as pl

from fantasy.features.form import CLUB_FORM, PLAYER_FORM, club_form, player_form
from fantasy.features.news import NEWS, with_news
from fantasy.features.status import STATUS, status_features
from fantasy.game import POSITIONS
from fantasy.store import AsOf

KEYS = ("season", "gameweek", "element", "fixture")
FIXTURE = ("position_number", "was_home", "fixtures_in_gameweek", "days_of_rest")
HISTORY = ("matches_known", "days_since_match", "days_since_played")
OWN_CLUB = tuple(f"club_{name}" for name in CLUB_FORM)
OPPONENT = tuple(f"opponent_{name}" for name in CLUB_FORM)
FEATURES = (*FIXTURE, *STATUS, *NEWS, *HISTORY, *PLAYER_FORM, *OWN_CLUB, *OPPONENT)
OUTCOME = ("points", "minutes", "points_known_at")
IDENTITY = ("code", "team_code", "opponent_code", "position", "deadline", "price_tenths")

POSITION_NUMBERS = {name: number for number, name in enumerate(POSITIONS, start=1)}


def feature_matrix(
    known: AsOf, gameweeks: Collection[tuple[str, int]] | None = None
) -> pl.DataFrame:
    """Features of every footballer and fixture of some gameweeks.

    Args:
        known: the lake as it stood when the question is asked.
        gameweeks: pairs of season and gameweek; all with a capture of players if None.

    Returns:
        `KEYS`, `IDENTITY`, `FEATURES` and `OUTCOME`: the points he scored in the fixture, his
        minutes (both 0 for one who had left the club by then) and when they were known, null
        where it had not been played; sorted by `KEYS`. A blank gameweek has no row.
    """
    rows = _candidates(known, gameweeks).collect()
    codes = rows["code"].unique().implode()
    played = known.table("player_matches")
    players = player_form(played.filter(pl.col("code").is_in(codes)))
    clubs = club_form(known.table("team_matches"))
    results = known.table("team_matches").select(
        "season", "fixture", "team_code", pl.col("known_at").alias("points_known_at")
    )
    scored = played.select(
        *("season", "fixture", "element", "minutes"), pl.col("total_points").alias("points")
    )
    return (
        rows.lazy()
        .sort("deadline")
        .pipe(_with_last_state, players, by="code")
        .pipe(_with_last_state, _prefixed(clubs, "club_", "team_code"), by="team_code")
        .pipe(_with_last_state, _prefixed(clubs, "opponent_", "opponent_code"), by="opponent_code")
        .with_columns(
            _days(pl.col("deadline") - pl.col("last_match")).alias("days_since_match"),
            _days(pl.col("deadline") - pl.col("last_played")).alias("days_since_played"),
            _days(pl.col("kickoff_time") - pl.col("last_match")).alias("days_of_rest"),
        )
        .join(results, on=["season", "fixture", "team_code"], how="left", validate="m:1")
        .join(scored, on=["season", "fixture", "element"], how="left", validate="m:1")
        .with_columns(
            pl.when(pl.col("points_known_at").is_not_null()).then(_or_zero(name)).alias(name)
            for name in ("points", "minutes")
        )
        .select(*KEYS, *IDENTITY, *FEATURES, *OUTCOME)
        .sort(KEYS)
        .collect()
    )


def _candidates(known: AsOf, gameweeks: Collection[tuple[str, int]] | None) -> pl.LazyFrame:
    """A row for each player and fixture of his club, with FPL's last word on him."""
    seasons = None if gameweeks is None else {season for season, _ in gameweeks}
    captured = _captured(known)
    everybody = pl.concat([captured, _uncaptured(known, captured)], how="diagonal")
    if gameweeks is not None:
        chosen = pl.LazyFrame(
            list(gameweeks),
            schema={"season": pl.String, "gameweek": pl.Int32},
            orient="row",
        )
        everybody = everybody.join(chosen, on=["season", "gameweek"], how="semi")
    positions = known.table("players").select("season", "element", "position")
    return (
        everybody.join(positions, on=["season", "element"], how="inner", validate="m:1")
        .pipe(status_features)
        .drop("known_at")
        .pipe(with_news, known, seasons=seasons)
        .join(
            club_fixtures(known.table("fixtures")),
            on=["season", "gameweek", "team_code"],
            how="inner",
            validate="m:m",
        )
        .with_columns(
            pl.col("position").replace_strict(POSITION_NUMBERS).alias("position_number"),
            pl.len().over("season", "gameweek", "element").alias("fixtures_in_gameweek"),
        )
    )


def _captured(known: AsOf) -> pl.LazyFrame:
    """The last rows of `player_status` before each deadline, with `deadline`."""
    deadlines = known.table("gameweeks").select("season", "gameweek", "deadline")
    return (
        known.states("player_status")
        .join(deadlines, on=["season", "gameweek"], how="inner", validate="m:1")
        .filter(pl.col("known_at") <= pl.col("deadline"))
        .sort("known_at")
        .unique(["season", "gameweek", "element"], keep="last", maintain_order=True)
    )


def _uncaptured(known: AsOf, captured: pl.LazyFrame) -> pl.LazyFrame:
    """Who had a match in the gameweeks before which nobody captured anything; to learn from."""
    deadlines = known.table("gameweeks").select("season", "gameweek", "deadline")
    return (
        known.table("player_matches")
        .join(captured, on=["season", "gameweek"], how="anti")
        .select("season", "gameweek", "element", "code", "team_code")
        .unique(["season", "gameweek", "element"], keep="first", maintain_order=True)
        .join(deadlines, on=["season", "gameweek"], how="inner", validate="m:1")
    )


def club_fixtures(fixtures: pl.LazyFrame) -> pl.LazyFrame:
    """Each fixture twice: from the home club's side and from the visitors'."""
    shared = ("season", "gameweek", "fixture", "kickoff_time")
    home, away = pl.col("home_code"), pl.col("away_code")
    sides = [
        fixtures.select(
            *shared,
            own.alias("team_code"),
            other.alias("opponent_code"),
            pl.lit(at_home).alias("was_home"),
        )
        for own, other, at_home in ((home, away, True), (away, home, False))
    ]
    return pl.concat(sides)


def _with_last_state(rows: pl.LazyFrame, states: pl.LazyFrame, *, by: str) -> pl.LazyFrame:
    """Each row with the last state of its player or club known at its deadline."""
    return rows.join_asof(
        states, left_on="deadline", right_on="known_at", by=by, check_sortedness=False
    ).drop("known_at")


def _prefixed(clubs: pl.LazyFrame, prefix: str, key: str) -> pl.LazyFrame:
    names = {name: f"{prefix}{name}" for name in CLUB_FORM}
    return clubs.rename({**names, "team_code": key})


def _or_zero(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0).cast(pl.Float64)


def _days(span: pl.Expr) -> pl.Expr:
    return span.dt.total_minutes() / (60 * 24)
