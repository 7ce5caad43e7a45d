"""Commands that plan: recommend, plan, why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fantasy.cli.app import app
from fantasy.cli.console import enter, overrides_on, show
from fantasy.cli.options import (
    Against,
    Archive,
    Banned,
    BenchWeights,
    Booked,
    Chips,
    Demo,
    Entry,
    Held,
    Hits,
    Horizon,
    Json,
    Kept,
    Locked,
    MinMinutes,
    Opposing,
    OverridesFile,
    PricesFile,
    ProjectionsFile,
    Replay,
    Risk,
    Seconds,
    Sold,
    SquadFile,
    Weights,
    examples,
)
from fantasy.cli.own import own_week
from fantasy.cli.week import recommended

if TYPE_CHECKING:
    from fantasy.planning import Asked
    from fantasy.roster.problem import Problem

PLAN_WEEKS, PLAN_SECONDS = 5, 120.0


class Source(NamedTuple):
    """Where a planning problem comes from: the options of a command."""

    replay: str | None
    archive: Path | None
    demo: int | None
    team: int | None
    squad: Path | None
    projections: Path | None
    overrides: Path | None = None


@app.command(
    epilog=examples(
        "fantasy recommend",
        "fantasy recommend --team 1234567",
        "fantasy recommend --replay 2024-25:20 --archive PATH",
        "fantasy recommend --demo 1 --team 1",
    )
)
def recommend(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    team: Entry = None,
    squad: SquadFile = None,
    projections: ProjectionsFile = None,
    *,
    horizon: Horizon = PLAN_WEEKS,
    bench: BenchWeights = "auto",
    overrides: OverridesFile = None,
    risk: Risk = None,
    against: Against = None,
    json: Json = False,
) -> None:
    """Print the best roster for the next deadline; with a squad, the transfers that lead to it."""
    from fantasy.overrides import Overrides, usual_overrides
    from fantasy.planning import Asked, Bench, bench_of
    from fantasy.report import plan as report
    from fantasy.report.progress import waiting
    from fantasy.roster.preferences import Preferences
    from fantasy.roster.search import Limits, best_plan

    plain = usual_overrides(overrides) == Overrides()
    if (team, squad, projections, risk, against) == (None,) * 5 and plain:
        weights = Preferences() if bench_of(bench) is Bench.FIXED else None
        recommended(*enter(replay, archive, demo), preferences=weights, json=json)
        return
    source = Source(replay, archive, demo, team, squad, projections, overrides)
    asked = Asked(horizon, bench=bench_of(bench), risk=risk, against=against)
    problem = posed(source, asked)
    with waiting("planning"):
        found = best_plan(problem, Limits(PLAN_SECONDS))
    show(
        report.as_json(problem, found, []) if json else report.as_table(problem, found, [], weeks=1)
    )


@app.command(
    epilog=examples(
        "fantasy plan --team 1234567 --horizon 5 --chips auto",
        "fantasy plan --team 1234567 --lock Saka --ban 'Palmer (CHE)' --hits 1",
        "fantasy plan --squad team.toml --alternatives 3 --sensitivity 50",
        "fantasy plan --projections FILE.csv --squad team.json --book '12:Saka>Palmer'",
    )
)
def plan(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    team: Entry = None,
    squad: SquadFile = None,
    projections: ProjectionsFile = None,
    *,
    horizon: Horizon = PLAN_WEEKS,
    chips: Chips = "none",
    lock: Locked = None,
    ban: Banned = None,
    sell: Sold = None,
    keep: Kept = None,
    min_minutes: MinMinutes = 0.0,
    opposing: Opposing = None,
    hold: Held = None,
    book: Booked = None,
    hits: Hits = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", min=0, metavar="K", help="Other first moves to show.")
    ] = 0,
    sensitivity: Annotated[
        int,
        typer.Option(
            "--sensitivity", min=0, metavar="N", help="Forecasts to draw anew, team-mates together."
        ),
    ] = 0,
    bench: BenchWeights = "auto",
    risk: Risk = None,
    against: Against = None,
    prices: PricesFile = None,
    seconds: Seconds = PLAN_SECONDS,
    preferences: Weights = None,
    overrides: OverridesFile = None,
    json: Json = False,
) -> None:
    """Print the best plan over the next gameweeks: transfers, chips, teams, what else there is."""
    from fantasy.planning import Asked, bench_of
    from fantasy.report import plan as report
    from fantasy.report.progress import waiting
    from fantasy.roster.answers import alternatives as other_plans
    from fantasy.roster.answers import sensitivity as how_sure
    from fantasy.roster.search import Limits, best_plan

    source = Source(replay, archive, demo, team, squad, projections, overrides)
    asked = Asked(
        horizon,
        chips,
        lock=tuple(lock or ()),
        ban=tuple(ban or ()),
        hits=hits,
        hold=tuple(hold or ()),
        book=tuple(book or ()),
        sell=tuple(sell or ()),
        keep=tuple(keep or ()),
        min_minutes=min_minutes,
        opposing=opposing,
        bench=bench_of(bench),
        risk=risk,
        against=against,
        prices=prices,
    )
    problem = posed(source, asked, preferences)
    limits = Limits(seconds)
    with waiting("planning"):
        found = best_plan(problem, limits)
        others = other_plans(problem, found, alternatives, limits)
        sure = how_sure(problem, found, sensitivity) if sensitivity else None
    drawn = report.as_json if json else report.as_table
    show(drawn(problem, found, others, sure))


@app.command(
    epilog=examples(
        "fantasy why Saka --team 1234567",
        "fantasy why 'Palmer (CHE)' --horizon 3",
    )
)
def why(
    player: Annotated[str, typer.Argument(help="His name, or his number in the game.")],
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    team: Entry = None,
    squad: SquadFile = None,
    projections: ProjectionsFile = None,
    *,
    horizon: Horizon = PLAN_WEEKS,
    bench: BenchWeights = "auto",
    overrides: OverridesFile = None,
    json: Json = False,
) -> None:
    """Print what the best plan makes of a player: what having him costs, what he lacks."""
    from fantasy.planning import Asked, bench_of, element_of
    from fantasy.report import plan as report
    from fantasy.report.progress import waiting
    from fantasy.roster.answers import verdict
    from fantasy.roster.search import best_plan

    source = Source(replay, archive, demo, team, squad, projections, overrides)
    problem = posed(source, Asked(horizon, bench=bench_of(bench)))
    wanted = element_of(player, problem.players)
    with waiting(f"planning with and without {player}"):
        found = best_plan(problem)
        said = verdict(problem, found, wanted)
    drawn = report.verdict_as_json if json else report.verdict_as_table
    show(drawn(problem, found, said))


def posed(source: Source, asked: "Asked", weights: Path | None = None) -> "Problem":
    """What is to be planned, from two files or from a world and a team in it."""
    from fantasy.errors import InputError
    from fantasy.planning import problem_of_files
    from fantasy.projections import read_preferences

    preferences = None if weights is None else read_preferences(weights)
    if source.projections is not None:
        if source.overrides is not None:
            raise InputError("--overrides go with our own forecasts, not with --projections")
        return problem_of_files(source.projections, source.squad, asked, preferences)
    from dataclasses import replace

    from fantasy.overrides import edited, wished
    from fantasy.predictions import predict as predict_players
    from fantasy.rivals import likely_counts
    from fantasy.team_plan import problem_of_team

    world, settings, lake, team, trained = own_week(*source[:5])
    now = world.clock()
    held = overrides_on(source.overrides, now.date())
    found = predict_players(lake, trained, now=now, horizon=asked.horizon)
    found = edited(lake, found, held, now=now)
    if isinstance(asked.against, str) and asked.against.isdecimal():
        entry, points = int(asked.against), found.next_points
        asked = replace(asked, against=likely_counts(world, settings, lake, entry, points))
    return problem_of_team(lake, found, team, wished(asked, held), preferences, now=now)
