"""What was told of the players before each deadline: FPL's captures, and the truth beside them."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from fantasy.league import fitness
from fantasy.league.eve import CAPTURED_BEFORE, Eve
from fantasy.league.flags import FULL, NEVER
from fantasy.league.market import MANAGERS
from fantasy.league.people import Floats
from fantasy.league.simulation import Plan
from fantasy.league.state import Absence

LONG_UNSURE_DAYS = 9.0
JUST_RETURNED = 0.9
RECENT_DAYS = 14.0
KNOWN_AFTER_HOURS = 6
MINUTES_A_DAY = 1440
HARDLY = 12
"""Percent up to which a player is out rather than doubtful."""


def eve_rows(plan: Plan, eves: Sequence[Eve]) -> pl.DataFrame:
    """A row for each gameweek and listed player with all that is known and true of him.

    Moments are in UTC; `leaves` is when he leaves the league, and null if he does not.
    """
    people = plan.people.select(
        "element",
        "destination",
        "on_loan",
        _moments(plan, pl.when(pl.col("next_club").is_null()).then("moves")).alias("leaves"),
        *plan.orders.get_columns(),
    )
    columns = [_arrays(plan, eve) for eve in eves]
    frame = pl.DataFrame(
        {name: np.concatenate([each[name] for each in columns]) for name in columns[0]}
    )
    moments = ("deadline", "added", "back", "began", "until", "played")
    return (
        pl.concat([pl.concat([people] * len(eves)), frame], how="horizontal")
        .filter("listed")
        .with_columns(
            *(_moments(plan, pl.col(name)).alias(name) for name in moments),
            (pl.col("leaves") <= _moments(plan, pl.col("deadline"))).fill_null(False).alias("gone"),
            _reason(),
        )
    )


def captures_of(rows: pl.DataFrame) -> pl.DataFrame:
    """What FPL says of every listed player before each deadline (see `season.Season`)."""
    market = ("price_tenths", "cost_change_start", "selected", "transfers_in", "transfers_out")
    flagged = pl.col("shown") >= 0
    return rows.select(
        *(pl.col(name).round().cast(pl.Int32) for name in ("gameweek", "team", *market)),
        (pl.col("deadline") - CAPTURED_BEFORE).alias("known_at"),
        "element",
        (100 * pl.col("selected") / MANAGERS).round(1).alias("selected_by_percent"),
        pl.col("form", "ep_next").round(1),
        _status().alias("status"),
        pl.when(flagged).then("shown").cast(pl.Int32).alias("chance"),
        _news().alias("news"),
        pl.when(flagged).then("added").alias("news_added"),
        *("penalties_order", "corners_order", "freekicks_order"),
    )


def truth_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The truth of every listed player who is not simply fit, or has just left."""
    gone, left = pl.col("gone"), pl.col("leaves")
    recent = pl.col("deadline") - left <= pl.duration(days=RECENT_DAYS)
    kind = pl.when("on_loan").then(pl.lit("loaned")).otherwise(pl.lit("transferred"))
    began = pl.when(gone).then(left).when("banned").then("played").otherwise("began")
    truth = rows.with_columns(pl.when(gone).then(kind).otherwise(_availability()).alias("truth"))
    return truth.filter(pl.col("truth").is_not_null() & (~gone | recent)).select(
        pl.col("gameweek").cast(pl.Int32),
        "element",
        pl.col("team").cast(pl.Int32),
        pl.col("truth").alias("availability"),
        _percent().cast(pl.Int32).alias("chance"),
        pl.when(gone).then("destination").otherwise("reason").alias("reason"),
        began.alias("began"),
        (began + pl.duration(hours=KNOWN_AFTER_HOURS)).alias("known_from"),
        pl.when(~gone & ~pl.col("truth").is_in(["returned", "suspended"]))
        .then(pl.col("back").dt.date())
        .alias("return_date"),
    )


def _arrays(plan: Plan, eve: Eve) -> dict[str, Floats]:
    state, trade, flags = eve.state, eve.trade, eve.flags
    count = len(eve.club)
    return {
        "gameweek": np.full(count, eve.gameweek),
        "deadline": np.full(count, eve.day),
        "team": eve.club + 1,
        "listed": eve.listed,
        "chance": eve.chance,
        "shown": flags.chance,
        "added": np.where(flags.added > NEVER, flags.added, np.nan),
        "until": _ends_of_bans(plan, eve),
        "banned": state.banned[0] > 0,
        "sent_off": state.sent_off[0],
        "absence": state.absence[0],
        "injury": state.injury[0],
        "began": np.where(state.began[0] > NEVER, state.began[0], np.nan),
        "back": np.where(np.isfinite(state.back[0]), state.back[0], np.nan),
        "unsure": state.unsure[0],
        "rusty": state.rusty[0],
        "played": state.played[0],
        "price_tenths": trade.price,
        "cost_change_start": trade.price - trade.start_price,
        "selected": trade.selected,
        "transfers_in": trade.bought,
        "transfers_out": trade.sold,
        "form": eve.form,
        "ep_next": eve.ep_next,
    }


