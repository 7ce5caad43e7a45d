"""How like the real game the demo league is, and how near to its truth the forecasts come.

    python benchmarks/demo.py ARCHIVE [SEED ...]

prints the marginals of the archive's seasons from 2021-22 on beside the league's, then, for
each seed, the error of each forecast against the true expectation of the gameweek to come, and
what the squads chosen by it are truly worth.
"""

import sys
import tempfile
from pathlib import Path

import polars as pl

from fantasy import weekly
from fantasy.config import Settings
from fantasy.forecast.outlook import MODELS
from fantasy.league import simulate
from fantasy.league.truth import expected_points
from fantasy.roster.model import Roster, best_squad
from fantasy.sources.http import Client
from fantasy.store import Lake
from fantasy.store.ingest import ingest_seasons
from fantasy.world.demo.transport import demo_world
from fantasy.world.enter import past_world

COMPARED = ("2021-22", "2022-23", "2023-24", "2024-25")
PLAYED_OUT = ("2022-23", "2023-24", "2024-25")
"""The league's seasons that are over."""

HAUL, LONG_PLAY = 10, 60
REPLICATES = 4000


def marginals(lake: Lake, seasons: tuple[str, ...]) -> dict[str, float]:
    """Figures of seasons in a lake that a simulated league must share with the real one."""
    of_seasons = pl.col("season").is_in(seasons)
    matches = lake.table("player_matches").filter(of_seasons).collect()
    clubs = lake.table("team_matches").filter(of_seasons).collect()
    fixtures = lake.table("fixtures").filter(of_seasons).collect()
    status = lake.table("player_status").filter(of_seasons).collect()
    shares = status["status"].value_counts(normalize=True)
    share = dict(shares.iter_rows())
    return (
        _minutes(matches)
        | _results(clubs)
        | _points(matches)
        | _prices(status, matches)
        | {f"status {each}, share": share.get(each, 0.0) for each in "disu"}
        | _rearranged(fixtures, len(seasons))
    )


def _minutes(matches: pl.DataFrame) -> dict[str, float]:
    minutes = matches["minutes"]
    return {
        "players a match": matches.height / matches.select("season", "fixture").n_unique(),
        "no minutes, share": (minutes == 0).mean(),
        "1-59 minutes, share": minutes.is_between(1, LONG_PLAY - 1).mean(),
        "60+ minutes, share": (minutes >= LONG_PLAY).mean(),
    }


def _results(clubs: pl.DataFrame) -> dict[str, float]:
    home = clubs.filter("was_home")
    return {
        "goals a match": 2 * clubs["goals_for"].mean(),
        "home goals less away goals": home["goals_for"].mean() - home["goals_against"].mean(),
        "home wins, share": (home["goals_for"] > home["goals_against"]).mean(),
        "draws, share": (home["goals_for"] == home["goals_against"]).mean(),
        "clean sheets, share": (clubs["goals_against"] == 0).mean(),
    }


def _points(matches: pl.DataFrame) -> dict[str, float]:
    figures = {}
    for position in ("GKP", "DEF", "MID", "FWD"):
        points = matches.filter(pl.col("minutes") > 0, pl.col("position") == position)[
            "total_points"
        ]
        figures[f"{position} who played: mean points"] = points.mean()
        figures[f"{position} who played: sd of points"] = points.std()
        figures[f"{position} who played: P(10 or more)"] = (points >= HAUL).mean()
    return figures


def _prices(status: pl.DataFrame, matches: pl.DataFrame) -> dict[str, float]:
    positions = matches.select("season", "element", "position").unique()
    first = status.filter(pl.col("gameweek") == 1).join(
        positions, on=["season", "element"], how="inner", validate="m:1"
    )
    figures = {}
    for position in ("GKP", "DEF", "MID", "FWD"):
        price = first.filter(pl.col("position") == position)["price_tenths"] / 10
        figures[f"{position} first price, median"] = price.median()
        figures[f"{position} first price, 90%"] = price.quantile(0.9)
        figures[f"{position} first price, highest"] = price.max()
    return figures


