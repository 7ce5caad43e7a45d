"""Squads from season to season: ageing, transfers in summer and winter, youth, promotion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from fantasy.league.people import SQUAD, new_people, places_in

PEAK_AGE = 27.0
RETIRING_AGE = 36.0
WANTED_ABOVE = 0.55
"""How much better than his club a player is whom better clubs buy."""

OUTCLASSED = 1.6
GOOD_ENOUGH = -0.4
SOUGHT, SOLD = 0.35, 0.08
AUGUST, JANUARY = (-25.0, 15.0), (138.0, 170.0)
"""The days transfers are open from the game's start in July on; 0 is the first Saturday."""

YOUTH = (20.0, 220.0)
STAYS = np.inf
FIRST_TEAM = 18
LOANED, WITHIN_THE_LEAGUE = 0.6, 0.3
ABOUT_AS_GOOD = 0.4


@dataclass
class Names:
    """Names nobody bears yet, and the codes for life that go with them."""

    stock: pl.DataFrame
    used: int = 0
    first_code: int = 400_000

    def take(self, count: int) -> tuple[pl.DataFrame, int]:
        """The next names and the first code of theirs."""
        start, self.used = self.used, self.used + count
        return self.stock.slice(start, count), self.first_code + start


@dataclass(frozen=True)
class Cast:
    """Everybody a season lists, in the order of `element`.

    Attributes:
        people: the columns of `new_people`, with `club` at the start; `listed` and `moves`, the
            days from the first Saturday on which he is listed and leaves (infinite if he
            stays), `next_club`, null for one who leaves the league, and `on_loan`.
    """

    people: pl.DataFrame

    def at_the_end(self) -> pl.DataFrame:
        """Who is whose when the season is over: those on loan are back, the others are gone."""
        sold = pl.col("moves").is_finite() & ~pl.col("on_loan")
        return (
            self.people.filter(~(sold & pl.col("next_club").is_null()))
            .with_columns(pl.when(sold).then("next_club").otherwise("club").alias("club"))
            .drop("listed", "moves", "next_club", "on_loan", "element")
        )


def first_squads(
    levels: Mapping[int, float], year: int, names: Names, rng: np.random.Generator
) -> pl.DataFrame:
    """Squads of new people for clubs of given levels."""
    nobody = pl.DataFrame(schema={"position": pl.String()})
    places = [places_in(club, level, nobody, rng) for club, level in levels.items()]
    return _named(pl.concat(places), year, names, rng)


def after_a_summer(
    people: pl.DataFrame,
    levels: Mapping[int, float],
    year: int,
    names: Names,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """The squads a season later.

    Everybody is a year older; the old stop, the outclassed go below, those too good for their
    club or relegated with it are bought by clubs that have a place for them, and newcomers fill
    the rest.

    Args:
        people: the squads at the end of the season before.
        levels: this season's clubs and how good they are.
        year: of the summer.
        names: of newcomers.
        rng: random numbers.
    """
    age = pl.lit(year) - pl.col("birth_date").dt.epoch("d") / 365.25 - 1970
    growth = pl.Series("growth", rng.normal(0, 0.2, people.height))
    older = people.with_columns(
        (pl.col("ability") + growth + 0.03 * (PEAK_AGE - age).clip(-6, 6)).alias("ability")
    ).filter(age < RETIRING_AGE)
    level = pl.col("club").replace_strict(dict(levels), default=None, return_dtype=pl.Float64)
    chance = pl.Series("chance", rng.random(older.height))
    above = pl.col("ability") - level
    stays = (above > -OUTCLASSED) & ((above < WANTED_ABOVE) | (chance > SOUGHT)) & (chance > SOLD)
    most = pl.col("position").replace_strict({name: most for name, (_, most) in SQUAD.items()})
    rank = pl.col("ability").rank("ordinal", descending=True).over("club", "position")
    staying = older.filter(stays.fill_null(value=False), rank <= most)
    market = older.join(staying, on="code", how="anti").filter(pl.col("ability") > GOOD_ENOUGH)
    squads, places = [staying], []
    for club, wanted in sorted(levels.items(), key=lambda item: -item[1]):
        open_places = places_in(club, wanted, staying.filter(pl.col("club") == club), rng)
        bought, unfilled = _buy(open_places, market)
        market = market.join(bought, on="code", how="anti")
        squads.append(bought.with_columns(pl.lit(club, dtype=pl.Int32).alias("club")))
        places.append(unfilled)
    return pl.concat([*squads, _named(pl.concat(places), year, names, rng)])


def season_cast(
    people: pl.DataFrame,
    levels: Mapping[int, float],
    year: int,
    names: Names,
    rng: np.random.Generator,
) -> Cast:
    """Everybody a season will list: the squads, and who comes and goes while it is on."""
    arrivals = _arrivals(levels, rng)
    newcomers = _named(arrivals.drop("listed"), year, names, rng)
    everybody = pl.concat(
        [
            people.with_columns(pl.lit(-STAYS).alias("listed")),
            newcomers.with_columns(arrivals["listed"]),
        ]
    )
    order = ["listed", "club", pl.col("position").cast(pl.Enum(list(SQUAD))), "code"]
    listed = _with_departures(everybody, levels, rng).sort(order)
    return Cast(listed.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("element")))


