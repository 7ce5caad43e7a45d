"""What an unattended run came to: a report for programs, a summary for people."""

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fantasy.briefing import Briefing
from fantasy.errors import LakeError, in_a_line
from fantasy.forecast.monitoring import Monitored
from fantasy.game import POSITIONS
from fantasy.notify import unsent
from fantasy.report import plan as plan_report
from fantasy.report import roster as roster_report
from fantasy.roster.plan import Plan
from fantasy.roster.problem import Problem
from fantasy.unattended.place import Place
from fantasy.unattended.steps import Step
from fantasy.weekly import Recommendation, freshness
from fantasy.whole_file import whole

Json = dict[str, Any]

LIBRARIES = ("fantasy", "polars", "deltalake", "lightgbm", "scikit-learn", "pulp", "highspy")
WEEKLY, CAPTURE, SCORE, HISTORY = "weekly", "capture", "score", "history"
COMPLETED, WITH_WARNINGS, FAILED = "completed", "completed with warnings", "failed"
STAMP = "%Y%m%dT%H%M%S%fZ"
KEPT = 200
"""Reports of runs that stay in the lake's folder."""


@dataclass(frozen=True)
class Found:
    """What a run came to.

    Attributes:
        recommendation: the roster.
        briefing: the plans, and all there is to see beside them.
        page: the file of the report page.
        monitored: past forecasts beside what came.
        warnings: what is not as one would want it, beside the roster's own warnings.
    """

    recommendation: Recommendation | None = None
    briefing: Briefing | None = None
    page: Path | None = None
    monitored: Monitored | None = None
    warnings: tuple[str, ...] = ()

    @property
    def moves(self) -> tuple[Problem, Plan] | None:
        """The best plan of the settings' own team; None without one."""
        if self.briefing is None or self.briefing.team is None:
            return None
        return self.briefing.problem, self.briefing.plans[0]

    @property
    def all_warnings(self) -> list[str]:
        """Every warning once, the roster's first."""
        told = [*(self.recommendation.warnings if self.recommendation else ()), *self.warnings]
        if self.moves is not None and self.moves[1].gap > 0:
            gap = self.moves[1].gap
            told.append(f"the transfers' search ran out of time: {gap:.2%} may be missed")
        if self.monitored is not None and self.monitored.drift:
            told.append(f"drift: {self.monitored.drift}")
        return list(dict.fromkeys(told))


def completed(
    place: Place, kind: str, steps: Sequence[Step[Any]], found: Found, *, started: datetime
) -> Json:
    """The report of a run that came to its end, as JSON values.

    Args:
        place: where it happened.
        kind: of run, such as weekly.
        steps: what was done, in order.
        found: what it came to.
        started: when, by the clock on the wall (UTC).
    """
    warnings = found.all_warnings
    squad, moves, monitored = found.recommendation, found.moves, found.monitored
    return {
        **_head(place, kind, steps, started),
        "state": WITH_WARNINGS if warnings else COMPLETED,
        "warnings": warnings,
        "error": None,
        "roster": None if squad is None else roster_report.as_json(squad),
        "transfers": None if moves is None else plan_report.as_json(*moves, []),
        "accuracy": None if monitored is None else _accuracy(monitored),
        "page": found.page and str(found.page),
    }


def failed(
    place: Place, kind: str, steps: Sequence[Step[Any]], error: Exception, *, started: datetime
) -> Json:
    """The report of a run that did not come to its end."""
    head = _head(place, kind, steps, started)
    nothing = dict.fromkeys(("roster", "transfers", "accuracy", "page"))
    return {**head, "state": FAILED, "warnings": [], "error": in_a_line(error), **nothing}


def told(place: Place, report: Json) -> Json:
    """A report kept, sent to whom the settings name, and kept with what came of that.

    A capture is sent only if it ended otherwise than the one before: there are many.
    """
    name = f"{datetime.now(UTC):{STAMP}}-{report['run']}"
    is_news = report["run"] != CAPTURE or report["state"] != _last_state(place, CAPTURE)
    report = _warned(report, _kept(place, name, report))
    if not is_news:
        return report
    missed = unsent(place.settings.notify, title=title(report), body=summary(report))
    if not missed:
        return report
    report = _warned(report, [f"a notification could not be sent ({kind})" for kind in missed])
    return _warned(report, _kept(place, name, report))


def title(report: Json) -> str:
    """A report in a line, such as `FPL 2025-26 gameweek 24: completed`."""
    roster = report["roster"]
    what = f"{roster['season']} gameweek {roster['gameweek']}" if roster else report["run"]
    return f"FPL {what}: {report['state']}"


def summary(report: Json) -> str:
    """A report for a person: the team, its moves, and what to know of it."""
    lines = [title(report)]
    if report["error"]:
        lines.append(report["error"])
    if report["roster"]:
        lines += _team(report["roster"])
    if report["transfers"]:
        lines += _moves(report["transfers"]["gameweeks"][0])
    if report["page"]:
        lines.append(f"page: {report['page']}")
    return "\n".join([*lines, *(f"warning: {each}" for each in report["warnings"])])