def _rearranged(fixtures: pl.DataFrame, seasons: int) -> dict[str, float]:
    sides = pl.concat(
        fixtures.drop_nulls("gameweek").select("season", "gameweek", pl.col(side).alias("club"))
        for side in ("home_code", "away_code")
    )
    played = sides.group_by("season", "gameweek", "club").len()
    gameweeks = sides.group_by("season").agg(
        pl.col("gameweek").n_unique(), pl.col("club").n_unique()
    )
    slots = (gameweeks["gameweek"] * gameweeks["club"]).sum()
    return {
        "clubs that blank in a gameweek, a season": (slots - played.height) / seasons,
        "clubs that double in a gameweek, a season": (played["len"] > 1).sum() / seasons,
    }


def archive_lake(archive: Path, folder: Path) -> Lake:
    """A lake with the seasons compared."""
    settings = Settings(archive=archive, data_dir=folder)
    world = past_world(settings, COMPARED[-1])
    lake = weekly.open_lake(world, settings)
    with Client.of(world, user_agent=settings.user_agent) as client:
        ingest_seasons(client, lake, settings, COMPARED, now=world.clock())
    return lake


def against_the_truth(
    seed: int, folder: Path, *, replicates: int = REPLICATES
) -> tuple[Lake, list[dict[str, object]]]:
    """The league's lake, and a row for each model: its error and the worth of its squad."""
    settings = Settings(data_dir=folder)
    world = demo_world(seed, settings)
    now, league = world.clock(), simulate(seed)
    lake = weekly.open_lake(world, settings)
    weekly.update(world, settings, lake)
    trained = weekly.ready_models(lake, now=now)
    season, gameweek, _ = weekly.next_gameweek(lake, now=now)
    truth = (
        expected_points(league.years[season], gameweek, replicates=replicates, seed=seed)
        .group_by("element")
        .agg(pl.col("expected_points").sum().alias("truth"))
    )
    forecasts = weekly.forecast(lake, trained, (season, gameweek), now=now)
    rows = forecasts.join(truth, on="element", how="inner", validate="1:1")
    pool = (
        weekly.candidates(lake, (season, gameweek), now=now)
        .join(rows, on="element", how="left", validate="1:1")
        .with_columns(pl.col(*MODELS, "truth").fill_null(0.0))
    )
    rules = weekly.rules_of(lake, season, now=now)
    return lake, [
        {
            "seed": seed,
            "forecast": name,
            "rmse": ((rows[name] - rows["truth"]) ** 2).mean() ** 0.5,
            "squad": worth(best_squad(_by(pool, name), rules), pool),
        }
        for name in (*MODELS, "truth")
    ]


def worth(roster: Roster, pool: pl.DataFrame) -> float:
    """What a line-up would truly score on average, its captain twice."""
    squad = roster.squad.join(
        pool.select("element", "truth"), on="element", how="left", validate="1:1"
    ).filter("starter")
    return squad["truth"].sum() + squad.filter("captain")["truth"].sum()


def _by(pool: pl.DataFrame, name: str) -> pl.DataFrame:
    return pool.drop("expected_points", strict=False).with_columns(
        pl.col(name).alias("expected_points")
    )


def main(archive: Path, seeds: list[int]) -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        real = marginals(archive_lake(archive, Path(folder)), COMPARED)
        lake, rows = against_the_truth(seeds[0], Path(folder))
        demo = marginals(lake, PLAYED_OUT)
        for name, value in real.items():
            print(f"| {name} | {value:.3f} | {demo[name]:.3f} |")
        for seed in seeds[1:]:
            rows += against_the_truth(seed, Path(folder))[1]
    for row in rows:
        print(f"| {row['seed']} | {row['forecast']} | {row['rmse']:.3f} | {row['squad']:.1f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(seed) for seed in sys.argv[2:]] or [1])
