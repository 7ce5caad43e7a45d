"""A season of plans, week by week: python benchmarks/season_plans.py ARCHIVE SEASON.

Each deadline a plan of five gameweeks is made on a simple forecast (points of the last five
gameweeks, drawn towards the price), its first moves are made, and the real points counted. Prints
the time of all plans, the slowest one, the widest gap, and the points.
"""

import sys
import time
from pathlib import Path

import polars as pl

from fantasy.game.ledger import Ledger, after_deadline, opening
from fantasy.game.rules import Rules
from fantasy.game.squad import gameweek_points, selling_price
from fantasy.planning import Asked, Owned, posed
from fantasy.projections import Projections
from fantasy.roster.plan import Move
from fantasy.roster.search import best_plan

HORIZON, RECENT, PRIOR_GAMES, PRICE_OF_A_POINT = 5, 5, 2, 20
POSITIONS = {"GK": "GKP", "GKP": "GKP", "DEF": "DEF", "MID": "MID", "FWD": "FWD"}


def matches_of(folder: Path, gameweeks: range) -> pl.DataFrame:
    """A row a player and gameweek: points, minutes, price, club."""
    columns = ("element", "name", "position", "team", "total_points", "minutes", "value", "round")
    files = [folder / "gws" / f"gw{week}.csv" for week in gameweeks]
    rows = pl.concat(
        pl.read_csv(file, columns=columns, infer_schema_length=None) for file in files
    ).filter(pl.col("position").is_in(list(POSITIONS)))
    return rows.group_by("element", "round", maintain_order=True).agg(
        pl.col("name", "position", "team", "value").last(),
        pl.col("total_points", "minutes").sum(),
    )


def fixtures_of(folder: Path) -> pl.DataFrame:
    """How many fixtures each club has in each gameweek."""
    clubs = pl.read_csv(folder / "teams.csv").select("id", "name")
    games = pl.read_csv(folder / "fixtures.csv", infer_schema_length=None).drop_nulls("event")
    sides = [games.select("event", id=pl.col(side)) for side in ("team_h", "team_a")]
    joined = pl.concat(sides).join(clubs, on="id", how="inner", validate="m:1")
    return joined.group_by(pl.col("event").cast(pl.Int64), team="name").agg(pl.len().alias("games"))


def projections_at(
    matches: pl.DataFrame, fixtures: pl.DataFrame, gameweek: int, last: int
) -> Projections:
    """What is expected before a gameweek; prices are those of its deadline."""
    known = matches.filter(pl.col("round") <= gameweek).sort("round")
    people = known.group_by("element", maintain_order=True).agg(
        pl.col("name", "team").last(),
        pl.col("position").last().replace_strict(POSITIONS),
        pl.col("value").last().alias("price_tenths"),
    )
    past = known.filter(pl.col("round") < gameweek, pl.col("round") >= gameweek - RECENT)
    form = past.group_by("element").agg(pl.col("total_points").sum(), pl.len().alias("seen"))
    prior = pl.col("price_tenths") / PRICE_OF_A_POINT
    drawn = (pl.col("total_points").fill_null(0) + PRIOR_GAMES * prior) / (
        pl.col("seen").fill_null(0) + PRIOR_GAMES
    )
    rated = people.join(form, on="element", how="left", validate="1:1").with_columns(rate=drawn)
    weeks = range(gameweek, min(gameweek + HORIZON, last + 1))
    points = [
        rated.join(
            fixtures.filter(pl.col("event") == week), on="team", how="left", maintain_order="left"
        ).select((pl.col("rate") * pl.col("games").fill_null(0)).alias(str(week)))
        for week in weeks
    ]
    players = people.select("element", "name", "team", "position", "price_tenths", full_name="name")
    return Projections(players, pl.concat(points, how="horizontal"))


def scored(move: Move, matches: pl.DataFrame, rules: Rules) -> int:
    """The real points of a gameweek of a plan, hits taken off."""
    came = matches.filter(pl.col("round") == move.gameweek).select(
        "element", points="total_points", played=pl.col("minutes") > 0
    )
    team = move.team.join(came, on="element", how="left", validate="1:1").with_columns(
        pl.col("points").fill_null(0), pl.col("played").fill_null(value=False)
    )
    return gameweek_points(team, rules, chip=move.chip) - rules.hit_points * move.hits


def main(archive: Path, season: str) -> None:
    """Plan a season and print what it took."""
    rules, folder = Rules.for_season(season), archive / "data" / season
    gameweeks = range(1, rules.last_gameweek + 1)
    matches, fixtures = matches_of(folder, gameweeks), fixtures_of(folder)
    ledger: Ledger | None = None
    seconds, points, gaps = [], 0, []
    for gameweek in gameweeks:
        told = projections_at(matches, fixtures, gameweek, gameweeks[-1])
        now = dict(told.players.select("element", "price_tenths").iter_rows())
        owned = Owned(rules.budget_tenths, ())
        if ledger is not None:
            selling = {
                each: selling_price(paid, now[each], rules) for each, paid in ledger.paid.items()
            }
            owned = Owned(ledger.bank, (), ledger.free_transfers, selling)
        start = time.perf_counter()
        plan = best_plan(posed(told, owned, Asked(len(told.gameweeks)), rules))
        seconds.append(time.perf_counter() - start)
        gaps.append(plan.gap)
        move = plan.moves[0]
        points += scored(move, matches, rules)
        if ledger is None:
            paid = {each: now[each] for each in move.team["element"]}
            ledger = opening(paid, rules, gameweek=gameweek, chip=None)
        else:
            ledger = after_deadline(ledger, move.transfers, None, rules)
    print(
        f"{season}: {len(seconds)} plans in {sum(seconds):.1f} s, the slowest {max(seconds):.1f} s"
    )
    print(f"widest gap {max(gaps):.4%}; {points} points without chips")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
