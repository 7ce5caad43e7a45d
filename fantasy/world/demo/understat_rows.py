"""Rows of Understat's answers, numbers as text where the site writes them so."""

from typing import Any

import numpy as np
import polars as pl

from fantasy.league import Season
from fantasy.league.bookmakers import probabilities

Json = dict[str, Any]

POSITIONS = {"GKP": "GK", "DEF": "D", "MID": "M", "FWD": "F"}
RESULTS = {
    "goal": "Goal",
    "saved": "SavedShot",
    "missed": "MissedShots",
    "blocked": "BlockedShot",
    "post": "ShotOnPost",
}
SITUATIONS = {"open_play": "OpenPlay", "corner": "FromCorner", "penalty": "Penalty"}
SUMMED = (
    *("minutes", "goals_scored", "assists", "shots", "key_passes", "yellow_cards", "red_cards"),
    *("expected_goals", "expected_assists", "spot_goals", "spot_expected"),
)


def by_side(season: Season) -> dict[tuple[int, bool], Json]:
    """Expected goals of each side of each match, with and without penalties."""
    spots, spot = penalties(season), pl.col("spot_expected").fill_null(0)
    sums = (
        season.matches.join(spots, on=["fixture", "element"], how="left", validate="1:1")
        .group_by("fixture", "was_home")
        .agg(
            pl.col("expected_goals").sum().round(6).alias("expected"),
            (pl.col("expected_goals") - spot).sum().round(6).alias("open"),
            pl.col("tackles").sum(),
            pl.col("key_passes").sum(),
        )
    )
    return {(row["fixture"], row["was_home"]): row for row in sums.iter_rows(named=True)}


def penalties(season: Season) -> pl.DataFrame:
    """Goals and expected goals from penalties by fixture and element."""
    spots = season.shots.filter(pl.col("situation") == "penalty")
    return spots.group_by("fixture", "element").agg(
        (pl.col("outcome") == "goal").sum().alias("spot_goals"),
        pl.col("expected_goals").sum().alias("spot_expected"),
    )


def history(row: Json, own: Json, theirs: Json, sides: tuple[str, str]) -> Json:
    """A match in a club's history.

    Args:
        row: the fixture.
        own: the club's sums of `by_side`.
        theirs: the opponent's.
        sides: `home` and `away`, the club's first.
    """
    scored, missed = (row[f"{side}_goals"] for side in sides)
    chances = probabilities(np.array([own["expected"]]), np.array([theirs["expected"]])).result[0]
    won, drawn = scored > missed, scored == missed
    return {
        "h_a": sides[0][0],
        "xG": own["expected"],
        "xGA": theirs["expected"],
        "npxG": own["open"],
        "npxGA": theirs["open"],
        "ppda": {"att": 300 + theirs["key_passes"], "def": max(own["tackles"], 1)},
        "ppda_allowed": {"att": 300 + own["key_passes"], "def": max(theirs["tackles"], 1)},
        "deep": own["key_passes"] // 2,
        "deep_allowed": theirs["key_passes"] // 2,
        "scored": scored,
        "missed": missed,
        "xpts": round(float(3 * chances[0] + chances[1]), 4),
        "result": "w" if won else "d" if drawn else "l",
        "date": f"{row['kickoff_time']:%Y-%m-%d %H:%M:%S}",
        "wins": int(won),
        "draws": int(drawn),
        "loses": int(not won and not drawn),
        "pts": 3 * int(won) + int(drawn),
        "npxGD": round(own["open"] - theirs["open"], 6),
    }


def total(row: Json) -> Json:
    """A player's season."""
    chain = row["expected_goals"] + row["expected_assists"]
    return {
        "id": str(row["understat"]),
        "player_name": row["name"],
        "games": str(row["games"]),
        "time": str(row["minutes"]),
        "goals": str(row["goals_scored"]),
        "xG": str(row["expected_goals"]),
        "assists": str(row["assists"]),
        "xA": str(row["expected_assists"]),
        "shots": str(row["shots"]),
        "key_passes": str(row["key_passes"]),
        "yellow_cards": str(row["yellow_cards"]),
        "red_cards": str(row["red_cards"]),
        "position": POSITIONS[row["position"]],
        "team_title": ",".join(row["titles"]),
        "npg": str(row["goals_scored"] - row["spot_goals"]),
        "npxG": str(row["expected_goals"] - row["spot_expected"]),
        "xGChain": str(chain),
        "xGBuildup": str(row["expected_assists"]),
    }


def shot(row: Json, names: dict[int, Json], match: str, place: tuple[str, int]) -> Json:
    """A shot; `place` is its side, h or a, and its number there."""
    maker = names.get(row["creator"] or -1)
    return {
        "id": f"{match}{place[0] == 'a':d}{place[1]:02d}",
        "minute": str(row["minute"]),
        "result": RESULTS[row["outcome"]],
        "xG": str(row["expected_goals"]),
        "player": names[row["element"]]["name"],
        "player_id": str(names[row["element"]]["understat"]),
        "h_a": place[0],
        "situation": SITUATIONS[row["situation"]],
        "match_id": match,
        "player_assisted": None if maker is None else maker["name"],
    }


def listed(row: Json, names: dict[int, Json], side: str, clubs: dict[int, Json]) -> Json:
    """A player in a match's roster."""
    who = names[row["element"]]
    return {
        "player_id": str(who["understat"]),
        "player": who["name"],
        "team_id": clubs[row["team"]]["id"],
        "h_a": side,
        "position": POSITIONS[who["position"]] if row["starts"] else "Sub",
        **_counts(row),
    }


def match_of_a_player(row: Json, match: str, season: str) -> Json:
    """A match in a player's list."""
    return {
        "id": match,
        "season": season[:4],
        "date": f"{row['kickoff_time']:%Y-%m-%d}",
        "h_a": "h" if row["was_home"] else "a",
        **_counts(row),
    }


def _counts(row: Json) -> Json:
    names = {
        "goals": "goals_scored",
        "own_goals": "own_goals",
        "shots": "shots",
        "time": "minutes",
        "xG": "expected_goals",
        "xA": "expected_assists",
        "key_passes": "key_passes",
        "assists": "assists",
        "yellow_card": "yellow_cards",
        "red_card": "red_cards",
    }
    return {short: str(row[name]) for short, name in names.items()}


def text(value: float | None) -> str | None:
    """A number as text, null where there is none."""
    return None if value is None else str(value)


def forecast(sums: dict[tuple[int, bool], Json], fixture: int) -> Json:
    """The chances the expected goals of a match gave its sides; nothing before it is played."""
    own, theirs = sums.get((fixture, True)), sums.get((fixture, False))
    if own is None or theirs is None:
        return {}
    expected = (np.array([side["expected"]]) for side in (own, theirs))
    chances = probabilities(*expected).result[0].round(4)
    return {"forecast": {key: str(each) for key, each in zip("wdl", chances, strict=True)}}
