"""A league's standings, as JSON and as a table."""

from typing import Any

from rich.table import Table

from fantasy.sources.leagues import League


def as_json(league: League) -> dict[str, Any]:
    """The standings as JSON values."""
    return {
        "league": league.number,
        "name": league.name,
        "complete": league.complete,
        "standings": league.standings.to_dicts(),
    }


def as_table(league: League) -> Table:
    """The standings for a person."""
    table = Table(
        title=league.name,
        title_style="bold",
        title_justify="left",
        caption=None if league.complete else "more managers follow: --pages",
        caption_justify="left",
    )
    table.add_column("Rank", justify="right")
    for heading in ("Team", "Manager"):
        table.add_column(heading)
    for heading in ("Gameweek", "Points", "Entry"):
        table.add_column(heading, justify="right")
    for row in league.standings.iter_rows(named=True):
        points = (row["gameweek_points"], row["points"], row["entry"])
        table.add_row(str(row["rank"]), row["name"], row["manager"], *map(str, points))
    return table
