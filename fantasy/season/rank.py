"""What rank a season's points would have earned."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOP_PERCENT = (1, 5, 10, 25, 50)
POINTS_OF_TOP: Mapping[str, tuple[int, ...]] = {
    "2023-24": (2465, 2365, 2290, 2160, 1944),
    "2024-25": (2500, 2400, 2332, 2200, 1978),
    "2025-26": (2300, 2227, 2165, 2045, 1865),
}
"""Points just in the top `TOP_PERCENT`, sampled from the histories of real entries (±20)."""


@dataclass(frozen=True)
class Standard:
    """What a season is measured by.

    Attributes:
        average: points of the average manager by gameweek, as the game told; empty if not known.
        reference: what one real manager scored by gameweek, hits taken off; empty if not known.
        sampled: points just in the top `TOP_PERCENT`; empty if nobody sampled them.
    """

    average: dict[int, int] = field(default_factory=dict)
    reference: dict[int, int] = field(default_factory=dict)
    sampled: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rank:
    """The share of managers, in percent, who scored more, and what the estimate rests on."""

    top_percent: float
    basis: str


def standards_of(archive: Path | None, seasons: Iterable[str]) -> dict[str, Standard]:
    """What an archive tells of each season's managers."""
    return {season: _standard_of(archive, season) for season in seasons}


def _standard_of(archive: Path | None, season: str) -> Standard:
    folder = archive or Path()
    told = _json(folder / "api" / "bootstrap-static" / f"{season}.json") or {"events": []}
    average = {each["id"]: each["average_entry_score"] or 0 for each in told["events"]}
    history = _json(folder / "managers" / season / "history.json") or {"current": []}
    reference = {
        each["event"]: each["points"] - each["event_transfers_cost"] for each in history["current"]
    }
    return Standard(average, reference, POINTS_OF_TOP.get(season, ()))


def rank_of(points: int, standard: Standard) -> Rank | None:
    """The rank of a season's points; None if nothing is known of its managers.

    Between the points sampled, and beyond them, the logarithm of the share is linear. A season
    nobody sampled is measured by how far managers of those sampled were from the average.
    """
    if standard.sampled:
        levels, basis = np.array(standard.sampled, float), "points sampled of real entries"
    elif standard.average:
        sampled = np.array(list(POINTS_OF_TOP.values()), float)
        levels = (sampled - sampled[:, -1:]).mean(axis=0) + sum(standard.average.values())
        basis = "its average manager, and how far others were from the median in " + ", ".join(
            POINTS_OF_TOP
        )
    else:
        return None
    return Rank(_share(points, levels), basis)


def _share(points: int, levels: np.ndarray) -> float:
    """Percent of managers with more points, by log-linear interpolation in points."""
    logs = np.log(TOP_PERCENT)
    slopes = np.diff(logs) / np.diff(levels)
    place = int(np.clip(np.searchsorted(-levels, -points) - 1, 0, len(slopes) - 1))
    share = np.exp(logs[place] + slopes[place] * (points - levels[place]))
    return float(np.clip(share, 0.0001, 99.0))


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return json.loads(path.read_text()) if path.is_file() else None
