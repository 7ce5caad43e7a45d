"""Looking back at a gameweek of a manager's own team, by what the game tells everybody of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.outlook import FANTASY
from fantasy.game.ledger import Ledger
from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.season.diary import Exchange, Page, Selected
from fantasy.season.folder import Season, deadlines, results
from fantasy.season.manager import decide, exchanges, until
from fantasy.season.policies import OWNERSHIP, Policy, policy_of
from fantasy.season.review import (
    Option,
    Review,
    best_moves,
    best_of_squad,
    flagged,
    in_words,
    options,
    scored,
)
from fantasy.sources.entry import fetch_entry
from fantasy.sources.http import Client
from fantasy.store.ingest import season_now
from fantasy.team import prices_before
from fantasy.weekly import listed, rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fantasy.config import Settings
    from fantasy.season.manager import Decision
    from fantasy.sources.entry import Entry
    from fantasy.store import AsOf, Lake
    from fantasy.world import World

FULL = policy_of("fantasy")
OWNERS = Policy("owners", "likes who most managers have", expects=OWNERSHIP, horizon=1)
"""Stands in where nothing was forecast: its plan is not looked at."""


def review_of_entry(
    world: World, settings: Settings, lake: Lake, number: int, gameweek: int
) -> Review:
    """Look back at a gameweek of an entry, by the forecasts logged before its deadline.

    What was not stored then is missing: flags, prices and forecasts of gameweeks before the first
    capture; without forecasts there is no plan to compare with, and nothing was expected.

    Raises:
        InputError: if there is no such entry, or it did not play the gameweek, or that is not over.
        SourceError: if the API does not answer as it promises.
    """
    known = lake.as_of(world.clock())
    season = _season(lake, known.moment)
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        entry = fetch_entry(client, settings.fpl_url, number)
        told = {week["event"]: week for week in entry.gameweeks}.get(gameweek)
        if told is None:
            raise InputError(
                f"entry {number} did not play gameweek {gameweek}: give one from "
                f"{entry.gameweeks[0]['event']} to {entry.gameweeks[-1]['event']}"
            )
        picks = client.json(f"{settings.fpl_url}entry/{number}/event/{gameweek}/picks/")
    seen = _seen(known, season, gameweek)
    first = entry.gameweeks[0]["event"]
    prices = prices_before(lake, season, first, now=known.moment)
    decision = _decision(seen, entry, gameweek, prices)
    people = _people(known, season, gameweek)
    names = dict(people.select("element", "name").iter_rows())
    team = _team(seen, people, gameweek, picks)
    page = _page(told, entry.chips.get(gameweek), team, _swaps(entry, gameweek, decision, names))
    return Review(
        season=season,
        policy=entry.name,
        page=page,
        known=flagged(seen.listed(gameweek), page),
        line_up=best_of_squad(page, seen.rules) - page.hits,
        moves=None if decision is None else best_moves(decision.problem, seen, page),
        options=_options(decision, seen),
    )


def _season(lake: Lake, now: datetime) -> str:
    """The season FPL tells of."""
    season = season_now(lake, now=now)
    if season is None:
        raise InputError("nothing is stored of a season yet: run `fantasy update`")
    return season


def _seen(known: AsOf, season: str, gameweek: int) -> Season:
    """The season as far as a gameweek's decision and its points need it."""
    weeks = deadlines(known, season)
    rules = rules_of(known.lake, season, now=known.moment)
    came = results(known, season)
    if gameweek not in came["gameweek"]:
        raise InputError(f"gameweek {gameweek} has no results yet: look back once it is over")
    deadline = weeks.filter(pl.col("gameweek") == gameweek)["deadline"].item()
    board = _board(known, season, gameweek).with_columns(
        gameweek=pl.lit(gameweek, pl.Int32), deadline=pl.lit(deadline)
    )
    told = _told(known, season, weeks, gameweek)
    return Season(rules, weeks["gameweek"].to_list(), board, came, {"": told})


def _board(known: AsOf, season: str, gameweek: int) -> pl.DataFrame:
    """Everybody listed before the gameweek; nobody if nothing was captured before it."""
    try:
        return listed(known.lake, (season, gameweek), now=known.moment)
    except InputError:
        captured = known.table("player_status").filter(pl.col("season") == season)
        first = captured.select(pl.col("gameweek").min()).collect().item()
        return listed(known.lake, (season, first), now=known.moment).clear()


