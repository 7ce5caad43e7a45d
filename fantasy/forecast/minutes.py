"""Minutes first: will he play, and for how long."""

from dataclasses import dataclass, replace
from typing import Any

import lightgbm as lgb
import numpy as np

from fantasy.forecast.trees import Binned, Matrix, Vector

FULL = 60
"""Minutes from which an appearance is a long one, by the rules."""

A_MATCH = 90
NONE, SHORT, LONG = range(3)
KINDS: dict[str, Any] = {"objective": "multiclass", "num_class": 3, "learning_rate": 0.12}
ROUNDS, LENGTH_ROUNDS = 80, 50


@dataclass(frozen=True)
class Minutes:
    """What to expect of a player's minutes in a fixture, a row each.

    Attributes:
        short: the chance of 1 to 59 minutes.
        long: the chance of 60 minutes or more.
        short_length: minutes of a short appearance.
        long_length: minutes of a long one.
    """

    short: Vector
    long: Vector
    short_length: Vector
    long_length: Vector

    @property
    def expected(self) -> Vector:
        """Minutes to expect."""
        return self.short * self.short_length + self.long * self.long_length

    def without(self, barred: Vector) -> "Minutes":
        """The same, but none for those who may not play."""
        short, long = (np.where(barred, 0.0, each) for each in (self.short, self.long))
        return replace(self, short=short, long=long)


@dataclass(frozen=True)
class Parts:
    """The rows of players who played, for short and for long."""

    played: Binned
    short: Binned
    long: Binned

    @classmethod
    def of(cls, data: Binned, minutes: Vector) -> "Parts":
        """Part rows by the minutes played."""
        kinds = kinds_of(minutes)
        return cls(*(data.part(rows) for rows in (kinds != NONE, kinds == SHORT, kinds == LONG)))


@dataclass(frozen=True)
class MinutesModel:
    """Trees that tell none, short and long appearances apart, and how long either lasts."""

    kinds: lgb.Booster
    short_length: lgb.Booster
    long_length: lgb.Booster

    @classmethod
    def fit(cls, data: Binned, parts: Parts, minutes: Vector) -> "MinutesModel":
        """Fit on the minutes played, 0 for those who did not."""
        kinds = kinds_of(minutes)
        return cls(
            kinds=data.boost(kinds, rounds=ROUNDS, **KINDS),
            short_length=parts.short.boost(minutes[kinds == SHORT], rounds=LENGTH_ROUNDS),
            long_length=parts.long.boost(minutes[kinds == LONG], rounds=LENGTH_ROUNDS),
        )

    def predict(self, values: Matrix) -> Minutes:
        """What to expect of each row."""
        chances = np.asarray(self.kinds.predict(values))
        return Minutes(
            chances[:, SHORT],
            chances[:, LONG],
            np.clip(self.short_length.predict(values), 1, FULL - 1),
            np.clip(self.long_length.predict(values), FULL, A_MATCH),
        )


def kinds_of(minutes: Vector) -> Vector:
    """0 for no minutes, 1 for 1 to 59, 2 for 60 or more."""
    kinds: Vector = np.where(minutes >= FULL, LONG, np.where(minutes > 0, SHORT, NONE)).astype(
        float
    )
    return kinds