def _ends_of_bans(plan: Plan, eve: Eve) -> Floats:
    """The day each banned player may play again: the kick-off after those he must miss."""
    ends = np.full(len(eve.club), np.nan)
    for place in np.flatnonzero(eve.state.banned[0]):
        days = plan.kickoffs[eve.club[place]]
        ahead = days[days > eve.day]
        missed = min(int(eve.state.banned[0][place]), len(ahead) - 1)
        ends[place] = ahead[missed] if len(ahead) else np.nan
    return ends


def _moments(plan: Plan, day: pl.Expr) -> pl.Expr:
    """The moments of days counted from the first Saturday, null where there is none."""
    there = day.is_not_null() & day.is_finite()
    minutes = (pl.when(there).then(day) * MINUTES_A_DAY).round().cast(pl.Int64)
    return pl.lit(plan.start) + pl.duration(minutes=minutes)


def _reason() -> pl.Expr:
    """Why he is away or was last: `hamstring`, `five yellow cards`; null where he is fit."""
    absence = pl.col("absence")
    injuries = dict(enumerate(fitness.INJURIES))
    return (
        pl.when(pl.col("banned") & pl.col("sent_off"))
        .then(pl.lit("red card"))
        .when("banned")
        .then(pl.lit("five yellow cards"))
        .when((absence == Absence.INJURED) | (pl.col("rusty") > JUST_RETURNED))
        .then(pl.col("injury").replace_strict(injuries, return_dtype=pl.String))
        .when(absence == Absence.ILL)
        .then(pl.lit("illness"))
        .when(absence == Absence.PERSONAL)
        .then(pl.lit("family reasons"))
        .alias("reason")
    )


def _percent() -> pl.Expr:
    return (100 * pl.col("chance")).round()


def _availability() -> pl.Expr:
    """The class of one who is not gone; null where he is simply fit."""
    absence, percent = pl.col("absence"), _percent()
    away = (absence != Absence.NONE) & (percent < FULL)
    return (
        pl.when("banned")
        .then(pl.lit("suspended"))
        .when(away & (percent > HARDLY))
        .then(pl.lit("doubtful"))
        .when(away & (absence == Absence.INJURED))
        .then(pl.lit("injured"))
        .when(away & (absence == Absence.ILL))
        .then(pl.lit("ill"))
        .when(away)
        .then(pl.lit("personal"))
        .when(pl.col("rusty") > JUST_RETURNED)
        .then(pl.lit("returned"))
    )


def _status() -> pl.Expr:
    """FPL's status: a, d, i, s or u."""
    shown = pl.col("shown")
    full = ~shown.is_between(0, FULL - 1)
    return (
        pl.when("gone")
        .then(pl.lit("u"))
        .when(full)
        .then(pl.lit("a"))
        .when("banned")
        .then(pl.lit("s"))
        .when(shown == 0)
        .then(pl.lit("i"))
        .otherwise(pl.lit("d"))
    )


def _news() -> pl.Expr:
    """FPL's news as FPL writes it."""
    reason = pl.col("reason").fill_null("")
    title = reason.str.slice(0, 1).str.to_uppercase() + reason.str.slice(1)
    what = (
        pl.when(reason.is_in(["knock", "illness"]))
        .then(title)
        .when(reason == "family reasons")
        .then(pl.lit("Personal reasons"))
        .otherwise(pl.format("{} injury", title))
    )
    back = (
        pl.when(pl.col("unsure") > LONG_UNSURE_DAYS)
        .then(pl.lit("Unknown return date"))
        .otherwise(pl.format("Expected back {}", _day_of("back")))
    )
    loan = pl.format("Has joined {} on loan for the rest of the season", "destination")
    sold = pl.format("Has joined {} on a permanent transfer", "destination")
    status = _status()
    return (
        pl.when("gone")
        .then(pl.when("on_loan").then(loan).otherwise(sold))
        .when(status == "s")
        .then(pl.format("Suspended until {}", _day_of("until")))
        .when(status == "i")
        .then(pl.format("{} - {}", what, back))
        .when(status == "d")
        .then(pl.format("{} - {}% chance of playing", what, pl.col("shown").cast(pl.Int32)))
        .otherwise(pl.lit(""))
    )


def _day_of(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%-d %b").fill_null("")
