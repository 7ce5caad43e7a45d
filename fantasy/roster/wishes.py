"""What a manager asks for by hand, wish by wish, and which of his wishes cannot stand together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from fantasy.errors import InputError
from fantasy.roster.problem import Wishes
from fantasy.roster.search import can_be_planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fantasy.roster.problem import Problem


@dataclass(frozen=True)
class Wish:
    """One wish: in words, and what it demands."""

    words: str
    demands: Wishes


def lock(element: int, name: str, gameweeks: Iterable[int]) -> Wish:
    """A player in the squad of all gameweeks."""
    return Wish(f"lock {name}", Wishes(held=frozenset((element, week) for week in gameweeks)))


def ban(element: int, name: str, gameweeks: Iterable[int]) -> Wish:
    """A player in the squad of no gameweek; who is owned is sold."""
    return Wish(f"ban {name}", Wishes(without=frozenset((element, week) for week in gameweeks)))


def sell(element: int, name: str, gameweeks: Iterable[int]) -> Wish:
    """An owned player in the squad of no gameweek: sold at once, never bought back."""
    return replace(ban(element, name, gameweeks), words=f"sell {name}")


def keep(element: int, name: str, gameweeks: Iterable[int]) -> Wish:
    """An owned player in the squad of all gameweeks."""
    return replace(lock(element, name, gameweeks), words=f"keep {name}")


def only_who_plays(minutes: float, seldom: Iterable[int], gameweeks: Sequence[int]) -> Wish:
    """Nobody new who is expected to play too few minutes.

    Args:
        minutes: the fewest a gameweek, for the words.
        seldom: those expected to play fewer, and not owned.
        gameweeks: those planned.
    """
    words = f"at least {minutes:g} expected minutes"
    return Wish(words, Wishes(without=frozenset(product(seldom, gameweeks))))


def book(gameweek: int, out: tuple[int, str], into: tuple[int, str]) -> Wish:
    """A transfer settled beforehand; players as (element, name)."""
    return Wish(
        f"gameweek {gameweek}: {out[1]} for {into[1]}",
        Wishes(
            held=frozenset({(into[0], gameweek), (out[0], gameweek - 1)}),
            without=frozenset({(out[0], gameweek), (into[0], gameweek - 1)}),
        ),
    )


def at_most(transfers: int, gameweek: int) -> Wish:
    """No more transfers in a gameweek than this."""
    words = f"at most {transfers} transfers in gameweek {gameweek}"
    return Wish(words, Wishes(most_transfers=((gameweek, transfers),)))


def hits_at_most(hits: int) -> Wish:
    """No more transfers beyond the free ones than this, all gameweeks together."""
    return Wish(f"at most {hits} hits", Wishes(most_hits=hits))


def apart(most: int) -> Wish:
    """In no more matches of a gameweek than this a keeper or defender starts beside opponents."""
    words = f"at most {most} matches a gameweek with opposing players"
    return Wish(words, Wishes(most_opposing=most))


def together(wishes: Iterable[Wish]) -> Wishes:
    """All demands as one."""
    found = Wishes()
    for wish in wishes:
        more = wish.demands
        found = replace(
            found,
            held=found.held | more.held,
            without=found.without | more.without,
            most_transfers=found.most_transfers + more.most_transfers,
            most_hits=found.most_hits if more.most_hits is None else more.most_hits,
            most_opposing=(
                found.most_opposing if more.most_opposing is None else more.most_opposing
            ),
            appear=found.appear | more.appear,
        )
    return found


def granted(problem: Problem, wishes: Sequence[Wish]) -> Problem:
    """The problem with the wishes.

    Raises:
        InputError: if they cannot all be granted; it names as few as cannot stand together.
    """
    wished = replace(problem, wishes=together(wishes))
    if can_be_planned(wished):
        return wished
    if not can_be_planned(problem):
        raise InputError(
            "no plan keeps the rules with this squad, money and these players, whatever is wished"
        )
    conflict = list(wishes)
    for wish in wishes:
        rest = [each for each in conflict if each is not wish]
        if not can_be_planned(replace(problem, wishes=together(rest))):
            conflict = rest
    named = "; ".join(wish.words for wish in conflict)
    raise InputError(f"these wishes cannot be granted together under the rules: {named}")
