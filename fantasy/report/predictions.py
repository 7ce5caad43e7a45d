"""Forecasts as tables, JSON and CSV; a player with the why; past forecasts beside what came."""

import csv
import io
from typing import Any

import polars as pl
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.forecast.monitoring import Monitored
from fantasy.forecast.outlook import FANTASY
from fantasy.predictions import Dossier, Predictions, why

MOST = 40
"""Players printed, unless all are asked for."""

SHORT = 3
"""Gameweeks up to which a line has room for the doubt of the first."""

LETTERS = {"GKP": "G", "DEF": "D", "MID": "M", "FWD": "F"}
"""Positions as the community's projections write them."""

TOLD = ("expected_points", "expected_minutes", "play", "play_60", "clean_sheet", "at_least_5")
NUMBERS = (*TOLD, "at_least_10", "low", "high")


def as_json(predictions: Predictions) -> dict[str, Any]:
    """Every player with his gameweeks: points, minutes, chances 0-1, the interval; money in £m."""
    weeks = {
        element: [_week(row) for row in part.sort("gameweek").to_dicts()]
        for (element,), part in predictions.rows.group_by("element")
    }
    return {
        "season": predictions.season,
        "gameweek": predictions.gameweek,
        "deadline": f"{predictions.deadline:%Y-%m-%dT%H:%M:%SZ}",
        "horizon": predictions.horizon,
        "warning": predictions.warning,
        "players": [
            {
                "code": row["code"],
                "element": row["element"],
                "name": row["name"],
                "team": row["team"],
                "position": row["position"],
                "price": row["price_tenths"] / 10,
                "expected_points": round(row["expected_points"], 3),
                "gameweeks": weeks[row["element"]],
            }
            for row in predictions.totals.to_dicts()
        ],
    }


