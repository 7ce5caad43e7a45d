"""The desk: collects a week's items, and the truth of each, as they are written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import polars as pl

from fantasy.league.press.outlets import OUTLETS
from fantasy.league.press.speaking import Line, Speaker, plain
from fantasy.league.season import Season

T = TypeVar("T")
A_WEEK = timedelta(days=7)
AUTHORS = ("Ros Calloway", "Ned Pryor", "Imke Lauder", "Tariq Benson", "Una Whitlock", "Cal Dorsey")
A_PARAGRAPH = 2
TRUTH = {
    **dict.fromkeys(("item", "element", "code", "chance", "sentiment"), pl.Int32()),
    **dict.fromkeys(("availability", "injury", "sentence", "template"), pl.String()),
    "return_date": pl.Date(),
    "rumour_true": pl.Boolean(),
}
ITEM = {
    "item": pl.Int32(),
    "outlet": pl.String(),
    "time": pl.Datetime("us", "UTC"),
    "title": pl.String(),
    "summary": pl.String(),
    "body": pl.List(pl.String()),
    "path": pl.String(),
    "team": pl.Int32(),
    "author": pl.String(),
}


@dataclass
class Desk:
    """The week that ends when a gameweek's deadline comes, or the season stops."""

    season: Season
    gameweek: int
    closes: datetime
    rng: np.random.Generator
    items: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def opponents(self) -> dict[int, str]:
        """The name of whom each club plays first in the gameweek."""
        names = dict(self.season.clubs.select("team", "name").iter_rows())
        rows = self.season.fixtures.filter(pl.col("gameweek") == self.gameweek)
        latest_first = rows.sort("kickoff_time", "fixture", descending=True)
        pairs = list(latest_first.select("home", "away").iter_rows())
        return {own: names[other] for h, a in pairs for own, other in ((h, a), (a, h))}

    def speaker(self, team: int, time: datetime, *, opponent: str | None = None) -> Speaker:
        """Somebody who writes about a club, and the next opponent unless another is given."""
        club = self.season.clubs.row(team - 1, named=True)
        other = opponent or self.opponents.get(team, "their next opponents")
        return Speaker(club["name"], club["manager"], other, club["stadium"], time, self.rng)

    def publish(
        self,
        outlet: str,
        time: datetime,
        title: str,
        lines: Iterable[Line],
        team: int | None = None,
    ) -> None:
        """Add an item, unless it has nothing to say or its time is not of this week."""
        told = list(lines)
        if not told or not self.closes - A_WEEK <= time <= self.closes:
            return
        number = len(self.items) + 1
        starts = range(0, len(told), A_PARAGRAPH)
        body = [" ".join(each.text for each in told[at : at + A_PARAGRAPH]) for at in starts]
        name = f"{self.gameweek:02d}{number:04d}"
        self.items.append(
            {
                "item": number,
                "outlet": outlet,
                "time": time.replace(second=0, microsecond=0),
                "title": title,
                "summary": told[0].text,
                "body": body,
                "path": OUTLETS[outlet].path.format(slug=slug(title), number=name),
                "team": team,
                "author": self.pick(AUTHORS),
            }
        )
        self.facts += [
            {name: fact.get(name) for name in TRUTH}
            | {"item": number, "sentence": line.text, "template": line.template}
            for line in told
            for fact in line.facts
        ]

    def ago(self, least: float, most: float) -> datetime:
        """Some hours before the week closes."""
        return self.closes - timedelta(hours=float(self.rng.uniform(least, most)))

    def pick(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[int(self.rng.integers(len(options)))]


def slug(text: str) -> str:
    """Text as it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).strip("-")
