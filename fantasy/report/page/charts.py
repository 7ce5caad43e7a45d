"""Plots as inline SVG, in colours that read on light and dark; text takes the page's colour."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import altair as alt
import polars as pl
import vl_convert

from fantasy.forecast.evaluation import CERTAINTIES, calibration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fantasy.briefing import Briefing
    from fantasy.forecast.monitoring import Monitored
    from fantasy.report.page.facts import Row

WIDTH, HEIGHT = 330, 190
OURS, THEIRS = "#1f9d6b", "#d9822b"
COLOURS = (OURS, "#4a7fd0", THEIRS, "#a05fb4")
CHANCES = {
    "play_60": "60 minutes",
    "clean_sheet": "clean sheet",
    "at_least_5": "5 points",
    "at_least_10": "10 points",
}
FEWEST = 10
"""Forecasts in a tenth of chances below which it is not drawn."""


def captains(rows: Sequence[Row]) -> str:
    """Where four in five of each captain's scores lie, and the mean."""
    told = [
        {
            "place": place,
            "player": f"{row['name']} ({row['team']})",
            **{key: row[key] for key in ("low", "mean", "high")},
        }
        for place, row in enumerate(rows)
        if row["low"] is not None
    ]
    if not told:
        return ""
    base = alt.Chart(pl.DataFrame(told)).encode(
        y=alt.Y(
            "player:N",
            sort=alt.EncodingSortField("place"),
            title=None,
            axis=alt.Axis(labelLimit=150),
        )
    )
    points = alt.Axis(title="points in the gameweek", tickCount=6)
    band = base.mark_bar(height=10, opacity=0.35, color=OURS, cornerRadius=5).encode(
        x=alt.X("low:Q", axis=points), x2="high:Q"
    )
    mean = base.mark_point(filled=True, size=90, color=OURS, opacity=1).encode(x="mean:Q")
    return drawn((band + mean).properties(height=26 * len(told)))


def leads(briefing: Briefing, letters: Sequence[str]) -> str:
    """How far each plan is ahead of the first, hits taken off, up to each gameweek."""
    taken = briefing.problem.rules.hit_points
    totals = [
        list(accumulate(move.expected_points - taken * move.hits for move in plan.moves))
        for plan in briefing.plans
    ]
    told = [
        {"plan": letter, "gameweek": move.gameweek, "lead": total - first}
        for letter, plan, sums in zip(letters, briefing.plans, totals, strict=False)
        for move, total, first in zip(plan.moves, sums, totals[0], strict=True)
    ]
    chart = (
        alt.Chart(pl.DataFrame(told))
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=50), strokeWidth=2.5)
        .encode(
            x=alt.X("gameweek:O", title="gameweek", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("lead:Q", title="points ahead of plan A"),
            color=_colour("plan", list(letters)),
        )
    )
    return drawn(chart)


def errors(past: Monitored) -> str:
    """Our error by gameweek beside that of the mean of the last five matches."""
    names = {"rmse": "fantasy", "baseline": "last 5 matches"}
    told = (
        past.by_gameweek.select("gameweek", *names)
        .unpivot(list(names), index="gameweek", variable_name="forecast", value_name="error")
        .drop_nulls("error")
        .with_columns(pl.col("forecast").replace(names))
    )
    chart = (
        alt.Chart(told)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=40), strokeWidth=2.5)
        .encode(
            x=alt.X("gameweek:O", title="gameweek", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("error:Q", title="error (RMSE, points)").scale(zero=False),
            color=_colour("forecast", list(names.values()), (OURS, THEIRS)),
        )
    )
    return drawn(chart)


def calibrated(past: Monitored) -> str:
    """How often what was given some chance came about; on the diagonal if chances were right."""
    single = past.rows.filter(pl.col("fixtures") == 1)
    told = pl.concat(
        calibration(single, name, came).with_columns(chance=pl.lit(CHANCES[name]))
        for name, came in CERTAINTIES.items()
    ).filter(pl.col("n") >= FEWEST)
    share = alt.Scale(domain=[0, 1])
    ideal = (
        alt.Chart(pl.DataFrame({"told": [0, 1], "came": [0, 1]}))
        .mark_line(strokeDash=[4, 4], color="#8a94a3")
        .encode(x="told:Q", y="came:Q")
    )
    seen = (
        alt.Chart(told.drop("tenth"))
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=40), strokeWidth=2)
        .encode(
            x=alt.X("told:Q", title="chance told", scale=share, axis=alt.Axis(format="%")),
            y=alt.Y("came:Q", title="came about", scale=share, axis=alt.Axis(format="%")),
            color=_colour("chance", list(CHANCES.values())),
        )
    )
    return drawn(ideal + seen)


def drawn(chart: alt.Chart | alt.LayerChart) -> str:
    """The SVG of a chart; it fetches nothing."""
    sized = chart.properties(width=WIDTH)
    if "height" not in sized.to_dict():
        sized = sized.properties(height=HEIGHT)
    quiet = {"labelColor": "currentColor", "titleColor": "currentColor", "titleFontWeight": 500}
    fonts = {"labelFontSize": 12, "titleFontSize": 12}
    finished = sized.configure(background="transparent", font="system-ui, sans-serif", padding=4)
    finished = (
        finished.configure_axis(
            **quiet,
            **fonts,
            gridColor="#8a94a3",
            gridOpacity=0.25,
            domainColor="#8a94a3",
            tickColor="#8a94a3",
        )
        .configure_legend(**quiet, **fonts, orient="bottom", title=None, columns=4)
        .configure_view(stroke=None)
    )
    return vl_convert.vegalite_to_svg(finished.to_dict(), allowed_base_urls=[])


def _colour(field: str, order: list[str], colours: Sequence[str] = COLOURS) -> alt.Color:
    scale = alt.Scale(domain=order, range=list(colours[: len(order)]))
    return alt.Color(f"{field}:N", scale=scale)
