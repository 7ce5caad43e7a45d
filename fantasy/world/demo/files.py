"""The tables of a season's files in the history archive, under the archive's own column names."""

from typing import Any

import polars as pl

from fantasy.game import POSITIONS
from fantasy.league import Season
from fantasy.league.market import MANAGERS
from fantasy.league.standings import average_points

ARCHIVE_POSITIONS = {"GKP": "GK", "DEF": "DEF", "MID": "MID", "FWD": "FWD"}
DEFENDING = ("clearances_blocks_interceptions", "recoveries", "tackles")
DEFENDING_SINCE = "2025-26"
"""The first season in which FPL tells of defending."""

SUMS = (
    *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals"),
    *("penalties_saved", "penalties_missed", "yellow_cards", "red_cards", "saves", "bonus", "bps"),
    *("total_points", "starts"),
)
MEASURES = ("influence", "creativity", "threat", "ict_index")
EXPECTED = ("expected_goals", "expected_assists", "expected_goals_conceded")
IN_STATS = (
    *("goals_scored", "assists", "own_goals", "penalties_saved", "penalties_missed"),
    *("yellow_cards", "red_cards", "saves", "bonus", "bps"),
)
PLACES = ((3, 5), (8, 4), (16, 3), (20, 2))
"""Difficulty of the best three clubs, the next five, and so on."""

FIRST_CODE_OF_A_YEAR = 1000


def clubs_file(season: Season) -> pl.DataFrame:
    """`teams.csv`."""
    return season.clubs.select(
        pl.col("team_code").alias("code"),
        pl.col("team").alias("id"),
        *("name", "short_name"),
        pl.col("team").alias("pulse_id"),
    )


def players_file(season: Season) -> pl.DataFrame:
    """`players_raw.csv`: the elements as they stand when the season is over, or now."""
    latest = season.captures.sort("gameweek").unique("element", keep="last", maintain_order=True)
    sums = season.matches.group_by("element").agg(
        *(pl.col(name).sum() for name in SUMS),
        *(pl.col(name).sum().round(2) for name in (*MEASURES, *EXPECTED)),
    )
    return (
        _named(season)
        .join(_flagged(latest).drop("team"), on="element", how="inner", validate="1:1")
        .join(sums, on="element", how="left", validate="1:1")
        .with_columns(pl.col(*SUMS, *MEASURES, *EXPECTED).fill_null(0))
        .rename({"element": "id"})
        .sort("id")
    )


def players_list(season: Season) -> pl.DataFrame:
    """`player_idlist.csv`."""
    return season.players.select("first_name", "second_name", pl.col("element").alias("id"))


def fixtures_file(season: Season) -> pl.DataFrame:
    """`fixtures.csv`: the schedule as it stands, with the results so far."""
    played = pl.col("home_goals").is_not_null()
    difficulty = _difficulty(season)
    year = int(season.season[:4]) * FIRST_CODE_OF_A_YEAR
    stats = _stats(season)
    home, away = (
        pl.col(side).replace_strict(difficulty, return_dtype=pl.Int32) for side in ("home", "away")
    )
    return season.fixtures.join(stats, on="fixture", how="left", validate="1:1").select(
        (pl.col("fixture") + year).alias("code"),
        pl.col("gameweek").alias("event"),
        played.alias("finished"),
        played.alias("finished_provisional"),
        pl.col("fixture").alias("id"),
        "kickoff_time",
        pl.when(played).then(90).otherwise(0).alias("minutes"),
        pl.lit(False).alias("provisional_start_time"),
        played.alias("started"),
        pl.col("away").alias("team_a"),
        pl.col("away_goals").alias("team_a_score"),
        pl.col("home").alias("team_h"),
        pl.col("home_goals").alias("team_h_score"),
        pl.col("stats").fill_null("[]"),
        away.alias("team_h_difficulty"),
        home.alias("team_a_difficulty"),
        (pl.col("fixture") + year).alias("pulse_id"),
    )


def gameweek_file(season: Season, gameweek: int) -> pl.DataFrame:
    """`gws/gwN.csv`: what every listed player did in the matches of a gameweek."""
    told = DEFENDING if season.season >= DEFENDING_SINCE else ()
    names = season.players.select(
        "element",
        pl.format("{} {}", "first_name", "second_name").alias("name"),
        pl.col("position").replace_strict(ARCHIVE_POSITIONS),
    )
    clubs = season.clubs.select("team", pl.col("name").alias("club"))
    expected = season.captures.filter(pl.col("gameweek") == gameweek).select(
        "element", pl.col("ep_next").alias("xP")
    )
    scores = season.fixtures.select(
        "fixture",
        pl.col("away_goals").alias("team_a_score"),
        pl.col("home_goals").alias("team_h_score"),
    )
    goals, assists = pl.col("expected_goals"), pl.col("expected_assists")
    return (
        season.matches.filter(pl.col("gameweek") == gameweek)
        .drop("position")
        .join(names, on="element", how="left", validate="m:1")
        .join(clubs, on="team", how="left", validate="m:1")
        .join(expected, on="element", how="left", validate="m:1")
        .join(scores, on="fixture", how="left", validate="m:1")
        .sort("element", "kickoff_time")
        .select(
            "name",
            "position",
            pl.col("club").alias("team"),
            "xP",
            *(name for name in SUMS if name != "total_points"),
            *MEASURES,
            *told,
            "element",
            *(pl.col(name).round(2) for name in EXPECTED),
            (goals + assists).round(2).alias("expected_goal_involvements"),
            *("fixture", "kickoff_time"),
            pl.lit(False).alias("modified"),
            pl.col("opponent").alias("opponent_team"),
            pl.col("gameweek").alias("round"),
            *("selected", "team_a_score", "team_h_score", "total_points"),
            (pl.col("transfers_in") - pl.col("transfers_out")).alias("transfers_balance"),
            *("transfers_in", "transfers_out", "value", "was_home"),
        )
    )


