"""Seasons played over: a table a season, what each policy adds, and a plot."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Group
from rich.table import Table

from fantasy.errors import InputError
from fantasy.game.ledger import FREE_HIT
from fantasy.report.chips import CHIPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fantasy.season.backtest import Backtest, Contribution
    from fantasy.season.diary import Page
    from fantasy.season.rank import Rank
    from fantasy.season.review import Review

FEW = 0.1
PICTURES = (".svg", ".png")
AVERAGE, REFERENCE = "average manager", "reference manager"


def as_json(backtests: Sequence[Backtest], added: Sequence[Contribution]) -> Any:  # noqa: ANN401 - JSON
    """One season's values, or those of all under `seasons`, with what each policy adds."""
    told = [_season_as_json(each) for each in backtests]
    shares = [asdict(each) for each in added]
    if len(told) == 1:
        return {**told[0], "contributions": shares}
    return {"seasons": told, "contributions": shares}


def _season_as_json(backtest: Backtest) -> dict[str, Any]:
    ranks = {name: backtest.rank(name) for name in backtest.pages}
    return {
        "season": backtest.season,
        "policies": {
            name: {
                "points": backtest.points(name),
                "hits": sum(page.hits for page in pages),
                "rank": asdict(rank) if (rank := ranks[name]) else None,
                "gameweeks": [_page_as_json(page) for page in pages],
            }
            for name, pages in backtest.pages.items()
        },
        "average_manager": backtest.average,
        "reference_manager": backtest.reference,
        "luck": asdict(backtest.luck) if backtest.luck else None,
    }


def _page_as_json(page: Page) -> dict[str, Any]:
    return {
        "gw": page.gameweek,
        "points": page.points,
        "hits": page.hits,
        "transfers": [{"out": each.out, "in": each.into} for each in page.transfers],
        "chip": page.chip,
        "bank": page.bank,
        "value": page.value,
    }


def as_table(backtests: Sequence[Backtest], added: Sequence[Contribution]) -> Group:
    """Each season's gameweeks, the totals, and what each policy adds."""
    parts = [part for each in backtests for part in (_gameweeks(each), _totals(each))]
    if added:
        parts.append(_added(added, len(backtests)))
    return Group(*parts)


def _gameweeks(backtest: Backtest) -> Table:
    """Points of each policy in each gameweek, and the first one's moves."""
    names = list(backtest.pages)
    table = Table(title=f"{backtest.season}: points by gameweek, hits taken off")
    table.add_column("GW", justify="right")
    for name in names:
        table.add_column(name, justify="right")
    table.add_column("average", justify="right")
    table.add_column(f"moves of {names[0]}", overflow="fold")
    for place, page in enumerate(backtest.pages[names[0]]):
        points = [str(backtest.pages[name][place].points) for name in names]
        average = backtest.standard.average.get(page.gameweek)
        table.add_row(
            str(page.gameweek), *points, "" if average is None else str(average), _moves(page)
        )
    return table


def _moves(page: Page) -> str:
    swaps = [f"{each.out} > {each.into}" for each in page.transfers]
    if page.chip in {"wildcard", "freehit"}:
        swaps = []
    chip = [CHIPS[page.chip]] if page.chip else []
    hit = [f"-{page.hits}"] if page.hits else []
    return ", ".join([*chip, *swaps, *hit])


def _totals(backtest: Backtest) -> Table:
    table = Table(title=f"{backtest.season}: the season")
    for name in ("", "points", "hits", "value £m", "top %", "by"):
        table.add_column(name, justify="left" if name in {"", "by"} else "right")
    for name, pages in backtest.pages.items():
        rank = backtest.rank(name)
        table.add_row(
            name,
            str(backtest.points(name)),
            str(sum(page.hits for page in pages)),
            f"{pages[-1].value / 10:.1f}",
            _share(rank) if rank else "",
            rank.basis if rank else "",
        )
    for name, points in ((AVERAGE, backtest.average), (REFERENCE, backtest.reference)):
        if points is not None:
            table.add_row(name, str(points))
    if (luck := backtest.luck) is not None:
        table.caption = (
            f"luck: the same decisions score {luck.mean:.0f} ± {luck.spread:.0f} as the forecast "
            f"saw it, {luck.low:.0f} to {luck.high:.0f} in nine of ten seasons"
        )
    return table


def _share(rank: Rank) -> str:
    """Percent of managers; so few that a tenth shows none are said so."""
    return f"{rank.top_percent:.1f}" if rank.top_percent >= FEW else f"under {FEW}"


