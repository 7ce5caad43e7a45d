"""`fantasy.features.matrix` again, in pandas: every gameweek with a horizon of 1.

Written as one would with pandas at hand, to be measured against and to compute every value a second
time by other means. Names of columns and the constants come from the project, and so do the clubs'
ratings and the goals odds tell of, which are fitted with numpy and no frames.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from form_in_pandas import (
    Means,
    club_form,
    player_form,
    rolling_means,
    with_club_shots,
    with_defence,
    with_shots,
)
from signals_in_pandas import Reader, news_features, read_flags, whole_minutes

from fantasy.features.form import BASELINE, CLUB_FORM
from fantasy.features.matrix import DONE, FEATURES, IDENTITY, KEYS, OUTCOME, POSITION_NUMBERS
from fantasy.features.rivals import CERTAIN, OF_CLUB, PARTS
from fantasy.features.shots import COUNTED
from fantasy.features.status import OUT
from fantasy.store.schema import TABLES

COLUMNS = [*KEYS, *IDENTITY, *FEATURES, *BASELINE, *OUTCOME]
DEADLINE = ["season", "gameweek"]
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Known:
    """The tables as they stood at a moment, and what was fitted to them.

    Attributes:
        tables: all rows ever stored.
        moment: when the question is asked.
        ratings: what `fantasy.features.strength.club_ratings` gives.
        market: what `fantasy.features.market.market_goals` gives.
        read: what `fantasy.news.flags.read_flag` does.
    """

    tables: dict[str, pd.DataFrame]
    moment: datetime
    ratings: pd.DataFrame
    market: pd.DataFrame
    read: Reader

    def states(self, name: str) -> pd.DataFrame:
        """All rows known at the moment."""
        rows = self.tables[name]
        return rows[rows["known_at"] <= self.moment]

    def table(self, name: str) -> pd.DataFrame:
        """Rows known at the moment, the last state of each key."""
        rows = self.states(name)
        if not TABLES[name].versioned:
            return rows
        return rows.sort_values("known_at").drop_duplicates(TABLES[name].key, keep="last")


def feature_matrix(known: Known, means: Means = rolling_means) -> pd.DataFrame:
    """The columns of `fantasy.features.feature_matrix`, sorted alike."""
    rows = candidates(known).sort_values("deadline")
    matches = with_defence(known.table("player_matches"))
    played = with_shots(matches, known.table("player_match_expected"), COUNTED)
    form = player_form(played[played["code"].isin(rows["code"])], means)
    of_clubs = with_club_shots(known.table("team_matches"), known.table("club_expected"))
    clubs = club_form(of_clubs, means)
    return (
        rows.pipe(_with_last_state, form, "code")
        .pipe(_with_last_state, _prefixed(clubs, "club_", "team_code"), "team_code")
        .pipe(_with_last_state, _prefixed(clubs, "opponent_", "opponent_code"), "opponent_code")
        .pipe(with_opposition, known)
        .pipe(with_rivals)
        .pipe(with_spans)
        .pipe(with_products)
        .pipe(with_outcome, played, known.table("team_matches"))[COLUMNS]
        .sort_values([*KEYS], ignore_index=True)
    )


def candidates(known: Known) -> pd.DataFrame:
    """A row for each player and fixture of his club, with FPL's last word on him."""
    weeks = known.table("gameweeks")[[*DEADLINE, "deadline"]]
    captured = _captured(known, weeks)
    everybody = pd.concat([captured, _uncaptured(known, captured, weeks)], ignore_index=True)
    positions = known.table("players")[["season", "element", "position"]]
    flags = read_flags(known.states("player_status"), weeks, known.read)
    news = news_features(flags, known.states("news_claims"), weeks)
    rows = (
        everybody.merge(positions, on=["season", "element"], validate="m:1")
        .pipe(with_status)
        .drop(columns="known_at")
        .merge(news, on=[*DEADLINE, "code"], how="left", validate="m:1")
        .merge(_club_fixtures(known.table("fixtures")), on=[*DEADLINE, "team_code"])
    )
    return rows.assign(
        as_of_gameweek=rows["gameweek"],
        barred=False,
        gameweek_number=rows["gameweek"],
        horizon=1,
        position_number=rows["position"].map(POSITION_NUMBERS),
        fixtures_in_gameweek=rows.groupby([*DEADLINE, "element"])["fixture"].transform("size"),
    )


