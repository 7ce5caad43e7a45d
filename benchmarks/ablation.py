"""What each source and each member is worth: `python benchmarks/ablation.py LAKE SEASON...`.

Walks forward through seasons, refitted twice in each on all that was known, with and without the
features of a source; what is left out is null in training and test. Of the members the shares of
the others grow. LAKE is a folder with a replay's tables, as `fantasy evaluate` fills it.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import log_loss

from fantasy.features import FEATURES, feature_matrix
from fantasy.features.news import NEWS
from fantasy.features.status import STATUS
from fantasy.forecast.ensemble import USUAL, Weights
from fantasy.forecast.evaluation import score
from fantasy.forecast.members import MEMBERS, Members
from fantasy.forecast.minutes import kinds_of
from fantasy.forecast.outlook import FANTASY, look_ahead
from fantasy.game.rules import Rules
from fantasy.store import Lake

HALVES = (range(1, 20), range(20, 48))
ODDS = (
    *(each for each in FEATURES if each.endswith(("_attack", "_defence"))),
    *("club_goals", "opponent_goals", "clean_sheet_chance", "goals_by_odds"),
    *("goals_ahead", "assists_ahead", "threat_ahead"),
)
FLAGS = ("chance", "doubtful", "injured", "suspended", "gone", "has_news", "news_age_days")
SHOTS = tuple(each for each in FEATURES if "expected_goals" in each or "expected_assists" in each)
WITHOUT = {
    "everything": (),
    "without odds and ratings": ODDS,
    "without news": (*NEWS, "days_back_early"),
    "without news and flags": (*NEWS, "days_back_early", *FLAGS),
    "without all FPL says before a deadline": (*NEWS, "days_back_early", *STATUS),
    "without expected goals (FPL)": SHOTS,
}


def main(folder: Path, seasons: list[str]) -> None:
    """Print a row of scores for each set of features, then for each set of members."""
    matrix = feature_matrix(Lake(folder).as_of(datetime(2026, 6, 30, tzinfo=UTC)))
    known = matrix.drop_nulls("points")
    for name, dropped in WITHOUT.items():
        rows = pl.concat(_forecast(known.with_columns(_nothing(dropped)), seasons))
        _show(name, rows, FANTASY)
        if not dropped:
            for left_out in MEMBERS:
                _show(f"without member {left_out}", _reweighed(rows, left_out), FANTASY)


def _nothing(names: tuple[str, ...]) -> list[pl.Expr]:
    return [pl.lit(None, pl.Float64).alias(name) for name in names]


def _forecast(known: pl.DataFrame, seasons: list[str]) -> Iterator[pl.DataFrame]:
    for season in seasons:
        rules = Rules.for_season(season)
        for half in HALVES:
            in_half = (pl.col("season") == season) & pl.col("gameweek").is_in(half)
            test = known.filter(in_half)
            train = known.filter(pl.col("points_known_at") <= test["deadline"].min())
            filled = test.with_columns(pl.col("opponent_goals").fill_null(1.35))
            yield look_ahead(Members.fit(train), USUAL, filled, rules).rows


def _reweighed(rows: pl.DataFrame, left_out: str) -> pl.DataFrame:
    shares = np.array([0.0 if name == left_out else w for name, w in USUAL.named().items()])
    total = shares.sum()
    weights = Weights(tuple(shares / total if total else shares))
    return rows.with_columns(weights.blend(rows).alias(FANTASY))


def _show(name: str, rows: pl.DataFrame, model: str) -> None:
    found = score(rows, model)
    spells = rows.select(
        1 - pl.col("play"), pl.col("play") - pl.col("play_60"), pl.col("play_60")
    ).to_numpy()
    single = (rows["fixtures"] == 1).to_numpy()
    kinds = kinds_of(rows["minutes"].to_numpy())[single]
    loss = log_loss(kinds, np.clip(spells[single], 1e-9, 1), labels=[0, 1, 2])
    print(
        f"{name:40} n {found.n} RMSE {found.rmse:.4f} MAE {found.mae:.4f} "
        f"Spearman {found.spearman:.4f} minutes log-loss {loss:.4f}",
        flush=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
