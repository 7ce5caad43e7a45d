"""How a season is played: what is expected of players, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from fantasy.errors import InputError
from fantasy.forecast.baselines import EP_NEXT, LAST_5
from fantasy.forecast.outlook import FANTASY
from fantasy.roster.preferences import Preferences

OWNERSHIP, CHANCE = "ownership", "chance"
HORIZON = 5


@dataclass(frozen=True)
class Policy:
    """A way to play a season.

    Attributes:
        name: what it is called.
        says: what it does, in a line.
        expects: the model whose forecasts are believed; `OWNERSHIP` wants those most managers
            have, `CHANCE` has a liking of its own for each player.
        left_out: what the models go without, of `fantasy.features.without`; "" for nothing.
        horizon: gameweeks that are planned.
        chips: whether chips are played.
        hits: most transfers beyond the free ones; None is no limit.
        preferences: what plans weigh; those of chips are `option_values`, `patience` times.
        by_minutes: whether bench and vice-captain are weighed by the forecast minutes.
        patience: what keeping a chip is worth, as a multiple.
    """

    name: str
    says: str
    expects: str = FANTASY
    left_out: str = ""
    horizon: int = HORIZON
    chips: bool = True
    hits: int | None = None
    preferences: Preferences = field(default_factory=Preferences)
    by_minutes: bool = True
    patience: float = 1.0

    @property
    def believes(self) -> tuple[str, ...]:
        """The forecasts it rests on, by what they go without; none of who has other reasons."""
        return () if self.expects in {OWNERSHIP, CHANCE} else (self.left_out,)


POLICIES = (
    Policy("fantasy", "the full system"),
    Policy("no-chips", "without chips", chips=False),
    Policy("one-week", "plans the next gameweek only, without chips", horizon=1, chips=False),
    Policy("no-news", "without what the news says", left_out="news"),
    Policy("no-odds", "without bookmakers' odds", left_out="odds"),
    Policy("last-5", "expects the mean of the last five matches", expects=LAST_5),
    Policy("ep-next", "expects what FPL does", expects=EP_NEXT),
    Policy(
        "template",
        "the players most managers have, without hits or chips",
        expects=OWNERSHIP,
        horizon=1,
        chips=False,
        hits=0,
    ),
    Policy(
        "random",
        "players by lot, without hits or chips",
        expects=CHANCE,
        horizon=1,
        chips=False,
        hits=0,
    ),
)


def policy_of(name: str) -> Policy:
    """The policy of a name.

    Raises:
        InputError: if none is called so.
    """
    for policy in POLICIES:
        if policy.name == name:
            return policy
    names = ", ".join(policy.name for policy in POLICIES)
    raise InputError(f"--policy {name}: choose one of {names}")


def without_forecast(policy: Policy, listed: pl.DataFrame, seed: int) -> pl.DataFrame:
    """What a policy without forecasts likes of those listed, as `element` and `points`."""
    if policy.expects == OWNERSHIP:
        return listed.select("element", points=pl.col("selected_by_percent").fill_null(0.0))
    liking = pl.col("element").hash(seed) % 1000 / 100
    return listed.select("element", points=liking)
