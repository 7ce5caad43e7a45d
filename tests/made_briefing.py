"""A briefing made up for tests of the page: 800 players, three plans, all there is to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from fantasy.briefing import Briefing
from fantasy.forecast.evaluation import Score
from fantasy.forecast.monitoring import Monitored, monitor
from fantasy.forecast.outlook import MODELS, PARTS
from fantasy.game.rules import Rules
from fantasy.rivals import Rivals
from fantasy.roster.plan import Decision, Plan, carried_out
from fantasy.roster.problem import PLAYER_COLUMNS, Problem
from fantasy.store.freshness import SOURCES

SEASON, GAMEWEEK, WEEKS, PLAYERS, CLUBS = "2025-26", 24, 8, 800, 20
NOW = datetime(2026, 1, 30, 12, 30, tzinfo=UTC)
DEADLINE = NOW + timedelta(hours=6)
PLACES = ("GKP", "DEF", "MID", "FWD")
SQUAD = {"GKP": 2, "DEF": 5, "MID": 5, "FWD": 3}
DOUBLE, BLANK, TWICE = 25, 26, 3

Words = Callable[[str, int], str]


def honest(kind: str, number: int) -> str:
    """Such as Name 7; an accent in each name."""
    return f"{kind.capitalize()}é {number}"


def hostile(kind: str, number: int) -> str:
    """What would run if it were not escaped, wherever it stands."""
    return (
        f"{kind}{number}<img src=x onerror=window.hacked=1>\"'`--></script></style></title>"
        "<script>window.hacked=1</script><svg/onload=window.hacked=1>{{ 7 * 7 }}\u2028&lt;"
    )


def made(words: Words = honest, *, players: int = PLAYERS) -> Briefing:
    """The briefing; all that would be fetched is written by `words`."""
    people, weeks = _people(words, players), _weeks(words, players)
    problem, plans = _plans(people, weeks)
    bad = words is hostile
    return Briefing(
        season=SEASON,
        gameweek=GAMEWEEK,
        deadline=DEADLINE,
        now=NOW,
        world="a made-up league",
        live=False,
        team=words("team", 1),
        problem=problem,
        plans=plans,
        idle=plans[0].worth - 2.5,
        players=people,
        forecasts=weeks,
        fixtures=_fixtures(words),
        news=_news(words, people, link="javascript:window.hacked=1" if bad else None),
        fresh={
            source: None if source == "odds" else NOW - timedelta(hours=3) for source in SOURCES
        },
        validation={
            model: Score(1000, 2.0 + place / 10, 1.0, 0.5) for place, model in enumerate(MODELS)
        },
        served="fantasy",
        past=_past(words),
        rivals=_rivals(words, problem),
        overrides=(words("override", 1),),
        warnings=(words("warning", 1),),
    )


def _people(words: Words, players: int) -> pl.DataFrame:
    numbers = np.arange(1, players + 1)
    clubs = numbers % CLUBS
    chances = np.where(numbers % 11 == 0, 0, np.where(numbers % 7 == 0, 75, -1))
    status = np.where(chances == 0, "i", np.where(chances == 75, "d", "a"))
    return pl.DataFrame(
        {
            "code": numbers + 1000,
            "element": numbers,
            "name": [words("name", each) for each in numbers],
            "full_name": [words("full", each) for each in numbers],
            "team": [words("club", each)[:200] for each in clubs],
            "team_code": clubs + 1,
            "position": [PLACES[each % 4] for each in numbers],
            "price_tenths": 40 + numbers % 60,
            "status": status,
            "chance": chances,
            "news": [words("news", each) for each in numbers],
            "selected_by_percent": numbers % 50 / 2,
            "transfers_in": numbers * 10,
            "transfers_out": 4000 - numbers,
            "price_percent": 120.0 - numbers % 240,
            "price_projections": [
                [{"days": 1, "percent": 50.0, "likelihood": 2}] if each % 3 else None
                for each in numbers.tolist()
            ],
        }
    ).with_columns(
        pl.col("chance").replace(-1, None),
        pl.when(pl.col("chance") >= 0).then("news").alias("news"),
    )


def _weeks(words: Words, players: int) -> pl.DataFrame:
    rng = np.random.default_rng(0)
    rows: list[dict[str, Any]] = []
    for element in range(1, players + 1):
        for week in range(GAMEWEEK, GAMEWEEK + WEEKS):
            if week == BLANK and element % CLUBS == TWICE:
                continue
            points = float(rng.gamma(2.0, 1.5))
            rows.append(
                {
                    "element": element,
                    "gameweek": week,
                    "expected_points": points,
                    "expected_minutes": float(rng.uniform(0, 90)),
                    "play": 0.9,
                    "play_60": 0.7,
                    "low": int(points / 2),
                    "high": int(points * 2) + 1,
                    "at_least_5": min(0.9, points / 10),
                    "at_least_10": min(0.5, points / 30),
                    "opponents": words("opponent", week),
                    **{part: points / len(PARTS) for part in PARTS},
                }
            )
    return pl.DataFrame(rows)


def _plans(people: pl.DataFrame, weeks: pl.DataFrame) -> tuple[Problem, tuple[Plan, ...]]:
    first = {place: people.filter(position=place)["element"].to_list() for place in PLACES}
    owned = {each for place, many in SQUAD.items() for each in first[place][:many]}
    gameweeks = tuple(range(GAMEWEEK, GAMEWEEK + 5))
    points = people.select("element").join(
        weeks.pivot("gameweek", index="element", values="expected_points"),
        on="element",
        how="left",
        maintain_order="left",
    )
    mine = pl.col("element").is_in(list(owned))
    problem = Problem(
        players=people.with_columns(
            selling_tenths=pl.when(mine).then("price_tenths").cast(pl.Int64)
        ).select(*PLAYER_COLUMNS),
        points=points.select(pl.col(str(each)).fill_null(0.0) for each in gameweeks).to_numpy(),
        gameweeks=gameweeks,
        bank_tenths=100,
        free_transfers=1,
        rules=Rules.for_season(SEASON),
    )
    squads = []
    for place in ("MID", "DEF", "FWD"):
        out, into = first[place][0], first[place][20]
        squads.append(frozenset(owned - {out} | {into}))
    plans = [carried_out(problem, [Decision(squad)] * len(gameweeks)) for squad in squads]
    ordered = sorted(plans, key=lambda plan: -plan.worth)
    return problem, tuple(replace(plan, bound=plan.worth) for plan in ordered)


def _fixtures(words: Words) -> pl.DataFrame:
    matches = [
        (club, week, turn)
        for club in range(CLUBS)
        for week in range(GAMEWEEK, GAMEWEEK + WEEKS)
        for turn in range({DOUBLE: 2, BLANK: 0}.get(week, 1) if club == TWICE else 1)
    ]
    rows = [
        {
            "gameweek": week,
            "team": words("club", club)[:200],
            "team_code": club + 1,
            "opponent": words("club", (club + week) % CLUBS)[:200],
            "was_home": (club + week + turn) % 2 == 0,
            "kickoff_time": NOW + timedelta(days=7 * (week - GAMEWEEK) + 1),
            "for": 0.6 + (club * 7 + week) % 20 / 10,
            "against": 0.6 + (club * 3 + week) % 20 / 10,
        }
        for club, week, turn in matches
    ]
    return pl.DataFrame(rows)


def _news(words: Words, people: pl.DataFrame, link: str | None) -> pl.DataFrame:
    told = people.filter(pl.col("chance") >= 0).head(60)
    count = told.height
    return told.select(
        "element",
        pl.col("name").alias("player"),
        pl.col("team").alias("club"),
        pl.lit("injured").alias("availability"),
        pl.col("chance"),
        pl.lit(words("injury", 1)).alias("injury"),
        pl.lit(DEADLINE.date() + timedelta(days=9)).alias("back"),
        pl.lit(words("evidence", 1)).alias("evidence"),
        pl.lit(words("outlet", 1)).alias("outlet"),
        pl.Series("url", [link or f"https://paper.example/{each}" for each in range(count)]),
        pl.lit(NOW - timedelta(hours=30)).alias("published"),
        pl.lit(value=True).alias("disputed"),
        pl.lit(value=False).alias("against_flag"),
    )


def _past(words: Words) -> Monitored:
    rng = np.random.default_rng(1)
    count = 8 * 200
    play_60 = rng.uniform(0, 1, count)
    five, ten = rng.uniform(0, 0.6, count), rng.uniform(0, 0.2, count)
    points = np.where(rng.uniform(size=count) < five, 6.0, 2.0)
    minutes = np.where(rng.uniform(size=count) < play_60, 90, 20)
    return monitor(
        pl.DataFrame(
            {
                "season": SEASON,
                "gameweek": np.repeat(np.arange(16, 24), 200),
                "element": np.tile(np.arange(1, 201), 8),
                "fantasy": 10 * five,
                "last_5": rng.uniform(0, 6, count),
                "fixtures": 1,
                "play": np.maximum(play_60, 0.9),
                "play_60": play_60,
                "clean_sheet": rng.uniform(0, 0.5, count),
                "low": 0,
                "high": 8,
                "at_least_5": five,
                "at_least_10": ten,
                "points": np.where(rng.uniform(size=count) < 0.01, 12.0, points),
                "minutes": minutes,
                "clean_sheets": rng.integers(0, 2, count),
                "web_name": [words("name", each % 200 + 1) for each in range(count)],
                "position": np.resize(PLACES, count),
                "horizon": 1,
            }
        ).with_columns(pl.col("season").cast(pl.String))
    )


def _rivals(words: Words, problem: Problem) -> Rivals:
    standings = pl.DataFrame(
        {
            "rank": [1, 2, 3],
            "name": [words("rival", each) for each in range(3)],
            "manager": [words("manager", each) for each in range(3)],
            "points": [1500, 1450, 1400],
            "own": [False, True, False],
            "expected": [55.5, 60.1, None],
            "shared": [9, 15, None],
        }
    )
    elements = [*problem.elements[problem.owned][:10].tolist(), 301, 302, 303]
    owned = pl.DataFrame({"element": elements, "count": [2] * 13, "share": [2 / 3] * 13})
    return Rivals(words("league", 1), standings, owned)
