"""The FPL API's answers for a season at a deadline, with the real keys and types."""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from fantasy.game.rules import Chip
from fantasy.game.scoring import points_by_component
from fantasy.raw import (
    COUNTS,
    LATER_COUNTS,
    LATER_MEASURES,
    MEASURES,
    flag,
    integer,
    number,
    position,
    price_tenths,
    with_missing,
)
from fantasy.world.archive import Archive
from fantasy.world.season import SeasonAt

Json = dict[str, Any]

AT_DEADLINE = ("value", "selected", "transfers_in", "transfers_out", "transfers_balance")
TEXTS = ("ep_this", "ep_next", "form", "points_per_game", "selected_by_percent", "news_added")
INTEGERS = (
    *("chance_of_playing_this_round", "chance_of_playing_next_round", "penalties_order"),
    *("corners_and_indirect_freekicks_order", "direct_freekicks_order"),
    *("transfers_in_event", "transfers_out_event"),
)
SERVED_COUNTS = (*COUNTS, *LATER_COUNTS, "defensive_contribution")
NOT_YET = {"finished": False, "finished_provisional": False, "started": False, "minutes": 0}


@dataclass(frozen=True)
class Bodies:
    """Builds the answers, each once."""

    at: SeasonAt

    @cached_property
    def bootstrap(self) -> Json:
        """The body of `bootstrap-static/`."""
        rules = self.at.rules
        return {
            "chips": [_chip(number, chip) for number, chip in enumerate(rules.chips, start=1)],
            "events": self._events(),
            "game_settings": {
                "squad_squadplay": rules.starters,
                "squad_squadsize": rules.squad_size,
                "squad_team_limit": rules.most_per_club,
                "squad_total_spend": rules.budget_tenths,
                "transfers_cap": rules.transfers_cap,
                "transfers_sell_on_fee": rules.sell_on_fee,
            },
            "phases": [],
            "teams": self.at.clubs.with_columns(integer("id"), integer("code")).to_dicts(),
            "total_players": 0,
            "element_stats": [],
            "element_types": self._element_types(),
            "elements": self._elements(),
        }

    @cached_property
    def fixtures(self) -> list[Json]:
        """The body of `fixtures/`: the whole schedule, results of matches that were over."""
        optional = ("code", "stats", "team_h_difficulty", "team_a_difficulty", "pulse_id")
        numbers = ("id", "code", "event", "team_h", "team_a", "team_h_score", "team_a_score")
        rows = with_missing(self.at.schedule, optional).select(
            *(integer(name) for name in numbers),
            *(integer(name) for name in ("team_h_difficulty", "team_a_difficulty", "pulse_id")),
            *("kickoff_time", "stats"),
        )
        over = set(self.at.over.select(integer("id"))["id"])
        return [_fixture(row, over=row["id"] in over) for row in rows.to_dicts()]

    @cached_property
    def history(self) -> pl.DataFrame:
        """Every known match of every player, in the columns of `element-summary/`'s history."""
        held = set(self.at.matches.columns)
        whole = [name for name in (*SERVED_COUNTS, *AT_DEADLINE) if name in held]
        if not held:
            return pl.DataFrame(schema={"element": pl.Int32, "round": pl.Int32})
        return self.at.matches.select(
            *(integer(name) for name in ("element", "fixture", "opponent_team", "round")),
            flag("was_home"),
            "kickoff_time",
            integer("team_h_score"),
            integer("team_a_score"),
            *(integer(name) for name in whole),
            *(name for name in (*MEASURES, *LATER_MEASURES) if name in held),
        ).sort("element", "kickoff_time")

    def element_summary(self, element: int) -> Json | None:
        """The body of `element-summary/{id}/`; None for a player nobody knows."""
        known = self._elements_by_id.get(element)
        if known is None:
            return None
        own = self._histories.get((element,))
        return {
            "fixtures": [
                _upcoming(row, known["team"])
                for row in self.fixtures
                if not row["finished"] and known["team"] in (row["team_h"], row["team_a"])
            ],
            "history": [] if own is None else own.to_dicts(),
            "history_past": self._past.get(known["code"], []),
        }

    def live(self, gameweek: int) -> Json:
        """The body of `event/{gw}/live/`: sums of the gameweek, explained by fixture."""
        rows = self.history.filter(pl.col("round") == gameweek)
        explained = self._explained(rows)
        sums = {row["id"]: row for row in _totals(rows).to_dicts()}
        nothing = dict.fromkeys(COUNTS, 0) | dict.fromkeys(MEASURES, "0.0")
        return {
            "elements": [
                {
                    "id": player["id"],
                    "stats": _without_id(sums.get(player["id"], nothing)),
                    "explain": explained.get(player["id"], []),
                }
                for player in self.bootstrap["elements"]
            ]
        }

    @cached_property
    def event_status(self) -> Json:
        """The body of `event-status/`: the last gameweek played, checked and done."""
        begun = [event for event in self.bootstrap["events"] if event["is_current"]]
        days = [
            {"bonus_added": True, "date": row["kickoff_time"][:10], "event": event["id"]}
            for event in begun
            for row in self.fixtures
            if row["event"] == event["id"] and row["finished"]
        ]
        unique = {day["date"]: day | {"points": "r"} for day in days}
        return {"status": list(unique.values()), "leagues": "Updated"}

    @cached_property
    def _elements_by_id(self) -> dict[int, Json]:
        return {row["id"]: row for row in self.bootstrap["elements"]}

    @cached_property
    def _histories(self) -> dict[tuple[object, ...], pl.DataFrame]:
        return self.history.partition_by("element", as_dict=True)

    @cached_property
    def _past(self) -> dict[int, list[Json]]:
        """By code, a player's totals of each season before this one."""
        past: dict[int, list[Json]] = {}
        for season in self.at.archive.seasons():
            if season < self.at.season:
                for row in _season_totals(self.at.archive, season):
                    past.setdefault(row["element_code"], []).append(row)
        return past

    def _events(self) -> list[Json]:
        open_fixtures = {row["event"] for row in self.fixtures if not row["finished"]}
        begun = [number for number in self.at.deadlines if number < self.at.gameweek]
        previous, current = ([None, None, *begun])[-2:]
        return [
            {
                "id": number,
                "name": f"Gameweek {number}",
                "deadline_time": f"{deadline:%Y-%m-%dT%H:%M:%SZ}",
                "deadline_time_epoch": int(deadline.timestamp()),
                "deadline_time_game_offset": 0,
                "average_entry_score": 0,
                "highest_score": None,
                "finished": number in begun and number not in open_fixtures,
                "data_checked": number in begun and number not in open_fixtures,
                "is_previous": number == previous,
                "is_current": number == current,
                "is_next": number == self.at.gameweek,
            }
            for number, deadline in self.at.deadlines.items()
        ]

    def _element_types(self) -> list[Json]:
        return [
            {
                "id": number,
                "singular_name_short": position.name,
                "plural_name_short": position.name,
                "squad_select": position.squad_select,
                "squad_min_play": position.min_play,
                "squad_max_play": position.max_play,
            }
            for number, position in enumerate(self.at.rules.positions, start=1)
        ]

    def _elements(self) -> list[Json]:
        """Players as last captured, with the sums of their matches until the deadline."""
        codes = self.at.clubs.select(pl.col("id").alias("team"), pl.col("code").alias("team_code"))
        rows = (
            self.at.elements.pipe(with_missing, (*TEXTS, *INTEGERS, "news"))
            .join(codes, on="team", how="left", validate="m:1")
            .select(
                *(integer(name) for name in ("id", "code", "team", "team_code", "element_type")),
                *("web_name", "first_name", "second_name", "status", *TEXTS),
                price_tenths().alias("now_cost"),
                pl.col("news").fill_null(""),
                *(integer(name) for name in INTEGERS),
            )
            .join(_totals(self.history), on="id", how="left", validate="1:1")
        )
        return rows.with_columns(
            pl.col(pl.Int32).exclude(INTEGERS).fill_null(0),
            pl.col("^(influence|creativity|threat|ict_index|expected_.*)$").fill_null("0.0"),
        ).to_dicts()

    def _explained(self, rows: pl.DataFrame) -> dict[int, list[Json]]:
        """For each player, his fixtures and what gave points in each."""
        if rows.is_empty():
            return {}
        components = points_by_component(self.at.rules)
        names = [each.meta.output_name() for each in components]
        kinds = self.at.players.select(integer("id").alias("element"), position())
        scored = rows.join(kinds, on="element", how="left", validate="m:1").with_columns(components)
        explained: dict[int, list[Json]] = {}
        for row in scored.to_dicts():
            stats = [_stat(row, name) for name in names if row[name]]
            explained.setdefault(row["element"], []).append(
                {"fixture": row["fixture"], "stats": stats}
            )
        return explained


