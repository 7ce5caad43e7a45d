"""Where a user is: what is stored, what comes next, what to do; told without network."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fantasy.config import Settings
from fantasy.errors import InputError
from fantasy.gameweeks import next_gameweek
from fantasy.shelf import last_result, models_folder, name_of
from fantasy.store import Lake
from fantasy.store.freshness import known_until
from fantasy.world.enter import LIVE

STALE = timedelta(hours=24)
"""Age from which what FPL says should be fetched again."""


@dataclass(frozen=True)
class Advice:
    """A command, and what it is for."""

    command: str
    purpose: str


@dataclass(frozen=True)
class Whereabouts:
    """Where a user is.

    Attributes:
        now: when this was asked (UTC).
        coming: season, gameweek and deadline (UTC) that come next; None if none is known.
        fresh: the last moment (UTC) each source knows of; empty before the first update.
        advice: what to do, most useful first.
    """

    now: datetime
    coming: tuple[str, int, datetime] | None
    fresh: dict[str, datetime | None]
    advice: tuple[Advice, ...]


def whereabouts(settings: Settings, *, now: datetime) -> Whereabouts:
    """Where a user of the live game is; nothing is made or changed.

    Raises:
        LakeError: if what is stored cannot be read.
    """
    if not (settings.data_dir / LIVE).is_dir():
        return Whereabouts(now, None, {}, _FIRST_STEPS)
    lake = Lake(settings.data_dir / LIVE)
    fresh = known_until(lake, now=now)
    try:
        coming = next_gameweek(lake, now=now)
    except InputError:
        coming = None
    return Whereabouts(
        now, coming, fresh, tuple(_advice(lake, fresh, now, ahead=coming is not None))
    )


_FIRST_STEPS = (
    Advice("fantasy demo", "the whole of it in an invented league, without network"),
    Advice("fantasy update", "fetch the real game, its history, odds and news"),
    Advice("fantasy --help", "every command"),
)


def _advice(
    lake: Lake, fresh: dict[str, datetime | None], now: datetime, *, ahead: bool
) -> list[Advice]:
    told = fresh["FPL"]
    if told is None or now - told > STALE or not ahead:
        first = [Advice("fantasy update", "what is stored is old: fetch what is new")]
    else:
        first = []
    if not ahead:
        return first
    cut = last_result(lake, now=now)
    if cut is not None and not (models_folder(lake) / name_of(cut)).is_dir():
        first.append(Advice("fantasy train", "no models have seen the latest results"))
    return [
        *first,
        Advice("fantasy recommend --team ID", "this week's transfers, team and captain"),
        Advice("fantasy report --team ID --open", "the week as a page"),
        Advice("fantasy news --team ID", "who of your squad is hurt"),
    ]
