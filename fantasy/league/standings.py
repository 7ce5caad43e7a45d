"""What managers see before a deadline, and how they stand after it."""

import numpy as np
import polars as pl
from scipy.special import ndtr

from fantasy.game import POSITIONS
from fantasy.game.squad import played
from fantasy.league.market import MANAGERS
from fantasy.league.people import Floats
from fantasy.league.season import Season

View = dict[str, Floats]

SPREAD_OF_POINTS, SPREAD_OF_TOTALS = 13.0, 17.0
"""Standard deviations of managers' points in a gameweek, and of totals for each root of gameweeks:
good managers stay good."""

ENGAGED = 1.38
"""Points of the average manager for each the average line-up of eleven owned players scores."""


def shown(season: Season, gameweek: int) -> View:
    """What FPL showed before a deadline, as arrays by element; place 0 is nobody's."""
    positions = {name: float(number) for number, name in enumerate(POSITIONS)}
    rows = season.captures.filter(pl.col("gameweek") == gameweek).join(
        season.players.select("element", "position"), on="element", validate="1:1"
    )
    size = int(season.players["element"].max()) + 1  # type: ignore[arg-type]
    place = rows["element"].to_numpy()
    columns = {
        "position": rows["position"].replace_strict(positions, return_dtype=pl.Float64),
        "club": rows["team"],
        "price": rows["price_tenths"],
        "ep_next": rows["ep_next"],
        "form": rows["form"],
        "owned": rows["selected_by_percent"],
        "there": (rows["status"] != "u").cast(pl.Float64),
    }
    view: View = {name: np.zeros(size) for name in columns}
    for name, values in columns.items():
        view[name][place] = values.to_numpy()
    return view


def results(season: Season, gameweek: int) -> pl.DataFrame:
    """`element`, `points` and `played` in a gameweek."""
    rows = season.matches.filter(pl.col("gameweek") == gameweek)
    sums = rows.group_by("element").agg(
        pl.col("total_points", "minutes", "yellow_cards", "red_cards").sum()
    )
    return sums.select("element", pl.col("total_points").alias("points"), played())


def average_points(season: Season) -> pl.DataFrame:
    """`gameweek` and what the average manager scored in it, `average`."""
    owned = pl.col("selected") / MANAGERS
    squads = season.matches.group_by("gameweek").agg(
        (owned * pl.col("total_points")).sum().alias("squad")
    )
    share = season.rules.starters / season.rules.squad_size
    return squads.select(
        "gameweek", (pl.col("squad") * share * ENGAGED).round().cast(pl.Int32).alias("average")
    ).sort("gameweek")


def ranked(gameweeks: pl.DataFrame, averages: pl.DataFrame) -> pl.DataFrame:
    """The gameweeks with `total_points` after hits, and ranks among all managers of the game.

    The totals of all managers are taken as normal around the average one's.
    """
    after_hits = pl.col("points") - pl.col("hit")
    usual = averages.with_columns(
        pl.col("average").cum_sum().alias("usual"),
        pl.int_range(1, pl.len() + 1).alias("so_far"),
    )
    rows = (
        gameweeks.sort("entry", "gameweek")
        .join(usual, on="gameweek", how="left", validate="m:1", maintain_order="left")
        .with_columns(after_hits.cum_sum().over("entry").alias("total_points"))
    )
    spread = SPREAD_OF_TOTALS * rows["so_far"].to_numpy() ** 0.5
    above = (rows["total_points"] - rows["usual"]).to_numpy() / spread
    week = (rows["points"] - rows["average"]).to_numpy() / SPREAD_OF_POINTS
    return rows.drop("average", "usual", "so_far").with_columns(
        pl.Series("overall_rank", 1 + np.floor(MANAGERS * ndtr(-above)), dtype=pl.Int32),
        pl.Series("rank", 1 + np.floor(MANAGERS * ndtr(-week)), dtype=pl.Int32),
    )
