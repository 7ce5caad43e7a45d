"""How fast the news is read: `python benchmarks/news.py`.

A thousand articles of five hundred words, each a dozen labelled sentences among others that name
nobody, read by one reader over all twenty clubs' players.
"""

import resource
import time
from datetime import date

import numpy as np

from fantasy.news.corpus import names, sentences
from fantasy.news.reading import Reader, Text

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
    """Read them and say how long it took."""
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
