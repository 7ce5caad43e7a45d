"""How often line-ups miss starters: python benchmarks/absences.py ARCHIVE SEASON [SEASON ...].

Line-ups are ten players drawn from the sixty of each gameweek with most points in their last five
matches. Players are grouped by the minutes of those five; a group's mean minutes in the next match
stand for what a forecast would expect. Prints the share without a minute beside `absence`, group by
group, and how often at least one, two and three of ten were absent beside `needed`.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl

from fantasy.roster.absences import absence, needed

RECENT, POOL, TEN, DRAWS, PLACES = 5, 60, 10, 20, 3


def matches_of(folder: Path) -> pl.DataFrame:
    """A row a player and match of a season, in order: `element`, `round`, `minutes`, `points`."""
    matches = pl.concat(
        pl.read_csv(file, infer_schema_length=None).select(
            pl.col("element", "round").cast(pl.Int64),
            pl.col("kickoff_time").cast(pl.String),
            pl.col("minutes").cast(pl.Float64),
            pl.col("total_points").cast(pl.Float64).alias("points"),
        )
        for file in folder.glob("gws/gw[0-9]*.csv")
    )
    return matches.sort("element", "kickoff_time")


def pool_of(folder: Path) -> pl.DataFrame:
    """Of each gameweek the players in form who have one match in it."""
    before = pl.col("minutes", "points").shift(1).rolling_mean(RECENT).over("element")
    seen = matches_of(folder).with_columns(before.name.prefix("recent_"))
    once = pl.len().over("element", "round") == 1
    return (
        seen.filter(once)
        .drop_nulls("recent_points")
        .sort("recent_points", "element", descending=[True, False])
        .group_by("round", maintain_order=True)
        .head(POOL)
        .with_columns(season=pl.lit(folder.name), group=(pl.col("recent_minutes") // 10).cast(int))
    )


def groups_of(pool: pl.DataFrame) -> pl.DataFrame:
    """Mean minutes, the share without any, and what is made of the minutes, by group."""
    groups = pool.group_by("group").agg(
        pl.len().alias("players"),
        pl.col("minutes").mean(),
        (pl.col("minutes") == 0).mean().alias("absent"),
    )
    told = pl.Series("told", absence(groups["minutes"].to_numpy()))
    return groups.with_columns(told).sort("group")


def line_ups(pool: pl.DataFrame) -> tuple[list[float], list[float]]:
    """How often k or more of ten were absent, and how often they should have been."""
    rng = np.random.default_rng(1)
    came, told = [], []
    for week in pool.sort("season", "round", "element").partition_by("season", "round"):
        if week.height < POOL:
            continue
        absent, chance = (week["minutes"] == 0).to_numpy(), week["told"].to_numpy()
        for _ in range(DRAWS):
            ten = rng.choice(POOL, TEN, replace=False)
            came.append([absent[ten].sum() >= place for place in range(1, PLACES + 1)])
            told.append(needed(chance[ten], PLACES))
    return np.mean(came, axis=0).tolist(), np.mean(told, axis=0).tolist()


def main() -> None:
    """Print both comparisons."""
    archive, *seasons = sys.argv[1:]
    pool = pl.concat(pool_of(Path(archive) / "data" / season) for season in seasons)
    groups = groups_of(pool)
    for row in groups.to_dicts():
        print(
            f"{row['group'] * 10:3}+ min: {row['players']:5} players, {row['minutes']:4.1f} min, "
            f"absent {row['absent']:.3f}, told {row['told']:.3f}"
        )
    came, told = line_ups(pool.join(groups.select("group", "told"), on="group", validate="m:1"))
    for place, (share, chance) in enumerate(zip(came, told, strict=True), start=1):
        print(f"{place} or more of ten absent: {share:.3f}, told {chance:.3f}")


if __name__ == "__main__":
    main()