def _arrivals(levels: Mapping[int, float], rng: np.random.Generator) -> pl.DataFrame:
    """Places filled while the season is on: from abroad, and from the academies."""
    mix = np.array([sum(SQUAD[position]) for position in SQUAD], dtype=float)
    rows = []
    for club, level in levels.items():
        for mean, window, below in ((0.8, AUGUST, 0.1), (1.0, JANUARY, 0.1), (1.0, YOUTH, 1.7)):
            for _ in range(rng.poisson(mean)):
                position = str(rng.choice(list(SQUAD), p=mix / mix.sum()))
                ability = level - below + rng.normal(0, 0.35)
                rows.append((club, position, ability, rng.uniform(*window)))
    types = {"club": pl.Int32(), "position": pl.String(), "ability": pl.Float64()}
    return pl.DataFrame(rows, schema=types | {"listed": pl.Float64()}, orient="row")


def _with_departures(
    people: pl.DataFrame, levels: Mapping[int, float], rng: np.random.Generator
) -> pl.DataFrame:
    """The people with `moves`, `next_club` and `on_loan`: the fringe of a squad goes most."""
    count = people.height
    rank = pl.col("ability").rank("ordinal", descending=True).over("club")
    fringe = people.select(rank > FIRST_TEAM)["ability"].to_numpy()
    settled = np.isinf(people["listed"].to_numpy())
    august = (rng.random(count) < np.where(fringe, 0.33, 0.02)) & settled
    january = (rng.random(count) < np.where(fringe, 0.2, 0.03)) & settled & ~august
    day = np.where(august, rng.uniform(*AUGUST, count), rng.uniform(*JANUARY, count))
    leaves = august | january
    on_loan = leaves & fringe & (rng.random(count) < LOANED)
    within = leaves & (rng.random(count) < WITHIN_THE_LEAGUE)
    clubs = np.array(list(levels))
    elsewhere = clubs[rng.integers(len(clubs), size=count)]
    within &= elsewhere != people["club"].to_numpy()
    return people.with_columns(
        pl.Series("moves", np.where(leaves, day, STAYS)),
        pl.Series("next_club", elsewhere, dtype=pl.Int32).set(~pl.Series(within), None),
        pl.Series("on_loan", on_loan),
    )


def _buy(places: pl.DataFrame, market: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Whom a club buys for its places, and the places left: somebody about as good as wanted."""
    bought: list[int] = []
    unfilled = []
    for place in places.iter_rows(named=True):
        fits = market.filter(
            pl.col("position") == place["position"],
            (pl.col("ability") - place["ability"]).abs() < ABOUT_AS_GOOD,
            ~pl.col("code").is_in(bought),
        )
        if fits.is_empty():
            unfilled.append(place)
        else:
            bought.append(fits["code"][0])
    return (
        market.filter(pl.col("code").is_in(bought)),
        pl.DataFrame(unfilled, schema=places.schema),
    )


def _named(places: pl.DataFrame, year: int, names: Names, rng: np.random.Generator) -> pl.DataFrame:
    taken, first_code = names.take(places.height)
    return new_people(taken, places, first_code=first_code, year=year, rng=rng)
