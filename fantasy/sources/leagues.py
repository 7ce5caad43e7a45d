"""Mini-leagues: how their managers stand, from `leagues-classic/{id}/standings/`, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fantasy.errors import InputError, SourceError
from fantasy.raw import integer, records
from fantasy.sources.http import Client, parse_json

STANDING = ("entry", "entry_name", "player_name", "rank", "last_rank", "event_total", "total")
MOST_PAGES = 1000
"""A league that goes on after so many pages answers in circles."""


@dataclass(frozen=True)
class League:
    """A classic league.

    Attributes:
        number: its id.
        name: of it.
        standings: `entry`, `name`, `manager`, `rank`, `last_rank`, `gameweek_points` and
            `points`, the best first.
        complete: whether everybody is in the standings; more pages would follow if not.
    """

    number: int
    name: str
    standings: pl.DataFrame
    complete: bool


def fetch_league(client: Client, base_url: str, number: int, *, pages: int = MOST_PAGES) -> League:
    """Fetch a league's standings, fifty managers a page.

    Raises:
        InputError: if there is no such league.
        SourceError: if the API does not answer, or not as it promises.
    """
    found = []
    for page in range(1, pages + 1):
        url = f"{base_url}leagues-classic/{number}/standings/?page_standings={page}"
        body = client.body(url)
        if body is None:
            raise InputError(f"there is no league {number} in the game: look in its address")
        payload = parse_json(url, body)
        try:
            name, table = payload["league"]["name"], payload["standings"]
            more = bool(table["has_next"])
            found.append(_standings(table["results"], url))
        except (KeyError, TypeError) as error:
            raise SourceError(url, f"is not what the endpoint promises ({error})") from error
        if not more:
            break
    return League(number, name, pl.concat(found), complete=not more)


def _standings(results: list[Mapping[str, object]], url: str) -> pl.DataFrame:
    return records(results, STANDING, origin=url).select(
        integer("entry"),
        pl.col("entry_name").alias("name"),
        pl.col("player_name").alias("manager"),
        integer("rank"),
        integer("last_rank"),
        integer("event_total").alias("gameweek_points"),
        integer("total").alias("points"),
    )
