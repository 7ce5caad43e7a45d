"""The week, step by step: update, train, forecast, recommend. The CLI and the flows call these."""

from fantasy.gameweeks import next_gameweek, rules_of
from fantasy.shelf import last_result, models_folder
from fantasy.weekly.forecasting import forecast
from fantasy.weekly.freshness import Freshness, fault_warnings, freshness, read_since
from fantasy.weekly.models import (
    Models,
    last_trained,
    ready_models,
    train_models,
    usable_models,
)
from fantasy.weekly.players import LEFT, candidates, last_listed, listed, opponents
from fantasy.weekly.recommending import (
    Prospects,
    Recommendation,
    checked,
    chosen,
    prepare,
    prospects,
    recommend,
    run,
    updated_lake,
)
from fantasy.weekly.updating import (
    knows_players,
    open_lake,
    read_news,
    rebuild,
    tell_faults,
    update,
    update_from,
)

__all__ = [
    "LEFT",
    "Freshness",
    "Models",
    "Prospects",
    "Recommendation",
    "candidates",
    "checked",
    "chosen",
    "fault_warnings",
    "forecast",
    "freshness",
    "knows_players",
    "last_listed",
    "last_result",
    "last_trained",
    "listed",
    "models_folder",
    "next_gameweek",
    "open_lake",
    "opponents",
    "prepare",
    "prospects",
    "read_news",
    "read_since",
    "ready_models",
    "rebuild",
    "recommend",
    "rules_of",
    "run",
    "tell_faults",
    "train_models",
    "update",
    "update_from",
    "updated_lake",
    "usable_models",
]
