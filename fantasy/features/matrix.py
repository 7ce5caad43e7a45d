"""The feature matrix: a row for each player and fixture, as known at a gameweek's deadline.

Every value comes from rows known before the deadline of the row it stands in: states after
past matches by a backward as-of join on `known_at`, FPL's captures by the last one before the
deadline. The matrix of a past gameweek is therefore the same whatever is stored later. At a
horizon of 1 the fixtures are those of the gameweek whose deadline comes next, at 2 those of the
gameweek after it, and so on, all as known at that same deadline.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from fantasy.features.defence import with_defence
from fantasy.features.form import (
    BASELINE,
    CLUB_FORM,
    PLAYER_FORM,
    RATES,
    SPELLS,
    club_form,
    player_form,
)
from fantasy.features.news import NEWS, with_news
from fantasy.features.opposition import OPPOSITION, with_opposition
from fantasy.features.rivals import RIVALS, with_rivals
from fantasy.features.shots import with_club_shots, with_shots
from fantasy.features.status import STATUS, status_features, with_bars
from fantasy.game import POSITIONS
from fantasy.store import AsOf

KEYS = ("season", "gameweek", "element", "fixture")
FIXTURE = (
    *("position_number", "was_home", "fixtures_in_gameweek", "days_of_rest"),
    *("days_ahead", "gameweek_number", "horizon"),
)
HISTORY = ("matches_known", "days_since_match", "days_since_played", "new_at_club", *SPELLS)
OWN_CLUB = tuple(f"club_{name}" for name in CLUB_FORM)
OPPONENT = tuple(f"opponent_{name}" for name in CLUB_FORM)
PRODUCTS = ("goals_ahead", "assists_ahead", "threat_ahead", "days_back_early")
FEATURES = (
    *(*FIXTURE, *STATUS, *NEWS, *HISTORY, *PLAYER_FORM, *RATES),
    *(*OWN_CLUB, *OPPONENT, *OPPOSITION, *RIVALS, *PRODUCTS),
)
DONE = (
    *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "saves", "bonus"),
    *("bps", "yellow_cards", "red_cards", "own_goals", "penalties_saved", "penalties_missed"),
)
OUTCOME = ("points", "base_points", "defensive_actions", *DONE, "points_known_at")
IDENTITY = (
    *("as_of_gameweek", "code", "team_code", "opponent_code", "position", "deadline"),
    *("kickoff_time", "price_tenths", "barred"),
)

POSITION_NUMBERS = {name: number for number, name in enumerate(POSITIONS, start=1)}


def feature_matrix(known: AsOf, asked: pl.DataFrame | None = None) -> pl.DataFrame:
    """Features of every footballer and fixture, as known at the deadlines of some gameweeks.

    Args:
        known: the lake as it stood when the question is asked.
        asked: `season`, `gameweek` and `horizon`: 1 for the fixtures of that gameweek itself, 2
            for those of the next, all as known at its deadline; every gameweek with a capture
            of players, at a horizon of 1, if None.

    Returns:
        `KEYS`, `IDENTITY`, `FEATURES`, `BASELINE` and `OUTCOME`: what he did in the fixture (0 for
        one who had left the club by then) and when it was known, null where it had not been
        played; sorted by `KEYS`. A blank gameweek has no row. `deadline` is that of
        `as_of_gameweek`, `gameweek` the one of the fixture. `defensive_actions` are null also
        where nobody counted them; of `base_points` see `fantasy.features.defence`.
    """
    wanted = every_gameweek(known) if asked is None else asked
    rows = _candidates(known, wanted.lazy()).collect()
    deadlines = rows.select(
        "season", pl.col("as_of_gameweek").alias("gameweek"), "deadline"
    ).unique(maintain_order=True)
    codes = rows["code"].unique().implode()
    played = with_shots(with_defence(known.table("player_matches")), known)
    players = player_form(played.filter(pl.col("code").is_in(codes)))
    clubs = club_form(with_club_shots(known.table("team_matches"), known))
    results = known.table("team_matches").select(
        "season", "gameweek", "fixture", "team_code", pl.col("known_at").alias("points_known_at")
    )
    done = played.select(
        *("season", "fixture", "element", "base_points", "defensive_actions", *DONE),
        pl.col("total_points").alias("points"),
    )
    return (
        rows.lazy()
        .sort("deadline")
        .pipe(_with_last_state, players, by="code")
        .pipe(_with_last_state, _prefixed(clubs, "club_", "team_code"), by="team_code")
        .pipe(_with_last_state, _prefixed(clubs, "opponent_", "opponent_code"), by="opponent_code")
        .pipe(with_opposition, known, deadlines)
        .pipe(with_rivals)
        .with_columns(*_of_time(), *_of_now())
        .with_columns(*_products())
        .join(
            results, on=["season", "gameweek", "fixture", "team_code"], how="left", validate="m:1"
        )
        .join(done, on=["season", "fixture", "element"], how="left", validate="m:1")
        .with_columns(
            pl.when(pl.col("points_known_at").is_not_null()).then(_or_zero(name)).alias(name)
            for name in ("points", "base_points", *DONE)
        )
        .select(*KEYS, *IDENTITY, *FEATURES, *BASELINE, *OUTCOME)
        .sort(*KEYS, "horizon")
        .collect(engine="in-memory")
    )


def _of_time() -> list[pl.Expr]:
    """Spans in days."""
    return [
        _days(pl.col("deadline") - pl.col("last_match")).alias("days_since_match"),
        _days(pl.col("deadline") - pl.col("last_played")).alias("days_since_played"),
        _days(pl.col("kickoff_time") - pl.col("last_match")).alias("days_of_rest"),
        _days(pl.col("kickoff_time") - pl.col("deadline")).alias("days_ahead"),
    ]


def _of_now() -> list[pl.Expr]:
    """What is told of the season and of the club holds for these only."""
    same_season = pl.col("last_season") == pl.col("season")
    same_club = pl.col("last_club") == pl.col("team_code")
    return [
        pl.col("gameweek").alias("gameweek_number"),
        same_club.not_().alias("new_at_club"),
        *(
            pl.when(same_season).then(name).otherwise(0).alias(name)
            for name in (
                *("minutes_this_season", "matches_this_season", "yellow_cards_this_season"),
                "points_this_season",
            )
        ),
        pl.when(same_season & same_club).then("matches_at_club").otherwise(0).name.keep(),
    ]


def _products() -> list[pl.Expr]:
    """What trees would need many steps for: his part in what his club may do."""
    goals = pl.col("club_goals")
    return [
        (goals * pl.col("expected_goals_per_90")).alias("goals_ahead"),
        (goals * pl.col("expected_assists_per_90")).alias("assists_ahead"),
        (goals * pl.col("threat_per_90")).alias("threat_ahead"),
        (pl.col("days_ahead") - pl.col("news_days_out")).alias("days_back_early"),
    ]


def every_gameweek(known: AsOf, horizons: Sequence[int] = (1,)) -> pl.DataFrame:
    """Every gameweek known with one of some horizons, which take turns.

    Returns:
        `season`, `gameweek` and `horizon`.
    """
    turns = pl.Series(horizons, dtype=pl.Int32)
    gameweeks = known.table("gameweeks").sort("deadline").select("season", "gameweek").collect()
    turn = np.arange(gameweeks.height) % len(turns)
    return gameweeks.with_columns(turns.gather(turn).alias("horizon"))


def _candidates(known: AsOf, asked: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each player and fixture of his club, with FPL's last word on him."""
    captured = _captured(known)
    everybody = pl.concat([captured, _uncaptured(known, captured)], how="diagonal")
    seasons = asked.select("season").unique().collect()["season"].to_list()
    positions = known.table("players").select("season", "element", "position")
    return (
        everybody.join(asked, on=["season", "gameweek"], how="semi")
        .join(positions, on=["season", "element"], how="inner", validate="m:1")
        .pipe(status_features)
        .drop("known_at")
        .pipe(with_news, known, seasons=seasons)
        .rename({"gameweek": "as_of_gameweek"})
        .join(_ahead(known, asked), on=["season", "as_of_gameweek"], how="inner", validate="m:m")
        .join(
            club_fixtures(_spells(known.states("fixtures"))),
            on=["season", "gameweek", "team_code"],
            how="inner",
            validate="m:m",
        )
        .filter(
            pl.col("since").is_null() | (pl.col("since") <= pl.col("deadline")),
            pl.col("until").is_null() | (pl.col("until") > pl.col("deadline")),
        )
        .drop("since", "until")
        .pipe(with_bars, captured)
        .with_columns(
            pl.col("position").replace_strict(POSITION_NUMBERS).alias("position_number"),
            pl.len()
            .over("season", "as_of_gameweek", "gameweek", "element")
            .alias("fixtures_in_gameweek"),
        )
    )


