"""What an update stored, as JSON and as a table."""

from typing import Any

from rich.table import Table

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
        "faults": {fault.source: str(fault.error) for fault in ingested.faults},
    }


def as_table(ingested: Ingested) -> Table:
    """A row for each table."""
    title = "FPL did not answer"
    if ingested.season is not None:
        title = f"{ingested.season}, before gameweek {ingested.gameweek}"
    table = Table(title=title, title_style="bold")
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
    return table


def _by_table(ingested: Ingested) -> dict[str, list[Written]]:
    names = dict.fromkeys(each.table for each in ingested.written)
    return {name: [each for each in ingested.written if each.table == name] for name in names}
