"""The command line: one command, one function; a command parses, calls, prints.

Rooms are imported where they are used, so that `fantasy --help` answers at once.
"""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fantasy.errors import FantasyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import RenderableType

    from fantasy.config import Settings
    from fantasy.planning import Asked
    from fantasy.roster.preferences import Preferences
    from fantasy.roster.problem import Problem
    from fantasy.world import World

BAD_INPUT = 2


class Source(NamedTuple):
    """Where a planning problem comes from: the options of a command."""

    replay: str | None
    archive: Path | None
    demo: int | None
    team: int | None
    squad: Path | None
    projections: Path | None


app = typer.Typer(
    name="fantasy",
    help="A weekly Fantasy Premier League roster: scraped, forecast, optimised.",
    epilog="Start with: fantasy demo, or fantasy recommend --replay 2024-25:20 --archive PATH",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Replay = Annotated[
    str | None,
    typer.Option(
        metavar="SEASON:GW",
        help="Stand at a past deadline, such as 2024-25:20. Without it: the game as it is now.",
    ),
]
Archive = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="Folder of the history archive. Default: FANTASY_ARCHIVE, else the network.",
    ),
]
Demo = Annotated[
    int | None,
    typer.Option(
        metavar="SEED",
        help="Stand in the simulated league of a seed, such as 1: no network, no real data.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Entry = Annotated[
    int | None, typer.Option("--team", metavar="ID", help="The number in your team's address.")
]
SquadFile = Annotated[
    Path | None,
    typer.Option(
        "--squad",
        metavar="FILE",
        help="Your squad: the game's JSON of it, or a team file (TOML). Without: a first squad.",
    ),
]
ProjectionsFile = Annotated[
    Path | None,
    typer.Option(
        "--projections",
        metavar="FILE",
        help="Forecasts from a CSV: ID, Name, Pos, Team, BV, N_Pts, N_xMins if known.",
    ),
]
Horizon = Annotated[int, typer.Option("--horizon", metavar="N", help="Gameweeks to plan, 1 to 8.")]
Chips = Annotated[
    str, typer.Option("--chips", metavar="CHIPS", help="auto, none, or such as wc=12,bb=13.")
]
Locked = Annotated[
    list[str] | None, typer.Option("--lock", metavar="NAME", help="In the squad throughout.")
]
Banned = Annotated[list[str] | None, typer.Option("--ban", metavar="NAME", help="In it never.")]
Sold = Annotated[
    list[str] | None,
    typer.Option("--sell", metavar="NAME", help="Of your squad: out at once, and for good."),
]
Kept = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="NAME", help="Of your squad: in it throughout."),
]
MinMinutes = Annotated[
    float,
    typer.Option(
        "--min-minutes",
        min=0,
        metavar="N",
        help="Buy nobody expected to play fewer minutes a gameweek, on average over the plan.",
    ),
]
Held = Annotated[
    list[int] | None, typer.Option("--hold", metavar="GW", help="A gameweek without transfers.")
]
Booked = Annotated[
    list[str] | None, typer.Option("--book", metavar="GW:OUT>IN", help="A transfer to be made.")
]
Hits = Annotated[
    int | None,
    typer.Option("--hits", min=0, metavar="N", help="Most hits, all gameweeks together."),
]
Seconds = Annotated[
    float, typer.Option("--seconds", min=1, help="Time to search; what is left open is said.")
]
Weights = Annotated[
    Path | None,
    typer.Option("--preferences", metavar="FILE", help="What counts beside points (TOML)."),
]
BenchWeights = Annotated[
    str,
    typer.Option(
        "--bench",
        metavar="WEIGHTS",
        help="Weigh bench and vice-captain by forecast minutes (minutes) or preferences (fixed). "
        "auto: minutes where they are known and no --preferences are given.",
    ),
]
PLAN_WEEKS, PLAN_SECONDS = 5, 120.0


