"""The unattended runs, step by step: the week, a capture, a score.

The steps are carried out one after another, or however the caller does it: the flows make a
Prefect task of each.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fantasy.errors import ContractError, FantasyError, SourceError, in_a_line
from fantasy.store.ingest import FPL, SOURCES
from fantasy.unattended import reports, steps
from fantasy.unattended.place import Place, alone
from fantasy.unattended.reports import CAPTURE, HISTORY, SCORE, WEEKLY, Json
from fantasy.unattended.steps import Step
from fantasy.weekly import Models, Recommendation, fault_warnings

NEEDS_THE_ARCHIVE = "odds"
"""The source that wants the archive's seasons stored before it is read."""


@dataclass(frozen=True)
class Call:
    """A step to be done: its function, and what it is done with beside the place."""

    step: Callable[..., Step[Any]]
    arguments: tuple[object, ...] = ()


Outcome = Step[Any] | FantasyError
Do = Callable[[Place, Sequence[Call]], list[Outcome]]
"""Carries out steps that do not depend on each other; what each gave, or the error at its end."""


def one_by_one(place: Place, calls: Sequence[Call]) -> list[Outcome]:
    """Carry out steps one after another."""
    outcomes: list[Outcome] = []
    for call in calls:
        try:
            outcomes.append(call.step(place, *call.arguments))
        except FantasyError as error:
            outcomes.append(error)
    return outcomes


def weekly(place: Place, do: Do = one_by_one) -> Json:
    """The whole week down to roster and page: its report, kept and sent to whom the settings name.

    Raises:
        FantasyError: if no roster can be had; that is reported too.
    """
    return _reported(place, WEEKLY, do, _weekly)


def capture(place: Place, do: Do = one_by_one) -> Json:
    """A light snapshot of what FPL and the outlets say now.

    Raises:
        FantasyError: if the lake cannot be written.
    """
    return _reported(place, CAPTURE, do, _capture)


def score(place: Place, do: Do = one_by_one) -> Json:
    """Results fetched, and past forecasts set beside them.

    Raises:
        FantasyError: if no gameweek that was forecast is over, or the lake cannot be written.
    """
    return _reported(place, SCORE, do, _score)


def history(place: Place, do: Do = one_by_one) -> Json:
    """Every source read, the archive's missing seasons with it.

    Raises:
        FantasyError: if the lake cannot be written.
    """
    return _reported(place, HISTORY, do, _history)


@dataclass
class _Run:
    """A run that is on: the steps done so far, and what it will be told to have come to."""

    place: Place
    do: Do
    done: list[Step[Any]]
    found: dict[str, Any]
    warnings: list[str]

    def step(self, step: Callable[..., Step[Any]], *arguments: object) -> Any:  # noqa: ANN401 - of any step
        """Do a step; its result."""
        (outcome,) = self.do(self.place, [Call(step, arguments)])
        if isinstance(outcome, FantasyError):
            raise outcome
        self.done.append(outcome)
        return outcome.result

    def update(self, *sources: str) -> None:
        """Read sources side by side; what stands of those that cannot be read."""
        calls = [Call(steps.update, (source,)) for source in sources]
        for outcome in self.do(self.place, calls):
            if isinstance(outcome, Step):
                self.done.append(outcome)
            elif not isinstance(outcome, SourceError | ContractError):
                raise outcome

    def attempt(self, step: Callable[..., Step[Any]], *arguments: object) -> Any:  # noqa: ANN401 - the same
        """Do a step the run can do without; None, and a warning, if it fails in any way."""
        try:
            return self.step(step, *arguments)
        except Exception as error:  # noqa: BLE001 - a roster that is found is told
            self.warnings.append(f"{step.__name__}: {in_a_line(error)}")
            return None

    def tell_of_faults(self, *sources: str) -> None:
        """Warn of sources that could not be read, where no roster does."""
        self.warnings += fault_warnings(self.place.lake, sources, now=self.place.now)


def _weekly(run: _Run) -> None:
    _read_all(run)
    models = run.step(steps.models)
    found = _roster(run, models)
    if run.place.now > found.deadline:
        passed = f"the deadline of gameweek {found.gameweek} passed while this run was on"
        run.warnings.append(f"{passed}: this is for the next one")
        found = _roster(run, models)
    run.found["recommendation"] = found
    briefing = run.found["briefing"] = run.attempt(steps.plans, models)
    if briefing is not None:
        run.found["page"] = run.attempt(steps.page, briefing)
    run.found["monitored"] = run.attempt(steps.score)
    run.attempt(steps.tidy)


def _roster(run: _Run, models: Models) -> Recommendation:
    seen = run.step(steps.forecast, models)
    fit = run.step(steps.validate, seen)
    found: Recommendation = run.step(steps.roster, fit)
    return found


def _capture(run: _Run) -> None:
    run.update(FPL)
    run.update("news")
    run.step(steps.read_news)
    run.tell_of_faults(FPL, "news")


def _score(run: _Run) -> None:
    run.update(FPL)
    run.tell_of_faults(FPL)
    run.found["monitored"] = run.step(steps.score)


def _history(run: _Run) -> None:
    _read_all(run)
    run.tell_of_faults(*SOURCES)
    run.step(steps.tidy)


def _read_all(run: _Run) -> None:
    run.update(FPL)
    run.update(*(each for each in SOURCES if each not in {FPL, NEEDS_THE_ARCHIVE}))
    run.update(NEEDS_THE_ARCHIVE)
    run.step(steps.read_news)


def _reported(place: Place, kind: str, do: Do, work: Callable[[_Run], None]) -> Json:
    """A run's report; of two started together the second gives what the first came to."""
    started = datetime.now(UTC)
    with alone(place) as waited:
        other = reports.last_since(place, kind, started) if waited else None
        if other is not None:
            place.tell("the other run has done it all")
            return other
        run = _Run(place, do, [], {}, [])
        try:
            work(run)
        except Exception as error:
            reports.told(place, reports.failed(place, kind, run.done, error, started=started))
            raise
        found = reports.Found(warnings=tuple(run.warnings), **run.found)
        return reports.told(place, reports.completed(place, kind, run.done, found, started=started))
