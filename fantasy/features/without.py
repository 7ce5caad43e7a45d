"""Feature matrices that go without a source: what it is worth shows in what is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fantasy.features.matrix import feature_matrix
from fantasy.features.news import NEWS
from fantasy.features.status import STATUS
from fantasy.store import AsOf

TABLES_OF: Mapping[str, tuple[str, ...]] = {
    "odds": ("odds", "championship"),
    "Understat": ("club_expected", "player_match_expected"),
}
"""What a source alone tells: without it ratings come from goals and what FPL counts."""

FLAGS = ("chance", "doubtful", "injured", "suspended", "gone", "has_news", "news_age_days")
COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "news": (*NEWS, "days_back_early"),
    "news and flags": (*NEWS, "days_back_early", *FLAGS),
    "FPL's captures and news": (*NEWS, "days_back_early", *STATUS),
}


@dataclass(frozen=True)
class _Without(AsOf):
    """The lake as it stood, without some tables."""

    missing: tuple[str, ...]

    def states(self, name: str) -> pl.LazyFrame:
        """All rows known at the moment; none of a missing table."""
        return super().states(name).filter(pl.lit(name not in self.missing))


def matrix_without(
    source: str | None, known: AsOf, asked: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The feature matrix without a source of `TABLES_OF` or `COLUMNS_OF`; whole if None."""
    left = _Without(known.lake, known.moment, TABLES_OF.get(source or "", ()))
    nothing = [pl.lit(None, pl.Float64).alias(name) for name in COLUMNS_OF.get(source or "", ())]
    return feature_matrix(left, asked).with_columns(nothing)
