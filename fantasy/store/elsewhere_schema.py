"""Contracts of the tables from other sites than FPL: odds, Understat, the news."""

import dataframely as dy

from fantasy.store import columns as column


class ClubExpected(dy.Schema):
    """What Understat expected of a club in a match.

    `passes_allowed` over `defensive_actions` is PPDA: the opponent's passes for each defensive
    action; `deep_completions` are passes completed within 20 yards of the goal.
    """

    season = column.season()
    fixture = column.key()
    team_code = dy.Int32(primary_key=True, min=1)
    expected_goals = dy.Float64(min=0.0)
    non_penalty_expected_goals = dy.Float64(min=0.0)
    passes_allowed = dy.Float64(min=0.0)
    defensive_actions = dy.Float64(min=0.0)
    deep_completions = dy.Int16(min=0)
    known_at = column.time()


class PlayerExpected(dy.Schema):
    """What Understat tells of a player's season so far; `chain` and `buildup` in expected goals."""

    season = column.season()
    code = dy.Int32(primary_key=True, min=1)
    understat_id = dy.Int32(min=1)
    games = column.count()
    minutes = column.count(maximum=4500)
    goals = column.count()
    assists = column.count()
    shots = column.count(maximum=1000)
    key_passes = column.count(maximum=1000)
    expected_goals = dy.Float64(min=0.0)
    non_penalty_expected_goals = dy.Float64()
    expected_assists = dy.Float64(min=0.0)
    chain = dy.Float64()
    buildup = dy.Float64()
    known_at = column.time(primary_key=True)


class PlayerMatchExpected(dy.Schema):
    """What Understat expected of a player in a match; `chain` and `buildup` in expected goals."""

    season = column.season()
    fixture = column.key()
    code = dy.Int32(primary_key=True, min=1)
    minutes = column.count(maximum=130)
    shots = column.count()
    key_passes = column.count()
    expected_goals = dy.Float64(min=0.0)
    expected_assists = dy.Float64(min=0.0)
    chain = column.maybe_float()
    buildup = column.maybe_float()
    known_at = column.time()


class Articles(dy.Schema):
    """A piece of news as an outlet's feed or page tells it: never the text of an article.

    `tier` is 1 for the clubs' own words, 2 for reporters, 3 for gossip, 4 for fans; `team_code`
    is the club it stands under, null if under none; `published` is null on pages without dates.
    """

    season = column.season()
    url = dy.String(primary_key=True)
    outlet = dy.String()
    tier = dy.Int8(min=1, max=4)
    team_code = dy.Int32(nullable=True, min=1)
    title = dy.String()
    summary = dy.String()
    published = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    known_at = column.time(primary_key=True)


class NewsClaims(dy.Schema):
    """What a piece of news says of a player, as the reader understood it.

    `availability` is null where it says nothing of his next match; `chance` is of playing it, in
    percent, `counted` whether the text gives it as a number; `back` the day he is expected,
    `gameweeks` how many he misses where that is what is said; `sentiment` from -1 to 1; `certainty`
    how sure the reader is of the availability, 0-1.
    """

    season = column.season()
    url = dy.String(primary_key=True)
    code = dy.Int32(primary_key=True, min=1)
    outlet = dy.String()
    tier = dy.Int8(min=1, max=4)
    published = column.time()
    availability = dy.String(nullable=True)
    chance = column.maybe_count(maximum=100)
    counted = dy.Bool()
    injury = dy.String(nullable=True)
    back = dy.Date(nullable=True)
    gameweeks = column.maybe_count()
    sentiment = dy.Float64(min=-1.0, max=1.0)
    certainty = dy.Float64(min=0.0, max=1.0)
    evidence = dy.String()
    known_at = column.time(primary_key=True)


class NewsSignals(dy.Schema):
    """What all that is known says of a player before a gameweek: one word a player.

    `volume` counts the news of him, each item less as it ages; `sentiment` is their mean by the
    same weights; `sources` how many outlets speak of him; `disputed` whether they disagree;
    `against_flag` whether FPL's own flag says otherwise by 50 percent or more. The availability
    rests on `evidence`, found by `outlet` at `url` at `published`.
    """

    season = column.season()
    gameweek = column.key()
    code = dy.Int32(primary_key=True, min=1)
    availability = dy.String(nullable=True)
    chance = column.maybe_count(maximum=100)
    injury = dy.String(nullable=True)
    back = dy.Date(nullable=True)
    sentiment = dy.Float64(min=-1.0, max=1.0)
    volume = dy.Float64(min=0.0)
    sources = column.count()
    disputed = dy.Bool()
    against_flag = dy.Bool()
    outlet = dy.String(nullable=True)
    url = dy.String(nullable=True)
    published = column.time(nullable=True)
    evidence = dy.String(nullable=True)
    known_at = column.time(primary_key=True)


class Odds(dy.Schema):
    """Bookmakers' odds of a fixture before its gameweek: decimal, the mean over bookmakers.

    `over` and `under` are of 2.5 goals; `handicap` is in goals given to the home side.
    """

    season = column.season()
    fixture = column.key()
    home_win = dy.Float64(min=1.0)
    draw = dy.Float64(min=1.0)
    away_win = dy.Float64(min=1.0)
    over = dy.Float64(nullable=True, min=1.0)
    under = dy.Float64(nullable=True, min=1.0)
    handicap = column.maybe_float()
    handicap_home = dy.Float64(nullable=True, min=1.0)
    handicap_away = dy.Float64(nullable=True, min=1.0)
    known_at = column.time(primary_key=True)


class Championship(dy.Schema):
    """A match of the second tier, with the mean odds before it.

    Clubs go by the names football-data.co.uk gives them, and by FPL's codes where they have one:
    those that have been in the Premier League.
    """

    season = column.season()
    home = dy.String(primary_key=True, min_length=1)
    away = dy.String(primary_key=True, min_length=1)
    home_code = dy.Int32(nullable=True, min=1)
    away_code = dy.Int32(nullable=True, min=1)
    home_goals = column.count()
    away_goals = column.count()
    home_win = dy.Float64(nullable=True, min=1.0)
    draw = dy.Float64(nullable=True, min=1.0)
    away_win = dy.Float64(nullable=True, min=1.0)
    over = dy.Float64(nullable=True, min=1.0)
    under = dy.Float64(nullable=True, min=1.0)
    known_at = column.time()
