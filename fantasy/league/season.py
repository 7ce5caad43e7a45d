"""A season of the simulated league, as frames that everything served is made from."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from fantasy.game.rules import Rules


@dataclass(frozen=True)
class Season:
    """What happened in a season until it is stopped, and what is known of the rest.

    `team` and `element` are ids within the season, `team_code` and `code` for life; prices are
    in £0.1m, times in UTC.

    Attributes:
        season: such as 2025-26.
        rules: the season's.
        now: where it is stopped; of a past season, 1 July after it.
        gameweek: the one whose deadline comes next; None for a past season.
        deadlines: of every gameweek.
        clubs: team, team_code, name, short_name, manager, stadium.
        fixtures: fixture, gameweek (null where postponed without a new date), kickoff_time,
            home, away, home_goals, away_goals (null where not played), and the truth:
            home_rate and away_rate, the goals expected.
        players: element, code, first_name, second_name, web_name, known_name (how other sites
            write him), position, role, birth_date, joined, team.
        matches: a row for each listed player and fixture played, with what he did, his points,
            and his price, owners and transfers as of the gameweek's deadline.
        shots: fixture, team, element, creator, minute, expected_goals, outcome, situation.
        captures: what FPL said of every player shortly before each deadline until `gameweek`.
        availability: the truth before each deadline of every player who is not simply fit.
        transfers: element, from_team, to_team (null for abroad or below), kind, time.
    """

    season: str
    rules: Rules
    now: datetime
    gameweek: int | None
    deadlines: dict[int, datetime]
    clubs: pl.DataFrame
    fixtures: pl.DataFrame
    players: pl.DataFrame
    matches: pl.DataFrame
    shots: pl.DataFrame
    captures: pl.DataFrame
    availability: pl.DataFrame
    transfers: pl.DataFrame
