"""What each source and each member is worth: `python benchmarks/ablation.py LAKE SEASON...`.

Walks forward through seasons, refitted twice in each on all that was known, with and without a
source: its columns null in training and test, or its tables empty. Without a member the shares of
the others grow. LAKE is a folder with a replay's tables, as `fantasy evaluate` fills it.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import log_loss

from fantasy.features.rivals import CERTAIN
from fantasy.features.without import COLUMNS_OF, TABLES_OF, matrix_without
from fantasy.forecast.ensemble import USUAL, Weights
from fantasy.forecast.evaluation import score
from fantasy.forecast.members import MEMBERS, Members
from fantasy.forecast.minutes import kinds_of
from fantasy.forecast.outlook import FANTASY, UNLIKELY, look_ahead
from fantasy.game.rules import Rules
from fantasy.store import Lake

TODAY = datetime(2026, 6, 30, tzinfo=UTC)
FLAGGED = ["season", "gameweek", "element"]
HALVES = (range(1, 20), range(20, 48))


def main(folder: Path, seasons: list[str]) -> None:
    """Print a row of scores for each set of features, then for each set of members."""
    lake = Lake(folder)
    known = _matrix(lake)
    flags = known.group_by(FLAGGED).agg((pl.col("chance").min() < CERTAIN).alias("flagged"))
    rows = _forecast(known, seasons, flags)
    _show("everything", rows)
    for member in MEMBERS:
        _show(f"without the member {member}", _reweighed(rows, member))
    for source in (*COLUMNS_OF, *TABLES_OF):
        _show(f"without {source}", _forecast(_matrix(lake, source), seasons, flags))


def _matrix(lake: Lake, without: str | None = None) -> pl.DataFrame:
    return matrix_without(without, lake.as_of(TODAY)).drop_nulls("points")


def _forecast(known: pl.DataFrame, seasons: list[str], flags: pl.DataFrame) -> pl.DataFrame:
    """The rows of some seasons, forecast by members fitted before each half of them."""
    parts = []
    for season in seasons:
        for half in HALVES:
            in_half = (pl.col("season") == season) & pl.col("gameweek").is_in(half)
            test = known.filter(in_half)
            train = known.filter(pl.col("points_known_at") <= test["deadline"].min())
            members = Members.fit(train)
            rows = look_ahead(members, USUAL, test, Rules.for_season(season)).rows
            parts.append(rows.join(flags, on=FLAGGED, how="left", validate="1:1"))
    return pl.concat(parts)


def _reweighed(rows: pl.DataFrame, left_out: str) -> pl.DataFrame:
    shares = np.array([0.0 if name == left_out else w for name, w in USUAL.named().items()])
    total = shares.sum()
    weights = Weights(tuple(shares / total if total else shares))
    blended = pl.when(pl.col("play") >= UNLIKELY).then(weights.blend(rows)).otherwise(0.0)
    return rows.with_columns(blended.alias(FANTASY))


def _show(name: str, rows: pl.DataFrame) -> None:
    for part, chosen in (("all", rows), ("flagged", rows.filter("flagged"))):
        found = score(chosen, FANTASY)
        print(
            f"{name:35} {part:8} n {found.n:6} RMSE {found.rmse:.4f} MAE {found.mae:.4f} "
            f"Spearman {found.spearman:.4f} minutes log-loss {_minutes_loss(chosen):.4f}",
            flush=True,
        )


def _minutes_loss(rows: pl.DataFrame) -> float:
    """Log-loss of none, 1 to 59 and 60 minutes or more, where there was a single fixture."""
    single = rows.filter(pl.col("fixtures") == 1)
    play, long = (single[name].to_numpy() for name in ("play", "play_60"))
    spells = np.column_stack([1 - play, play - long, long])
    kinds = kinds_of(single["minutes"].to_numpy())
    return float(log_loss(kinds, np.clip(spells, 1e-9, 1), labels=[0, 1, 2]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
