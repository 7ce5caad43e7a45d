"""The page's tables: captains, fixtures, news, prices, accuracy, rivals, freshness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fantasy.report.page.facts import flag, link
from fantasy.report.page.teams import interval
from fantasy.report.times import age
from fantasy.report.training import NAMES

if TYPE_CHECKING:
    from fantasy.briefing import Briefing
    from fantasy.report.page.facts import Facts, Row

CAPTAINS = 6
MOVERS = 12
THREATS = 10
SURE = 100.0
"""Per cent of the way at which FPL changes a price."""


def captains(facts: Facts) -> list[Row]:
    """The starters of the best plan who promise most, as captains."""
    team = facts.briefing.plans[0].moves[0].team.filter("starter")
    best = team.sort("expected_points", descending=True).head(CAPTAINS)
    rows = []
    for pick in best.iter_rows(named=True):
        who, told = facts.players[pick["element"]], facts.week(pick["element"])
        rows.append(
            {
                **{key: pick[key] for key in ("name", "team", "captain", "vice_captain")},
                "mean": pick["expected_points"],
                "low": told.get("low"),
                "high": told.get("high"),
                "interval": interval(told),
                "haul": share(told.get("at_least_10")),
                "return": share(told.get("at_least_5")),
                "minutes": f"{told.get('expected_minutes', 0.0):.0f}",
                "owned": owned(who),
                "opponents": told.get("opponents") or "no match",
            }
        )
    return rows


def ticker(facts: Facts) -> list[Row]:
    """Every club's fixtures by gameweek, the easiest run for attackers first."""
    clubs = facts.briefing.fixtures.group_by("team", "team_code").agg(
        pl.col("for", "against").sum(), pl.len().alias("matches")
    )
    return [
        {
            "team": club["team"],
            "for": f"{club['for'] / club['matches']:.2f}",
            "against": f"{club['against'] / club['matches']:.2f}",
            "weeks": [
                facts.fixtures.get((club["team_code"], each), []) for each in facts.gameweeks
            ],
        }
        for club in clubs.sort("for", "team", descending=[True, False]).to_dicts()
    ]


def news(facts: Facts) -> list[Row]:
    """What is said of players, those of the squad and the most owned first."""
    briefing = facts.briefing
    squad = set(briefing.plans[0].moves[0].team["element"])
    squad |= set(briefing.problem.elements[briefing.problem.owned].tolist())
    rows = [
        {
            **{key: row[key] for key in ("element", "player", "club", "injury", "evidence")},
            "status": row["availability"] or "in the news",
            "chance": row["chance"],
            "back": f"{row['back']:%d %b}" if row["back"] else "",
            "outlet": row["outlet"] or "",
            "age": age(row["published"], briefing.now),
            "link": link(row["url"]),
            "disputed": row["disputed"],
            "against_flag": row["against_flag"],
            "own": row["element"] in squad,
        }
        for row in briefing.news.iter_rows(named=True)
    ]
    return sorted(rows, key=lambda row: not row["own"])


def prices(facts: Facts) -> Row:
    """Who is on his way to another price: FPL's own projection, or else the net transfers."""
    players = facts.briefing.players
    official = players["price_percent"].is_not_null().any()
    measure = (
        pl.col("price_percent")
        if official
        else (pl.col("transfers_in") - pl.col("transfers_out")).cast(pl.Float64)
    )
    moving = players.with_columns(measure.alias("move")).drop_nulls("move")
    return {
        "official": official,
        "risers": _movers(moving.filter(pl.col("move") > 0), official=official, descending=True),
        "fallers": _movers(moving.filter(pl.col("move") < 0), official=official, descending=False),
    }