@app.command()
def demo(
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, another league.")] = 1,
    *,
    json: Json = False,
) -> None:
    """Print a roster for a simulated league: the whole week, without network or real data."""
    _recommend(*_enter(demo=seed), json=json)


@app.command()
def update(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    *,
    reparse: Annotated[
        bool, typer.Option("--reparse", help="Fetch nothing: parse again all that was received.")
    ] = False,
    json: Json = False,
) -> None:
    """Fetch players, prices, news and results; store what is new in the lake."""
    from fantasy import weekly
    from fantasy.report import updates
    from fantasy.report.progress import progress_bar

    world, settings = _enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        refresh = weekly.rebuild if reparse else weekly.update
        ingested = refresh(world, settings, lake, track=track)
    _show(updates.as_json(ingested) if json else updates.as_table(ingested))
    weekly.tell_faults(ingested, _tell)
    if ingested.faults:
        raise typer.Exit(BAD_INPUT)


@app.command()
def train(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Fit the models on everything known, and compare them with the baselines."""
    from fantasy import weekly
    from fantasy.report import training
    from fantasy.report.progress import progress_bar

    world, settings = _enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), _tell)
        trained = weekly.train_models(lake, now=world.clock(), track=track)
    _show(training.as_json(trained) if json else training.as_table(trained))


@app.command()
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
    json: Json = False,
) -> None:
    """Print the best roster for the next deadline; with a squad, the transfers that lead to it."""
    from fantasy.planning import Asked, Bench, bench_of
    from fantasy.report import plan as report
    from fantasy.roster.preferences import Preferences
    from fantasy.roster.search import Limits, best_plan

    if team is None and squad is None and projections is None:
        weights = Preferences() if bench_of(bench) is Bench.FIXED else None
        _recommend(*_enter(replay, archive, demo), preferences=weights, json=json)
        return
    source = Source(replay, archive, demo, team, squad, projections)
    problem = _problem(source, Asked(horizon, bench=bench_of(bench)))
    found = best_plan(problem, Limits(PLAN_SECONDS))
    _show(
        report.as_json(problem, found, []) if json else report.as_table(problem, found, [], weeks=1)
    )


@app.command()
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
    hold: Held = None,
    book: Booked = None,
    hits: Hits = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", min=0, metavar="K", help="Other first moves to show.")
    ] = 0,
    sensitivity: Annotated[
        int, typer.Option("--sensitivity", min=0, metavar="N", help="Forecasts to draw anew.")
    ] = 0,
    bench: BenchWeights = "auto",
    seconds: Seconds = PLAN_SECONDS,
    preferences: Weights = None,
    json: Json = False,
) -> None:
    """Print the best plan over the next gameweeks: transfers, chips, teams, what else there is."""
    from fantasy.planning import Asked, bench_of
    from fantasy.report import plan as report
    from fantasy.roster.answers import alternatives as other_plans
    from fantasy.roster.answers import sensitivity as how_sure
    from fantasy.roster.search import Limits, best_plan

    source = Source(replay, archive, demo, team, squad, projections)
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
        bench=bench_of(bench),
    )
    problem = _problem(source, asked, preferences)
    found = best_plan(problem, Limits(seconds))
    others = other_plans(problem, found, alternatives)
    sure = how_sure(problem, found, sensitivity) if sensitivity else None
    show = report.as_json if json else report.as_table
    _show(show(problem, found, others, sure))


@app.command()
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
    json: Json = False,
) -> None:
    """Print what the best plan makes of a player: what having him costs, what he lacks."""
    from fantasy.planning import Asked, bench_of, element_of
    from fantasy.report import plan as report
    from fantasy.roster.answers import verdict
    from fantasy.roster.search import best_plan

    source = Source(replay, archive, demo, team, squad, projections)
    problem = _problem(source, Asked(horizon, bench=bench_of(bench)))
    found = best_plan(problem)
    said = verdict(problem, found, element_of(player, problem.players))
    show = report.verdict_as_json if json else report.verdict_as_table
    _show(show(problem, found, said))


@app.command()
def team(
    entry: Annotated[
        int | None, typer.Argument(help="The number in your team's address.", show_default=False)
    ] = None,
    demo: Demo = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What the game does not tell: this week's transfers, or a whole squad (TOML).",
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Print a manager's team: prices paid, bank, free transfers and chips left."""
    from fantasy import weekly
    from fantasy.errors import InputError
    from fantasy.report import team as report
    from fantasy.report.progress import progress_bar
    from fantasy.team import team_of
    from fantasy.team_file import read_team_file

    if entry is None and file is None:
        raise InputError("give the number in your team's address, or a whole squad by --file")
    told = None if file is None else read_team_file(file)
    world, settings = _enter(demo=demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), _tell)
    found = team_of(world, settings, lake, entry, told)
    _show(report.as_json(found) if json else report.as_table(found))


