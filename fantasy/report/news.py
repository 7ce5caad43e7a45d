"""The news of players, as JSON and as tables."""

from datetime import datetime
from typing import Any, Literal

import polars as pl
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.bulletin import A_MOOD, Bulletin
from fantasy.news.people import Names
from fantasy.news.reading import Reading

COLOURS = {
    **dict.fromkeys(("fit", "returned"), "green"),
    **dict.fromkeys(("doubtful", "ill", "rested"), "yellow"),
    **dict.fromkeys(("injured", "suspended", "personal", "ineligible"), "red"),
    **dict.fromkeys(("transferred", "loaned"), "dim"),
}
DAY_HOURS = 24
FEW = 5
"""Players up to whom what was said of them is printed in full."""


def as_json(bulletin: Bulletin) -> list[dict[str, Any]]:
    """The signals as JSON values; chance in percent, sentiment -1 to 1, times in UTC."""
    return [
        {
            "code": row["code"],
            "player": row["player"],
            "club": row["club"],
            "availability": row["availability"],
            "chance": row["chance"],
            "injury": row["injury"],
            "return_date": row["back"] and row["back"].isoformat(),
            "sentiment": round(row["sentiment"], 3),
            "evidence": row["evidence"],
            "outlet": row["outlet"],
            "url": row["url"],
            "published": row["published"] and f"{row['published']:%Y-%m-%dT%H:%M:%SZ}",
            "volume": round(row["volume"], 3),
            "sources": row["sources"],
            "disputed": row["disputed"],
            "against_flag": row["against_flag"],
        }
        for row in bulletin.rows.iter_rows(named=True)
    ]


def as_table(bulletin: Bulletin) -> RenderableType:
    """The signals for a person: who is how, how sure, back when, in what mood, who says so.

    What was said in full is in the JSON, and printed where few players are asked for.
    """
    table = Table(
        title=f"News before gameweek {bulletin.gameweek} of {bulletin.season}",
        title_style="bold",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    _columns(table, {"Player": 11, "Club": 4, "Status": 17})
    _columns(table, {"%": 3}, justify="right")
    _columns(table, {"Back": 6, "Mood": 4, "Source": 8})
    _columns(table, {"Age": 4}, justify="right")
    for row in bulletin.rows.iter_rows(named=True):
        table.add_row(*_cells(row, bulletin.now))
    marks = "%: chance of playing   ! the sources disagree   * FPL's flag says otherwise"
    if bulletin.rows.is_empty():
        return Group(table, Text("nothing is said of them"))
    said = [
        Text(f"{row['player']}: {row['evidence']} ({row['outlet']} {row['url'] or ''})".strip())
        for row in bulletin.rows.head(FEW).iter_rows(named=True)
        if row["evidence"]
    ]
    evidence = said if bulletin.rows.height <= FEW else []
    return Group(table, Text(marks, style="dim"), *evidence)


def _columns(
    table: Table, widths: dict[str, int], *, justify: Literal["left", "right"] = "left"
) -> None:
    """Columns that keep at least their widths."""
    for heading, width in widths.items():
        table.add_column(heading, justify=justify, no_wrap=True, min_width=width)


def _cells(row: dict[str, Any], now: datetime) -> list[str | Text]:
    kind = row["availability"]
    hurt = f" ({row['injury']})" if row["injury"] else ""
    words = f"{kind or '-'}{hurt}"
    marks = "!" * row["disputed"] + "*" * row["against_flag"]
    chance = "" if row["chance"] is None else str(row["chance"])
    return [
        row["player"],
        row["club"],
        Text(f"{words} {marks}".strip(), COLOURS.get(kind, "")),
        chance,
        f"{row['back']:%d %b}" if row["back"] else "",
        _mood(row["sentiment"]),
        row["outlet"] or "",
        _age(row["published"], now),
    ]


def _mood(sentiment: float) -> Text:
    if abs(sentiment) < A_MOOD:
        return Text("")
    return Text(f"{sentiment:+.1f}", "green" if sentiment > 0 else "red")


def _age(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    hours = (now - moment).total_seconds() / 3600
    return f"{hours:.0f} h" if hours < 2 * DAY_HOURS else f"{hours / DAY_HOURS:.0f} d"


def readings_as_json(names: Names, readings: list[Reading]) -> list[dict[str, Any]]:
    """What a text says, as JSON values; `candidates` are players an ambiguous name may mean."""
    return [
        {
            "code": each.code,
            "player": None if each.code is None else names.players[each.code].name,
            "club": None if each.code is None else _club(names, each.code),
            "availability": each.claim.availability,
            "chance": each.claim.chance,
            "injury": each.claim.injury,
            "return_date": each.claim.back and each.claim.back.isoformat(),
            "sentiment": each.sentiment,
            "evidence": each.evidence,
            "gameweeks": each.claim.gameweeks,
            "rule": each.rule,
            "model": each.model or None,
            "probability": each.probability,
            "candidates": _candidates(names, each),
        }
        for each in readings
    ]


def readings_as_table(names: Names, readings: list[Reading]) -> RenderableType:
    """What a text says, for a person: what rule and classifier make of each mention."""
    if not readings:
        return Text("the text names no player of the season, and is no news of FPL's")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("Player", min_width=12, overflow="fold")
    _columns(table, {"Club": 4, "Status": 18})
    _columns(table, {"%": 3}, justify="right")
    _columns(table, {"Back": 11, "Mood": 4})
    table.add_column("Rule / classifier", min_width=16, overflow="fold")
    for each in readings:
        claim = each.claim
        back = f"{claim.back:%d %b %Y}" if claim.back else ""
        misses = f"{claim.gameweeks} gameweeks" if claim.gameweeks else ""
        hurt = f" ({claim.injury})" if claim.injury else ""
        table.add_row(
            Text(_who(names, each)),
            "" if each.code is None else _club(names, each.code),
            Text(f"{claim.availability or '-'}{hurt}", COLOURS.get(claim.availability or "", "")),
            "" if claim.chance is None else str(claim.chance),
            back or misses,
            _mood(each.sentiment),
            _by(each),
        )
    return table


def _by(reading: Reading) -> str:
    """What the rule and the classifier say."""
    model = f"{reading.model} {reading.probability:.2f}" if reading.model else ""
    return " / ".join(filter(None, (reading.rule, model)))


def _who(names: Names, reading: Reading) -> str:
    if reading.code is not None:
        return names.players[reading.code].name
    if not reading.candidates:
        return "-"
    return f"{reading.name}: {' or '.join(_candidates(names, reading))}?"


def _candidates(names: Names, reading: Reading) -> list[str]:
    """Whom an ambiguous name may mean."""
    if reading.code is not None:
        return []
    return sorted(
        f"{names.players[code].full_name} ({_club(names, code)})" for code in reading.candidates
    )


def _club(names: Names, code: int) -> str:
    return names.short_names[names.players[code].team_code]


def scores_as_json(scores: pl.DataFrame) -> list[dict[str, Any]]:
    """The scores as JSON values."""
    return scores.with_columns(pl.col("score").round(4)).to_dicts()


def scores_as_table(scores: pl.DataFrame) -> Table:
    """The scores for a person."""
    table = Table(title="On families of sentences no model was fitted on", title_justify="left")
    for heading in ("Task", "Model", "Measure"):
        table.add_column(heading)
    for heading in ("Score", "Players"):
        table.add_column(heading, justify="right")
    for row in scores.sort("task", "score", descending=[False, True]).iter_rows(named=True):
        table.add_row(
            row["task"], row["model"], row["measure"], f"{row['score']:.3f}", str(row["players"])
        )
    return table
