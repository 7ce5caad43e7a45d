"""Year after year: clubs rise and fall, squads change, and each season is planned and played."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

import numpy as np
import polars as pl

from fantasy.game.rules import Rules
from fantasy.league import calendar
from fantasy.league.cast import players_of, set_pieces
from fantasy.league.lineups import FORMATION_SHARES
from fantasy.league.match import Clubs
from fantasy.league.names import CLUBS
from fantasy.league.people import Floats
from fantasy.league.randomness import randomness
from fantasy.league.run import Run, run
from fantasy.league.second_tier import SecondTier, play_second_tier
from fantasy.league.simulation import Plan
from fantasy.league.squads import Names, after_a_summer, first_squads, season_cast

FIRST_YEAR, LAST_YEAR = 2022, 2025
STOP = 24
"""The gameweek before whose deadline the last season is stopped."""

LEVELS = (
    *(1.7, 1.45, 1.15, 0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1),
    *(0.0, -0.1, -0.2, -0.3, -0.4, -0.45, -0.5, -0.6, -0.75, -0.9),
)
BELOW, BELOW_SPREAD = -1.2, 0.3
LEVEL_CHANGES, LEVEL_FADES = 0.16, 0.93
PROMOTED, RAISED = 3, 0.45
ATTACK, DEFENCE = 0.25, 0.22
STYLE, DRIFT, DRIFT_KEEPS = 0.09, 0.08, 0.93
SECOND_TIER_STARTS = (8, 6)
ABROAD = (
    *("Racing Valdoro", "Olympique Marsane", "Borussia Kaltenau", "Real Almeria del Sur"),
    *("Sporting Aveluz", "FC Noordhaven", "Atletico Brunello", "Dynamo Velsk", "SC Tiefenbach"),
)
Levels = dict[int, float]


@dataclass(frozen=True)
class Year:
    """A season played in both divisions.

    Attributes:
        run: the season.
        clubs: numbers in `CLUBS` of the season's clubs, in alphabetical order.
        second_tier: the division below.
    """

    run: Run
    clubs: tuple[int, ...]
    second_tier: SecondTier


def years(seed: int, names: Names) -> list[Year]:
    """Every season of a league, oldest first; the last one stopped before gameweek `STOP`."""
    rng = randomness(seed, "clubs")
    order = [int(number) for number in rng.permutation(len(CLUBS))]
    above = {club: LEVELS[place] + rng.normal(0, 0.1) for place, club in enumerate(order[:20])}
    below = {club: rng.normal(BELOW, BELOW_SPREAD) for club in order[20:]}
    squads = first_squads(_sorted(above), FIRST_YEAR, names, randomness(seed, "first squads"))
    played: list[Year] = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        season = f"{year}-{(year + 1) % 100:02d}"
        stream = _stream(seed, season)
        if played:
            above, below = _next_levels(above, below, played[-1], stream("levels"))
            squads = after_a_summer(squads, _sorted(above), year, names, stream("summer"))
        cast = season_cast(squads, _sorted(above), year, names, stream("cast"))
        squads = cast.at_the_end()
        plan = _plan(Rules.for_season(season), _sorted(above), cast.people, stream)
        last = STOP if year == LAST_YEAR else len(plan.deadlines) + 1
        second = _second_tier(_sorted(below), year, stream("second tier"))
        played.append(Year(run(plan, last, stream), tuple(_sorted(above)), second))
    return played


def _stream(seed: int, season: str) -> Callable[[str], np.random.Generator]:
    return lambda purpose: randomness(seed, f"{purpose} {season}")


def _sorted(levels: Levels) -> Levels:
    """The levels in the alphabetical order of the clubs."""
    return dict(sorted(levels.items(), key=lambda item: CLUBS[item[0]].name))


def _next_levels(
    above: Levels, below: Levels, last: Year, rng: np.random.Generator
) -> tuple[Levels, Levels]:
    """Next season's levels: three clubs go down, three come up, and all change a little."""
    table = _final_table(last.run)
    down = [last.clubs[number] for number in table[-PROMOTED:]]
    names = last.second_tier.table["name"].head(PROMOTED).to_list()
    up = [club for club in below if CLUBS[club].name in names]
    top = {club: level for club, level in above.items() if club not in down}
    top |= {club: below[club] + RAISED for club in up}
    rest = {club: level for club, level in below.items() if club not in up}
    rest |= {club: above[club] - RAISED for club in down}
    return _changed(top, rng), _changed(rest, rng)


