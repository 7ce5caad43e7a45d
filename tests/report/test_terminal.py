"""What commands print, at 80 and 120 columns, as it was last looked at.

`pytest tests/report/test_terminal.py --snapshot-update` renews it.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import typer
from made_briefing import DEADLINE, GAMEWEEK, NOW, SEASON, made
from rich.console import Console
from typer.testing import CliRunner

from fantasy.bulletin import Bulletin
from fantasy.cli import app
from fantasy.forecast.training import Trained
from fantasy.game.ledger import Ledger
from fantasy.game.rules import Chip, Rules
from fantasy.predictions import Predictions
from fantasy.report import (
    health,
    league,
    news,
    plan,
    predictions,
    roster,
    team,
    updates,
    whereabouts,
)
from fantasy.roster.answers import Sensitivity, Verdict
from fantasy.roster.model import Roster
from fantasy.sources.leagues import League
from fantasy.store.ingest import Ingested
from fantasy.store.lake import Written
from fantasy.team import Team
from fantasy.weekly import Recommendation
from fantasy.whereabouts import Advice, Whereabouts

if TYPE_CHECKING:
    from rich.console import RenderableType
    from syrupy.assertion import SnapshotAssertion

WIDTHS = [80, 120]
MADE = made(players=120)


def printed(drawn: RenderableType, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(drawn)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    return "\n".join(line.rstrip() for line in lines)


def trained() -> Trained:
    models: Any = None
    return Trained(
        cut=NOW - timedelta(days=3),
        rows=88_888,
        near=models,
        far=models,
        validation=dict(MADE.validation),
        correlation=pl.DataFrame(),
        served="fantasy",
    )


def recommended() -> RenderableType:
    team_ = MADE.plans[0].moves[0].team
    people = MADE.players.select("element", "code", "status", "news")
    squad = team_.join(people, on="element", how="left", maintain_order="left").with_columns(
        opponents=pl.lit("FUL (H), ARS (A)")
    )
    told = Roster(squad, "3-4-3", 985, 15, 61.5)
    return roster.as_table(
        Recommendation(SEASON, GAMEWEEK, DEADLINE, told, Rules.for_season(SEASON), trained())
    )


def planned() -> RenderableType:
    first, *others = MADE.plans
    survival = pl.DataFrame(
        {
            "element": [1, 2],
            "name": ["Saka", "Palmer"],
            "role": ["captain", "in"],
            "share": [0.8, 0.5],
        }
    )
    return plan.as_table(MADE.problem, first, others, Sensitivity(50, survival, 5, 0.62), weeks=1)


def judged() -> RenderableType:
    element = int(MADE.problem.elements[-1])
    found = Verdict(element, (), MADE.plans[0].worth - 3.2, MADE.plans[0].worth, 55, 1.25)
    return plan.verdict_as_table(MADE.problem, MADE.plans[0], found)


def predicted(weeks: int) -> RenderableType:
    people = MADE.players.select(
        "element", "code", "name", "full_name", "team", "position", "price_tenths"
    )
    rows = MADE.forecasts.filter(pl.col("gameweek") < GAMEWEEK + weeks).join(people, on="element")
    rows = rows.with_columns(unusual=pl.col("element") % 9 == 0)
    found = Predictions(SEASON, GAMEWEEK, DEADLINE, weeks, rows, "the ensemble did worse")
    return predictions.as_table(found)


def said() -> RenderableType:
    rows = MADE.news.head(12).with_columns(sentiment=pl.lit(-0.4))
    return news.as_table(Bulletin(SEASON, GAMEWEEK, NOW, rows))


def owned() -> RenderableType:
    problem = MADE.problem
    players = (
        problem.players.filter(pl.col("selling_tenths").is_not_null())
        .join(MADE.players.select("element", "status", "chance", "news"), on="element")
        .rename({"selling_tenths": "selling_price_tenths"})
        .with_columns(paid_tenths=pl.col("price_tenths") - 2)
    )
    ledger = Ledger(23, {}, 15, frozenset(), free_transfers=2)
    return team.as_table(
        Team(7, "Made Up (A. Manager)", ledger, SEASON, GAMEWEEK, players, [Chip("3xc", 1, 20, 38)])
    )


def standings() -> RenderableType:
    rows = MADE.rivals.standings.with_columns(
        entry=pl.col("rank") * 100, gameweek_points=pl.lit(51)
    )
    return league.as_table(League(1, "Friends", rows, complete=False))


def examined() -> RenderableType:
    checks = (
        health.Check("environment", healthy=True, seen="Python 3.11, polars 2.1, deltalake 1.6"),
        health.Check("news guardian", healthy=False, seen="https://x.example: timed out"),
    )
    tables = (health.Freshness("players", 12_345, NOW), health.Freshness("odds", 0, None))
    return health.as_table(health.Health(checks, tables))


def updated() -> RenderableType:
    written = (Written("players", 682, 12, 0), Written("articles", 240, 33, 1))
    return updates.as_table(Ingested(SEASON, GAMEWEEK, written, unmatched=("A. Stranger",)))


def here() -> RenderableType:
    fresh = {**MADE.fresh, "FPL": NOW - timedelta(minutes=12)}
    advice = (Advice("fantasy report --team ID --open", "the week as a page"),)
    return whereabouts.as_table(Whereabouts(NOW, (SEASON, GAMEWEEK, DEADLINE), fresh, advice))


OUTPUTS = {
    "recommend": recommended,
    "plan": planned,
    "why": judged,
    "predict": lambda: predicted(1),
    "predict-8": lambda: predicted(8),
    "monitor": lambda: predictions.monitored_as_table(MADE.past),
    "news": said,
    "team": owned,
    "league": standings,
    "doctor": examined,
    "update": updated,
    "fantasy": here,
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_looks_as_it_did(name: str, width: int, snapshot: SnapshotAssertion) -> None:
    assert printed(OUTPUTS[name](), width) == snapshot


def commands() -> list[tuple[str, ...]]:
    """Every command, and those under another."""
    found: list[tuple[str, ...]] = [()]
    for name, command in typer.main.get_command(app).commands.items():
        found += [(name,), *((name, under) for under in getattr(command, "commands", ()))]
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_fits_and_ends_with_examples(
    words: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", width)
    shown = CliRunner().invoke(app, [*words, "--help"]).output
    assert max(map(len, shown.splitlines())) <= width
    told = shown.partition("Examples:")[2]
    assert f"fantasy {' '.join(words)}".strip() in told
    assert "--json" in shown


def test_nothing_is_stored_yet_is_said_with_what_to_do() -> None:
    found = Whereabouts(NOW, None, {}, (Advice("fantasy demo", "an invented league"),))
    told = printed(whereabouts.as_table(found), 80)
    assert "Nothing is stored" in told
    assert "fantasy demo" in told
    assert whereabouts.as_json(found)["deadline"] is None
    old = replace(found, fresh=dict(MADE.fresh))
    assert "No deadline ahead" in printed(whereabouts.as_table(old), 80)
