"""Seasons played by several policies, and what sets these apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fantasy.game.rules import Rules
from fantasy.season.diary import keep, kept_pages
from fantasy.season.folder import code_of, fingerprint
from fantasy.season.forecasts import chances, folder_of, prepare, prepare_board, read
from fantasy.season.luck import Luck, luck_of
from fantasy.season.manager import play
from fantasy.season.rank import Rank, Standard, rank_of
from fantasy.track import Track, quietly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fantasy.season.diary import Page
    from fantasy.season.policies import Policy
    from fantasy.season.spreading import Spread
    from fantasy.store import AsOf

FULL = "fantasy"
DRAWS = 5000
LEGS = 8
"""In which a season is played where several are at once."""

DECIDED_BY = ("game", "roster", "season", "planning", "projections", "team_plan")
"""The code seasons are played by."""


@dataclass(frozen=True)
class Backtest:
    """A season played by some policies.

    Attributes:
        season: the season.
        pages: by policy.
        standard: what real managers did.
        luck: of the full system, or of the first policy that believes its forecast.
    """

    season: str
    pages: Mapping[str, list[Page]]
    standard: Standard
    luck: Luck | None

    def points(self, policy: str) -> int:
        """Points of a policy, hits taken off."""
        return sum(page.points for page in self.pages[policy])

    @property
    def average(self) -> int | None:
        """Points of the average manager in the gameweeks played; None if not known."""
        return _over(self.standard.average, self.pages)

    @property
    def reference(self) -> int | None:
        """Points of the reference manager in the gameweeks played; None if not known."""
        return _over(self.standard.reference, self.pages)

    def rank(self, policy: str) -> Rank | None:
        """What rank a policy would have earned; None of a season not played to its end."""
        whole = self.pages[policy][-1].gameweek == Rules.for_season(self.season).last_gameweek
        return rank_of(self.points(policy), self.standard) if whole else None


@dataclass(frozen=True)
class Contribution:
    """How many points a season the full system scored more than a policy.

    Attributes:
        policy: the other one.
        points: the mean over the seasons.
        low: of the mean, by a bootstrap over gameweeks: below it in one of forty draws.
        high: above it in one of forty.
    """

    policy: str
    points: float
    low: float
    high: float


def backtest(
    known: Mapping[str, AsOf],
    policies: Sequence[Policy],
    spread: Spread,
    standards: Mapping[str, Standard],
) -> list[Backtest]:
    """Play past seasons; what was played before goes on where it was.

    Args:
        known: by season, the lake as it stood at the season's end.
        policies: how they are played.
        spread: does the pieces of work.
        standards: what real managers did, by season; of a league without any it is missing.

    Raises:
        InputError: if there are no results of a season, or nothing from before it.
    """
    folders = {season: folder_of(seen, season) for season, seen in known.items()}
    wanted = sorted({source for policy in policies for source in policy.believes})
    boards = [(known[each], each, folders[each]) for each in known]
    spread(prepare_board, boards, "seasons listed")
    spread(prepare, [(*board, source) for board in boards for source in wanted], "forecasts")
    games = [(each, policy) for each in known for policy in policies]
    pieces = [(folders[each], each, whose) for each, whose in games]
    played = spread(played_out, pieces, "seasons", legs=LEGS)
    pages = {(each, whose.name): told for (each, whose), told in zip(games, played, strict=True)}
    own = [(folders[each], each, pages.get((each, FULL))) for each in known]
    return [
        Backtest(
            each,
            {policy.name: pages[each, policy.name] for policy in policies},
            standards.get(each, Standard()),
            luck,
        )
        for each, luck in zip(known, spread(luck_in, own, "luck"), strict=True)
    ]


def played_out(
    folder: Path, season: str, policy: Policy, *, share: float = 1.0, track: Track = quietly
) -> list[Page]:
    """The pages of a season, or of a share of it; each is written when its gameweek is over."""
    path = diary_of(folder, policy)
    seen = read(folder, season, policy.believes)
    pages = kept_pages(path)
    left = range(len(pages), round(share * len(seen.gameweeks)))
    todo = track(left, f"{season} {policy.name}")
    for _, page in zip(todo, play(seen, policy, pages), strict=False):
        keep(page, pages, path)
        pages.append(page)
    return pages


def luck_in(
    folder: Path,
    season: str,
    pages: list[Page] | None,
    *,
    track: Track = quietly,  # noqa: ARG001 - a piece of work
) -> Luck | None:
    """How much of the pages of the full system was luck; None if it did not play."""
    return luck_of(pages, chances(folder, season), Rules.for_season(season)) if pages else None


def diary_of(folder: Path, policy: Policy) -> Path:
    """Where the pages of a policy are kept: another file for another policy, or by other code."""
    stamp = fingerprint(policy, code_of(*DECIDED_BY))
    return folder / "diaries" / f"{policy.name}-{stamp}.jsonl"


def forgotten(known: Mapping[str, AsOf], policies: Sequence[Policy]) -> None:
    """Throw away what was played before; forecasts are kept."""
    for season, seen in known.items():
        for policy in policies:
            diary_of(folder_of(seen, season), policy).unlink(missing_ok=True)


def contributions(backtests: Sequence[Backtest]) -> list[Contribution]:
    """What the full system scored more than each other policy, season by season on average."""
    rng = np.random.default_rng(0)
    others = [name for name in backtests[0].pages if name != FULL]
    found = []
    for name in others if FULL in backtests[0].pages else []:
        ahead = np.array(
            [
                ours.points - theirs.points
                for each in backtests
                for ours, theirs in zip(each.pages[FULL], each.pages[name], strict=True)
            ]
        )
        draws = rng.choice(ahead, (DRAWS, ahead.size)).sum(axis=1) / len(backtests)
        low, high = np.quantile(draws, (0.025, 0.975))
        mean = ahead.sum() / len(backtests)
        found.append(Contribution(name, float(mean), float(low), float(high)))
    return found


def _over(by_gameweek: Mapping[int, int], pages: Mapping[str, list[Page]]) -> int | None:
    """Points up to the last gameweek played."""
    last = max(page.gameweek for each in pages.values() for page in each)
    return sum(each for week, each in by_gameweek.items() if week <= last) or None
