"""What changes from match to match: fitness, form, bans. Arrays of replicates x players."""

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FIT = -np.inf


class Absence(IntEnum):
    """Why a player is not simply fit."""

    NONE = 0
    INJURED = 1
    ILL = 2
    PERSONAL = 3


@dataclass(frozen=True)
class State:
    """The players before a round of matches; days count from the season's first Saturday.

    Attributes:
        back: the day he is expected back; -infinity if nothing keeps him away.
        unsure: standard deviation of that, in days.
        absence: an `Absence`.
        injury: index into `fitness.INJURIES`, where injured.
        began: the day his absence began.
        banned: matches of his club he must still miss.
        yellows: yellow cards so far.
        sent_off: whether the ban is for a red card rather than for five yellow ones.
        form: an autoregressive process of mean 0.
        rusty: 1 on his return, less with every match since.
        played: the day of his last match.
    """

    back: Floats
    unsure: Floats
    absence: Ints
    injury: Ints
    began: Floats
    banned: Ints
    yellows: Ints
    sent_off: Bools
    form: Floats
    rusty: Floats
    played: Floats

    @classmethod
    def fresh(cls, players: int, form: Floats) -> Self:
        """Everybody fit in one replicate, before a season."""
        shape = (1, players)
        never = np.full(shape, -100.0)
        return cls(
            back=np.full(shape, FIT),
            unsure=np.ones(shape),
            absence=np.zeros(shape, dtype=np.int64),
            injury=np.zeros(shape, dtype=np.int64),
            began=never.copy(),
            banned=np.zeros(shape, dtype=np.int64),
            yellows=np.zeros(shape, dtype=np.int64),
            sent_off=np.zeros(shape, dtype=np.bool_),
            form=form[None, :].copy(),
            rusty=np.zeros(shape),
            played=never,
        )

    def replicated(self, count: int) -> Self:
        """The same state as the start of several independent continuations."""
        arrays = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(
            self, **{name: np.repeat(array, count, axis=0) for name, array in arrays.items()}
        )
