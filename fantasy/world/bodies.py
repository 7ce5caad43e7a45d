"""The FPL API's answers for a season at a deadline, with the real keys and types."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from fantasy.game.scoring import points_by_component
from fantasy.raw import (
    COUNTS,
    LATER_MEASURES,
    MEASURES,
    flag,
    integer,
    position,
    price_tenths,
    with_missing,
)
from fantasy.world import stated
from fantasy.world.parts import (
    SERVED_COUNTS,
    Json,
    fixture,
    season_totals,
    stat,
    totals,
    upcoming,
    without_id,
)
from fantasy.world.season import SeasonAt

AT_DEADLINE = ("value", "selected", "transfers_in", "transfers_out", "transfers_balance")
TEXTS = ("ep_this", "ep_next", "form", "points_per_game", "selected_by_percent", "news_added")
INTEGERS = (
    *("chance_of_playing_this_round", "chance_of_playing_next_round", "penalties_order"),
    *("corners_and_indirect_freekicks_order", "direct_freekicks_order"),
    *("transfers_in_event", "transfers_out_event"),
)


@dataclass(frozen=True)
class Bodies:
    """Builds the answers, each once."""

    at: SeasonAt

    @cached_property
    def bootstrap(self) -> Json:
        """The body of `bootstrap-static/`."""
        rules = self.at.rules
        return {
            "chips": stated.chips(rules),
            "events": self._events(),
            "game_settings": stated.game_settings(rules),
            **stated.game_config(rules),
            "phases": [],
            "teams": self.at.clubs.with_columns(integer("id"), integer("code")).to_dicts(),
            "total_players": self.at.dump.get("total_players", 0),
            "element_stats": [],
            "element_types": stated.element_types(rules),
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
        origin = f"data/{self.at.season}/fixtures.csv"
        return [fixture(row, origin, over=row["id"] in over) for row in rows.to_dicts()]

    @cached_property
    def history(self) -> pl.DataFrame:
        """Every known match of every player, in the columns of `element-summary/`'s history."""
        held = set(self.at.matches.columns)
        whole = [name for name in (*SERVED_COUNTS, *AT_DEADLINE) if name in held]
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
                upcoming(row, known["team"])
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
        sums = {row["id"]: row for row in totals(rows).to_dicts()}
        nothing = dict.fromkeys(COUNTS, 0) | dict.fromkeys(MEASURES, "0.0")
        return {
            "elements": [
                {
                    "id": player["id"],
                    "stats": without_id(sums.get(player["id"], nothing)),
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
                for row in season_totals(self.at.archive, season):
                    past.setdefault(row["element_code"], []).append(row)
        return past

    @cached_property
    def _scores(self) -> dict[int, Json]:
        """The average and highest scores of gameweeks, where somebody kept them."""
        return {event["id"]: event for event in self.at.dump.get("events", [])}

    def _events(self) -> list[Json]:
        open_fixtures = {row["event"] for row in self.fixtures if not row["finished"]}
        begun = [number for number in self.at.deadlines if number < self.at.gameweek]
        over = set(begun) - open_fixtures
        scores = {number: self._scores.get(number, {}) for number in over}
        previous, current = ([None, None, *begun])[-2:]
        return [
            {
                "id": number,
                "name": f"Gameweek {number}",
                "deadline_time": f"{deadline:%Y-%m-%dT%H:%M:%SZ}",
                "deadline_time_epoch": int(deadline.timestamp()),
                "deadline_time_game_offset": 0,
                "average_entry_score": scores.get(number, {}).get("average_entry_score", 0),
                "highest_score": scores.get(number, {}).get("highest_score"),
                "finished": number in over,
                "data_checked": number in over,
                "is_previous": number == previous,
                "is_current": number == current,
                "is_next": number == self.at.gameweek,
            }
            for number, deadline in self.at.deadlines.items()
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
            .join(totals(self.history), on="id", how="left", validate="1:1")
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
            stats = [stat(row, name) for name in names if row[name]]
            explained.setdefault(row["element"], []).append(
                {"fixture": row["fixture"], "stats": stats}
            )
        return explained
