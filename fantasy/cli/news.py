"""Commands that read the news."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fantasy.cli.app import app
from fantasy.cli.console import enter, show, tell
from fantasy.cli.options import Archive, Demo, Json, Replay, examples

news_app = typer.Typer(
    help="What the news says of players.",
    epilog=examples(
        "fantasy news --team 1234567",
        "fantasy news --club ARS --all",
        "fantasy news read article.txt",
        "pbpaste | fantasy news read -",
    ),
    invoke_without_command=True,
)
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

    world, settings = enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    with progress_bar() as track:
        weekly.tell_faults(weekly.update(world, settings, lake, track=track), tell)
    squad = None if team is None else team_of(world, settings, lake, team).players["element"]
    found = bulletin(
        lake, now=world.clock(), club=club, player=player, squad=squad, everybody=everybody
    )
    show(report.as_json(found) if json else report.as_table(found))


@news_app.command(
    "read", epilog=examples("fantasy news read article.txt", "pbpaste | fantasy news read - --json")
)
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
    world, settings = enter(replay, archive, demo)
    lake = weekly.open_lake(world, settings)
    if not weekly.knows_players(lake, now=world.clock()):
        weekly.tell_faults(weekly.update(world, settings, lake), tell)
    names, readings = read_for(lake, text, now=world.clock())
    drawn = report.readings_as_json if json else report.readings_as_table
    show(drawn(names, readings))


@news_app.command("train", epilog=examples("fantasy news train"))
def news_train(*, json: Json = False) -> None:
    """Fit the news models on the labelled sentences, and write them."""
    from fantasy.news import corpus
    from fantasy.news.reading import AVAILABILITY, SENTIMENT

    models = corpus.train()
    written = [
        {
            "file": str(path),
            "terms": len(model.terms),
            "classes": len(model.classes),
            "bytes": path.stat().st_size,
        }
        for path, model in zip((AVAILABILITY, SENTIMENT), models, strict=True)
    ]
    if json:
        show(written)
        return
    for each in written:
        tell("{file}: {terms} terms, {classes} classes, {bytes} bytes".format(**each))


@news_app.command(
    "evaluate", epilog=examples("fantasy news evaluate", "fantasy news evaluate --split written")
)
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
    show(report.scores_as_json(scores) if json else report.scores_as_table(scores))


def _text_of(file: str) -> str:
    """The text of a file, or of standard input for `-`."""
    from fantasy.errors import InputError

    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    return body.decode("utf-8", errors="replace")
