"""How trained models did, as JSON and as a table."""

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fantasy.forecast.evaluation import Score
from fantasy.forecast.outlook import MODELS
from fantasy.forecast.training import VALIDATION_GAMEWEEKS, Trained

NAMES = {
    "fantasy": "fantasy (ensemble)",
    "components": "components",
    "hurdle": "hurdle",
    "tweedie": "Tweedie trees",
    "forest": "random forest",
    "ridge": "ridge",
    "last_5": "mean of the last 5 matches",
    "season_mean": "mean of the season",
    "ep_next": "FPL's own (ep_next)",
}


def as_json(trained: Trained) -> dict[str, Any]:
    """What was fitted, when, and how well, as JSON values."""
    return {
        "cut": f"{trained.cut:%Y-%m-%dT%H:%M:%SZ}",
        "rows": trained.rows,
        "served": trained.served,
        "warning": trained.warning,
        "weights": trained.near.weights.named(),
        "correlation": trained.correlation.to_dicts(),
        "validation": {model: asdict(trained.validation[model]) for model in MODELS},
    }


def as_table(trained: Trained) -> RenderableType:
    """How models and baselines did, and whether one of the baselines takes over."""
    warning = [Text(f"warning: {trained.warning}", "yellow")] if trained.warning else []
    return Group(*warning, scored(trained))


def scored(trained: Trained) -> RenderableType:
    """Models and baselines side by side on the validation gameweeks, the served one marked."""
    labels = {
        model: f"{NAMES[model]} (served)" if model == trained.served else NAMES[model]
        for model in MODELS
    }
    table = scores_table(
        f"Forecasts on the last {VALIDATION_GAMEWEEKS} gameweeks",
        {labels[model]: trained.validation[model] for model in MODELS},
    )
    fitted = f"fitted on {trained.rows} rows, results until {trained.cut:%d %b %Y %H:%M} UTC"
    return Group(table, Text(fitted, "dim"))


def scores_table(title: str, scores: dict[str, Score]) -> Table:
    """A row for each forecast: errors in points, and the rank correlation."""
    table = Table(title=title, title_style="bold", title_justify="left")
    table.add_column("Forecast")
    for heading in ("RMSE", "MAE", "Spearman"):
        table.add_column(heading, justify="right")
    for name, each in scores.items():
        spearman = "-" if each.spearman is None else f"{each.spearman:.3f}"
        table.add_row(name, f"{each.rmse:.3f}", f"{each.mae:.3f}", spearman)
    return table
