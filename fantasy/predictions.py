"""Forecasts as managers ask for them: of everybody, or of one player with the why."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.bulletin import players_called
from fantasy.errors import InputError
from fantasy.forecast.outlook import PARTS
from fantasy.forecast.training import Trained
from fantasy.roster.problem import LONGEST_HORIZON
from fantasy.store import Lake
from fantasy.weekly import forecast, last_listed, listed, next_gameweek, opponents

RECENT = 10


@dataclass(frozen=True)
class Predictions:
    """Forecasts of everybody FPL lists.

    Attributes:
        season: such as 2025-26.
        gameweek: the next one.
        deadline: of it (UTC).
        horizon: how many gameweeks are forecast: fewer than asked, where FPL was not seen for
            long.
        rows: a row a player and gameweek: those of `Fitted.forecast` with `expected_points`, and
            `name`, `full_name`, `team`, `price_tenths`, `status`, `news` and `opponents`.
        warning: why a simpler model is served, if one is.
    """

    season: str
    gameweek: int
    deadline: datetime
    horizon: int
    rows: pl.DataFrame
    warning: str | None

    @property
    def next_points(self) -> dict[int, float]:
        """Expected points of everybody in the next gameweek, by element."""
        first = self.rows.filter(pl.col("gameweek") == self.gameweek)
        return dict(first.select("element", "expected_points").iter_rows())

    @property
    def totals(self) -> pl.DataFrame:
        """A row a player, most points first: `expected_points` of all gameweeks together."""
        return (
            self.rows.group_by("element", maintain_order=True)
            .agg(
                pl.col("name", "full_name", "team", "position", "price_tenths", "code").first(),
                pl.col("expected_points", "expected_minutes").sum(),
            )
            .sort("expected_points", "element", descending=[True, False])
        )


@dataclass(frozen=True)
class Dossier:
    """What there is to know of a player before a deadline.

    Attributes:
        who: his row of `listed`.
        forecast: his rows of `Predictions`, gameweek by gameweek.
        history: his last matches, the latest first: `kickoff_time`, `opponent`, `was_home`,
            `minutes`, `goals_scored`, `assists`, `expected_goals`, `expected_assists`, `bps` and
            `total_points`.
        news: his row of `news_signals`, or none.
    """

    who: dict[str, object]
    forecast: pl.DataFrame
    history: pl.DataFrame
    news: pl.DataFrame


def predict(lake: Lake, trained: Trained, *, now: datetime, horizon: int = 1) -> Predictions:
    """Forecast the next gameweeks.

    Raises:
        InputError: if no gameweek is ahead, or the horizon is not 1 to 8, or as `last_listed`.
    """
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise InputError(f"--horizon {horizon}: 1 to {LONGEST_HORIZON} gameweeks can be forecast")
    season, gameweek, deadline = next_gameweek(lake, now=now)
    _, back = last_listed(lake, (season, gameweek), now=now)
    rows = forecast(lake, trained, (season, gameweek), now=now, horizon=horizon)
    people = listed(lake, (season, gameweek), now=now).drop("code", "position")
    clubs = people.select("element", "team_code")
    against = pl.concat(
        opponents(lake, (season, each), now=now).with_columns(
            gameweek=pl.lit(each, rows.schema["gameweek"])
        )
        for each in rows["gameweek"].unique().sort()
    )
    told = (
        rows.join(people.drop("team_code"), on="element", how="inner", validate="m:1")
        .join(clubs, on="element", how="left", validate="m:1")
        .join(against, on=["team_code", "gameweek"], how="left", validate="m:1")
    )
    reached = min(horizon, LONGEST_HORIZON - back)
    return Predictions(season, gameweek, deadline, reached, told, trained.warning)


def dossier(lake: Lake, trained: Trained, name: str, *, now: datetime, horizon: int = 3) -> Dossier:
    """What there is to know of the player of a name.

    Raises:
        InputError: if nobody or more than one is called so.
    """
    predictions = predict(lake, trained, now=now, horizon=horizon)
    season, gameweek = predictions.season, predictions.gameweek
    codes = players_called(lake, season, name, now=now)
    people = listed(lake, (season, gameweek), now=now)
    found = people.filter(pl.col("code").is_in(codes))
    exact = found.filter(
        (pl.col("name").str.to_lowercase() == name.lower())
        | (pl.col("full_name").str.to_lowercase() == name.lower())
    )
    chosen = exact if exact.height == 1 else found
    if chosen.height != 1:
        called = ", ".join(
            f"{full} ({team})" for full, team in chosen.select("full_name", "team").rows()[:8]
        )
        raise InputError(
            f"{name!r} may be {called}: write more of the name"
            if chosen.height
            else f"{name!r} is not in the game before gameweek {gameweek}"
        )
    who = chosen.row(0, named=True)
    known = lake.as_of(now)
    own = pl.col("code") == who["code"]
    clubs = known.table("teams").select(
        "season", pl.col("team_code").alias("opponent_code"), pl.col("short_name").alias("opponent")
    )
    history = (
        known.table("player_matches")
        .filter(own)
        .sort("kickoff_time", descending=True)
        .head(RECENT)
        .join(clubs, on=["season", "opponent_code"], how="left", validate="m:1")
        .select(
            *("kickoff_time", "opponent", "was_home", "minutes", "goals_scored", "assists"),
            *("expected_goals", "expected_assists", "bps", "total_points"),
        )
        .sort("kickoff_time", descending=True)
        .collect()
    )
    week = (pl.col("season") == season) & (pl.col("gameweek") == gameweek)
    news = known.table("news_signals").filter(own, week).collect()
    rows = predictions.rows.filter(pl.col("element") == who["element"]).sort("gameweek")
    return Dossier(who, rows, history, news)


def why(row: dict[str, object]) -> list[tuple[str, float]]:
    """What a forecast is made of: components and their expected points, the largest first."""
    parts = [(part.removesuffix("_points"), float(str(row[part]))) for part in PARTS]
    return sorted(parts, key=lambda each: -abs(each[1]))
