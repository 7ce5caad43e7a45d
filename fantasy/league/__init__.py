"""A simulated football league whose truth is known: pure, it reads and writes nothing."""

from fantasy.league.league import League, simulate
from fantasy.league.season import Season

__all__ = ["League", "Season", "simulate"]
