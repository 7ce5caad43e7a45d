"""What a manager wants of a roster beside points on the pitch."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preferences:
    """Weights of what may come of points that are not sure to count, and of what is kept.

    The single gameweek of `best_squad` knows the first three; a plan over several knows all.
    Where minutes are forecast, `absences` has these three from how likely each is needed.

    Attributes:
        vice_captain: share of the vice-captain's points that counts again; the captain seldom
            misses a match.
        bench_keeper: share of the substitute keeper's points.
        bench: shares of the outfield substitutes' points, first on the bench first; not
            increasing, so that the better ones stand first.
        decay: what a point is worth a gameweek later, 0 to 1.
        free_transfers: points that holding 0, 1, 2 ... free transfers before the moves of a
            gameweek is worth; not decreasing.
        transfer: points taken off every transfer that is counted, hits apart.
        bank: points £1m in the bank is worth in each gameweek.
        chips: points that keeping a chip is worth, by the game's name of it; taken off where it is
            played, so that it waits for a gameweek in which it brings more.
        rise: points £1m is worth that a squad is expected to be sold for more after a gameweek,
            where price moves are told.
        risk: weight of the mean of the worst fifth of each gameweek's points, from 0 to 1, where
            scores are normal about their usual deviation (`spread`): a price on their variance.
            Against a rival, of the points more or less than his: above 0 protects, below 0 chases.
    """

    vice_captain: float = 0.05
    bench_keeper: float = 0.03
    bench: tuple[float, ...] = (0.15, 0.08, 0.03)
    decay: float = 0.9
    free_transfers: tuple[float, ...] = (1.5, 3.0, 5.0, 6.6, 7.9, 9.0)
    transfer: float = 0.2
    bank: float = 0.08
    rise: float = 1.5
    risk: float = 0.0
    chips: Mapping[str, float] = field(default_factory=dict, hash=False)

    def kept(self, chip: str | None) -> float:
        """Points that keeping a chip is worth; 0 for none."""
        return 0.0 if chip is None else self.chips.get(chip, 0.0)
