"""The managers of a mini-league beside one's own squad: what each may score, and who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fantasy.errors import FantasyError
from fantasy.roster.line_up import LineUp, best_line_up, expected_points
from fantasy.roster.preferences import Preferences
from fantasy.sources.http import Client
from fantasy.sources.leagues import fetch_league
from fantasy.team import team_of
from fantasy.track import Track, quietly
from fantasy.weekly import next_gameweek, rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fantasy.config import Settings
    from fantasy.game.rules import Rules
    from fantasy.store import Lake
    from fantasy.team import Team
    from fantasy.world import World

MOST_RIVALS = 10
"""Managers whose squads are looked at, the best first: each costs some requests."""


@dataclass(frozen=True)
class Rivals:
    """The best managers of a mini-league.

    Attributes:
        league: its name.
        standings: `rank`, `name`, `manager`, `points`, `own` (whether it is the manager's own),
            `expected` points of the next gameweek from the squad as it is known, and how many
            players are `shared` with the own squad; both null where the squad is not known.
        owned: by `element`, in how many of the squads looked at (`count`, `share`).
    """

    league: str
    standings: pl.DataFrame
    owned: pl.DataFrame


def rivals_of(
    world: World,
    settings: Settings,
    lake: Lake,
    number: int,
    team: Team | None,
    points: Mapping[int, float],
    *,
    track: Track = quietly,
) -> Rivals:
    """The best managers of a mini-league, their squads as they are publicly known.

    Args:
        world: where the league is.
        settings: the settings.
        lake: updated.
        number: of the league.
        team: the own one.
        points: expected of everybody in the next gameweek, by element.
        track: shows progress.

    Raises:
        InputError: if there is no such league.
        SourceError: if the API does not answer as it promises.
    """
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        league = fetch_league(client, settings.fpl_url, number, pages=1)
    best = league.standings.head(MOST_RIVALS)
    rules = _rules(lake, world)
    own = set() if team is None else set(team.players["element"])
    squads = [
        _squad(world, settings, lake, entry) for entry in track(best["entry"], "reading rivals")
    ]
    standings = best.select("rank", "name", "manager", "points").with_columns(
        pl.Series("own", [team is not None and entry == team.entry for entry in best["entry"]]),
        pl.Series("expected", [_expected(squad, points, rules) for squad in squads], pl.Float64),
        pl.Series(
            "shared",
            [None if squad is None or not own else len(own & set(squad)) for squad in squads],
            pl.Int64,
        ),
    )
    return Rivals(league.name, standings, _owned(squads))


def likely_counts(
    world: World, settings: Settings, lake: Lake, entry: int, points: Mapping[int, float]
) -> dict[int, int]:
    """How often each player of a manager's squad, as it is known, would count in his best line-up.

    Args:
        world: where the manager is.
        settings: the settings.
        lake: updated.
        entry: his number.
        points: expected of everybody in the next gameweek, by element.

    Raises:
        InputError: if there is no such entry, or his squad cannot be told.
        SourceError: if the API does not answer as it promises.
    """
    squad = _positions(world, settings, lake, entry)
    rules = _rules(lake, world)
    line_up = _line_up(squad, points, rules)
    return {
        element: (element in line_up.starters) + (element == line_up.captain) for element in squad
    }


def _squad(world: World, settings: Settings, lake: Lake, entry: int) -> dict[int, str] | None:
    """Positions by element; None where the squad cannot be told."""
    try:
        return _positions(world, settings, lake, entry)
    except FantasyError:
        return None


def _positions(world: World, settings: Settings, lake: Lake, entry: int) -> dict[int, str]:
    players = team_of(world, settings, lake, entry).players
    return dict(players.select("element", "position").iter_rows())


def _rules(lake: Lake, world: World) -> Rules:
    now = world.clock()
    return rules_of(lake, next_gameweek(lake, now=now)[0], now=now)


def _line_up(squad: Mapping[int, str], points: Mapping[int, float], rules: Rules) -> LineUp:
    told = {element: points.get(element, 0.0) for element in squad}
    return best_line_up(squad, told, rules, Preferences(), None)


def _expected(
    squad: dict[int, str] | None, points: Mapping[int, float], rules: Rules
) -> float | None:
    """Points of the best line-up."""
    if squad is None:
        return None
    told = {element: points.get(element, 0.0) for element in squad}
    return expected_points(_line_up(squad, points, rules), told, None)


def _owned(squads: list[dict[int, str] | None]) -> pl.DataFrame:
    seen = [squad for squad in squads if squad is not None]
    elements = pl.Series("element", [each for squad in seen for each in squad], pl.Int64)
    return elements.value_counts().with_columns(
        (pl.col("count") / max(len(seen), 1)).alias("share")
    )
