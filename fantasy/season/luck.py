"""How much of a season is luck: its decisions played again and again as the forecast saw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fantasy.forecast.scoring import LOWEST
from fantasy.game.squad import times_counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fantasy.game.rules import Rules
    from fantasy.season.diary import Page

SEASONS = 200


@dataclass(frozen=True)
class Luck:
    """A season's points under the forecast's own doubt, decisions unchanged.

    Attributes:
        mean: of the points.
        spread: their standard deviation: the part of it that is luck.
        low: the points one season in twenty stays below.
        high: the points one season in twenty exceeds.
        beaten: the share of the seasons that scored less than the real one did.
    """

    mean: float
    spread: float
    low: float
    high: float
    beaten: float


def luck_of(pages: Sequence[Page], chances: pl.DataFrame, rules: Rules, *, seed: int = 0) -> Luck:
    """Draw seasons anew; players are drawn one by one, as if team-mates had nothing in common.

    Args:
        pages: of the season.
        chances: `gameweek`, `element`, `play` and `chances` of each score of the gameweek.
        rules: the season's.
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    totals = np.zeros(SEASONS)
    for page in pages:
        team = pl.DataFrame([vars(each) for each in page.team])
        told = team.select("element").join(
            chances.filter(pl.col("gameweek") == page.gameweek),
            on="element",
            how="left",
            validate="1:1",
            maintain_order="left",
        )
        points, played = _drawn(told, rng)
        patterns, which = np.unique(played, axis=1, return_inverse=True)
        times = np.array([_times(team, each, page.chip, rules) for each in patterns.T])
        totals += (times[which.ravel()].T * points).sum(axis=0) - page.hits
    real = sum(page.points for page in pages)
    low, high = np.quantile(totals, (0.05, 0.95))
    found = (totals.mean(), totals.std(), low, high, (totals < real).mean())
    return Luck(*(float(each) for each in found))


def _times(
    team: pl.DataFrame, played: NDArray[np.bool_], chip: str | None, rules: Rules
) -> list[int]:
    """How often the points of each of the team count if these of them played."""
    counted = times_counted(team.with_columns(played=pl.Series(played)), rules, chip=chip)
    return [counted.get(element, 0) for element in team["element"]]


def _drawn(
    told: pl.DataFrame, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Points and whether they played, players by seasons; nothing of those without a fixture."""
    points = np.zeros((told.height, SEASONS), np.int64)
    played = np.zeros((told.height, SEASONS), bool)
    known = told["chances"].is_not_null().to_numpy()
    if known.any():
        rows = told.filter(known)
        chances = rows["chances"].to_numpy().astype(float)
        shares = np.cumsum(chances / chances.sum(axis=1, keepdims=True), axis=1)
        draws = rng.random((rows.height, SEASONS))
        found = (draws[:, :, None] > shares[:, None, :]).sum(axis=2) + LOWEST
        absent = (1 - rows["play"].to_numpy()) / np.maximum(chances[:, -LOWEST], 1e-9)
        points[known] = found
        played[known] = (found != 0) | (rng.random(found.shape) >= absent[:, None])
    return points, played
