"""Names nobody bears: clubs of invented towns, and footballers of several cultures.

Surnames are put together from stems and endings, so that they sound right and are rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

SHARED = 0.06
"""Share of people who bear a surname somebody else bears too."""

MONONYMS = 0.12
"""Share of Brazilians known by one name."""

FEW = 8
"""Surnames left in a culture below which they are shared rather than used up."""

TWO_SURNAMES = 0.45
"""Share of Spaniards and Portuguese who are registered with both."""


@dataclass(frozen=True)
class Club:
    """An invented club.

    Attributes:
        name: in full, such as Ashmere United.
        short_name: three letters, its own.
        town: where it plays.
        stadium: where in the town.
    """

    name: str
    short_name: str
    town: str
    stadium: str


TOWNS = (
    "Aldermoor Ashmere Barrowick Brackenhurst Calderby Castlemoor Chelmsworth Corbridgeham "
    "Cranleigh-Vale Dunstow Eastermouth Elmswick Farnborne Fenwicke Garstowe Glenbury Halverton "
    "Harrowmere Holmsea Ingleford Kelderby Kirkmoor Langthorpe Lynmouthe Marlowick Millhaven "
    "Netherby Northwold Oakhampton Ostbury Penrick Queensferry-Moor Radnorton Ravensea Saltcombe "
    "Selbrook Stanmere Thornaby-Cross Tilworth Ulverdale Wexbourne Whitcastle Winterford Yarrowby"
)
FORMS = ("United", "City", "Town", "Rovers", "Albion", "Athletic", "Wanderers", "Rangers")
STREETS = "Abbey Canal Chapel Foundry Garrison Harbour Mill Orchard Priory Quarry"
GROUNDS = ("Road", "Park", "Lane", "Meadow", "Field", "Street", "Bridge")
ONLY_THE_TOWN = 11
"""Every so many clubs, one is called by its town alone."""


def _clubs() -> tuple[Club, ...]:
    streets = STREETS.split()
    clubs: list[Club] = []
    for place, town in enumerate(TOWNS.split()):
        form = f" {FORMS[(5 * place) % len(FORMS)]}" if place % ONLY_THE_TOWN else ""
        stadium = f"{streets[(7 * place) % len(streets)]} {GROUNDS[(3 * place) % len(GROUNDS)]}"
        letters = _letters(town, [club.short_name for club in clubs])
        clubs.append(Club(f"{town}{form}", letters, town, stadium))
    return tuple(clubs)


def _letters(town: str, taken: Sequence[str]) -> str:
    """The first three letters of a town, or the first two and a later one."""
    letters = town.replace("-", "").upper()
    choices = (letters[:2] + letters[place] for place in range(2, len(letters)))
    return next(name for name in choices if name not in taken)


CLUBS = _clubs()


@dataclass(frozen=True)
class Culture:
    """How a culture names people: first names, and surnames as a stem and an ending."""

    share: float
    first: str
    stems: str
    endings: str

    def surnames(self) -> list[str]:
        """Every surname there is."""
        return [
            f"{stem.replace('_', ' ')}{ending}"
            for stem, ending in product(self.stems.split(), self.endings.split())
        ]


CULTURES = {
    "British": Culture(
        0.46,
        "Alfie Archie Arlo Barnaby Brodie Callum Cameron Cian Connor Dafydd Declan Dexter Dominic "
        "Ellis Euan Ewan Fergus Finlay Frankie Gethin Harley Harvey Hayden Iestyn Jago Jenson "
        "Jude Kieran Lachlan Leighton Lewis Logan Marlon Miles Nathan Oisin Ollie Owain Quinn "
        "Reece Rhys Rory Rowan Ruaridh Seamus Spencer Tadhg Theo Toby Tyrell Zachary",
        "Ather Bramble Cran Dews Elder Fothering Gors Hather Ink Kettle Lather Mickle Netter Oak "
        "Pendle Quarm Rother Scar Thistle Under Wether Yar O'Cul O'Dra Mac_Ber "
        "Bask Cold Drift Eaves Flax Grims Hazel Ivel",
        "by combe croft den gate ham holme lan more ridge shaw stock thwaite ton wood",
    ),
    "Iberian": Culture(
        0.10,
        "Adrián Álvaro Bernardo Caetano Dário Diogo Eneko Fábio Gonçalo Gorka Héctor Iker Jairo "
        "Joaquim Lisandro Mateo Nélson Nuno Óscar Rafael Rui Sérgio Tiago Unai Vasco Xabier",
        "Alme Barru Carva Dorne Esque Folgue Gorri Iturr Lobei Monte Olival Peral Quint Revol Seix",
        "ada al edo eira ena era iga ilho izo oso ola uza",
    ),
    "Brazilian": Culture(
        0.07,
        "Alizinho Caíque Davi Everaldo Geovane Jadson Juninho Kauã Luan Marlos Natan Otávio Renan "
        "Tonico Valdinho Wallace Yago Zezinho Tonhão Betinho Nandinho Xandão Leozinho Dudinha",
        "Albu Bar Cavalh Dantas Evang Figueir Guimar Lac Morei Nasc Pire Queir Rezen Sampa Tavei",
        "ano ão el eiro es ides ini ino osa uel",
    ),
    "French": Culture(
        0.13,
        "Abdoulaye Amadou Bakary Baptiste Cédric Dimitri Édouard Fodé Gaëtan Ibrahim Idrissa "
        "Jean-Luc Kévin Lamine Loïc Maxence Moussa Nicolas Ousmane Papé Romain Séko Théo Yannick",
        "Aub Bel Chamb Delm Fourn Grand Kouy Lamb Maur N'Di Ouat Perr Quenn Rouss Sagn Tchou Vauc",
        "ard até eaux elin ert eyre ido ier igny ois oré oux",
    ),
    "Northern": Culture(
        0.13,
        "Anders Bjarne Casper Daan Emil Floris Gijs Henrik Ivar Jeroen Kasper Lars Magnus Niklas "
        "Olle Pim Ruben Sander Teun Ulrik Viktor Wout Youri Matthias Florian Jannik Leon Til",
        "Aal Berg Dal Eke Fager Gras Holm Kvist Lind Mol Nord Ost Rosen Strand Veld Wester Zand "
        "Brink Hags Van_der_Mee Van_Ooster De_Wint",
        "dijk feldt gaard hult ink kamp lund man mark ström stad sen",
    ),
    "Slavic": Culture(
        0.08,
        "Andrej Bartosz Dario Filip Goran Ihor Jakub Kamil Luka Marko Nikola Oleh Piotr Radek "
        "Stipe Tomasz Vedran Yevhen Zoran",
        "Bab Drag Gol Hor Jur Kov Lis Mil Nov Obr Pav Rad Sok Tur Vuj Zub",
        "alić anek enko ewski ić ko ović ski uk",
    ),
    "East Asian": Culture(
        0.03,
        "Daiki Haruto Jun-ho Kaito Min-jae Ren Riku Seung-woo Sota Takumi Yuto",
        "Aka Hira Kuri Mizu Naga Oka Saka Toku Yama",
        "bara gawa hashi mura naka saki shima zawa",
    ),
}


def people(rng: np.random.Generator, count: int) -> pl.DataFrame:
    """Names of footballers, no two with the same full name.

    Args:
        rng: random numbers.
        count: how many.

    Returns:
        first_name and second_name as registered, web_name as FPL writes him (the surname, with
        an initial where another bears it, or the one name he is known by), and known_name as
        other sites do.
    """
    cultures = list(CULTURES)
    shares = np.array([CULTURES[name].share for name in cultures])
    chosen = rng.choice(len(cultures), size=2 * count, p=shares / shares.sum())
    stocks = [_shuffled(CULTURES[name].surnames(), rng) for name in cultures]
    rows: dict[tuple[str, str], tuple[str, str, str]] = {}
    for number in chosen:
        row = _person(cultures[number], stocks[number], rng)
        rows.setdefault(row[:2], row[1:])
        if len(rows) == count:
            break
    frame = pl.DataFrame(
        [(first, *rest) for (first, _), rest in rows.items()],
        schema=["first_name", "second_name", "web_name", "known_name"],
        orient="row",
    )
    initial = pl.format("{}.{}", pl.col("first_name").str.slice(0, 1), "web_name")
    shared = pl.col("web_name").is_duplicated()
    return frame.with_columns(pl.when(shared).then(initial).otherwise("web_name").alias("web_name"))


def managers(rng: np.random.Generator, count: int) -> list[str]:
    """Full names for managers of clubs, all different."""
    return people(rng, count)["known_name"].to_list()


def _person(culture: str, stock: list[str], rng: np.random.Generator) -> tuple[str, str, str, str]:
    """First, second, web and known name; surnames are used up unless they are shared."""
    first = str(rng.choice(CULTURES[culture].first.split()))
    place = int(rng.integers(len(stock)))
    surname = stock[place] if rng.random() < SHARED or len(stock) < FEW else stock.pop(place)
    if culture == "Brazilian" and rng.random() < MONONYMS:
        return first, surname, first, first
    if culture == "Iberian" and rng.random() < TWO_SURNAMES:
        other = stock[int(rng.integers(len(stock)))]
        return first, f"{surname} {other}", surname, f"{first} {surname}"
    return first, surname, surname, f"{first} {surname}"


def _shuffled(names: list[str], rng: np.random.Generator) -> list[str]:
    return [names[place] for place in rng.permutation(len(names))]