def _movers(rows: pl.DataFrame, *, official: bool, descending: bool) -> list[Row]:
    most = rows.sort("move", "element", descending=[descending, False]).head(MOVERS)
    return [
        {
            **{key: row[key] for key in ("element", "name", "team")},
            "price": f"{row['price_tenths'] / 10:.1f}",
            "move": f"{row['move']:+.0f}%" if official else f"{row['move']:+,.0f}",
            "due": official and abs(row["move"]) >= SURE,
            "ahead": _ahead(row["price_projections"]) if official else "",
        }
        for row in most.to_dicts()
    ]


def _ahead(projections: list[Row] | None) -> str:
    """Where FPL sees a player in the days to come."""
    told = [each for each in projections or [] if each["percent"] is not None]
    return ", ".join(f"{each['percent']:+.0f}% in {each['days']} d" for each in told)


def validation(briefing: Briefing) -> list[Row]:
    """How each model did on the last gameweeks it had not seen, the best first."""
    scores = sorted(briefing.validation.items(), key=lambda each: each[1].rmse)
    return [
        {
            "name": NAMES.get(name, name),
            "served": name == briefing.served,
            "rmse": f"{each.rmse:.3f}",
            "mae": f"{each.mae:.3f}",
            "spearman": "-" if each.spearman is None else f"{each.spearman:.3f}",
        }
        for name, each in scores
    ]


def past(briefing: Briefing) -> Row | None:
    """How forecasts of gameweeks that are over did; None before the first."""
    found = briefing.past
    if found is None:
        return None
    likely = found.covered.filter(pl.col("position") == "likely")["covered"]
    return {
        "covered": share(likely[0]) if likely.len() else "-",
        "calibration": [
            (name.replace("_", " "), f"{error:.3f}") for name, error in found.calibration.items()
        ],
        "drift": found.drift,
        "weeks": [
            {
                "gameweek": f"{row['season']}:{row['gameweek']}",
                **{
                    key: "-" if row[key] is None else f"{row[key]:.3f}"
                    for key in ("rmse", "baseline", "mae", "spearman", "bias")
                },
            }
            for row in found.by_gameweek.to_dicts()
        ],
        "misses": [
            {**row, "promised": f"{row['fantasy']:.1f}", "got": f"{row['points']:.0f}"}
            for row in found.misses.to_dicts()
        ],
    }


def rivals(facts: Facts) -> Row | None:
    """The mini-league, and whom rivals own that the plan does not; None if none is given."""
    found = facts.briefing.rivals
    if found is None:
        return None
    squad = set(facts.briefing.plans[0].moves[0].team["element"])
    told = found.owned.sort("count", "element", descending=[True, False]).to_dicts()
    known = [each for each in told if each["element"] in facts.players]
    threats = [each for each in known if each["element"] not in squad]
    counted = {each["element"]: each for each in known}
    rare = sorted(squad, key=lambda each: (counted.get(each, {"count": 0})["count"], each))
    return {
        "league": found.league,
        "standings": [
            {**row, "expected": "-" if row["expected"] is None else f"{row['expected']:.1f}"}
            for row in found.standings.to_dicts()
        ],
        "threats": [_differs(facts, each["element"], each["share"]) for each in threats[:THREATS]],
        "edges": [
            _differs(facts, each, counted.get(each, {"share": 0.0})["share"])
            for each in rare[:THREATS]
        ],
    }


def _differs(facts: Facts, element: int, part: float) -> Row:
    who = facts.players[element]
    return {
        **{key: who[key] for key in ("element", "name", "team")},
        "share": share(part),
        "points": f"{facts.points(element):.1f}",
        "flag": flag(who),
    }


def fresh(briefing: Briefing) -> list[Row]:
    """How old what each source told last is."""
    return [
        {"source": source, "age": age(moment, briefing.now), "known": moment is not None}
        for source, moment in briefing.fresh.items()
    ]


def owned(who: Row) -> str:
    """By how many managers of a hundred."""
    part = who["selected_by_percent"]
    return "-" if part is None else f"{part:.1f}%"


def share(part: float | None) -> str:
    """A chance or share in per cent."""
    return "-" if part is None else f"{100 * part:.0f}%"