def recommended(place: Place) -> dict[tuple[str, int], datetime]:
    """When a weekly run recommended last (UTC), by season and gameweek; by hand does not count."""
    found: dict[tuple[str, int], datetime] = {}
    for report in map(_read, _files(place, WEEKLY)):
        at = datetime.fromisoformat(report["now"])
        if report["state"] != FAILED and at <= place.now:
            week = (report["roster"]["season"], report["roster"]["gameweek"])
            found[week] = max(at, found.get(week, at))
    return found


def last_since(place: Place, kind: str, moment: datetime) -> Json | None:
    """The report of the last run of a kind that ended well after a moment (UTC), if one did."""
    for file in _files(place, kind):
        if file.name < f"{moment:{STAMP}}":
            return None
        report = _read(file)
        if report["state"] != FAILED:
            return report
    return None


def runs_folder(place: Place) -> Path:
    """Where the reports of a lake are kept."""
    return place.lake.folder / "runs"


def _files(place: Place, kind: str) -> list[Path]:
    """The reports of a kind of run, the last one first."""
    return sorted(runs_folder(place).glob(f"*-{kind}.json"), reverse=True)


def _read(file: Path) -> Json:
    report: Json = json.loads(file.read_text())
    return report


def _last_state(place: Place, kind: str) -> str:
    """How the last run of a kind ended; well, if there was none."""
    states = [_read(file)["state"] for file in _files(place, kind)[:1]]
    return str(states[0]) if states else COMPLETED


def _warned(report: Json, warnings: Sequence[str]) -> Json:
    """A report with more warnings."""
    state = WITH_WARNINGS if warnings and report["state"] == COMPLETED else report["state"]
    return {**report, "state": state, "warnings": [*report["warnings"], *warnings]}


def _kept(place: Place, name: str, report: Json) -> list[str]:
    """Write a report and its summary into the lake's folder; a warning if that cannot be."""
    folder = runs_folder(place)
    try:
        with whole(folder / f"{name}.txt") as file:
            file.write_text(f"{summary(report)}\n")
        with whole(folder / f"{name}.json") as file:
            file.write_text(json.dumps(report, ensure_ascii=False, indent=2))
        for old in sorted(folder.glob("*-*.*"))[: -2 * KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        return [f"the report cannot be kept in {folder} ({error}): check the disk"]
    return []


def _head(place: Place, kind: str, steps: Sequence[Step[Any]], started: datetime) -> Json:
    ended = datetime.now(UTC)
    return {
        "run": kind,
        "world": place.world.label,
        "now": _time(place.now),
        "started": _time(started),
        "seconds": round((ended - started).total_seconds(), 2),
        "versions": {"python": platform.python_version()}
        | {library: version(library) for library in LIBRARIES},
        "ages": _ages(place),
        "steps": [
            {"name": step.name, "seconds": round(step.seconds, 3), "said": step.said}
            for step in steps
        ],
    }


def _ages(place: Place) -> Json:
    """When each source was read last; of none where the lake does not read."""
    try:
        found = freshness(place.lake, now=place.now)
    except LakeError:
        return {}
    return {
        each.source: {
            "read_at": each.read_at and _time(each.read_at),
            "hours": each.read_at and _hours(place.now - each.read_at),
            "fault": each.fault,
        }
        for each in found
    }


def _hours(age: timedelta) -> float:
    return round(age / timedelta(hours=1), 2)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _accuracy(found: Monitored) -> Json:
    return {
        "gameweeks": found.by_gameweek.to_dicts(),
        "calibration": found.calibration,
        "coverage": found.covered.to_dicts(),
    }


def _team(roster: Json) -> list[str]:
    starters = [pick for pick in roster["squad"] if pick["starter"]]
    bench = [pick["name"] for pick in roster["squad"] if not pick["starter"]]
    since = roster["unchanged_since"]
    return [
        f"deadline {roster['deadline']}",
        *([f"nothing changed since {since}"] if since else []),
        f"{roster['formation']}, {roster['expected_points']:.1f} points expected",
        f"£{roster['cost']:.1f}m spent, £{roster['bank']:.1f}m in the bank",
        f"captain {roster['captain']}, vice-captain {roster['vice_captain']}",
        *(_line(position, starters) for position in POSITIONS),
        f"bench: {', '.join(bench)}",
    ]


def _line(position: str, starters: list[Json]) -> str:
    names = [each["name"] for each in starters if each["position"] == position]
    return f"{position}: {', '.join(names)}"


def _moves(week: Json) -> list[str]:
    if not week["transfers"]:
        return ["transfers: none"]
    made = ", ".join(f"{each['out']} > {each['in']}" for each in week["transfers"])
    return [f"transfers: {made}" + (f" ({week['hits']} hits)" if week["hits"] else "")]