def _totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Sums by player (`id`); decimals are written as text, as the API does."""
    whole = [name for name in SERVED_COUNTS if name in rows.columns]
    decimal = [name for name in (*MEASURES, *LATER_MEASURES) if name in rows.columns]
    return rows.group_by(pl.col("element").alias("id"), maintain_order=True).agg(
        *(pl.col(name).sum() for name in whole),
        *(number(name).sum().round(5).cast(pl.String).alias(name) for name in decimal),
    )


def _season_totals(archive: Archive, season: str) -> list[Json]:
    """Rows of `history_past` from a season's last state."""
    path = f"data/{season}/players_raw.csv"
    raw = archive.table(path)
    if raw is None:
        return []
    whole = [name for name in SERVED_COUNTS if name in raw.columns]
    decimal = [name for name in (*MEASURES, *LATER_MEASURES) if name in raw.columns]
    return raw.select(
        pl.lit(f"{season[:4]}/{season[5:]}").alias("season_name"),
        integer("code").alias("element_code"),
        (integer("now_cost") - integer("cost_change_start")).alias("start_cost"),
        integer("now_cost").alias("end_cost"),
        *(integer(name) for name in whole),
        *decimal,
    ).to_dicts()


def _upcoming(row: Json, team: int) -> Json:
    at_home = row["team_h"] == team
    named = ("id", "code", "event", "kickoff_time", "finished", "minutes", "team_h", "team_a")
    difficulty = row["team_h_difficulty" if at_home else "team_a_difficulty"]
    return {name: row[name] for name in named} | {"is_home": at_home, "difficulty": difficulty}


def _without_id(row: Json) -> Json:
    return {name: value for name, value in row.items() if name != "id"}


def _stat(row: Json, component: str) -> Json:
    name = component.removesuffix("_points").replace("appearance", "minutes")
    return {"identifier": name, "points": row[component], "value": row.get(name, row[component])}


def _chip(number: int, chip: Chip) -> Json:
    return {
        "id": number,
        "name": chip.name,
        "number": chip.number,
        "start_event": chip.start,
        "stop_event": chip.stop,
    }


def _fixture(row: Json, *, over: bool) -> Json:
    result = {
        "finished": True,
        "finished_provisional": True,
        "started": True,
        "minutes": 90,
        "stats": ast.literal_eval(row["stats"] or "[]"),
    }
    hidden: Json = {**NOT_YET, "stats": [], "team_h_score": None, "team_a_score": None}
    return row | {"provisional_start_time": False} | (result if over else hidden)