def _ahead(known: AsOf, asked: pl.LazyFrame) -> pl.LazyFrame:
    """The gameweeks asked for (`as_of_gameweek`), and the one each `horizon` leads to."""
    turn = pl.int_range(pl.len()).over("season")
    ordered = known.table("gameweeks").sort("season", "deadline").with_columns(turn.alias("turn"))
    target = pl.col("turn") + pl.col("horizon") - 1
    return (
        asked.join(ordered, on=["season", "gameweek"], how="inner", validate="m:1")
        .select("season", pl.col("gameweek").alias("as_of_gameweek"), "horizon", target)
        .join(
            ordered.select("season", "turn", "gameweek"),
            on=["season", "turn"],
            how="inner",
            validate="m:1",
        )
        .drop("turn")
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


def _spells(states: pl.LazyFrame) -> pl.LazyFrame:
    """States of fixtures, each with `since` and `until` when it held; null at first and at last."""
    turn = pl.int_range(pl.len()).over("season", "fixture")
    next_known = pl.col("known_at").shift(-1).over("season", "fixture")
    return states.sort("known_at").with_columns(
        pl.when(turn > 0).then("known_at").alias("since"), next_known.alias("until")
    )


def club_fixtures(fixtures: pl.LazyFrame) -> pl.LazyFrame:
    """Each fixture twice: from the home club's side and from the visitors'."""
    home, away = pl.col("home_code"), pl.col("away_code")
    sides = [
        fixtures.with_columns(
            own.alias("team_code"),
            other.alias("opponent_code"),
            pl.lit(at_home).alias("was_home"),
        ).drop("home_code", "away_code", "known_at")
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