def capture_file(season: Season, gameweek: int) -> pl.DataFrame:
    """`snapshots/<season>/gwNN.csv`: what FPL said of every player before a deadline."""
    before = season.matches.filter(pl.col("gameweek") < gameweek)
    played = (pl.col("minutes") > 0).sum()
    sums = before.group_by("element").agg(
        pl.col("total_points", "minutes").sum(),
        (pl.col("total_points").sum() / pl.max_horizontal(played, 1)).round(1).alias("mean"),
    )
    captured = season.captures.filter(pl.col("gameweek") == gameweek)
    deadline = season.deadlines.get(gameweek)
    return (
        _named(season, "team")
        .join(_flagged(captured), on="element", how="inner", validate="1:1")
        .join(sums, on="element", how="left", validate="1:1")
        .select(
            pl.col("known_at").alias("snapshot_time"),
            pl.lit(deadline).alias("deadline_time"),
            pl.col("element").alias("id"),
            *("code", "web_name", "first_name", "second_name", "team", "element_type"),
            *("now_cost", "cost_change_start", "status", "news", "news_added"),
            *("chance_of_playing_this_round", "chance_of_playing_next_round"),
            *("ep_this", "ep_next", "form"),
            pl.col("mean").fill_null(0.0).alias("points_per_game"),
            *("selected_by_percent", "transfers_in_event", "transfers_out_event"),
            pl.col("total_points", "minutes").fill_null(0),
            *("penalties_order", "corners_and_indirect_freekicks_order", "direct_freekicks_order"),
            *("birth_date", "team_join_date"),
        )
        .sort("id")
    )


def scores(season: Season) -> dict[str, Any]:
    """What a `bootstrap-static` tells beyond the archive: managers, and how they scored."""
    best = season.matches.group_by("gameweek").agg(pl.col("total_points").top_k(11).sum())
    events = [
        {"id": gameweek, "average_entry_score": average, "highest_score": highest}
        for gameweek, average, highest in average_points(season)
        .join(best, on="gameweek", validate="1:1")
        .iter_rows()
    ]
    return {"total_players": MANAGERS, "events": events}


def _named(season: Season, *without: str) -> pl.DataFrame:
    """The players under FPL's names for what they are."""
    numbers = {name: number for number, name in enumerate(POSITIONS, start=1)}
    codes = season.clubs.select("team", "team_code")
    return (
        season.players.join(codes, on="team", how="left", validate="m:1")
        .select(
            *("element", "code", "first_name", "second_name", "web_name"),
            pl.col("position").replace_strict(numbers).alias("element_type"),
            *("team", "team_code", "birth_date"),
            pl.col("joined").alias("team_join_date"),
        )
        .drop(without)
    )


def _flagged(captures: pl.DataFrame) -> pl.DataFrame:
    """Captures under FPL's names."""
    return captures.with_columns(
        pl.col("chance").alias("chance_of_playing_this_round"),
        pl.col("ep_next").alias("ep_this"),
    ).rename(
        {
            "price_tenths": "now_cost",
            "chance": "chance_of_playing_next_round",
            "transfers_in": "transfers_in_event",
            "transfers_out": "transfers_out_event",
            "corners_order": "corners_and_indirect_freekicks_order",
            "freekicks_order": "direct_freekicks_order",
        }
    )


def _difficulty(season: Season) -> dict[int, int]:
    """FPL's difficulty of playing each club, by its place among those expected to win."""
    edge = pl.col("home_rate") - pl.col("away_rate")
    sides = [
        season.fixtures.select(pl.col("home").alias("team"), edge.alias("edge")),
        season.fixtures.select(pl.col("away").alias("team"), (-edge).alias("edge")),
    ]
    order = pl.concat(sides).group_by("team").agg(pl.col("edge").mean()).sort("edge", "team")
    best_first = order["team"].reverse().to_list()
    return {
        team: next(difficulty for last, difficulty in PLACES if place < last)
        for place, team in enumerate(best_first)
    }


def _stats(season: Season) -> pl.DataFrame:
    """`fixture` and `stats`: who did what on either side, written as the archive writes it."""
    done = (
        season.matches.select("fixture", "element", "was_home", *IN_STATS)
        .unpivot(IN_STATS, index=["fixture", "element", "was_home"], variable_name="identifier")
        .filter(pl.col("value") != 0)
        .sort("fixture", "value", "element", descending=[False, True, False])
    )
    told: dict[int, dict[str, dict[str, list[dict[str, int]]]]] = {}
    for fixture in season.matches["fixture"].unique(maintain_order=True):
        told[fixture] = {name: {"a": [], "h": []} for name in IN_STATS}
    for fixture, element, was_home, identifier, value in done.iter_rows():
        told[fixture][identifier]["h" if was_home else "a"].append(
            {"value": value, "element": element}
        )
    rows = {
        "fixture": list(told),
        "stats": [
            str([{"identifier": name, **sides} for name, sides in stats.items()])
            for stats in told.values()
        ],
    }
    return pl.DataFrame(rows, schema={"fixture": pl.Int32, "stats": pl.String})
