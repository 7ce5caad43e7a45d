"""`fantasy.features.form`, `.defence` and `.shots` again, in pandas."""

from collections.abc import Callable

import pandas as pd

from fantasy.features.defence import FIRST_SEASON, PARTS
from fantasy.features.form import (
    CLUB_MEASURES,
    CLUB_WINDOWS,
    HALF_A_MATCH,
    LAGS,
    PER_90,
    PLAYER_MEASURES,
    PLAYER_WINDOWS,
    RATE_HALF_LIFE,
    RATE_PRIOR,
)
from fantasy.game.rules import Rules

LONG_PLAY = 60
Means = Callable[[pd.DataFrame, tuple[str, ...], tuple[int, ...], str], list[pd.DataFrame]]
"""Means over the last matches of each group of rows, which are sorted by it and by time."""


def with_defence(matches: pd.DataFrame) -> pd.DataFrame:
    """Rows of `player_matches` with `defensive_actions` and `base_points`."""
    scoring = Rules.for_season(FIRST_SEASON).scoring
    clearances, tackles, recoveries = (matches[part].fillna(0) for part in PARTS)
    recovers = matches["position"].isin(scoring.recoveries_count)
    actions = clearances + tackles + recoveries.where(recovers, 0)
    reached = actions >= matches["position"].map(scoring.defensive_threshold)
    scores = reached & (matches["season"] >= FIRST_SEASON)
    given = matches["position"].map(scoring.defensive_contribution).where(scores, 0)
    return matches.assign(
        defensive_actions=actions.where(matches[[*PARTS]].notna().all(axis=1)),
        base_points=(matches["total_points"] - given).astype(float),
    )


def rolling_means(
    rows: pd.DataFrame, measures: tuple[str, ...], windows: tuple[int, ...], of: str
) -> list[pd.DataFrame]:
    """`Means` of all columns at once."""
    groups = rows.groupby(of)[[*measures]]
    return [
        groups.rolling(n, min_periods=1).mean().droplevel(0).add_suffix(f"_mean_{n}")
        for n in windows
    ]


def means_one_by_one(
    rows: pd.DataFrame, measures: tuple[str, ...], windows: tuple[int, ...], of: str
) -> list[pd.DataFrame]:
    """`Means` column by column, as feature code in pandas is mostly written."""
    return [
        pd.DataFrame(
            {
                f"{name}_mean_{n}": rows.groupby(of)[name].transform(
                    lambda column, n=n: column.rolling(n, min_periods=1).mean()
                )
                for name in measures
            }
        )
        for n in windows
    ]


def with_shots(matches: pd.DataFrame, told: pd.DataFrame, counted: tuple[str, ...]) -> pd.DataFrame:
    """Rows of `player_matches` with what FPL counted, else what Understat did."""
    fixture = ["season", "fixture"]
    told = told[[*fixture, "code", *counted]]
    rows = matches.merge(told, on=[*fixture, "code"], how="left", suffixes=("", "_told")).merge(
        told[fixture].drop_duplicates().assign(told=1.0), on=fixture, how="left", validate="m:1"
    )
    idle = (rows["told"] - 1.0).where(rows["minutes"] == 0)
    for name in counted:
        rows[name] = rows[name].fillna(rows[f"{name}_told"]).fillna(idle)
    return rows


def with_club_shots(matches: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Rows of `team_matches` with the expected goals FPL counted, else Understat."""
    told = told[["season", "fixture", "team_code", "expected_goals"]]
    for club, name in (
        ("team_code", "expected_goals"),
        ("opponent_code", "expected_goals_against"),
    ):
        side = told.rename(columns={"team_code": club, "expected_goals": "told"})
        rows = matches.merge(side, on=["season", "fixture", club], how="left", validate="m:1")
        matches = rows.assign(**{name: rows[name].fillna(rows["told"])}).drop(columns="told")
    return matches


def rates(rows: pd.DataFrame) -> pd.DataFrame:
    """What a player does in 90 minutes; null after a match in which it was not counted."""
    counts = rows[[*PER_90]].astype(float)
    counted = counts.notna()
    minutes = counted.mul(rows["minutes"], axis=0).where(counted)
    done, played = (
        each.groupby(rows["code"]).ewm(halflife=RATE_HALF_LIFE, ignore_na=True).mean().droplevel(0)
        for each in (counts, minutes)
    )
    return (90 * done / (played + RATE_PRIOR)).where(counted).add_suffix("_per_90")


def spells(rows: pd.DataFrame) -> pd.DataFrame:
    """Minutes of single matches, and sums of the season and of the stay at a club."""
    of_player = rows.groupby("code")
    of_season = rows.groupby(["code", "season"])
    stay = rows.groupby(["code", "season", "team_code"])
    played_at = rows["kickoff_time"].where(rows["minutes"] > 0)
    return pd.DataFrame(
        {f"minutes_lag_{lag}": of_player["minutes"].shift(lag - 1) for lag in LAGS}
    ).assign(
        minutes_this_season=of_season["minutes"].cumsum(),
        yellow_cards_this_season=of_season["yellow_cards"].cumsum(),
        points_this_season=of_season["total_points"].cumsum(),
        matches_this_season=of_season.cumcount() + 1,
        matches_at_club=stay.cumcount() + 1,
        matches_known=of_player.cumcount() + 1,
        last_season=rows["season"],
        last_club=rows["team_code"],
        last_match=rows["kickoff_time"],
        last_played=played_at.groupby(rows["code"]).ffill(),
    )


def player_form(matches: pd.DataFrame, means: Means) -> pd.DataFrame:
    """The state of each player after each of his matches, ordered by `known_at`."""
    rows = matches.sort_values(["code", "kickoff_time"], ignore_index=True)
    minutes = rows["minutes"]
    rows = rows.assign(
        played=(minutes > 0).astype(float),
        played_60=(minutes >= LONG_PLAY).astype(float),
        started=rows["starts"].fillna((minutes > HALF_A_MATCH).astype(float)),
    )
    last_5 = rows.groupby("code")["total_points"].rolling(5, min_periods=1).mean().droplevel(0)
    states = [
        rows[["code", "known_at"]],
        *means(rows, PLAYER_MEASURES, PLAYER_WINDOWS, "code"),
        rates(rows),
        spells(rows),
        last_5.rename("last_5_points"),
    ]
    return pd.concat(states, axis=1).sort_values("known_at", kind="stable")


def club_form(matches: pd.DataFrame, means: Means) -> pd.DataFrame:
    """The state of each club after each of its matches, ordered by `known_at`."""
    rows = matches.sort_values(["team_code", "kickoff_time"], ignore_index=True)
    form = means(rows, CLUB_MEASURES, CLUB_WINDOWS, "team_code")
    states = pd.concat([rows[["team_code", "known_at"]], *form], axis=1)
    return states.sort_values("known_at", kind="stable")
