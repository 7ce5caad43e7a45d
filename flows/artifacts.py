"""A run's results where Prefect shows them: roster, transfers, accuracy, coverage, freshness."""

from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from fantasy.unattended.reports import Json, summary

ROSTER = ("position", "name", "team", "price", "expected_points", "starter", "captain")


def publish(report: Json) -> None:
    """Publish a run's report as artifacts; what it has nothing of is left out."""
    kind = report["run"]
    create_markdown_artifact(
        f"```\n{summary(report)}\n```", key=f"{kind}-summary", description="The run in words"
    )
    ages = [{"source": source, **age} for source, age in report["ages"].items()]
    _table(f"{kind}-freshness", ages, "When each source was read last")
    if report["roster"]:
        picks = [{key: pick[key] for key in ROSTER} for pick in report["roster"]["squad"]]
        _table("roster", picks, "The squad, starters first")
    if report["transfers"]:
        moves = [
            {"gameweek": week["gameweek"], **move}
            for week in report["transfers"]["gameweeks"]
            for move in week["transfers"]
        ]
        _table("transfers", moves, "The plan's transfers")
    if report["accuracy"]:
        _table("accuracy", report["accuracy"]["gameweeks"], "Forecasts beside what came")
        _table("coverage", report["accuracy"]["coverage"], "How many fell in their intervals")


def _table(key: str, rows: list[dict[str, Any]], description: str) -> None:
    create_table_artifact(rows, key=key, description=description)
