"""Understat of the simulated league: its own ids, its own spelling, numbers as text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from fantasy.league import Season
from fantasy.league.randomness import randomness
from fantasy.world.demo.understat_rows import (
    SUMMED,
    Json,
    by_side,
    forecast,
    history,
    listed,
    match_of_a_player,
    penalties,
    shot,
    text,
    total,
)

ASKED_AS_A_PAGE_DOES = ("X-Requested-With", "XMLHttpRequest")
WITHOUT_ACCENTS = 0.2
"""Share of players written without their accents."""

OTHER_SURNAME = 0.3
"""Share of those with two surnames who are written with the second."""

FIRST_CLUB, FIRST_PLAYER, FIRST_MATCH = 70, 500, 10_000
ROUTES = re.compile(r"get(League|Match|Player|Team)Data/(.+)")


@dataclass(frozen=True)
class Understat:
    """What the site knows: every season, and its own ids for everybody in it."""

    seasons: Mapping[str, Season]
    seed: int

    def respond(self, path: str, headers: Mapping[str, str]) -> Json | None:
        """The body at a path; None where there is none, or for one not asking as its pages do."""
        name, value = ASKED_AS_A_PAGE_DOES
        asked = ROUTES.fullmatch(path)
        if asked is None or headers.get(name) != value:
            return None
        kind, rest = asked.groups()
        if kind == "League":
            season = self._of_year(rest.removeprefix("EPL/"))
            return None if season is None else self._league(season)
        if kind == "Match":
            return self._match(int(rest)) if rest.isdecimal() else None
        if kind == "Player":
            return self._player(int(rest)) if rest.isdecimal() else None
        return self._team(*rest.rsplit("/", 1)) if "/" in rest else None

    @cached_property
    def players(self) -> pl.DataFrame:
        """Everybody's `code`, Understat's `id` and its `name` for him."""
        people = pl.concat(
            season.players.select("code", "first_name", "second_name", "known_name")
            for season in self.seasons.values()
        ).unique("code", keep="first", maintain_order=True)
        rng = randomness(self.seed, "understat")
        ids = FIRST_PLAYER + rng.permutation(2 * people.height)[: people.height]
        plain = rng.random(people.height) < WITHOUT_ACCENTS
        other = rng.random(people.height) < OTHER_SURNAME
        known = [
            _by_the_second_surname(*each) if second else each[-1]
            for each, second in zip(people.drop("code").iter_rows(), other, strict=True)
        ]
        names = [_plain(name) if bare else name for name, bare in zip(known, plain, strict=True)]
        return people.select("code", pl.Series("id", ids), pl.Series("name", names))

    def _of_year(self, year: str) -> Season | None:
        return next((each for name, each in self.seasons.items() if name[:4] == year), None)

    def _names(self, season: Season) -> pl.DataFrame:
        """`element`, `position`, `understat` (id) and `name` of a season's players."""
        ids = self.players.rename({"id": "understat"})
        return season.players.select("element", "code", "position").join(
            ids, on="code", how="left", validate="1:1"
        )

    def _clubs(self, season: Season) -> dict[int, Json]:
        """Understat's id and title of each club, by FPL's id of the season."""
        return {
            team: {"id": str(FIRST_CLUB + code), "title": name, "short_title": short}
            for team, code, name, short in season.clubs.select(
                "team", "team_code", "name", "short_name"
            ).iter_rows()
        }

    def _first_match(self, season: Season) -> int:
        return FIRST_MATCH + 1000 * sorted(self.seasons).index(season.season)

    def _league(self, season: Season) -> Json:
        dates = self._dates(season)
        return {"teams": self._teams(season), "players": self._totals(season), "dates": dates}

    def _dates(self, season: Season) -> list[Json]:
        clubs, first = self._clubs(season), self._first_match(season)
        sums = by_side(season)
        rows = season.fixtures.drop_nulls("kickoff_time").sort("kickoff_time", "fixture")
        return [
            {
                "id": str(first + row["fixture"]),
                "isResult": row["home_goals"] is not None,
                "h": clubs[row["home"]],
                "a": clubs[row["away"]],
                "goals": {"h": text(row["home_goals"]), "a": text(row["away_goals"])},
                "xG": {
                    side: text(sums.get((row["fixture"], at_home), {}).get("expected"))
                    for side, at_home in (("h", True), ("a", False))
                },
                "datetime": f"{row['kickoff_time']:%Y-%m-%d %H:%M:%S}",
                **forecast(sums, row["fixture"]),
            }
            for row in rows.iter_rows(named=True)
        ]

    def _teams(self, season: Season) -> Json:
        clubs, sums = self._clubs(season), by_side(season)
        played = season.fixtures.drop_nulls("home_goals").sort("kickoff_time", "fixture")
        teams: dict[str, Json] = {
            club["id"]: {"id": club["id"], "title": club["title"], "history": []}
            for club in clubs.values()
        }
        for row in played.iter_rows(named=True):
            for at_home, side, other in ((True, "home", "away"), (False, "away", "home")):
                own, theirs = sums[row["fixture"], at_home], sums[row["fixture"], not at_home]
                told = teams[clubs[row[side]]["id"]]["history"]
                told.append(history(row, own, theirs, (side, other)))
        return teams

    def _totals(self, season: Season) -> list[Json]:
        """Season totals of everybody who played, the most goals first."""
        names = self._names(season)
        spots = penalties(season)
        played = season.matches.filter(pl.col("minutes") > 0).drop("position")
        titles = {team: club["title"] for team, club in self._clubs(season).items()}
        totals = (
            played.join(spots, on=["fixture", "element"], how="left", validate="1:1")
            .with_columns(pl.col("spot_goals", "spot_expected").fill_null(0))
            .sort("kickoff_time")
            .group_by("element", maintain_order=True)
            .agg(
                pl.len().alias("games"),
                *(pl.col(name).sum() for name in SUMMED),
                pl.col("team").replace_strict(titles).unique(maintain_order=True).alias("titles"),
            )
            .join(names, on="element", how="left", validate="1:1")
            .sort("goals_scored", "expected_goals", "element", descending=[True, True, False])
        )
        return [total(row) for row in totals.iter_rows(named=True)]

    def _match(self, number: int) -> Json | None:
        for season in self.seasons.values():
            fixture = number - self._first_match(season)
            if 0 < fixture <= season.fixtures.height:
                return self._played(season, fixture)
        return None

    def _played(self, season: Season, fixture: int) -> Json | None:
        row = season.fixtures.filter(pl.col("fixture") == fixture).row(0, named=True)
        if row["home_goals"] is None:
            return None
        names = {each["element"]: each for each in self._names(season).iter_rows(named=True)}
        clubs = self._clubs(season)
        sides = {"h": row["home"], "a": row["away"]}
        shots = season.shots.filter(pl.col("fixture") == fixture).sort("minute")
        played = season.matches.filter(pl.col("fixture") == fixture, pl.col("minutes") > 0)
        match = str(self._first_match(season) + fixture)
        return {
            "shots": {
                side: [
                    shot(each, names, match, (side, place))
                    for place, each in enumerate(
                        shots.filter(pl.col("team") == team).iter_rows(named=True)
                    )
                ]
                for side, team in sides.items()
            },
            "rosters": {
                side: {
                    str(names[each["element"]]["understat"]): listed(each, names, side, clubs)
                    for each in played.filter(pl.col("team") == team).iter_rows(named=True)
                }
                for side, team in sides.items()
            },
            "tmpl": {},
        }

    def _player(self, number: int) -> Json | None:
        found = self.players.filter(pl.col("id") == number)
        if found.is_empty():
            return None
        code, _, name = found.row(0)
        rows: list[Json] = []
        for season in self.seasons.values():
            elements = season.players.filter(pl.col("code") == code)["element"]
            own = season.matches.filter(pl.col("element").is_in(elements.implode()))
            first = self._first_match(season)
            rows += [
                match_of_a_player(each, str(first + each["fixture"]), season.season)
                for each in own.filter(pl.col("minutes") > 0).iter_rows(named=True)
            ]
        return {"player": {"id": str(number), "name": name}, "matches": rows[::-1]}

    def _team(self, title: str, year: str) -> Json | None:
        season = self._of_year(year)
        if season is None:
            return None
        wanted = title.replace("_", " ")
        dates = [
            each for each in self._dates(season) if wanted in {each[side]["title"] for side in "ha"}
        ]
        return {"dates": dates} if dates else None


def _by_the_second_surname(first: str, second: str, known: str) -> str:
    """A name with the second of two surnames; as it is known for one without."""
    surname = known.removeprefix(f"{first} ")
    if not second.startswith(f"{surname} "):
        return known
    return f"{first} {second.removeprefix(f'{surname} ')}"


def _plain(name: str) -> str:
    """A name without accents."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(each for each in parts if not unicodedata.combining(each))