def _told(known: AsOf, season: str, weeks: pl.DataFrame, gameweek: int) -> pl.DataFrame:
    """What was forecast in the week before a deadline, last, of the gameweeks from there on."""
    ends = weeks["deadline"].to_list()
    turn = weeks["gameweek"].to_list().index(gameweek)
    told = pl.col("known_at") <= ends[turn]
    if turn:
        told &= pl.col("known_at") > ends[turn - 1]
    return (
        known.states("forecasts")
        .filter(pl.col("season") == season, pl.col("gameweek") >= gameweek, told)
        .filter(pl.col("model") == FANTASY)
        .sort("known_at")
        .unique(["gameweek", "element"], keep="last", maintain_order=True)
        .with_columns(
            pl.lit(gameweek).alias("as_of_gameweek"),
            pl.col("expected_points").alias(FANTASY),
            pl.lit(0.0).alias("deviation"),
        )
        .collect()
    )


def _decision(
    seen: Season, entry: Entry, gameweek: int, prices: Mapping[int, int]
) -> Decision | None:
    """What the full system would have done with his squad; None if that squad is not known.

    Without forecasts it is a decision that likes who most managers have.
    """
    if seen.board.is_empty() or not entry.first_squad <= set(prices):
        return None
    books = [each for each in entry.books(prices, seen.rules) if each.gameweek < gameweek]
    before = until(books[-1] if books else None, seen.rules, gameweek)
    weeks = seen.forecasts[""]["gameweek"].n_unique()
    policy = replace(FULL, horizon=weeks) if weeks else OWNERS
    return decide(seen, policy, gameweek, before)


def _options(decision: Decision | None, seen: Season) -> tuple[Option, ...]:
    """The plan the full system had, and those next best to it."""
    if decision is None or not decision.policy.believes:
        return ()
    words = f"the plan: {in_words(decision.problem, decision.plan)}"
    return (Option(words, 0.0, scored(decision.plan, seen)), *options(decision, seen))


def _page(
    told: Mapping[str, Any], chip: str | None, team: pl.DataFrame, swaps: tuple[Exchange, ...]
) -> Page:
    """The page of a gameweek an entry played."""
    selected = tuple(Selected(**row) for row in team.iter_rows(named=True))
    return Page(
        gameweek=told["event"],
        points=told["points"] - told["event_transfers_cost"],
        hits=told["event_transfers_cost"],
        transfers=swaps,
        chip=chip,
        kept={},
        bank=told["bank"],
        value=told["value"],
        expected=_expected(selected, chip),
        team=selected,
        ahead=(),
        gap=0.0,
        ledger=Ledger(told["event"], {}, told["bank"], frozenset(team["element"])),
    )


def _expected(team: Sequence[Selected], chip: str | None) -> float | None:
    """Points expected of those who counted under a chip; None if nothing was forecast."""
    told = [
        each.expected_points * _counted(each, chip)
        for each in team
        if each.expected_points is not None
    ]
    return sum(told) if told else None


def _counted(player: Selected, chip: str | None) -> int:
    """How often a player's points count."""
    if player.captain:
        return 3 if chip == TRIPLE_CAPTAIN else 2
    return int(player.starter or chip == BENCH_BOOST)


def _people(known: AsOf, season: str, gameweek: int) -> pl.DataFrame:
    """Names, positions and clubs: those of the capture nearest to a gameweek."""
    of_the_season = pl.col("season") == season
    clubs = known.table("teams").filter(of_the_season).select("team_code", team="short_name")
    return (
        known.table("player_status")
        .filter(of_the_season)
        .sort((pl.col("gameweek") - gameweek).abs())
        .unique("element", keep="first", maintain_order=True)
        .join(clubs, on="team_code", validate="m:1")
        .join(known.table("players").filter(of_the_season), on="element", validate="1:1")
        .select("element", "team", name="web_name", position=pl.col("position").cast(pl.String))
        .collect()
    )


def _swaps(
    entry: Entry, gameweek: int, decision: Decision | None, names: Mapping[int, str]
) -> tuple[Exchange, ...]:
    """The transfers made for a gameweek, and what they were expected to gain."""
    made = [each for each in entry.transfers if each.gameweek == gameweek]
    traded = {element for each in made for element in (each.element_out, each.element_in)}
    if (
        decision is None
        or not decision.policy.believes
        or not traded <= set(decision.problem.elements.tolist())
    ):
        return tuple(
            Exchange(names[each.element_out], names[each.element_in], None) for each in made
        )
    return exchanges(decision.problem, made, entry.chips.get(gameweek), names)


def _team(
    seen: Season, people: pl.DataFrame, gameweek: int, picks: Mapping[str, Any]
) -> pl.DataFrame:
    """The picks as they stood at the deadline, with what was expected and what they did."""
    came = seen.came(gameweek).select("element", "points", "played")
    expected = (
        seen.forecasts[""]
        .filter(pl.col("gameweek") == gameweek)
        .select("element", "expected_points")
    )
    place = {pick["element"]: pick["position"] for pick in picks["picks"]}
    for pair in picks.get("automatic_subs", []):
        out, into = pair["element_out"], pair["element_in"]
        place[out], place[into] = place[into], place[out]
    order, starters = pl.col("place"), seen.rules.starters
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
            "position",
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
