"""A week of news: what every outlet wrote before a deadline, and what was true of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from fantasy.league.press import templates
from fantasy.league.press.desk import ITEM, TRUTH, Desk
from fantasy.league.press.grammar import expand
from fantasy.league.press.speaking import Fact, Line
from fantasy.league.season import Season

CONFERENCE_HOURS = (20.0, 34.0)
REPORTERS = ("bbc", "guardian", "sky")
ALSO_REPORTED, ALL_CLEARS = 0.45, 2
RUMOURS, POSTS, NOTHINGS = 14, 18, 24
FALSE_RUMOURS = 0.75
MATCH_HOURS = 2.5
A_NAME_TENTHS = 50
"""The price from which the press cares where a player goes."""

Facts = defaultdict[int, list[Fact]]


@dataclass(frozen=True)
class Press:
    """A week's news.

    Attributes:
        items: item, outlet (a key of `OUTLETS`), time (UTC), title, summary, body (paragraphs),
            path (at the outlet's host), team (null if it is of no one club) and author; the
            latest first.
        facts: the truth behind each item, a row for each player a sentence of it speaks of:
            item, element, code, availability, chance (0-100), injury, return_date, sentiment
            (-1, 0, 1), sentence, template (its family) and, of rumours, rumour_true.
    """

    items: pl.DataFrame
    facts: pl.DataFrame


def write(season: Season, gameweek: int, rng: np.random.Generator) -> Press:
    """The news of the week before a gameweek's deadline.

    Nothing is told before it was known, and no result before the match was over.

    Args:
        season: of the league.
        gameweek: one whose deadline has been, or comes next.
        rng: random numbers.
    """
    desk = Desk(season, gameweek, min(season.deadlines[gameweek], season.now), rng)
    people = _people(season, gameweek)
    flagged = _flagged(season, gameweek, people)
    fit = _fit(people, flagged)
    for team in season.clubs["team"]:
        _conference(desk, team, flagged[team], fit[team])
        _statements(desk, team, flagged[team])
    _lists(desk, flagged)
    _reports(desk, people)
    _rumours(desk, flagged, fit)
    _posts(desk, flagged)
    _nothings(desk)
    items = pl.DataFrame(desk.items, schema=ITEM).sort("time", "item", descending=[True, False])
    return Press(items, pl.DataFrame(desk.facts, schema=TRUTH))


def _people(season: Season, gameweek: int) -> dict[int, Fact]:
    """Everybody listed before the deadline, by element, with his names, club and price."""
    listed = season.captures.filter(pl.col("gameweek") == gameweek).select(
        "element", "team", "price_tenths", "status"
    )
    names = season.players.drop("team").join(listed, on="element", how="inner", validate="1:1")
    return {
        row["element"]: row | {"surname": row["web_name"].split(".")[-1], "sentiment": 0}
        for row in names.iter_rows(named=True)
    }


def _flagged(season: Season, gameweek: int, people: dict[int, Fact]) -> Facts:
    """Who is not simply fit, by club, the dearest first."""
    rows = season.availability.filter(pl.col("gameweek") == gameweek)
    by_club: Facts = defaultdict(list)
    for row in rows.iter_rows(named=True):
        if row["element"] in people:
            hurt = row["availability"] in ("injured", "doubtful")
            own = {"injury": row["reason"] if hurt else None}
            by_club[row["team"]].append(people[row["element"]] | row | own)
    for facts in by_club.values():
        facts.sort(key=_dearest)
    return by_club


def _fit(people: dict[int, Fact], flagged: Facts) -> Facts:
    """Who is simply fit, by club, the dearest first."""
    away = {fact["element"] for facts in flagged.values() for fact in facts}
    by_club: Facts = defaultdict(list)
    for fact in sorted(people.values(), key=_dearest):
        if fact["element"] not in away and fact["status"] == "a":
            by_club[fact["team"]].append(fact | {"availability": "fit", "chance": 100})
    return by_club


def _dearest(fact: Fact) -> tuple[int, int]:
    return -fact["price_tenths"], fact["element"]


def _conference(desk: Desk, team: int, flagged: list[Fact], fit: list[Fact]) -> None:
    """The manager speaks: of everybody who is flagged, and of some who are fit."""
    time = desk.ago(*CONFERENCE_HOURS)
    speaker = desk.speaker(team, time)
    outlets = [desk.pick(REPORTERS)] + ["league"] * (desk.rng.random() < ALSO_REPORTED)
    known = [fact for fact in flagged if fact["known_from"] < time and _is_news(fact)]
    clears = fit[: int(desk.rng.integers(1, ALL_CLEARS + 1))]
    titles = (
        f"{speaker.club} team news: {speaker.manager} on the game with {speaker.opponent}",
        f"{speaker.manager.split()[-1]} gives injury update before {speaker.opponent}",
        f"Press conference: what {speaker.manager} said about {speaker.club}",
    )
    for outlet in outlets:
        lines = [speaker.say(fact, other=fit[-1]) for fact in [*known, *clears]]
        worries = [fact for fact in known if fact["availability"] in ("injured", "doubtful")]
        if worries:
            lines.append(_contrast(worries[0], fit[2]))
        desk.publish(outlet, time, desk.pick(titles), lines, team)


def _contrast(worry: Fact, fit: Fact) -> Line:
    """Two in one sentence: one is a worry, the other is not."""
    text = f"While {worry['surname']} is still a worry, {fit['surname']} trained all week."
    return Line(text, "contrast", (worry, fit))


def _is_news(fact: Fact) -> bool:
    """Whether anybody would still speak of it."""
    left = fact["availability"] in ("transferred", "loaned")
    return not left or fact["price_tenths"] >= A_NAME_TENTHS


def _statements(desk: Desk, team: int, flagged: list[Fact]) -> None:
    """The club's own words on what is new."""
    for fact in flagged:
        if fact["availability"] in ("returned", "doubtful", "suspended"):
            continue
        time = fact["known_from"] + timedelta(hours=float(desk.rng.uniform(1, 12)))
        speaker = desk.speaker(team, time)
        titles = {
            "transferred": f"{fact['known_name']} departs",
            "loaned": f"{fact['known_name']} goes out on loan",
        }
        title = titles.get(fact["availability"], f"{fact['known_name']}: club statement")
        thanks = Line(f"Everyone at {speaker.club} wishes {fact['surname']} well.")
        desk.publish("club", time, title, [speaker.say(fact, quotes=False), thanks], team)


def _lists(desk: Desk, flagged: Facts) -> None:
    """A fantasy site's team news: lists, club by club."""
    time = desk.ago(3, 9)
    lines = []
    for team, name in desk.season.clubs.select("team", "name").iter_rows():
        known = [fact for fact in flagged[team] if fact["known_from"] < time]
        for label, classes in LABELS.items():
            own = tuple(fact for fact in known if fact["availability"] in classes)
            notes = ", ".join(_note(fact) for fact in own)
            lines += [Line(f"{name} - {label}: {notes}.", "list", own)] if own else []
    title = f"FPL Gameweek {desk.gameweek} team news: injuries and bans"
    desk.publish("scout", time, title, lines)


LABELS = {
    "Out": ("injured", "ill", "personal"),
    "Banned": ("suspended",),
    "Doubts": ("doubtful",),
}


def _note(fact: Fact) -> str:
    """A player as a list names him: with what he has, and how likely he plays."""
    chance = f", {fact['chance']}%" if fact["availability"] == "doubtful" else ""
    return f"{fact['surname']} ({fact['reason']}{chance})"


def _reports(desk: Desk, people: dict[int, Fact]) -> None:
    """What happened on the pitch: scorers are praised, and some are not."""
    season = desk.season
    over = season.fixtures.drop_nulls("home_goals").filter(
        pl.col("kickoff_time") > desk.closes - timedelta(days=7),
        pl.col("kickoff_time") < desk.closes - timedelta(hours=MATCH_HOURS),
    )
    names = dict(season.clubs.select("team", "name").iter_rows())
    for row in over.iter_rows(named=True):
        time = row["kickoff_time"] + timedelta(hours=MATCH_HOURS)
        home, away = names[row["home"]], names[row["away"]]
        score = f"{home} {row['home_goals']}-{row['away_goals']} {away}"
        played = season.matches.filter(
            pl.col("fixture") == row["fixture"], pl.col("minutes") > 0
        ).sort("bps", "element", descending=[True, False])
        lines = [Line(f"{score}: {LENGTHS[min(abs(row['home_goals'] - row['away_goals']), 3)]}.")]
        for element, team, kind, tone in _worth_a_word(played):
            if element in people:
                fact = people[element] | {"availability": kind, "chance": None, "sentiment": tone}
                other = away if team == row["home"] else home
                line = desk.speaker(team, time, opponent=other).say(fact, quotes=False)
                lines.append(Line(line.text, line.template, (fact | {"availability": None},)))
        desk.publish("bbc", time, score, lines)


LENGTHS = ("honours even", "a narrow win", "a comfortable win", "a rout")


def _worth_a_word(played: pl.DataFrame) -> list[tuple[int, int, str, int]]:
    """The best of a match, to be praised, and the worst, not; element, club, kind and tone."""
    columns = played.select("element", "team").rows()
    return [
        *((element, team, "praise", 1) for element, team in columns[:2]),
        *((element, team, "criticism", -1) for element, team in columns[-1:]),
    ]


def _rumours(desk: Desk, flagged: Facts, fit: Facts) -> None:
    """Gossip of transfers and of injuries; most of it comes to nothing."""
    clubs = desk.season.clubs["name"].to_list()
    for _ in range(RUMOURS):
        team = int(desk.rng.integers(1, len(clubs) + 1))
        time = desk.ago(8, 150)
        false = desk.rng.random() < FALSE_RUMOURS
        hurt = [fact for fact in flagged[team] if fact["availability"] == "injured"]
        kind = "rumour_injury" if hurt and not false else desk.pick(tuple(templates.RUMOUR))
        about = hurt[0] if kind == "rumour_injury" and hurt and not false else desk.pick(fit[team])
        if about in hurt:
            time = max(time, about["known_from"] + timedelta(hours=1))
        where = desk.pick([name for name in clubs if name != clubs[team - 1]])
        line = desk.speaker(team, time).say(about | {"availability": kind, "where": where})
        truth = about | {"rumour_true": about in hurt}
        outlet = "gossip" if kind == "rumour_transfer" else "fans"
        title = f"{about['surname']}: what we hear" if outlet == "gossip" else line.text.rstrip(".")
        desk.publish(outlet, time, title, [Line(line.text, kind, (truth,))], team)


def _posts(desk: Desk, flagged: Facts) -> None:
    """Fans pass on what they have read."""
    everybody = [fact for facts in flagged.values() for fact in facts if _is_news(fact)]
    for _ in range(min(POSTS, len(everybody))):
        fact = desk.pick(everybody)
        time = max(desk.ago(2, 60), fact["known_from"] + timedelta(hours=2))
        line = desk.speaker(fact["team"], time).say(fact)
        question = desk.pick(
            ("Who do we bring in?", "Sell or hold?", "Glad I have a bench.", "RTM.", "Thoughts?")
        )
        lines = [line, Line(question)]
        desk.publish("fans", time, f"{fact['surname']} news", lines, fact["team"])


def _nothings(desk: Desk) -> None:
    """Items about nothing at all."""
    for number in range(NOTHINGS):
        team = int(desk.rng.integers(1, desk.season.clubs.height + 1))
        time = desk.ago(2, 160)
        speaker = desk.speaker(team, time)
        slots = {"club": speaker.club, "stadium": speaker.stadium}
        text = expand(templates.NOTHING[number % len(templates.NOTHING)], slots, desk.rng)
        outlet = desk.pick(("club", "club", "bbc"))
        desk.publish(outlet, time, f"{speaker.club}: {text.rstrip('.')}", [Line(text)], team)