def _captured(known: Known, weeks: pd.DataFrame) -> pd.DataFrame:
    """The last rows of `player_status` before each deadline."""
    rows = known.states("player_status").merge(weeks, on=DEADLINE, validate="m:1")
    rows = rows[rows["known_at"] <= rows["deadline"]].sort_values("known_at")
    return rows.drop_duplicates([*DEADLINE, "element"], keep="last")


def _uncaptured(known: Known, captured: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Who had a match in the gameweeks before which nobody captured anything."""
    seen = captured[DEADLINE].drop_duplicates()
    rows = known.table("player_matches")[[*DEADLINE, "element", "code", "team_code"]]
    rows = rows.merge(seen, on=DEADLINE, how="left", indicator=True)
    rows = rows[rows["_merge"] == "left_only"].drop(columns="_merge")
    rows = rows.drop_duplicates([*DEADLINE, "element"])
    return rows.merge(weeks, on=DEADLINE, validate="m:1")


def _club_fixtures(fixtures: pd.DataFrame) -> pd.DataFrame:
    """Each fixture twice: from the home club's side and from the visitors'."""
    fixtures = fixtures.dropna(subset="gameweek").drop(columns="known_at")
    home = {"home_code": "team_code", "away_code": "opponent_code"}
    away = {"home_code": "opponent_code", "away_code": "team_code"}
    return pd.concat(
        [
            fixtures.rename(columns=home).assign(was_home=True),
            fixtures.rename(columns=away).assign(was_home=False),
        ]
    )


def with_status(rows: pd.DataFrame) -> pd.DataFrame:
    """What FPL itself says of a player before a deadline, as numbers."""
    status = rows["status"]
    told = status.notna()
    chance = rows["chance"].fillna(100.0 - 100.0 * status.isin(OUT))
    dearness = rows.groupby([*DEADLINE, "team_code", "position"])["price_tenths"]
    return rows.assign(
        price=rows["price_tenths"] / 10,
        price_rank=dearness.rank("min", ascending=False) - 1,
        chance=chance.where(told),
        doubtful=(status == "d").where(told),
        injured=(status == "i").where(told),
        suspended=(status == "s").where(told),
        gone=status.isin(["u", "n"]).where(told),
        has_news=rows["news"].notna().where(told),
        capture_age_hours=whole_minutes(rows["deadline"] - rows["known_at"]) / 60,
        news_age_days=whole_minutes(rows["known_at"] - rows["news_added"]) / MINUTES_A_DAY,
        transfers_in=np.log1p(rows["transfers_in"]),
        transfers_out=np.log1p(rows["transfers_out"]),
    )


def with_opposition(rows: pd.DataFrame, known: Known) -> pd.DataFrame:
    """What to expect of a fixture: the goals of the player's club and of its opponent."""
    own = {"team_code": "team_code", "attack": "club_attack", "defence": "club_defence"}
    other = {name: new.replace("team", "opponent") for name, new in own.items()}
    other = {name: new.replace("club", "opponent") for name, new in other.items()}
    of_opponent = known.ratings.drop(columns=["base", "home"]).rename(columns=other)
    rows = (
        rows.merge(known.ratings.rename(columns=own), on=[*DEADLINE, "team_code"], how="left")
        .merge(of_opponent, on=[*DEADLINE, "opponent_code"], how="left", validate="m:1")
        .merge(known.market, on=["season", "fixture"], how="left", validate="m:1")
    )
    told, at_home = rows["odds_known_at"] <= rows["deadline"], rows["was_home"]
    home, away = rows["home"] * at_home, rows["home"] * ~at_home
    attack = np.exp(rows["base"] + home + rows["club_attack"] - rows["opponent_defence"])
    threat = np.exp(rows["base"] + away + rows["opponent_attack"] - rows["club_defence"])
    by_odds = rows["home_goals"].where(at_home, rows["away_goals"])
    against_by_odds = rows["away_goals"].where(at_home, rows["home_goals"])
    opponent_goals = against_by_odds.where(told, threat)
    return rows.assign(
        club_goals=by_odds.where(told, attack),
        opponent_goals=opponent_goals,
        goals_by_odds=told,
        clean_sheet_chance=np.exp(-opponent_goals),
    )


def with_rivals(rows: pd.DataFrame) -> pd.DataFrame:
    """A player among the others of his club and position."""
    mean = rows["minutes_mean_10"].fillna(0.0)
    ready = (PARTS * mean * (rows["chance"].fillna(CERTAIN) / CERTAIN)).round()
    rows = rows.assign(ready=ready, missed=(PARTS * mean).round() - ready)
    of_club, of_position = rows.groupby([*OF_CLUB]), rows.groupby([*OF_CLUB, "position"])
    return rows.assign(
        rivals_minutes=(of_position["ready"].transform("sum") - ready) / PARTS,
        vacated_minutes=of_position["missed"].transform("sum") / PARTS,
        minutes_rank=of_position["ready"].rank("min", ascending=False),
        club_minutes=of_club["ready"].transform("sum") / PARTS,
        rivals=of_position["ready"].transform("size"),
        ep_rank=of_club["ep_next"].rank("min", ascending=False),
        selected_rank=of_position["selected_by_percent"].rank("min", ascending=False),
    )


def with_spans(rows: pd.DataFrame) -> pd.DataFrame:
    """Spans in days; what is told of the season and of the club holds for these only."""
    same_season = rows["last_season"] == rows["season"]
    same_club = rows["last_club"] == rows["team_code"]
    of_season = ["minutes", "matches", "yellow_cards", "points"]
    sums = {f"{name}_this_season": rows[f"{name}_this_season"] for name in of_season}
    return rows.assign(
        days_since_match=_days(rows["deadline"] - rows["last_match"]),
        days_since_played=_days(rows["deadline"] - rows["last_played"]),
        days_of_rest=_days(rows["kickoff_time"] - rows["last_match"]),
        days_ahead=_days(rows["kickoff_time"] - rows["deadline"]),
        new_at_club=(~same_club).where(rows["last_club"].notna()),
        matches_at_club=rows["matches_at_club"].where(same_season & same_club, 0),
        **{name: column.where(same_season, 0) for name, column in sums.items()},
    )


def with_products(rows: pd.DataFrame) -> pd.DataFrame:
    """His part in what his club may do."""
    goals = rows["club_goals"]
    return rows.assign(
        goals_ahead=goals * rows["expected_goals_per_90"],
        assists_ahead=goals * rows["expected_assists_per_90"],
        threat_ahead=goals * rows["threat_per_90"],
        days_back_early=rows["days_ahead"] - rows["news_days_out"],
    )


def with_outcome(rows: pd.DataFrame, played: pd.DataFrame, clubs: pd.DataFrame) -> pd.DataFrame:
    """What he did in the fixture, and when it was known."""
    match = ["season", "fixture"]
    results = clubs[[*match, "team_code", "known_at"]]
    done = played[[*match, "element", "total_points", "base_points", "defensive_actions", *DONE]]
    rows = rows.merge(
        results.rename(columns={"known_at": "points_known_at"}),
        on=[*match, "team_code"],
        how="left",
        validate="m:1",
    ).merge(
        done.rename(columns={"total_points": "points"}),
        on=[*match, "element"],
        how="left",
        validate="m:1",
    )
    counts = ["points", "base_points", *DONE]
    rows[counts] = rows[counts].fillna(0).where(rows["points_known_at"].notna())
    return rows


def _with_last_state(rows: pd.DataFrame, states: pd.DataFrame, by: str) -> pd.DataFrame:
    """Each row with the last state of its player or club known at its deadline."""
    found = pd.merge_asof(rows, states, left_on="deadline", right_on="known_at", by=by)
    return found.drop(columns="known_at")


def _prefixed(clubs: pd.DataFrame, prefix: str, key: str) -> pd.DataFrame:
    return clubs.rename(columns={name: f"{prefix}{name}" for name in CLUB_FORM}).rename(
        columns={"team_code": key}
    )


def _days(span: pd.Series) -> pd.Series:
    return whole_minutes(span) / MINUTES_A_DAY