@app.command()
def league(
    number: Annotated[int, typer.Argument(help="The number in the league's address.")],
    demo: Demo = None,
    pages: Annotated[int, typer.Option(min=1, help="Pages of fifty managers, at most.")] = 1,
    *,
    json: Json = False,
) -> None:
    """Print the standings of a classic league."""
    from fantasy.report import league as report
    from fantasy.sources.http import Client
    from fantasy.sources.leagues import fetch_league

    world, settings = _enter(demo=demo)
    with Client.of(world, user_agent=settings.user_agent, hosts=settings.hosts) as client:
        found = fetch_league(client, settings.fpl_url, number, pages=pages)
    _show(report.as_json(found) if json else report.as_table(found))


news_app = typer.Typer(help="What the news says of players.", invoke_without_command=True)
app.add_typer(news_app, name="news")


@news_app.callback()
def news(
    context: typer.Context,
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    club: Annotated[
        str | None, typer.Option(metavar="CLUB", help="Only this club, such as ARS.")
    ] = None,
    player: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only players whose name holds this.")
    ] = None,
    team: Annotated[
        int | None, typer.Option(metavar="ENTRY", help="Only the squad of this entry.")
    ] = None,
    *,
    everybody: Annotated[
        bool, typer.Option("--all", help="Also who is simply fit, and who has left.")
    ] = False,
    json: Json = False,
) -> None:
    """Print who is hurt, how sure, back when, and in what mood; or `read` a text."""
    if context.invoked_subcommand is not None:
        return
    from fantasy import weekly
    from fantasy.bulletin import bulletin
    from fantasy.report import news as report
    from fantasy.report.progress import progress_bar
    from fantasy.team import team_of

    world, settings = _enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), _tell)
    squad = None if team is None else team_of(world, settings, lake, team).players["element"]
    found = bulletin(
        lake, now=world.clock(), club=club, player=player, squad=squad, everybody=everybody
    )
    _show(report.as_json(found) if json else report.as_table(found))


@news_app.command("read")
def news_read(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    *,
    json: Json = False,
) -> None:
    """Read any text: whom it names, and what it says of each."""
    from fantasy import weekly
    from fantasy.bulletin import read_for
    from fantasy.report import news as report

    text = _text_of(file)
    world, settings = _enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    if not weekly.knows_players(lake, now=world.clock()):
        weekly.tell_faults(weekly.update(world, settings, lake), _tell)
    names, readings = read_for(lake, text, now=world.clock())
    show = report.readings_as_json if json else report.readings_as_table
    _show(show(names, readings))


@news_app.command("train")
def news_train() -> None:
    """Fit the news models on the labelled sentences, and write them."""
    from fantasy.news import corpus
    from fantasy.news.reading import AVAILABILITY, SENTIMENT

    models = corpus.train()
    for path, model in zip((AVAILABILITY, SENTIMENT), models, strict=True):
        size = path.stat().st_size / 1024
        _tell(f"{path}: {len(model.terms)} terms, {len(model.classes)} classes, {size:.0f} kB")


