"""A season's forecasts scored, as JSON and as tables."""

from dataclasses import asdict
from typing import Any

import polars as pl
from rich.console import Group, RenderableType

from fantasy.forecast.evaluation import score
from fantasy.forecast.training import MODELS
from fantasy.report.training import NAMES, scores_table
from fantasy.weekly import Evaluation

ROWS = {
    "all": pl.lit(True),
    "active": pl.col("active"),
    "played": pl.col("played"),
}
HORIZON = "h1"


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Scores of each model on all rows, on active players, and on those who played."""
    rows = evaluation.rows
    return {
        "season": evaluation.season,
        "rows": rows.height,
        "models": {
            model: {
                HORIZON: {
                    name: asdict(score(rows.filter(chosen), model)) for name, chosen in ROWS.items()
                }
            }
            for model in MODELS
        },
    }


def as_table(evaluation: Evaluation) -> RenderableType:
    """A table for each choice of rows."""
    rows = evaluation.rows
    tables = []
    for name, chosen in ROWS.items():
        part = rows.filter(chosen)
        title = f"{evaluation.season}, next gameweek, {name} ({part.height} rows)"
        tables.append(scores_table(title, {NAMES[model]: score(part, model) for model in MODELS}))
    return Group(*tables)
