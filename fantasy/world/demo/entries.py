"""The FPL API's answers about managers: entries, history, picks, transfers and leagues."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl

from fantasy.league import Season
from fantasy.league.managers import ENTRIES, Managers, manage
from fantasy.league.market import MANAGERS

Json = dict[str, Any]

OVERALL, MINI = 314, 1001
LEAGUES = {OVERALL: ("Overall", range(1, ENTRIES + 1)), MINI: ("Friends and Rivals", range(1, 13))}
A_PAGE = 50
STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
OF_A_LEAGUE = re.compile(r"leagues-classic/(\d+)/standings/")
OF_AN_ENTRY = re.compile(r"entry/(\d+)/(?:(history|transfers)/|event/(\d+)/picks/)?")


@dataclass(frozen=True)
class Entries:
    """The managers of a season; each one's is played when he is first asked for."""

    season: Season
    seed: int
    played: dict[int, Managers] = field(default_factory=dict)

    def respond(self, path: str) -> Json | list[Json] | None:
        """The body at a path of the API; None where there is nothing (yet)."""
        parts = urlsplit(path)
        if asked := OF_A_LEAGUE.fullmatch(parts.path):
            page = parse_qs(parts.query).get("page_standings", ["1"])[0]
            return self._league(int(asked[1]), int(page)) if page.isdecimal() else None
        if (asked := OF_AN_ENTRY.fullmatch(parts.path)) is None:
            return None
        entry = int(asked[1])
        if not 1 <= entry <= ENTRIES:
            return None
        if asked[3]:
            return self._picks(entry, int(asked[3]))
        if asked[2] == "history":
            return self._history(entry)
        return self._transfers(entry) if asked[2] else self._entry(entry)

    def _manager(self, entry: int) -> Managers:
        if entry not in self.played:
            self.played[entry] = manage(self.season, self.seed, [entry])
        return self.played[entry]

    def _weeks(self, entry: int) -> list[Json]:
        return self._manager(entry).gameweeks.sort("gameweek").to_dicts()

    def _entry(self, entry: int) -> Json:
        who = self._manager(entry).entries.row(0, named=True)
        weeks = self._weeks(entry)
        last = weeks[-1]
        return {
            "id": entry,
            "joined_time": f"{who['joined']:{STAMP}}",
            "started_event": who["started"],
            "favourite_team": None,
            "player_first_name": who["first_name"],
            "player_last_name": who["last_name"],
            "player_region_id": 241,
            "player_region_name": "England",
            "player_region_iso_code_short": "EN",
            "player_region_iso_code_long": "ENG",
            "years_active": len(who["past"]),
            "summary_overall_points": last["total_points"],
            "summary_overall_rank": last["overall_rank"],
            "summary_event_points": last["points"],
            "summary_event_rank": last["rank"],
            "current_event": last["gameweek"],
            "leagues": {
                "classic": [self._membership(entry, number) for number in self._leagues(entry)],
                "h2h": [],
                "cup_matches": [],
            },
            "name": who["name"],
            "name_change_blocked": False,
            "entered_events": [week["gameweek"] for week in weeks],
            "kit": None,
            "last_deadline_bank": last["bank"],
            "last_deadline_value": last["value"],
            "last_deadline_total_transfers": sum(week["transfers"] for week in weeks),
        }

    def _leagues(self, entry: int) -> list[int]:
        return [number for number, (_, members) in LEAGUES.items() if entry in members]

    def _membership(self, entry: int, number: int) -> Json:
        name, members = LEAGUES[number]
        overall = number == OVERALL
        last = self._weeks(entry)[-1]
        rank = last["overall_rank"] if overall else None
        return {
            "id": number,
            "name": name,
            "league_type": "s" if overall else "x",
            "scoring": "c",
            "rank_count": MANAGERS if overall else len(members),
            "entry_rank": rank,
            "entry_last_rank": None,
            "entry_can_leave": not overall,
        }

    def _history(self, entry: int) -> Json:
        weeks = self._weeks(entry)
        return {
            "current": [_booked(week) for week in weeks],
            "past": self._manager(entry).entries["past"][0].to_list(),
            "chips": [
                {
                    "name": week["chip"],
                    "time": f"{self.season.deadlines[week['gameweek']]:{STAMP}}",
                    "event": week["gameweek"],
                }
                for week in weeks
                if week["chip"]
            ],
        }

    def _picks(self, entry: int, gameweek: int) -> Json | None:
        told = self._manager(entry)
        weeks = {week["gameweek"]: week for week in self._weeks(entry)}
        if gameweek not in weeks:
            return None
        of_the_week = pl.col("gameweek") == gameweek
        kinds = dict(self.season.players.select("element", "position").iter_rows())
        numbers = {
            place.name: number for number, place in enumerate(self.season.rules.positions, 1)
        }
        swaps = told.substitutions
        return {
            "active_chip": weeks[gameweek]["chip"],
            "automatic_subs": [
                {
                    "entry": entry,
                    "element_in": each["element_in"],
                    "element_out": each["element_out"],
                    "event": gameweek,
                }
                for each in (swaps.filter(of_the_week) if swaps.height else swaps).to_dicts()
            ],
            "entry_history": _booked(weeks[gameweek]),
            "picks": [
                {
                    "element": each["element"],
                    "position": each["place"],
                    "multiplier": each["multiplier"],
                    "is_captain": each["captain"],
                    "is_vice_captain": each["vice_captain"],
                    "element_type": numbers[kinds[each["element"]]],
                }
                for each in told.picks.filter(of_the_week).sort("place").to_dicts()
            ],
        }

    def _transfers(self, entry: int) -> list[Json]:
        made = self._manager(entry).transfers
        return [
            {
                "element_in": each["element_in"],
                "element_in_cost": each["element_in_cost"],
                "element_out": each["element_out"],
                "element_out_cost": each["element_out_cost"],
                "entry": entry,
                "event": each["gameweek"],
                "time": f"{each['time']:{STAMP}}",
            }
            for each in made.reverse().to_dicts()
        ]

    def _league(self, number: int, page: int) -> Json | None:
        if number not in LEAGUES:
            return None
        name, members = LEAGUES[number]
        rows = sorted((self._standing(entry) for entry in members), key=_place)
        shown = [row | {"rank": place} for place, row in enumerate(rows, 1)]
        first, last = (page - 1) * A_PAGE, page * A_PAGE
        return {
            "new_entries": {"has_next": False, "page": 1, "results": []},
            "last_updated_data": f"{self.season.now:{STAMP}}",
            "league": {"id": number, "name": name, "scoring": "c", "start_event": 1},
            "standings": {
                "has_next": last < len(shown),
                "page": page,
                "results": shown[first:last],
            },
        }

    def _standing(self, entry: int) -> Json:
        who = self._manager(entry).entries.row(0, named=True)
        last = self._weeks(entry)[-1]
        return {
            "id": 100 * entry,
            "event_total": last["points"],
            "player_name": f"{who['first_name']} {who['last_name']}",
            "last_rank": 0,
            "rank_sort": 0,
            "total": last["total_points"],
            "entry": entry,
            "entry_name": who["name"],
            "has_played": True,
        }


def _place(row: Json) -> tuple[int, int]:
    """The most points first."""
    return -row["total"], row["entry"]


def _booked(week: Json) -> Json:
    """A gameweek as history and picks tell it."""
    return {
        "event": week["gameweek"],
        "points": week["points"],
        "total_points": week["total_points"],
        "rank": week["rank"],
        "rank_sort": week["rank"],
        "overall_rank": week["overall_rank"],
        "percentile_rank": max(1, 100 * week["overall_rank"] // MANAGERS),
        "bank": week["bank"],
        "value": week["value"],
        "event_transfers": week["transfers"],
        "event_transfers_cost": week["hit"],
        "points_on_bench": week["points_on_bench"],
    }
