"""What a manager wants of a roster beside points on the pitch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preferences:
    """Weights of the points of those who may not be needed.

    Attributes:
        vice_captain: share of the vice-captain's points that counts again; the captain seldom
            misses a match.
        bench_keeper: share of the substitute keeper's points.
        bench: shares of the outfield substitutes' points, first on the bench first; not
            increasing, so that the better ones stand first.
    """

    vice_captain: float = 0.05
    bench_keeper: float = 0.03
    bench: tuple[float, ...] = (0.15, 0.08, 0.03)
