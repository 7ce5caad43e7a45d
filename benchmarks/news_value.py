"""What news and FPL's flags are worth: `python benchmarks/news_value.py LAKE`.

Walks forward through 2021-22 to 2024-25, refitting twice a season on all that was known, with and
without the features of news and of flags. LAKE is a folder that holds a replay's tables, such as
`fantasy update --replay 2025-26:1` fills.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import lightgbm as lgb
import numpy as np
import polars as pl
from sklearn.metrics import log_loss

from fantasy.features import FEATURES, feature_matrix
from fantasy.features.news import NEWS
from fantasy.forecast.evaluation import score
from fantasy.forecast.models import LIGHTGBM_PARAMETERS
from fantasy.store import Lake

SEASONS = ("2021-22", "2022-23", "2023-24", "2024-25")
HALVES = (range(1, 20), range(20, 48))
FLAGS = ("chance", "doubtful", "injured", "suspended", "gone", "has_news", "news_age_days")
WITHOUT = {
    "everything": (),
    "without news": NEWS,
    "without news and flags": (*NEWS, *FLAGS),
    "without news, flags and ep_next": (*NEWS, *FLAGS, "ep_next"),
}
ROUNDS, MINUTES_ROUNDS = 300, 120
A_START, FULL = 60, 100


def main(folder: Path) -> None:
    """Print a row of scores for each set of features."""
    matrix = feature_matrix(Lake(folder).as_of(datetime(2025, 6, 30, tzinfo=UTC)))
    matrix = matrix.drop_nulls("points").with_columns(
        pl.when(pl.col("minutes") >= A_START)
        .then(2)
        .otherwise((pl.col("minutes") > 0).cast(pl.Int32))
        .alias("spell")
    )
    for name, dropped in WITHOUT.items():
        columns = [each for each in FEATURES if each not in dropped]
        rows = pl.concat(_forecast(matrix, columns))
        flagged = rows.filter((pl.col("chance") < FULL).fill_null(value=False))
        for label, part in (("all", rows), ("flagged", flagged)):
            found = score(part, "expected")
            spells = part.select("p0", "p1", "p2").to_numpy()
            loss = log_loss(part["spell"].to_numpy(), spells, labels=[0, 1, 2])
            print(
                f"{name:34} {label:8} n {found.n:7} RMSE {found.rmse:.4f} "
                f"Spearman {found.spearman:.4f} minutes log-loss {loss:.4f}",
                flush=True,
            )


def _forecast(matrix: pl.DataFrame, columns: list[str]) -> list[pl.DataFrame]:
    found = []
    for season in SEASONS:
        for half in HALVES:
            test = matrix.filter(pl.col("season") == season, pl.col("gameweek").is_in(half))
            train = matrix.filter(pl.col("points_known_at") <= test["deadline"].min())
            values, ahead = (
                each.select(pl.col(columns).cast(pl.Float32)).to_numpy() for each in (train, test)
            )
            data = lgb.Dataset(values, train["points"].to_numpy())
            points = lgb.train(LIGHTGBM_PARAMETERS, data, num_boost_round=ROUNDS).predict(ahead)
            three = {
                **LIGHTGBM_PARAMETERS,
                "objective": "multiclass",
                "num_class": 3,
                "learning_rate": 0.08,
            }
            minutes = lgb.train(
                three,
                lgb.Dataset(values, train["spell"].to_numpy()),
                num_boost_round=MINUTES_ROUNDS,
            ).predict(ahead)
            spells = {f"p{place}": np.asarray(minutes)[:, place] for place in range(3)}
            found.append(
                test.select("season", "gameweek", "points", "chance", "spell").with_columns(
                    expected=pl.Series(np.asarray(points)),
                    **{k: pl.Series(v) for k, v in spells.items()},
                )
            )
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
