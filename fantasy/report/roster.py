"""The recommended roster, as JSON and as a table."""

from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.report import training
from fantasy.report.plan import role
from fantasy.weekly import Recommendation

PLAYER_KEYS = (
    *("code", "element", "name", "team", "position", "price", "expected_points"),
    *("starter", "bench_order", "captain", "vice_captain"),
)
CAPTAINCY = ("captain", "vice_captain")
STATUS_WORDS = {"d": "doubtful", "i": "injured", "s": "suspended"}


def as_json(recommendation: Recommendation) -> dict[str, Any]:
    """The roster as JSON values: money in £m with one decimal, points with two, times in UTC."""
    roster = recommendation.roster
    squad = roster.squad.with_columns(
        (pl.col("price_tenths") / 10).round(1).alias("price"),
        pl.col("expected_points").round(2),
    )
    picks = squad.select(PLAYER_KEYS).to_dicts()
    since = recommendation.unchanged_since
    named = {key: next(pick["name"] for pick in picks if pick[key]) for key in CAPTAINCY}
    return {
        "season": recommendation.season,
        "gameweek": recommendation.gameweek,
        "deadline": f"{recommendation.deadline:%Y-%m-%dT%H:%M:%SZ}",
        "budget": recommendation.rules.budget_tenths / 10,
        "cost": roster.cost_tenths / 10,
        "bank": roster.bank_tenths / 10,
        "expected_points": round(roster.expected_points, 2),
        **named,
        "formation": roster.formation,
        "squad": picks,
        "warnings": list(recommendation.warnings),
        "unchanged_since": since and f"{since:%Y-%m-%dT%H:%M:%SZ}",
    }


def as_table(recommendation: Recommendation) -> RenderableType:
    """The roster for a person: line-up, bench, money, and how far to trust the forecast."""
    roster = recommendation.roster
    deadline = f"{recommendation.deadline:%a %d %b %Y %H:%M} UTC"
    table = Table(
        title=f"{recommendation.season}, gameweek {recommendation.gameweek}: deadline {deadline}",
        title_style="bold",
        title_justify="left",
    )
    for heading in ("", "Pos", "Player", "Club", "Plays"):
        table.add_column(heading)
    table.add_column("£m", justify="right")
    table.add_column("Points", justify="right")
    table.add_column("FPL news")
    for pick in roster.squad.to_dicts():
        if pick["bench_order"] == 1:
            table.add_section()
        table.add_row(
            role(pick),
            *(pick["position"], pick["name"], pick["team"], _plays(pick)),
            f"{pick['price_tenths'] / 10:.1f}",
            f"{pick['expected_points']:.2f}",
            _news(pick),
            style="" if pick["starter"] else "dim",
        )
    money = (
        f"{roster.formation}, £{roster.cost_tenths / 10:.1f}m spent, "
        f"£{roster.bank_tenths / 10:.1f}m in the bank, "
        f"{roster.expected_points:.1f} points expected (the captain's twice)"
    )
    trained = recommendation.trained
    scores = () if trained is None else (Text(), training.scored(trained))
    return Group(*_header(recommendation), table, Text(money, "bold"), *scores)


def _header(recommendation: Recommendation) -> list[Text]:
    """What a reader should know before the roster."""
    lines = [Text(f"warning: {warning}", "yellow") for warning in recommendation.warnings]
    if recommendation.unchanged_since is not None:
        lines.append(
            Text(f"nothing changed since {recommendation.unchanged_since:%d %b %H:%M} UTC")
        )
    return lines


def _plays(pick: dict[str, Any]) -> str:
    """His club's opponents, a line for each; a dash in a blank gameweek."""
    return (pick["opponents"] or "-").replace(", ", "\n")


def _news(pick: dict[str, Any]) -> str:
    return pick["news"] or STATUS_WORDS.get(pick["status"], "")