@news_app.command("evaluate")
def news_evaluate(
    split: Annotated[
        str,
        typer.Option(
            metavar="SPLIT",
            help="test, written (by other hands), or validation: what models are chosen by.",
        ),
    ] = "test",
    *,
    json: Json = False,
) -> None:
    """Score the reading of news on sentences no model was fitted on, beside its baselines."""
    from fantasy.news.evaluation import evaluate as evaluate_news
    from fantasy.report import news as report

    scores = evaluate_news(split)
    _show(report.scores_as_json(scores) if json else report.scores_as_table(scores))


@app.command()
def predict(
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    horizon: Annotated[int, typer.Option(metavar="N", help="Gameweeks to forecast, 1 to 8.")] = 1,
    *,
    everybody: Annotated[bool, typer.Option("--all", help="Print every player.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print the projections CSV other tools read.")
    ] = False,
    json: Json = False,
) -> None:
    """Print expected points and minutes, with their doubt, of the next gameweeks."""
    from fantasy import weekly
    from fantasy.predictions import predict as predict_players
    from fantasy.report import predictions as report
    from fantasy.report.progress import progress_bar

    world, settings = _enter(replay, archive, demo)
    with progress_bar() as track:
        lake, trained = weekly.prepare(world, settings, track=track, tell=_tell)
    found = predict_players(lake, trained, now=world.clock(), horizon=horizon)
    if csv:
        sys.stdout.write(report.as_csv(found))
        return
    _show(report.as_json(found) if json else report.as_table(found, everybody=everybody))


@app.command()
def player(
    name: Annotated[str, typer.Argument(help="His name, or enough of it.")],
    replay: Replay = None,
    archive: Archive = None,
    demo: Demo = None,
    horizon: Annotated[int, typer.Option(metavar="N", help="Gameweeks to forecast, 1 to 8.")] = 3,
    *,
    json: Json = False,
) -> None:
    """Print one player: what is expected of him and why, what is said, his last matches."""
    from fantasy import weekly
    from fantasy.predictions import dossier
    from fantasy.report import predictions as report
    from fantasy.report.progress import progress_bar

    world, settings = _enter(replay, archive, demo)
    with progress_bar() as track:
        lake, trained = weekly.prepare(world, settings, track=track, tell=_tell)
    found = dossier(lake, trained, name, now=world.clock(), horizon=horizon)
    _show(report.dossier_as_json(found) if json else report.dossier_as_table(found))


