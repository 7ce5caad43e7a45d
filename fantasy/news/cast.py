"""The invented clubs, managers and players the labelled sentences speak of."""

import tomllib

import numpy as np
import polars as pl

from fantasy.news.text import DATA

NAMES, CAST = DATA / "names.toml", DATA / "cast.csv"
CLUBS = (
    "Ashmere Rovers", "Bexcombe Town", "Carrow Vale", "Dunholme Athletic", "Eastmarsh United",
    "Fellgate City", "Garside Albion", "Harbourne", "Ingleby Wanderers", "Jarrold Park",
    "Kelsey Victoria", "Langthorpe", "Merton Quay", "Northwick Borough", "Oakhampton",
    "Penwith Argyle", "Quarrybank", "Rosedale County", "Stourford Orient", "Thornaby Hill",
)  # fmt: skip
MANAGERS = (
    "Ballantrae", "Ceferinho", "Dachstein", "Ekwueme", "Fontanarosa", "Grimsdyke", "Hautmann",
    "Iñárritu", "Jelavčić", "Kirkbride", "Lorentzen", "Mascarell", "Nakagima", "Oyelaran",
    "Pellegrano", "Quennell", "Rutherglen", "Schattner", "Tordoffson", "Uzcátegui",
)  # fmt: skip
POSITIONS = ("GKP", "DEF", "DEF", "DEF", "DEF", "MID", "MID", "MID", "MID", "MID", "FWD", "FWD")
BY_INITIAL = 0.15
"""Share of the cast FPL would show with an initial."""


def draw_cast(rng: np.random.Generator) -> pl.DataFrame:
    """Twenty clubs of twelve: some surnames are shared, some players are shown by an initial."""
    names = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    order = [*rng.permutation(names["last"]), *rng.permutation(names["last"])]
    rows = []
    for place in range(len(CLUBS) * len(POSITIONS)):
        club, spot = divmod(place, len(POSITIONS))
        first = str(rng.choice(names["first"]))
        last = str(order[place])
        shared = rng.random() < BY_INITIAL
        rows.append(
            {
                "code": 9000 + place,
                "first_name": first,
                "second_name": last,
                "web_name": f"{first[0]}.{last}" if shared else last,
                "team_code": club + 1,
                "club": CLUBS[club],
                "position": POSITIONS[spot],
            }
        )
    return pl.DataFrame(rows)
