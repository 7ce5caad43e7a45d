"""Past forecasts beside what came: errors by gameweek, drift, calibration, confident misses."""

from dataclasses import dataclass

import polars as pl

from fantasy.forecast.evaluation import CERTAINTIES, calibration_error, coverage, score
from fantasy.forecast.outlook import FANTASY, MODELS
from fantasy.store import AsOf

RECENT = 4
"""Gameweeks that are compared with those before them."""

DRIFTED = 0.1
"""Share by which errors have to grow, beside those of the best baseline, to be called drift."""

SURE_TO_PLAY, SURE_OF_LITTLE = 0.85, 0.05
MISSES = 10
WEEK = ("season", "gameweek")
BASELINE = "last_5"


@dataclass(frozen=True)
class Monitored:
    """Logged forecasts of gameweeks that are over.

    Attributes:
        rows: a row a player and gameweek: a column for each model, the doubts of the ensemble,
            `points` and `minutes`.
        by_gameweek: `season`, `gameweek`, `n`, `rmse`, `mae`, `spearman`, `bias` (points promised
            too many) and `baseline`, the RMSE of the mean of the last 5.
        calibration: expected calibration error by chance told.
        covered: as `coverage`.
        misses: the most confident forecasts that went wrong, worst first, with `why`.
        drift: what changed in the last gameweeks; None if nothing did or too few are over.
    """

    rows: pl.DataFrame
    by_gameweek: pl.DataFrame
    calibration: dict[str, float]
    covered: pl.DataFrame
    misses: pl.DataFrame
    drift: str | None


def in_time(known: AsOf) -> pl.LazyFrame:
    """Forecasts of the next gameweek, told before its deadline: rows of `forecasts`."""
    deadlines = known.table("gameweeks").select(*WEEK, "deadline")
    return (
        known.states("forecasts")
        .join(deadlines, on=WEEK, how="inner", validate="m:1")
        .filter(pl.col("known_at") <= pl.col("deadline"), pl.col("horizon").fill_null(1) == 1)
    )


def logged(known: AsOf) -> pl.DataFrame:
    """The last forecast of each player and gameweek before its deadline, and what came of it."""
    told = (
        in_time(known)
        .sort("known_at")
        .unique([*WEEK, "element", "model"], keep="last", maintain_order=True)
        .collect()
    )
    doubts = ("play", "play_60", "clean_sheet", "low", "high", "at_least_5", "at_least_10")
    ours = told.filter(pl.col("model") == FANTASY).select(*WEEK, "element", "fixtures", *doubts)
    wide = told.pivot("model", index=[*WEEK, "element", "code"], values="expected_points")
    played = (
        known.table("player_matches")
        .group_by(*WEEK, "element")
        .agg(
            pl.col("total_points").sum().cast(pl.Float64).alias("points"),
            pl.col("minutes", "clean_sheets").cast(pl.Int32).sum(),
            pl.len().alias("played"),
        )
        .collect()
    )
    people = known.table("players").select("season", "element", "web_name", "position").collect()
    return (
        wide.join(ours, on=[*WEEK, "element"], how="inner", validate="1:1")
        .join(played, on=[*WEEK, "element"], how="inner", validate="1:1")
        .filter(pl.col("played") >= pl.col("fixtures"))
        .join(people, on=["season", "element"], how="left", validate="m:1")
        .with_columns(horizon=pl.lit(1, pl.Int32))
        .sort(*WEEK, "element")
    )


def monitor(rows: pl.DataFrame) -> Monitored:
    """Score logged forecasts.

    Args:
        rows: of `logged`.
    """
    weeks = [
        {
            "season": season,
            "gameweek": gameweek,
            **_scores(part),
        }
        for (season, gameweek), part in rows.group_by(WEEK, maintain_order=True)
    ]
    by_gameweek = pl.DataFrame(weeks, infer_schema_length=None)
    single = rows.filter(pl.col("fixtures") == 1)
    return Monitored(
        rows=rows,
        by_gameweek=by_gameweek,
        calibration={
            name: calibration_error(single, name, came) for name, came in CERTAINTIES.items()
        },
        covered=coverage(rows),
        misses=confident_misses(rows),
        drift=_drift(by_gameweek),
    )


def confident_misses(rows: pl.DataFrame) -> pl.DataFrame:
    """Players who did what was all but ruled out, the farthest from their forecast first."""
    absent = (pl.col("play_60") >= SURE_TO_PLAY) & (pl.col("minutes") == 0)
    hauled = (pl.col("at_least_10") <= SURE_OF_LITTLE) & (pl.col("points") >= 10)  # noqa: PLR2004
    returned = (pl.col("play") <= SURE_OF_LITTLE) & (pl.col("minutes") > 0)
    reason = (
        pl.when(absent)
        .then(pl.lit("sure to play, did not"))
        .when(returned)
        .then(pl.lit("ruled out, played"))
        .when(hauled)
        .then(pl.lit("a big haul all but ruled out"))
    )
    return (
        rows.with_columns(reason.alias("why"), (pl.col("points") - pl.col(FANTASY)).alias("error"))
        .drop_nulls("why")
        .sort(pl.col("error").abs(), descending=True)
        .head(MISSES)
        .select(
            *(*WEEK, "web_name", "position", FANTASY, "points", "minutes", "play_60"),
            *("at_least_10", "why"),
        )
    )


def _scores(rows: pl.DataFrame) -> dict[str, float | int | None]:
    ours = score(rows, FANTASY)
    models = [model for model in MODELS if model in rows.columns]
    return {
        "n": ours.n,
        "rmse": ours.rmse,
        "mae": ours.mae,
        "spearman": ours.spearman,
        "bias": rows.select((pl.col(FANTASY) - pl.col("points")).mean()).item(),
        "baseline": score(rows, BASELINE).rmse if BASELINE in models else None,
    }


def _drift(weeks: pl.DataFrame) -> str | None:
    """Whether errors grew, set against what a baseline made of the same gameweeks."""
    if weeks.height < 2 * RECENT or weeks["baseline"].null_count():
        return None
    ratio = weeks.select(pl.col("rmse") / pl.col("baseline")).to_series().to_numpy()
    before, lately = float(ratio[:-RECENT].mean()), float(ratio[-RECENT:].mean())
    if lately <= before * (1 + DRIFTED):
        return None
    return (
        f"over the last {RECENT} gameweeks the error was {lately:.2f} of the baseline's, before "
        f"{before:.2f}: look at the sources (`fantasy doctor`) and train again (`fantasy train`)"
    )
