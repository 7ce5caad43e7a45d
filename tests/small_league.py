"""A small invented league, written as a history archive for tests to read through the door."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

CLUBS = ("Ashford", "Brackley", "Corby", "Dunster", "Elmton", "Farley", "Gorsey", "Hexton")
SHAPE = {1: 3, 2: 7, 3: 7, 4: 4}
GAMEWEEKS = 21
HISTORY = (
    *("assists", "bonus", "bps", "clean_sheets", "goals_conceded", "goals_scored", "minutes"),
    *("own_goals", "penalties_missed", "penalties_saved", "red_cards", "saves", "yellow_cards"),
    *("creativity", "ict_index", "influence", "threat", "starts", "expected_goals"),
    *("expected_assists", "expected_goal_involvements", "expected_goals_conceded"),
)


def write_archive(
    folder: Path, seasons: Iterable[str] = ("2023-24", "2024-25"), *, gameweeks: int = GAMEWEEKS
) -> Path:
    """Write seasons of the invented league; deterministic, nobody in it is real."""
    for season in seasons:
        _write_season(folder, season, np.random.default_rng(int(season[:4])), gameweeks)
    return folder


def kickoff(season: str, gameweek: int) -> datetime:
    """Every fixture of a gameweek starts at once, a week after the last."""
    return datetime(int(season[:4]), 8, 12, 14, tzinfo=UTC) + timedelta(weeks=gameweek - 1)


def fixtures(season: str, gameweeks: int = GAMEWEEKS) -> list[dict[str, object]]:
    """A round robin by the circle method: four fixtures a gameweek."""
    clubs = list(range(1, len(CLUBS) + 1))
    rows = []
    for gameweek in range(1, gameweeks + 1):
        turn = (gameweek - 1) % (len(clubs) - 1)
        ring = [clubs[0], *clubs[1 + turn :], *clubs[1 : 1 + turn]]
        pairs = [(ring[i], ring[-1 - i]) for i in range(len(ring) // 2)]
        for home, away in pairs if gameweek % 2 else [(b, a) for a, b in pairs]:
            rows.append(
                {
                    "id": len(rows) + 1,
                    "code": int(season[:4]) * 1000 + len(rows) + 1,
                    "event": gameweek,
                    "kickoff_time": f"{kickoff(season, gameweek):%Y-%m-%dT%H:%M:%SZ}",
                    "team_h": home,
                    "team_a": away,
                    "team_h_difficulty": 3,
                    "team_a_difficulty": 3,
                    "finished": True,
                    "finished_provisional": True,
                    "started": True,
                    "minutes": 90,
                    "stats": "[]",
                }
            )
    return rows


def _players() -> list[dict[str, object]]:
    rows = []
    for team in range(1, len(CLUBS) + 1):
        for kind, count in SHAPE.items():
            for place in range(count):
                element = len(rows) + 1
                rows.append(
                    {
                        "id": element,
                        "code": 1000 + element,
                        "first_name": f"First{element}",
                        "second_name": f"Second{element}",
                        "web_name": f"Player{element}",
                        "element_type": kind,
                        "team": team,
                        "team_code": 100 + team,
                        "now_cost": 40 + 5 * (count - place) + 3 * kind,
                        "cost_change_start": -1,
                        "status": "a",
                        "news": "",
                        "total_points": 0,
                        "minutes": 0,
                    }
                )
    return rows


def _write_season(folder: Path, season: str, rng: np.random.Generator, gameweeks: int) -> None:
    data = folder / "archive" / "data" / season
    (data / "gws").mkdir(parents=True)
    players, schedule = _players(), fixtures(season, gameweeks)
    clubs = [
        {"id": i, "code": 100 + i, "name": name, "short_name": name[:3].upper()}
        for i, name in enumerate(CLUBS, start=1)
    ]
    matches = [row for fixture in schedule for row in _play(fixture, players, rng)]
    _csv(data / "players_raw.csv", players)
    _csv(data / "teams.csv", clubs)
    _csv(data / "fixtures.csv", schedule)
    for gameweek in range(1, gameweeks + 1):
        rows = [row for row in matches if row["round"] == gameweek]
        _csv(data / "gws" / f"gw{gameweek}.csv", rows)
        _csv(
            folder / "snapshots" / season / f"gw{gameweek:02d}.csv",
            [_capture(player, season, gameweek, rng) for player in players],
        )


def _play(
    fixture: dict[str, object], players: list[dict[str, object]], rng: np.random.Generator
) -> list[dict[str, object]]:
    goals = {True: int(rng.poisson(1.5)), False: int(rng.poisson(1.2))}
    fixture["team_h_score"], fixture["team_a_score"] = goals[True], goals[False]
    rows = []
    for at_home, side, other in ((True, "team_h", "team_a"), (False, "team_a", "team_h")):
        rows += [
            _row(fixture, player, goals, rng, at_home=at_home) | {"opponent_team": fixture[other]}
            for player in players
            if player["team"] == fixture[side]
        ]
    return rows


def _row(
    fixture: Mapping[str, object],
    player: Mapping[str, object],
    goals: Mapping[bool, int],
    rng: np.random.Generator,
    *,
    at_home: bool,
) -> dict[str, object]:
    dear = int(str(player["now_cost"])) > 60
    minutes = int(rng.choice([0, 30, 90], p=[0.1, 0.1, 0.8] if dear else [0.6, 0.2, 0.2]))
    scored = int(minutes and rng.random() < 0.12 * int(str(player["element_type"])))
    kept_clean = int(minutes >= 60 and goals[not at_home] == 0)
    row = dict.fromkeys(HISTORY, 0) | {
        "minutes": minutes,
        "starts": int(minutes == 90),
        "goals_scored": scored,
        "clean_sheets": kept_clean,
        "goals_conceded": goals[not at_home] if minutes else 0,
        "bps": 10 * scored + minutes // 10,
        "expected_goals": round(0.1 * scored + minutes / 1000, 2),
        "influence": float(minutes),
    }
    appearance = 2 if minutes >= 60 else int(minutes > 0)
    return row | {
        "name": f"{player['first_name']} {player['second_name']}",
        "element": player["id"],
        "fixture": fixture["id"],
        "round": fixture["event"],
        "kickoff_time": fixture["kickoff_time"],
        "was_home": at_home,
        "team_h_score": goals[True],
        "team_a_score": goals[False],
        "total_points": appearance + 4 * scored,
        "value": player["now_cost"],
        "selected": 1000,
        "transfers_in": 10,
        "transfers_out": 5,
        "transfers_balance": 5,
    }


def _capture(
    player: Mapping[str, object], season: str, gameweek: int, rng: np.random.Generator
) -> dict[str, object]:
    deadline = kickoff(season, gameweek) - timedelta(minutes=90)
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    return {
        "snapshot_time": f"{deadline - timedelta(hours=20):{stamp}}",
        "deadline_time": f"{deadline:{stamp}}",
        **{name: player[name] for name in CAPTURED},
        "news_added": "",
        "chance_of_playing_this_round": "",
        "chance_of_playing_next_round": "",
        "ep_this": "1.0",
        "ep_next": f"{rng.uniform(0, 5):.1f}",
        "form": "1.0",
        "points_per_game": "1.0",
        "selected_by_percent": "5.0",
        "transfers_in_event": 10,
        "transfers_out_event": 5,
        "total_points": 0,
        "minutes": 0,
        "penalties_order": "",
        "corners_and_indirect_freekicks_order": "",
        "direct_freekicks_order": "",
    }


CAPTURED = (
    *("id", "code", "web_name", "first_name", "second_name", "team", "element_type"),
    *("now_cost", "status", "news"),
)


def _csv(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
