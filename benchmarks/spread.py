"""How points vary around a forecast, and together: python benchmarks/spread.py ARCHIVE SEASON ...

A player's mean points of his last five matches, scaled by position to fit, stand for a forecast; he
counts where those five had 45 minutes or more on average. Prints by position the variance of what
came, as a line in the forecast; and the correlation of two players of a match by their positions,
in one club and in opposing ones, each taken from all pairs of all matches.
"""

import sys
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import polars as pl

POSITIONS = ("GKP", "DEF", "MID", "FWD")
RECENT, REGULAR = 5, 45
KEY = ("season", "fixture")


def matches_of(folder: Path) -> pl.DataFrame:
    """A row a player and match of a season with `points` and the `recent` mean of both kinds."""
    matches = pl.concat(
        pl.read_csv(file, infer_schema_length=None).select(
            pl.lit(folder.name).alias("season"),
            pl.col("element", "fixture").cast(pl.Int64),
            pl.col("was_home").cast(pl.String).str.to_lowercase().alias("side"),
            pl.col("position").replace("GK", "GKP"),
            pl.col("kickoff_time").cast(pl.String),
            pl.col("minutes").cast(pl.Float64),
            pl.col("total_points").cast(pl.Float64).alias("points"),
        )
        for file in folder.glob("gws/gw[0-9]*.csv")
    )
    before = pl.col("minutes", "points").shift(1).rolling_mean(RECENT).over("element")
    return (
        matches.sort("element", "kickoff_time")
        .with_columns(before.name.prefix("recent_"))
        .filter(pl.col("recent_minutes") >= REGULAR, pl.col("position").is_in(POSITIONS))
    )


def with_errors(matches: pl.DataFrame) -> pl.DataFrame:
    """With `forecast` and `error`, by position the line that fits best."""
    parts = []
    for position in POSITIONS:
        rows = matches.filter(pl.col("position") == position)
        slope, level = np.polyfit(rows["recent_points"], rows["points"], 1)
        forecast = pl.col("recent_points") * slope + level
        parts.append(rows.with_columns(forecast=forecast, error=pl.col("points") - forecast))
    return pl.concat(parts)


def print_variances(rows: pl.DataFrame) -> None:
    """Variance = level + slope x forecast, by position."""
    print(f"{'':4}{'rows':>8}{'mean':>7}{'variance':>10}{'level':>8}{'slope':>8}")
    for position in POSITIONS:
        own = rows.filter(pl.col("position") == position)
        squares = own["error"].to_numpy() ** 2
        slope, level = np.polyfit(own["forecast"], squares, 1)
        figures = f"{own['points'].mean():7.2f}{squares.mean():10.2f}{level:8.2f}{slope:8.2f}"
        print(f"{position:4}{own.height:8}{figures}")


def print_correlations(rows: pl.DataFrame) -> None:
    """Of errors by position, in one club and against the other."""
    scaled = rows.with_columns(
        z=pl.col("error") / pl.col("error").pow(2).mean().sqrt().over("position")
    )
    sums = (
        scaled.group_by(*KEY, "side", "position")
        .agg(pl.col("z").sum(), pl.col("z").pow(2).sum().alias("squares"), pl.len().alias("n"))
        .pivot("position", index=[*KEY, "side"], values=["z", "squares", "n"])
        .fill_null(0)
    )
    facing = sums.join(sums, on=list(KEY), suffix="_faced").filter(
        pl.col("side") != pl.col("side_faced")
    )
    for title, table, other in (("one club", sums, ""), ("opponents", facing, "_faced")):
        print(title)
        for one, two in combinations_with_replacement(POSITIONS, 2):
            products = table[f"z_{one}"] * table[f"z_{two}{other}"]
            pairs = table[f"n_{one}"].cast(pl.Float64) * table[f"n_{two}{other}"]
            if one == two and not other:
                products, pairs = products - table[f"squares_{one}"], pairs - table[f"n_{one}"]
            if pairs.sum():
                print(f"  {one} {two} {products.sum() / pairs.sum():7.3f}{pairs.sum():10.0f} pairs")


def main(archive: Path, seasons: list[str]) -> None:
    """Print both tables."""
    rows = with_errors(pl.concat(matches_of(archive / season) for season in seasons))
    print_variances(rows)
    print_correlations(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
