"""A season's forecasts scored, as JSON and as tables."""

from dataclasses import asdict
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table

from fantasy.forecast.baselines import LAST_5
from fantasy.forecast.ensemble import error_correlation
from fantasy.forecast.evaluation import (
    CERTAINTIES,
    PARTS_OF_ROWS,
    by_class,
    calibration_error,
    coverage,
    score,
    top_20,
)
from fantasy.forecast.members import MEMBERS
from fantasy.forecast.outlook import FANTASY, MODELS
from fantasy.forecast.peers import OPENFPL_CLASSES, Peers
from fantasy.hindsight import Evaluation
from fantasy.report.training import NAMES, scores_table


def as_json(evaluation: Evaluation, peers: Peers | None = None) -> dict[str, Any]:
    """Scores of each model and horizon, by rows and by classes of returns."""
    rows = evaluation.rows
    found: dict[str, Any] = {
        "season": evaluation.season,
        "rows": rows.filter(pl.col("horizon") == min(evaluation.horizons)).height,
        "models": {
            model: {f"h{each}": _scores(_at(rows, each), model) for each in evaluation.horizons}
            for model in MODELS
        },
        "calibration": calibration_of(rows),
        "coverage": coverage(rows).to_dicts(),
        "weights": weights_of(rows),
    }
    if peers is not None:
        found["peers"] = {
            "rows": peers.rows.height,
            **{
                name: {
                    key: value
                    for key, value in asdict(score(peers.rows, name)).items()
                    if key != "n"
                }
                for name in peers.names
            },
            "difference": {
                name: list(peers.difference(name)) for name in peers.names if name != FANTASY
            },
            "openfpl": peers.openfpl,
        }
    return found


def as_table(evaluation: Evaluation, peers: Peers | None = None) -> RenderableType:
    """A table for each horizon and choice of rows, and what the ensemble promised of its doubt."""
    tables: list[RenderableType] = []
    for horizon in evaluation.horizons:
        rows = _at(evaluation.rows, horizon)
        for name, chosen in PARTS_OF_ROWS.items():
            part = rows.filter(chosen)
            title = f"{evaluation.season}, {_ahead(horizon)}, {name} ({part.height} rows)"
            tables.append(
                scores_table(title, {NAMES[model]: score(part, model) for model in MODELS})
            )
    tables += [_classes(evaluation), _covered(evaluation), _sure(evaluation), _weighed(evaluation)]
    if peers is not None:
        tables.append(_beside(peers))
        tables += [] if peers.openfpl is None else [_openfpl(peers.openfpl)]
    return Group(*tables)


def calibration_of(rows: pl.DataFrame) -> dict[str, float]:
    """Expected calibration errors of the chances told, at the shortest horizon, of one fixture."""
    single = rows.filter(pl.col("fixtures") == 1, pl.col("horizon") == pl.col("horizon").min())
    return {name: calibration_error(single, name, came) for name, came in CERTAINTIES.items()}


def weights_of(rows: pl.DataFrame) -> dict[str, float]:
    """The members' mean weights."""
    names = [f"weight_{member}" for member in MEMBERS]
    return dict(zip(MEMBERS, rows.select(names).mean().row(0), strict=True))


def _at(rows: pl.DataFrame, horizon: int) -> pl.DataFrame:
    return rows.filter(pl.col("horizon") == horizon)


def _scores(rows: pl.DataFrame, model: str) -> dict[str, Any]:
    return {
        **{name: asdict(score(rows.filter(part), model)) for name, part in PARTS_OF_ROWS.items()},
        "classes": by_class(rows, model),
        "top20": top_20(rows, model),
    }


def _ahead(horizon: int) -> str:
    return "next gameweek" if horizon == 1 else f"gameweek {horizon} from now"


def _plain(title: str, *headings: str) -> Table:
    table = Table(title=title, title_style="bold", title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table


def _classes(evaluation: Evaluation) -> Table:
    rows = _at(evaluation.rows, min(evaluation.horizons))
    names = ("zeros", "blanks", "tickers", "haulers")
    table = _plain("RMSE by class of returns; the top 20", "Forecast", *names, "promised", "got")
    for model in MODELS:
        classes, top = by_class(rows, model), top_20(rows, model)
        told = [classes[name] for name in names]
        table.add_row(
            NAMES[model],
            *("-" if each is None else f"{each:.3f}" for each in told),
            *(f"{top[key]:.2f}" for key in ("predicted", "actual")),
        )
    return table


def _covered(evaluation: Evaluation) -> Table:
    table = _plain("80% intervals", "Players", "horizon", "rows", "covered", "width")
    for row in coverage(evaluation.rows).to_dicts():
        table.add_row(
            row["position"],
            *(str(row["horizon"]), str(row["n"])),
            *(f"{row['covered']:.3f}", f"{row['width']:.1f}"),
        )
    return table


def _sure(evaluation: Evaluation) -> Table:
    table = _plain("Expected calibration error", "Chance of", "error")
    for name, error in calibration_of(evaluation.rows).items():
        table.add_row(name.replace("_", " "), f"{error:.4f}")
    return table


def _weighed(evaluation: Evaluation) -> Table:
    rows = _at(evaluation.rows, min(evaluation.horizons))
    table = _plain("Members: mean weight, correlation of errors", "Member", "weight", *MEMBERS)
    weights = weights_of(rows)
    for row in error_correlation(rows, rows["points"]).to_dicts():
        told = (f"{row[other]:.3f}" for other in MEMBERS)
        table.add_row(row["member"], f"{weights[row['member']]:.2f}", *told)
    return table


def _openfpl(window: dict[str, dict[str, float]]) -> Table:
    rows = int(window["rows"]["n"])
    table = _plain(
        f"The OpenFPL window, gameweeks 32-38, {rows} rows: RMSE", "Forecast", *OPENFPL_CLASSES
    )
    for model in (FANTASY, LAST_5):
        table.add_row(NAMES[model], *(f"{window[model][name]:.3f}" for name in OPENFPL_CLASSES))
    return table


def _beside(peers: Peers) -> Table:
    table = _plain(
        f"Beside peers, the same {peers.rows.height} rows",
        *("Forecast", "RMSE", "MAE", "Spearman", "ours minus it, 95%"),
    )
    for name in peers.names:
        each = score(peers.rows, name)
        gap = "" if name == FANTASY else "{:+.3f} .. {:+.3f}".format(*peers.difference(name))
        spearman = "-" if each.spearman is None else f"{each.spearman:.4f}"
        table.add_row(NAMES.get(name, name), f"{each.rmse:.4f}", f"{each.mae:.4f}", spearman, gap)
    return table
