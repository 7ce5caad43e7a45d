"""The best use of a squad in one gameweek: who starts, who leads, who waits in which order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from fantasy.game.squad import BENCH_BOOST, TRIPLE_CAPTAIN
from fantasy.roster.problem import KEEPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fantasy.game.rules import Rules
    from fantasy.roster.preferences import Preferences


@dataclass(frozen=True)
class LineUp:
    """A squad's roles in a gameweek; players by any one key.

    Attributes:
        starters: who starts.
        captain: one of them.
        vice: another of them.
        bench: the others in order, the substitute keeper first.
    """

    starters: frozenset[int]
    captain: int
    vice: int
    bench: tuple[int, ...]


def best_line_up(
    squad: Mapping[int, str],
    points: Mapping[int, float],
    rules: Rules,
    preferences: Preferences,
    chip: str | None,
) -> LineUp:
    """The line-up of a squad that is worth most.

    In a given formation the best of each position start, as starting counts for no less than the
    bench; the best two of them lead. So trying every formation is enough.

    Args:
        squad: position by player.
        points: expected points by player.
        rules: the season's rules.
        preferences: the weights of bench and vice-captain.
        chip: the chip played.
    """
    line_ups = _line_ups(squad, points, rules)
    return max(line_ups, key=lambda each: worth(each, points, preferences, chip))


def completed(
    starters: frozenset[int], captain: int, squad: Mapping[int, str], points: Mapping[int, float]
) -> LineUp:
    """The line-up of a squad once it is settled who starts and who is captain."""
    ranked = sorted(squad, key=lambda each: (-points[each], each))
    vice = next(each for each in ranked if each in starters and each != captain)
    bench = _bench([each for each in ranked if each not in starters], squad)
    return LineUp(starters, captain, vice, bench)


def worth(
    line_up: LineUp, points: Mapping[int, float], preferences: Preferences, chip: str | None
) -> float:
    """Points expected, and shares of those of the vice-captain and the bench."""
    shares = (preferences.bench_keeper, *preferences.bench)
    bench = zip(shares, line_up.bench, strict=True)
    boosted = chip == BENCH_BOOST
    waiting = 0.0 if boosted else sum(share * points[each] for share, each in bench)
    vice = preferences.vice_captain * points[line_up.vice]
    return expected_points(line_up, points, chip) + vice + waiting


def expected_points(line_up: LineUp, points: Mapping[int, float], chip: str | None) -> float:
    """Points of those who count, the captain's twice, or three times under a triple captain."""
    counting = [*line_up.starters, *(line_up.bench if chip == BENCH_BOOST else ())]
    again = 2 if chip == TRIPLE_CAPTAIN else 1
    return sum(points[each] for each in counting) + again * points[line_up.captain]


def _line_ups(
    squad: Mapping[int, str], points: Mapping[int, float], rules: Rules
) -> Iterator[LineUp]:
    """The best line-up in each formation."""
    ranked = sorted(squad, key=lambda each: (-points[each], each))
    by_position = [[each for each in ranked if squad[each] == p.name] for p in rules.positions]
    ranges = [range(place.min_play, place.max_play + 1) for place in rules.positions]
    for counts in product(*ranges):
        if sum(counts) != rules.starters:
            continue
        chosen = zip(by_position, counts, strict=True)
        starters = {each for players, count in chosen for each in players[:count]}
        captain, vice = [each for each in ranked if each in starters][:2]
        bench = _bench([each for each in ranked if each not in starters], squad)
        yield LineUp(frozenset(starters), captain, vice, bench)


def _bench(rest: Sequence[int], squad: Mapping[int, str]) -> tuple[int, ...]:
    return tuple(sorted(rest, key=lambda each: squad[each] != KEEPER))