def _changed(levels: Levels, rng: np.random.Generator) -> Levels:
    mean = float(np.mean(list(levels.values())))
    return {
        club: mean + LEVEL_FADES * (level - mean) + rng.normal(0, LEVEL_CHANGES)
        for club, level in _sorted(levels).items()
    }


def _final_table(played: Run) -> list[int]:
    """The clubs of a season from first to last, by points, goal difference and goals."""
    sides = results(played).select(
        "club", "goals", "against", (pl.col("goals") - pl.col("against")).alias("difference")
    )
    won = 3 * (pl.col("difference") > 0) + (pl.col("difference") == 0).cast(pl.Int32)
    table = sides.group_by("club").agg(
        won.sum().alias("points"), pl.col("difference").sum(), pl.col("goals").sum()
    )
    order = ["points", "difference", "goals", "club"]
    return table.sort(order, descending=[True, True, True, False])["club"].to_list()


def results(played: Run) -> pl.DataFrame:
    """Each side of each match: fixture, club, was_home, goals and goals against."""
    sides = played.matches.group_by("fixture", "club", "opponent", "was_home").agg(
        pl.col("goals_scored").sum(), pl.col("own_goals").sum()
    )
    other = sides.select(
        "fixture",
        pl.col("club").alias("opponent"),
        pl.col("goals_scored").alias("theirs"),
        pl.col("own_goals").alias("gifts"),
    )
    return sides.join(other, on=["fixture", "opponent"], validate="1:1").select(
        *("fixture", "club", "was_home"),
        (pl.col("goals_scored") + pl.col("gifts")).alias("goals"),
        (pl.col("theirs") + pl.col("own_goals")).alias("against"),
    )


def _plan(
    rules: Rules,
    levels: Levels,
    people: pl.DataFrame,
    stream: Callable[[str], np.random.Generator],
) -> Plan:
    fixtures = calendar.schedule(rules, stream("calendar"))
    saturday = calendar.first_saturday(int(rules.season[:4]))
    number = {club: place for place, club in enumerate(levels)}
    cast = people.with_columns(
        pl.col("club", "next_club").replace_strict(number, return_dtype=pl.Int32),
        _destinations(people.height, levels, stream("destinations")),
    )
    orders = set_pieces(cast)
    return Plan(
        rules=rules,
        start=datetime.combine(saturday, time(), UTC),
        fixtures=fixtures,
        deadlines=calendar.deadlines(fixtures, rules),
        people=cast,
        players=players_of(cast, orders),
        orders=orders,
        clubs=_clubs(np.array(list(levels.values())), len(calendar.GAMEWEEK_DAYS), stream("form")),
    )


def _destinations(count: int, levels: Mapping[int, float], rng: np.random.Generator) -> pl.Series:
    """A club of the second tier or abroad for each player, should he leave the league."""
    names = [CLUBS[club].name for club in range(len(CLUBS)) if club not in levels] + list(ABROAD)
    chosen = [names[place] for place in rng.integers(len(names), size=count)]
    return pl.Series("destination", chosen)


def _clubs(level: Floats, gameweeks: int, rng: np.random.Generator) -> Clubs:
    """The clubs of a season; attack and defence drift around what their level promises."""
    count = len(level)
    style = rng.normal(0, STYLE, (2, count))
    step = DRIFT * np.sqrt(1 - DRIFT_KEEPS**2)
    drift = [rng.normal(0, DRIFT, (2, count))]
    for _ in range(gameweeks - 1):
        drift.append(DRIFT_KEEPS * drift[-1] + rng.normal(0, step, (2, count)))
    usual = np.stack([ATTACK * level, DEFENCE * level]) + style
    centred = usual - usual.mean(axis=1, keepdims=True)
    attack, defence = np.moveaxis(np.array(drift) + centred, 1, 0)
    return Clubs(
        level=level,
        attack=attack,
        defence=defence,
        formation=rng.choice(len(FORMATION_SHARES), size=count, p=FORMATION_SHARES),
        rotation=rng.uniform(0.03, 0.15, count),
    )


def _second_tier(levels: Levels, year: int, rng: np.random.Generator) -> SecondTier:
    level = np.array(list(levels.values()))
    names = [CLUBS[club].name for club in levels]
    start = datetime(year, *SECOND_TIER_STARTS, tzinfo=UTC).date()
    return play_second_tier(names, ATTACK * level, DEFENCE * level, start, rng)
