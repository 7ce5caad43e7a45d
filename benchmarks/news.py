"""How fast the news is read, and how near it comes to the truth: `python benchmarks/news.py`.

A thousand articles of five hundred words, each a dozen labelled sentences among others that name
nobody, read by one reader over all twenty clubs' players. Then simulated leagues, whose chances of
playing are known: the mean distance in percent of FPL's flags and of the signals from them, over
players any of the three has below 100.
"""

import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from fantasy import weekly
from fantasy.config import Settings
from fantasy.league import simulate
from fantasy.news.corpus import names, sentences
from fantasy.news.reading import Reader, Text
from fantasy.news.signals import signals
from fantasy.world.demo.transport import demo_world

SEEDS = (1, 2, 3)
ARTICLES, WORDS, TELLING = 1000, 500, 12
FILLER = (
    "The visitors began brightly and might have led inside ten minutes.",
    "A crowd of close to forty thousand braved the rain for what had been billed as a derby.",
    "Kick-off has been put back by a quarter of an hour at the request of the police.",
    "The league table makes for uncomfortable reading, but there are twenty matches still to play.",
    "Supporters have until Thursday to apply for tickets in the away end.",
)


def articles() -> list[Text]:
    """The articles, always the same."""
    rng = np.random.default_rng(3)
    rows = sentences()
    found = []
    for _ in range(ARTICLES):
        chosen = [rows[int(place)]["text"] for place in rng.integers(len(rows), size=TELLING)]
        while sum(len(each.split()) for each in chosen) < WORDS:
            chosen.append(FILLER[int(rng.integers(len(FILLER)))])
        found.append(Text(" ".join(rng.permutation(chosen)), date(2025, 2, 1)))
    return found


def main() -> None:
    """Print both."""
    _speed()
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            flag, signal, players = _distances(seed, Path(folder))
        print(
            f"demo {seed}: {players} players, flags {flag:.2f}, signals {signal:.2f} off the truth"
        )


def _distances(seed: int, folder: Path) -> tuple[float, float, int]:
    settings = Settings(data_dir=folder)
    world = demo_world(seed, settings)
    lake = weekly.open_lake(world, settings)
    weekly.update(world, settings, lake)
    known = lake.as_of(world.clock())
    season, gameweek, _ = weekly.next_gameweek(lake, now=world.clock())
    week = (pl.col("season") == season) & (pl.col("gameweek") == gameweek)
    current = simulate(seed).current
    truth = current.availability.filter(pl.col("gameweek") == gameweek).join(
        current.players.select("element", "code"), on="element", validate="1:1"
    )
    out = pl.when(pl.col("status") == "a").then(100).otherwise(0)
    rows = (
        known.table("player_status")
        .filter(week, pl.col("status") != "u")
        .select("code", pl.coalesce("chance", out).alias("flag"))
        .collect()
        .join(truth.select("code", truth="chance"), on="code", how="left", validate="1:1")
        .join(
            signals(known).filter(week).select("code", signal="chance"),
            on="code",
            how="left",
            validate="1:1",
        )
        .with_columns(pl.col("truth").fill_null(100), pl.coalesce("signal", "flag").alias("signal"))
        .filter(pl.min_horizontal("flag", "truth", "signal") < 100)  # noqa: PLR2004 - percent
        .cast(pl.Float64)
    )
    flag, signal = (float((rows[name] - rows["truth"]).abs().mean()) for name in ("flag", "signal"))
    return flag, signal, rows.height


def _speed() -> None:
    started = time.perf_counter()
    reader = Reader.of(names())
    next(iter(reader.read([Text("Nobody is named.", date(2025, 2, 1))])))
    print(f"{'load the models, first text':40} {time.perf_counter() - started:8.2f} s")
    texts = articles()
    started = time.perf_counter()
    found = sum(len(readings) for readings in reader.read(texts))
    words = sum(len(each.text.split()) for each in texts)
    what = f"{ARTICLES} articles, {words} words"
    print(f"{what:40} {time.perf_counter() - started:8.2f} s, {found} mentions")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'peak memory':40} {peak // 1024:8d} MB")


if __name__ == "__main__":
    main()
