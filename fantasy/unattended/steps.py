"""The steps of an unattended week: each is timed, and told in a line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Generic, TypeVar

from fantasy import weekly
from fantasy.briefing import Briefing, brief
from fantasy.errors import InputError, UpdatingError
from fantasy.forecast import registry
from fantasy.forecast.monitoring import Monitored
from fantasy.hindsight import scored
from fantasy.overrides import usual_overrides
from fantasy.planning import Asked
from fantasy.report.page import write_page
from fantasy.store.ingest import Ingested
from fantasy.store.upkeep import Upkeep, upkeep
from fantasy.team import team_of
from fantasy.unattended.place import Place

T = TypeVar("T")

FRESH = timedelta(minutes=10)
"""A source read in full so lately is not asked again: a rerun does what is missing."""

PAUSE_SECONDS = 60.0
"""Between two tries while FPL updates the game."""

PAGE = "report.html"
PLAN_WEEKS = 5
MODELS_KEPT = 8


@dataclass(frozen=True)
class Step(Generic[T]):
    """A step that was done.

    Attributes:
        name: of it.
        seconds: it took.
        said: what came of it, with counts.
        result: of it.
    """

    name: str
    seconds: float
    said: str
    result: T


def update(place: Place, source: str) -> Step[Ingested | None]:
    """Read one of `SOURCES`, unless it was read just now.

    While FPL updates the game it is asked again every minute, as long as the settings' patience.

    Raises:
        SourceError: if nothing could be read; what is stored stands.
        ContractError: as `SourceError`.
        LakeError: if the lake cannot be written.
    """
    return _step(place, f"update {source}", lambda: _update(place, source), _rows)


def read_news(place: Place) -> Step[int]:
    """Read the articles not yet read; how many rows of claims and signals changed."""

    def work() -> int:
        return sum(each.changed for each in weekly.read_news(place.lake, now=place.now))

    return _step(place, "read news", work, lambda rows: f"{rows} claims and signals changed")


def models(place: Place) -> Step[weekly.Models]:
    """The models for all results known, or what stands in for them."""
    return _step(place, "models", lambda: weekly.usable_models(place.lake, now=place.now), _models)


def forecast(place: Place, ready: weekly.Models) -> Step[weekly.Prospects]:
    """Features and forecast of the next gameweek.

    Raises:
        InputError: if no gameweek is ahead, or FPL was not seen for too long.
    """
    return _step(
        place,
        "forecast",
        lambda: weekly.prospects(place.lake, ready, now=place.now),
        lambda seen: (
            f"{seen.pool['expected_points'].count()} of {seen.pool.height} players, "
            f"{seen.season} gameweek {seen.gameweek}"
        ),
    )


def validate(place: Place, seen: weekly.Prospects) -> Step[weekly.Prospects]:
    """The forecast, if it is fit to choose from.

    Raises:
        ContractError: if it is not.
    """
    return _step(
        place,
        "validate",
        lambda: weekly.checked(seen),
        lambda found: f"{len(found.warnings)} warnings so far",
    )


def roster(place: Place, seen: weekly.Prospects) -> Step[weekly.Recommendation]:
    """The best squad for the next deadline.

    Raises:
        InputError: if no legal squad can be had.
        OutOfTimeError: if none was found in time.
    """
    return _step(
        place,
        "roster",
        lambda: weekly.chosen(
            place.lake, seen, now=place.now, seconds=place.settings.solver_seconds
        ),
        lambda found: (
            f"{found.roster.expected_points:.1f} points expected, "
            f"£{found.roster.cost_tenths / 10:.1f}m"
        ),
    )


def plans(place: Place, ready: weekly.Models) -> Step[Briefing | None]:
    """All there is to see before the deadline, planned for the settings' own team, or from nothing.

    None without models.

    Raises:
        InputError: if there is no such team, or no plan was found in time.
        SourceError: if FPL does not tell of the team.
    """

    def work() -> Briefing | None:
        if ready.trained is None:
            return None
        settings = place.settings
        known = settings.entry is not None
        team = team_of(place.world, settings, place.lake, settings.entry) if known else None
        asked, held = Asked(PLAN_WEEKS), usual_overrides(None)
        seconds = settings.solver_seconds
        return brief(place.world, place.lake, ready.trained, team, asked, held, seconds=seconds)

    return _step(place, "plans", work, _moves)


def page(place: Place, briefing: Briefing) -> Step[Path]:
    """The report page, in the lake's folder; its path.

    Raises:
        InputError: if it cannot be written.
    """
    path = place.lake.folder / PAGE

    def work() -> Path:
        write_page(briefing, path)
        return path

    return _step(place, "page", work, str)


def score(place: Place) -> Step[Monitored | None]:
    """Past forecasts beside what came, kept in `evaluations`; None before any is over."""

    def work() -> Monitored | None:
        try:
            return scored(place.lake, now=place.now)
        except InputError:
            return None

    return _step(
        place,
        "score",
        work,
        lambda found: f"{found.by_gameweek.height} gameweeks" if found else "none is over yet",
    )


def tidy(place: Place) -> Step[Upkeep]:
    """Put the lake's small files together, and let old models go."""

    def work() -> Upkeep:
        registry.prune(weekly.models_folder(place.lake), keep=MODELS_KEPT)
        return upkeep(place.lake)

    return _step(
        place,
        "tidy",
        work,
        lambda done: f"{len(done.compacted)} tables put together, {done.removed} files removed",
    )


def _update(place: Place, source: str) -> Ingested | None:
    if weekly.read_since(place.lake, source, place.now - FRESH, now=place.now):
        return None
    tries = 1 + int(place.settings.patience_minutes * 60 // PAUSE_SECONDS)
    for turn in range(tries):
        ingested = weekly.update_from(
            source, place.world, place.settings, place.lake, now=place.now
        )
        updating = any(isinstance(fault.error, UpdatingError) for fault in ingested.faults)
        if not updating or turn == tries - 1:
            break
        place.tell(f"FPL is updating the game: asking again in {PAUSE_SECONDS:.0f} s")
        place.wait(PAUSE_SECONDS)
    if ingested.faults and not any(each.offered for each in ingested.written):
        raise ingested.faults[0].error
    return ingested


def _step(place: Place, name: str, work: Callable[[], T], said: Callable[[T], str]) -> Step[T]:
    """Do a step, and tell of it in a line."""
    started = perf_counter()
    try:
        result = work()
    except Exception as error:
        place.tell(f"{name}: failed after {perf_counter() - started:.1f} s: {error}")
        raise
    done = Step(name, perf_counter() - started, said(result), result)
    place.tell(f"{name}: {done.said} ({done.seconds:.1f} s)")
    return done


def _rows(ingested: Ingested | None) -> str:
    if ingested is None:
        return "read just now"
    read = sum(each.offered for each in ingested.written)
    changed = sum(each.changed for each in ingested.written)
    faults = f", {len(ingested.faults)} parts could not be read" if ingested.faults else ""
    return f"{read} rows read, {changed} new or changed{faults}"


def _models(ready: weekly.Models) -> str:
    if ready.trained is None:
        return "none, a baseline is served"
    return f"{ready.trained.served} served, {ready.trained.rows} rows"


def _moves(briefing: Briefing | None) -> str:
    if briefing is None:
        return "none without models"
    best = briefing.plans[0]
    team = briefing.team or "a first squad: no team is set (FANTASY_ENTRY)"
    return f"{len(best.moves[0].transfers)} transfers, {best.worth:.1f} points, {team}"
