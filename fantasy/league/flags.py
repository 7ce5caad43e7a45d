"""What FPL shows of each player's fitness, from capture to capture: late, and in five steps."""

from dataclasses import dataclass, replace

import numpy as np

from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints, State

STEPS = np.array([0, 25, 50, 75, 100])
LAG_DAYS = 1.1
"""How long FPL takes, on average, to flag an absence."""

NEVER = -100.0
FULL = 100


@dataclass(frozen=True)
class Flags:
    """What FPL shows of each player from capture to capture.

    Attributes:
        began: of the absence last seen.
        lag: how long FPL takes to notice that one (days).
        chance: shown last, 0-100; -1 as long as there never was news.
        added: the day of the latest news.
    """

    began: Floats
    lag: Floats
    chance: Ints
    added: Floats

    @classmethod
    def unset(cls, players: int) -> "Flags":
        """No news of anybody yet."""
        never = np.full(players, NEVER)
        return cls(never, np.zeros(players), np.full(players, -1), never)

    def seen(
        self, state: State, chance: Floats, gone: Bools, today: float, rng: np.random.Generator
    ) -> "Flags":
        """The flags at a capture.

        Args:
            state: the players in one replicate.
            chance: the true probability of playing the next match, 0-1.
            gone: who has left.
            today: the day of the capture.
            rng: random numbers.
        """
        fresh = state.began[0] != self.began
        lag = np.where(fresh, rng.exponential(LAG_DAYS, len(gone)), self.lag)
        noticed = (state.began[0] + lag <= today) | (state.banned[0] > 0)
        shown = np.where(noticed, STEPS[np.rint(chance * 4).astype(int)], FULL)
        shown = np.where(gone, 0, shown)
        silent = (self.chance < 0) & (shown == FULL)
        shown = np.where(silent, -1, shown)
        changed = shown != self.chance
        recently = np.maximum(state.began[0] + lag, today - rng.uniform(0.1, 3.0, len(gone)))
        added = np.where(changed, np.minimum(recently, today - 0.05), self.added)
        return replace(self, began=state.began[0], lag=lag, chance=shown, added=added)
