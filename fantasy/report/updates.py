"""What an update stored, as JSON and as a table."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.store.ingest import Ingested
from fantasy.store.lake import Written


def as_json(ingested: Ingested) -> dict[str, Any]:
    """The season, the gameweek to come, what each table gained and what failed, as JSON values."""
    return {
        "season": ingested.season,
        "gameweek": ingested.gameweek,
        "tables": {
            name: {
                "offered": sum(each.offered for each in written),
                "changed": sum(each.changed for each in written),
                "quarantined": sum(each.quarantined for each in written),
            }
            for name, written in _by_table(ingested).items()
        },
        "unmatched": list(ingested.unmatched),
        "news": None if ingested.news is None else vars(ingested.news),
        "faults": {fault.source: str(fault.error) for fault in ingested.faults},
    }


def as_table(ingested: Ingested) -> RenderableType:
    """A row for each table, and what the outlets gave."""
    title = "FPL did not answer"
    if ingested.season is not None:
        title = f"{ingested.season}, before gameweek {ingested.gameweek}"
    table = Table(title=title, title_style="bold", title_justify="left")
    table.add_column("Table")
    for heading in ("Rows read", "New or changed", "Quarantined"):
        table.add_column(heading, justify="right")
    for name, written in _by_table(ingested).items():
        table.add_row(
            name,
            f"{sum(each.offered for each in written):,}",
            f"{sum(each.changed for each in written):,}",
            f"{sum(each.quarantined for each in written):,}",
        )
    strangers = ", ".join(ingested.unmatched)
    lines = [Text(f"Nobody was found for Understat's {strangers}")] if strangers else []
    news = ingested.news
    if news is None:
        return Group(table, *lines)
    heard = ", ".join(f"{key} {items}" for key, items in news.outlets.items())
    return Group(
        table,
        *lines,
        Text(
            f"News: {news.articles} items, {news.naming_somebody} naming a player, "
            f"{news.clubs} clubs with items of their own ({heard})"
        ),
    )


def _by_table(ingested: Ingested) -> dict[str, list[Written]]:
    names = dict.fromkeys(each.table for each in ingested.written)
    return {name: [each for each in ingested.written if each.table == name] for name in names}
