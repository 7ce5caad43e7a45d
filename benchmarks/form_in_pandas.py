"""`fantasy.features.form` and `fantasy.features.defence` again, in pandas."""

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
    rows: pd.DataFrame, measures: tuple[str, ...], windows: tuple[int, ...], *, of: str
) -> list[pd.DataFrame]:
    """Means over the last matches of each `of`, by whom and by time the rows are sorted."""
    groups = rows.groupby(of)[[*measures]]
    return [
        groups.rolling(n, min_periods=1).mean().droplevel(0).add_suffix(f"_mean_{n}")
        for n in windows
    ]


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


def player_form(matches: pd.DataFrame) -> pd.DataFrame:
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
        *rolling_means(rows, PLAYER_MEASURES, PLAYER_WINDOWS, of="code"),
        rates(rows),
        spells(rows),
        last_5.rename("last_5_points"),
    ]
    return pd.concat(states, axis=1).sort_values("known_at", kind="stable")


def club_form(matches: pd.DataFrame) -> pd.DataFrame:
    """The state of each club after each of its matches, ordered by `known_at`."""
    rows = matches.sort_values(["team_code", "kickoff_time"], ignore_index=True)
    means = rolling_means(rows, CLUB_MEASURES, CLUB_WINDOWS, of="team_code")
    states = pd.concat([rows[["team_code", "known_at"]], *means], axis=1)
    return states.sort_values("known_at", kind="stable")
