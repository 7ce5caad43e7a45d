"""The news of the simulated league: written from what happened, with the truth kept beside it."""

from fantasy.league.press.outlets import OUTLETS, Outlet
from fantasy.league.press.writing import Press, write

__all__ = ["OUTLETS", "Outlet", "Press", "write"]