def _added(added: Sequence[Contribution], seasons: int) -> Table:
    title = f"what fantasy scored more than each, points a season over {seasons} seasons"
    table = Table(title=title if seasons > 1 else "what fantasy scored more than each")
    for name in ("than", "points", "95% of draws"):
        table.add_column(name, justify="left" if name == "than" else "right")
    for each in added:
        table.add_row(each.policy, f"{each.points:+.0f}", f"{each.low:+.0f} to {each.high:+.0f}")
    return table


def check_picture(path: Path) -> None:
    """See that a picture can be written, before a season is played for it.

    Raises:
        InputError: if it cannot.
    """
    if path.suffix not in PICTURES:
        raise InputError(f"--plot {path}: give a file that ends in {' or '.join(PICTURES)}")
    if not path.parent.is_dir():
        raise InputError(f"--plot {path}: there is no folder {path.parent}")


def plot(backtest: Backtest, path: Path) -> None:
    """Write a picture of the points so far, less the average manager's, by gameweek.

    Args:
        backtest: the season.
        path: one that `check_picture` lets through.
    """
    import altair as alt  # noqa: PLC0415 - slow to import

    lines = [
        {"gameweek": page.gameweek, "points": page.points, "who": name}
        for name, pages in backtest.pages.items()
        for page in pages
    ]
    others = ((AVERAGE, backtest.standard.average), (REFERENCE, backtest.standard.reference))
    weeks = {line["gameweek"] for line in lines}
    lines += [
        {"gameweek": week, "points": points, "who": name}
        for name, by_gameweek in others
        for week, points in by_gameweek.items()
        if week in weeks
    ]
    so_far = pl.DataFrame(lines).with_columns(
        pl.col("points").cum_sum().over("who", order_by="gameweek")
    )
    chart = (
        alt.Chart(so_far, title=f"{backtest.season}: points so far", width=720, height=400)
        .mark_line()
        .encode(
            x=alt.X("gameweek:Q", title="gameweek"),
            y=alt.Y("points:Q", title="points"),
            color=alt.Color("who:N", title=None),
        )
    )
    chart.save(str(path))


def review_as_json(review: Review) -> dict[str, Any]:
    """A gameweek looked back at."""
    page = review.page
    return {
        "season": review.season,
        "policy": review.policy,
        **_page_as_json(page),
        "expected": page.expected,
        "team": [asdict(each) for each in page.team],
        "known": review.known.to_dicts(),
        "best_line_up": review.line_up,
        "best_moves": review.moves,
        "alternatives": [asdict(each) for each in review.options],
    }


def review_as_table(review: Review) -> Group:
    """The team with what was expected and what came, the moves, and what could have been."""
    return Group(_team(review), _decision(review), _hindsight(review))


def _team(review: Review) -> Table:
    page = review.page
    team = Table(title=f"{review.season}, gameweek {page.gameweek}: {review.policy}")
    for name in ("", "player", "club", "expected", "points"):
        team.add_column(name, justify="right" if name in {"expected", "points"} else "left")
    for each in page.team:
        name = f"{each.name}{' (C)' if each.captain else ' (V)' if each.vice_captain else ''}"
        role = each.position if each.starter else f"bench {each.bench_order}"
        points = str(each.points) if each.played else "-"
        expected = "" if each.expected_points is None else f"{each.expected_points:.1f}"
        team.add_row(role, name, each.team, expected, points)
    foreseen = "" if page.expected is None else f"; {page.expected:.1f} were expected"
    team.caption = f"{page.points} points, hits taken off{foreseen}"
    return team


def _decision(review: Review) -> Table:
    page = review.page
    told = Table(title="the decision", show_header=False)
    told.add_row("moves", _moves(page) or "none")
    over = "in this gameweek" if page.chip == FREE_HIT else "over the plan"
    for swap in page.transfers:
        if swap.gain is not None:
            told.add_row("", f"{swap.out} > {swap.into}: {swap.gain:+.1f} points {over}")
    for row in review.known.iter_rows(named=True):
        chance = "" if row["chance"] is None else f" ({row['chance']}%)"
        told.add_row("known", f"{row['name']}{chance}: {row['news'] or row['status']}")
    for words in page.ahead:
        told.add_row("ahead", words)
    return told


def _hindsight(review: Review) -> Table:
    page = review.page
    could = Table(title="what could have been")
    for name in ("", "points", "regret", "given up then"):
        could.add_column(name, justify="left" if name == "" else "right")
    could.add_row("the same squad, best line-up", *_regret(review.line_up, page), "")
    if review.moves is not None:
        could.add_row("the best moves for this gameweek alone", *_regret(review.moves, page), "")
    for option in review.options:
        could.add_row(option.moves, *_regret(option.points, page), f"{option.gives_up:.2f}")
    return could


def _regret(points: int, page: Page) -> tuple[str, str]:
    return str(points), f"{points - page.points:+d}"