def as_csv(predictions: Predictions) -> str:
    """The projections CSV of the community: `ID,Name,Pos,Team,Price,<gw>_Pts,<gw>_xMins`."""
    weeks = predictions.rows["gameweek"].unique().sort().to_list()
    by_week = {
        (row["element"], row["gameweek"]): row
        for row in predictions.rows.select(
            "element", "gameweek", "expected_points", "expected_minutes"
        ).to_dicts()
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    numbers = [f"{week}_{what}" for week in weeks for what in ("Pts", "xMins")]
    writer.writerow(["ID", "Name", "Pos", "Team", "Price", *numbers])
    for row in predictions.totals.to_dicts():
        told: list[str] = []
        for week in weeks:
            each = by_week.get((row["element"], week))
            told += (
                ["0", "0"]
                if each is None
                else [f"{each['expected_points']:.2f}", f"{each['expected_minutes']:.0f}"]
            )
        who = [row["element"], row["name"], LETTERS[row["position"]], row["team"]]
        writer.writerow([*who, f"{row['price_tenths'] / 10:.1f}", *told])
    return out.getvalue()


def as_table(predictions: Predictions, *, everybody: bool = False) -> RenderableType:
    """The players who promise most, gameweek by gameweek."""
    weeks = predictions.rows["gameweek"].unique().sort().to_list()
    table = _plain(
        f"{predictions.season}: expected points before {predictions.deadline:%a %d %b %Y %H:%M} UTC"
    )
    table.box, table.padding = box.SIMPLE_HEAD, (0, 0)
    table.pad_edge = table.show_edge = False
    for heading in ("Player", "Club", "Pos"):
        table.add_column(heading, no_wrap=True)
    short = len(weeks) <= SHORT
    for heading in ("£m", *(("Min", "60+", "4 in 5", "5+") if short else ())):
        table.add_column(heading, justify="right", no_wrap=True)
    for week in weeks:
        table.add_column(f"GW{week}", justify="right", no_wrap=True)
    if len(weeks) > 1:
        table.add_column("Total", justify="right")
    rows = predictions.totals if everybody else predictions.totals.head(MOST)
    by_week = {(row["element"], row["gameweek"]): row for row in predictions.rows.to_dicts()}
    for row in rows.to_dicts():
        told = [by_week.get((row["element"], week)) for week in weeks]
        first = next(each for each in told if each)
        star = "*" if first["unusual"] else ""
        points = ["-" if each is None else f"{each['expected_points']:.1f}" for each in told]
        total = [f"{row['expected_points']:.1f}"] if len(weeks) > 1 else []
        table.add_row(
            f"{row['name']}{star}",
            *(row["team"], row["position"], f"{row['price_tenths'] / 10:.1f}"),
            *(_doubt(first) if short else ()),
            *(*points, *total),
        )
    notes = [Text("* little is known of him or his club: a wider interval", "dim")]
    if predictions.warning:
        notes.insert(0, Text(f"warning: {predictions.warning}", "yellow"))
    return Group(table, *notes)


def dossier_as_json(found: Dossier) -> dict[str, Any]:
    """A player's forecast by component, his last matches, and what is said of him."""
    who = found.who
    return {
        "code": who["code"],
        "element": who["element"],
        "name": who["full_name"],
        "team": who["team"],
        "position": who["position"],
        "price": int(str(who["price_tenths"])) / 10,
        "status": who["status"],
        "gameweeks": [
            _week(row) | {"components": {name: round(value, 3) for name, value in why(row)}}
            for row in found.forecast.to_dicts()
        ],
        "history": [
            {**row, "kickoff_time": f"{row['kickoff_time']:%Y-%m-%dT%H:%M:%SZ}"}
            for row in found.history.to_dicts()
        ],
        "news": [
            {name: row[name] for name in ("availability", "chance", "injury", "evidence", "outlet")}
            for row in found.news.to_dicts()
        ],
    }


def dossier_as_table(found: Dossier) -> RenderableType:
    """A player for a person: the forecast and why, what is said, his last matches."""
    who = found.who
    price = int(str(who["price_tenths"])) / 10
    head = Text(f"{who['full_name']}, {who['team']}, {who['position']}, £{price:.1f}m", "bold")
    table = _plain("Forecast")
    table.add_column("")
    for row in found.forecast.to_dicts():
        table.add_column(f"GW{row['gameweek']} {row['opponents']}", justify="right")
    rows = found.forecast.to_dicts()
    told = (
        ("expected points", "expected_points", "{:.2f}"),
        ("minutes", "expected_minutes", "{:.0f}"),
        ("plays 60+", "play_60", "{:.0%}"),
        ("clean sheet", "clean_sheet", "{:.0%}"),
        ("5 or more", "at_least_5", "{:.0%}"),
        ("10 or more", "at_least_10", "{:.0%}"),
    )
    for label, name, form in told:
        table.add_row(label, *(form.format(row[name]) for row in rows))
    table.add_row("4 in 5 score", *(f"{row['low']}..{row['high']}" for row in rows))
    if rows:
        table.add_section()
        shown = [name for name, value in why(rows[0]) if abs(value) >= 0.005]  # noqa: PLR2004
        for name in shown:
            table.add_row(
                name.replace("_", " "), *(f"{row[f'{name}_points']:+.2f}" for row in rows)
            )
        together = (f"{row['components']:.2f}" for row in rows)
        table.add_row("components together", *together)
    said = [
        Text(f"News: {row['availability']} ({row['chance']}%): {row['evidence'] or '-'}")
        for row in found.news.to_dicts()
        if row["availability"]
    ]
    return Group(head, table, *said, _matches(found.history))


def monitored_as_json(found: Monitored) -> dict[str, Any]:
    """Errors by gameweek, calibration, coverage, confident misses and drift."""
    return {
        "rows": found.rows.height,
        "gameweeks": found.by_gameweek.to_dicts(),
        "calibration": found.calibration,
        "coverage": found.covered.to_dicts(),
        "misses": found.misses.to_dicts(),
        "drift": found.drift,
    }


def monitored_as_table(found: Monitored) -> RenderableType:
    """The same for a person."""
    weeks = _plain("Forecasts beside what came")
    for place, name in enumerate(("Gameweek", "rows", "RMSE", "last 5", "MAE", "rank", "bias")):
        weeks.add_column(name, justify="right" if place else "left")
    for row in found.by_gameweek.to_dicts():
        numbers = (row[name] for name in ("rmse", "baseline", "mae", "spearman", "bias"))
        weeks.add_row(
            f"{row['season']}:{row['gameweek']}",
            str(row["n"]),
            *("-" if each is None else f"{each:.3f}" for each in numbers),
        )
    misses = _plain("The most confident misses")
    for heading in ("Gameweek", "Player", "Pos", "promised", "got", "minutes", "why"):
        misses.add_column(heading)
    for row in found.misses.to_dicts():
        misses.add_row(
            f"{row['season']}:{row['gameweek']}",
            *(row["web_name"], row["position"], f"{row[FANTASY]:.1f}", f"{row['points']:.0f}"),
            *(str(row["minutes"]), row["why"]),
        )
    sure = ", ".join(
        f"{name.replace('_', ' ')} {error:.3f}" for name, error in found.calibration.items()
    )
    likely = found.covered.filter(pl.col("position") == "likely")["covered"]
    inside = f"{likely[0]:.0%}" if likely.len() else "-"
    drift = [Text(f"drift: {found.drift}", "yellow")] if found.drift else []
    return Group(
        weeks,
        misses,
        Text(f"Expected calibration error: {sure}"),
        Text(f"80% intervals cover {inside} of those likely to play"),
        *drift,
    )


def _doubt(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        *(f"{row['expected_minutes']:.0f}", f"{row['play_60']:.0%}"),
        *(f"{row['low']}..{row['high']}", f"{row['at_least_5']:.0%}"),
    )


def _week(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "gameweek": row["gameweek"],
        "fixtures": row["fixtures"],
        "opponents": row["opponents"],
        **{name: round(float(row[name]), 3) for name in NUMBERS},
        "unusual": row["unusual"],
    }


def _matches(history: pl.DataFrame) -> Table:
    table = _plain("Last matches")
    for heading in ("Day", "Opponent"):
        table.add_column(heading)
    for heading in ("min", "goals", "assists", "xG", "xA", "BPS", "points"):
        table.add_column(heading, justify="right")
    for row in history.to_dicts():
        expected = (row[name] for name in ("expected_goals", "expected_assists"))
        table.add_row(
            f"{row['kickoff_time']:%d %b %Y}",
            f"{row['opponent']} ({'H' if row['was_home'] else 'A'})",
            *(str(row[name]) for name in ("minutes", "goals_scored", "assists")),
            *("-" if each is None else f"{each:.2f}" for each in expected),
            *(str(row["bps"]), str(row["total_points"])),
        )
    return table


def _plain(title: str) -> Table:
    return Table(title=title, title_style="bold", title_justify="left")