@app.command()
def monitor(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Score the forecasts made so far: errors, drift, calibration, the most confident misses."""
    from fantasy import hindsight, weekly
    from fantasy.report import predictions as report

    world, settings = _enter(replay, archive, demo)
    found = hindsight.monitored(weekly.open_lake(world, settings), now=world.clock())
    _show(report.monitored_as_json(found) if json else report.monitored_as_table(found))


@app.command()
def evaluate(
    season: Annotated[str, typer.Option(metavar="SEASON", help="Such as 2024-25.")],
    archive: Archive = None,
    horizon: Annotated[
        str, typer.Option(metavar="H,H", help="How many gameweeks ahead, such as 1,2,3.")
    ] = "1",
    *,
    peers: Annotated[
        bool, typer.Option("--peers", help="Beside published forecasts in the archive's peers/.")
    ] = False,
    json: Json = False,
) -> None:
    """Forecast a past season week by week as it would have been, and score it."""
    from fantasy import hindsight
    from fantasy.forecast.peers import beside
    from fantasy.report import evaluation
    from fantasy.report.progress import progress_bar

    settings = _settings(archive)
    with progress_bar() as track:
        result = hindsight.evaluate(season, settings, horizons=_horizons(horizon), track=track)
    others = beside(settings.archive, season, result.rows, result.matches) if peers else None
    _show((evaluation.as_json if json else evaluation.as_table)(result, others))


@app.command()
def doctor(
    replay: Replay = None, archive: Archive = None, demo: Demo = None, *, json: Json = False
) -> None:
    """Check settings, sources, lake and models, and say how fresh each table is."""
    from fantasy import weekly
    from fantasy.report import health

    world, settings = _enter(replay, archive, demo)
    report = health.examine(world, settings, weekly.open_lake(world, settings))
    _show(health.as_json(report) if json else health.as_table(report))
    if not report.healthy:
        raise typer.Exit(BAD_INPUT)


def main() -> None:
    """Run the command line."""
    run(app)


def run(command: "Callable[[], object]") -> None:
    """Run a command; an error the user can mend is one line and exit code 2."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    try:
        command()
    except FantasyError as error:
        _tell(f"fantasy: {' '.join(str(error).split())}")
        sys.exit(BAD_INPUT)


def _horizons(text: str) -> list[int]:
    """Horizons written as 1,2,3."""
    from fantasy.errors import InputError

    parts = text.split(",")
    if not all(part.strip().isdecimal() for part in parts):
        raise InputError(f"--horizon {text}: expected numbers, such as 1,2,3")
    return sorted({int(part) for part in parts})


def _settings(archive: Path | None) -> "Settings":
    from fantasy.config import load_settings

    return load_settings(archive=archive)


def _recommend(
    world: "World",
    settings: "Settings",
    *,
    preferences: "Preferences | None" = None,
    json: bool,
) -> None:
    from fantasy import weekly
    from fantasy.report import roster
    from fantasy.report.progress import progress_bar

    with progress_bar() as track:
        recommendation = weekly.run(
            world, settings, preferences=preferences, track=track, tell=_tell
        )
    _show(roster.as_json(recommendation) if json else roster.as_table(recommendation))


def _problem(source: Source, asked: "Asked", weights: Path | None = None) -> "Problem":
    """What is to be planned, from two files or from a world and a team in it."""
    from fantasy.planning import problem_of_files
    from fantasy.projections import read_preferences

    preferences = None if weights is None else read_preferences(weights)
    if source.projections is not None:
        return problem_of_files(source.projections, source.squad, asked, preferences)
    from fantasy import weekly
    from fantasy.predictions import predict as predict_players
    from fantasy.report.progress import progress_bar
    from fantasy.team import team_of
    from fantasy.team_file import read_team_file
    from fantasy.team_plan import problem_of_team

    told = None if source.squad is None else read_team_file(source.squad)
    world, settings = _enter(source.replay, source.archive, source.demo)
    with progress_bar() as track:
        lake, trained = weekly.prepare(world, settings, track=track, tell=_tell)
    found = predict_players(lake, trained, now=world.clock(), horizon=asked.horizon)
    own = source.team is not None or told is not None
    team = team_of(world, settings, lake, source.team, told) if own else None
    return problem_of_team(lake, found, team, asked, preferences, now=world.clock())


def _text_of(file: str) -> str:
    """The text of a file, or of standard input for `-`."""
    from fantasy.errors import InputError

    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    return body.decode("utf-8", errors="replace")


def _enter(
    replay: str | None = None, archive: Path | None = None, demo: int | None = None
) -> "tuple[World, Settings]":
    """The world a command asks for; its notes are told at once."""
    from fantasy.world.enter import enter

    settings = _settings(archive)
    world = enter(settings, replay=replay, demo=demo)
    for note in world.notes:
        _tell(note)
    return world, settings


def _tell(message: str) -> None:
    """Say on stderr what is going on, so that stdout stays the answer."""
    sys.stderr.write(f"{message}\n")


def _show(answer: "Mapping[str, object] | Sequence[object] | RenderableType") -> None:
    """Print JSON values as JSON, anything else as rich draws it."""
    if isinstance(answer, dict | list):
        import json

        sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
        return
    from rich.console import Console

    Console().print(answer)
