"""football-data.co.uk of the simulated league: results, match statistics and odds as CSV."""

import re
from datetime import timedelta

import numpy as np
import polars as pl

from fantasy.league import League, Season
from fantasy.league.bookmakers import odds
from fantasy.league.randomness import randomness
from fantasy.league.state import Ints

RESULTS = re.compile(r"mmz4281/(\d{2})(\d{2})/(E[01])\.csv")
COMING = "fixtures.csv"
COMING_DAYS = 7
FORMS = (" United", " City", " Town", " Rovers", " Albion", " Athletic", " Wanderers", " Rangers")
"""What the site leaves out of a club's name."""

WITH_A_MARK = "2024-25"
"""A season whose file begins with a byte order mark, as some do."""

CORNERS, FOULS, SHOTS, ON_TARGET = 5.2, 10.8, 9.4, 3.1
HALF = 0.45
"""Share of the goals that fall in the first half."""

REFEREES = ("A Thwaite", "C Holme", "D Marsden", "J Pickersgill", "M Ollerton", "P Tarn", "S Keld")
COUNTS = {"S": "shots", "ST": "shots_on_target", "Y": "yellow_cards", "R": "red_cards"}
COUNTED = {
    f"{letter}{short}": f"{side}_{name}"
    for short, name in COUNTS.items()
    for letter, side in (("H", "home"), ("A", "away"))
}
MADE_UP = {"HF": FOULS, "AF": FOULS, "HC": CORNERS, "AC": CORNERS}
ORDER = (
    *("Div", "Date", "Time", "HomeTeam", "AwayTeam", "FTHG", "FTAG", "FTR", "HTHG", "HTAG", "HTR"),
    *("Referee", "HS", "AS", "HST", "AST", "HF", "AF", "HC", "AC", "HY", "AY", "HR", "AR"),
)
KICK_OFFS = ("12:30", "15:00", "15:00", "15:00", "17:30")


def respond(league: League, path: str) -> bytes | None:
    """The body at a path of the site; None where there is nothing."""
    if path == COMING:
        return _csv(_coming(league))
    if asked := RESULTS.fullmatch(path):
        season = f"20{asked[1]}-{asked[2]}"
        if season in league.seasons:
            return _results(league, season, asked[3])
    return None


def club_name(name: pl.Expr) -> pl.Expr:
    """A club's name as the site writes it: the town alone."""
    return name.str.replace(f"({'|'.join(FORMS)})$", "")


def _results(league: League, name: str, division: str) -> bytes:
    """A season's file of a division: every match played so far."""
    season = league.seasons[name]
    rng = randomness(league.seed, f"odds {division} {name}")
    played = (_first_tier(season) if division == "E0" else _second_tier(league, season)).filter(
        pl.col("home_goals").is_not_null(), pl.col("kickoff_time") < season.now
    )
    body = _csv(_table(played, division, rng).hstack(odds(played, rng)))
    return b"\xef\xbb\xbf" + body if name == WITH_A_MARK else body


def _coming(league: League) -> pl.DataFrame:
    """The matches of the next days, with opening odds and no result."""
    season = league.current
    last = season.now + timedelta(days=COMING_DAYS)
    ahead = [
        (division, rows.filter(pl.col("kickoff_time").is_between(season.now, last)))
        for division, rows in (
            ("E0", _first_tier(season)),
            ("E1", _second_tier(league, season)),
        )
    ]
    rng = randomness(league.seed, f"odds to come {season.season}")
    return pl.concat(
        _fixture(rows, division).hstack(odds(rows, rng).select(~pl.selectors.contains("C")))
        for division, rows in ahead
    )


def _first_tier(season: Season) -> pl.DataFrame:
    """Matches with names, and what players did in them added up by side."""
    names = season.clubs.select("team", "name")
    sides = season.matches.group_by("fixture", "was_home").agg(
        pl.col("shots", "shots_on_target", "yellow_cards", "red_cards").sum()
    )
    rows = season.fixtures
    for side, at_home in (("home", True), ("away", False)):
        done = sides.filter(pl.col("was_home") == at_home).drop("was_home")
        renamed = done.rename(
            {each: f"{side}_{each}" for each in done.columns if each != "fixture"}
        )
        rows = rows.join(renamed, on="fixture", how="left", validate="1:1").join(
            names.rename({"team": side, "name": f"{side}_name"}), on=side, validate="m:1"
        )
    return (
        rows.drop("home", "away")
        .rename({"home_name": "home", "away_name": "away"})
        .sort("kickoff_time", "fixture", nulls_last=True)
    )


def _second_tier(league: League, season: Season) -> pl.DataFrame:
    """Matches of the division below, with times of day and statistics made up."""
    results = league.years[season.season].second_tier.results
    rng = randomness(league.seed, f"second tier's matches {season.season}")
    count = results.height
    hours = pl.Series([KICK_OFFS[place] for place in rng.integers(len(KICK_OFFS), size=count)])
    moments = (results["date"].cast(pl.String) + " " + hours).str.to_datetime("%Y-%m-%d %H:%M")
    counted = {
        f"{side}_{name}": rng.poisson(mean, count).astype(np.int32)
        for side in ("home", "away")
        for name, mean in (("yellow_cards", 1.9), ("red_cards", 0.07))
    }
    shots = {
        f"{side}_{name}": results[f"{side}_goals"] + rng.poisson(mean, count).astype(np.int32)
        for side in ("home", "away")
        for name, mean in (("shots", SHOTS), ("shots_on_target", ON_TARGET))
    }
    time = moments.dt.replace_time_zone("UTC").dt.cast_time_unit("us").alias("kickoff_time")
    return results.with_columns(time, **shots, **counted)


def _fixture(rows: pl.DataFrame, division: str) -> pl.DataFrame:
    return rows.select(
        pl.lit(division).alias("Div"),
        pl.col("kickoff_time").dt.strftime("%d/%m/%Y").alias("Date"),
        pl.col("kickoff_time").dt.strftime("%H:%M").alias("Time"),
        club_name(pl.col("home")).alias("HomeTeam"),
        club_name(pl.col("away")).alias("AwayTeam"),
    )


def _table(rows: pl.DataFrame, division: str, rng: np.random.Generator) -> pl.DataFrame:
    """The columns before the odds, in the site's order."""
    count = rows.height
    home, away = rows["home_goals"].to_numpy(), rows["away_goals"].to_numpy()
    half = rng.binomial(home, HALF), rng.binomial(away, HALF)
    referee = [REFEREES[place] for place in rng.integers(len(REFEREES), size=count)]
    other = {name: rng.poisson(mean, count) for name, mean in MADE_UP.items()}
    return (
        _fixture(rows, division)
        .with_columns(
            pl.Series("FTHG", home),
            pl.Series("FTAG", away),
            pl.Series("FTR", _outcome(home, away)),
            pl.Series("HTHG", half[0]),
            pl.Series("HTAG", half[1]),
            pl.Series("HTR", _outcome(*half)),
            pl.Series("Referee", referee),
            *(rows[name].alias(short) for short, name in COUNTED.items()),
            *(pl.Series(name, values) for name, values in other.items()),
        )
        .select(*ORDER)
    )


def _outcome(home: Ints, away: Ints) -> list[str]:
    return [str(each) for each in np.select([home > away, home < away], ["H", "A"], default="D")]


def _csv(table: pl.DataFrame) -> bytes:
    return table.write_csv().encode()
