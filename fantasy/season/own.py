"""Looking back at a gameweek of a manager's own team, by what the game tells everybody of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.outlook import FANTASY
from fantasy.game.ledger import Ledger
from fantasy.game.squad import played
from fantasy.season.diary import Exchange, Page, Selected
from fantasy.season.review import Review, best_of_squad
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.weekly import listed, next_gameweek, rules_of

if TYPE_CHECKING:
    from datetime import datetime

    from fantasy.config import Settings
    from fantasy.store import Lake
    from fantasy.world import World


def review_of_entry(
    world: World, settings: Settings, lake: Lake, number: int, gameweek: int
) -> Review:
    """Look back at a gameweek of an entry; expected points are those logged before its deadline.

    Raises:
        InputError: if there is no such entry, or it did not play the gameweek, or that is not over.
        SourceError: if the API does not answer as it promises.
    """
    now = world.clock()
    season, _, _ = next_gameweek(lake, now=now)
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        entry = fetch_entry(client, settings.fpl_url, number)
        told = {week["event"]: week for week in entry.gameweeks}.get(gameweek)
        if told is None:
            raise InputError(
                f"entry {number} did not play gameweek {gameweek}: give one from "
                f"{entry.gameweeks[0]['event']} to {entry.gameweeks[-1]['event']}"
            )
        picks = client.json(f"{settings.fpl_url}entry/{number}/event/{gameweek}/picks/")
    people = listed(lake, (season, gameweek), now=now)
    rules = rules_of(lake, season, now=now)
    team = _team(lake, season, gameweek, picks, people, rules.starters, now=now)
    names = dict(people.select("element", "name").iter_rows())
    swaps = [each for each in entry.transfers if each.gameweek == gameweek]
    selected = tuple(Selected(**row) for row in team.iter_rows(named=True))
    page = Page(
        gameweek=gameweek,
        points=told["points"] - told["event_transfers_cost"],
        hits=told["event_transfers_cost"],
        transfers=tuple(
            Exchange(names.get(each.element_out, "?"), names.get(each.element_in, "?"), None)
            for each in swaps
        ),
        chip=entry.chips.get(gameweek),
        kept={},
        bank=told["bank"],
        value=told["value"],
        expected=_expected(selected),
        team=selected,
        ahead=(),
        gap=0.0,
        ledger=Ledger(gameweek, {}, told["bank"], frozenset(team["element"])),
    )
    flagged = people.filter(pl.col("element").is_in(team["element"].implode()))
    return Review(
        season=season,
        policy=entry.name,
        page=page,
        known=flagged.filter(pl.col("status") != "a").select("name", "status", "chance", "news"),
        line_up=best_of_squad(page, rules) - page.hits,
        moves=None,
        options=(),
    )


def _expected(team: tuple[Selected, ...]) -> float | None:
    """Points expected of the starters, the captain's twice; None if nothing was forecast."""
    told = [
        each.expected_points * (2 if each.captain else 1)
        for each in team
        if each.starter and each.expected_points is not None
    ]
    return sum(told) if told else None


def _team(
    lake: Lake,
    season: str,
    gameweek: int,
    picks: dict[str, Any],
    people: pl.DataFrame,
    starters: int,
    *,
    now: datetime,
) -> pl.DataFrame:
    """The picks as they stood at the deadline, with what was expected and what they did.

    Raises:
        InputError: if the gameweek is not over.
    """
    known = lake.as_of(now)
    here = (pl.col("season") == season) & (pl.col("gameweek") == gameweek)
    came = (
        known.table("player_matches")
        .filter(here)
        .group_by("element")
        .agg(pl.col("total_points", "minutes", "yellow_cards", "red_cards").sum())
        .select("element", played(), pl.col("total_points").cast(pl.Int64).alias("points"))
        .collect()
    )
    if came.is_empty():
        raise InputError(f"gameweek {gameweek} has no results yet: look back once it is over")
    expected = (
        known.table("forecasts")
        .filter(here, pl.col("model") == FANTASY, pl.col("horizon") == 1)
        .select("element", "expected_points")
        .collect()
    )
    place = {pick["element"]: pick["position"] for pick in picks["picks"]}
    for pair in picks.get("automatic_subs", []):
        out, into = pair["element_out"], pair["element_in"]
        place[out], place[into] = place[into], place[out]
    order = pl.col("place")
    return (
        pl.DataFrame(picks["picks"])
        .select("element", captain="is_captain", vice_captain="is_vice_captain")
        .with_columns(place=pl.col("element").replace_strict(place))
        .join(people, on="element", how="left", validate="1:1")
        .join(came, on="element", how="left", validate="1:1")
        .join(expected, on="element", how="left", validate="1:1")
        .sort("place")
        .select(
            "element",
            "name",
            pl.col("position").cast(pl.String),
            "team",
            starter=order <= starters,
            bench_order=pl.when(order > starters).then(order - starters),
            captain="captain",
            vice_captain="vice_captain",
            expected_points="expected_points",
            points=pl.col("points").fill_null(0),
            played=pl.col("played").fill_null(value=False),
        )
    )
