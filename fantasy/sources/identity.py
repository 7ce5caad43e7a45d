"""Who is who: clubs and players of other sites by FPL's codes; who is not found is not guessed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

CLUB_ALIASES = (
    {"man utd", "man united", "manchester united", "manchester utd"},
    {"man city", "manchester city"},
    {"spurs", "tottenham", "tottenham hotspur"},
    {"wolves", "wolverhampton", "wolverhampton wanderers"},
    {"nottm forest", "nottingham forest", "nott forest", "forest"},
    {"sheffield utd", "sheffield united", "sheff utd", "sheff united"},
    {"west brom", "west bromwich albion", "west bromwich"},
    {"brighton", "brighton and hove albion"},
    {"bournemouth", "afc bournemouth"},
)
"""Names of one club that no rule would bring together."""

SURE, LIKELY = 88.0, 55.0
"""Likeness of two names (0-100) from which they are one, and from which equal minutes decide."""

MINUTES_APART, SHARE_APART = 20, 0.02
"""How far two counts of the same minutes may lie apart: sites count added time differently."""

FEW_MINUTES = 90
OTHER_CLUB = 0.35
NAMES, MINUTES = 0.7, 0.3
A_MATCH = 90.0


def plain(name: str) -> str:
    """A name in small letters without accents, apostrophes and dots: `Nott'm` is `nottm`."""
    ascii_ = unicodedata.normalize("NFKD", name.translate(LETTERS))
    letters = "".join(each for each in ascii_ if not unicodedata.combining(each)).lower()
    return " ".join(re.sub(r"[^a-z ]+", "", re.sub(r"[-&_.]", " ", letters)).split())


LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "\u0131": "i", "æ": "ae"}
)


def match_clubs(names: Sequence[str], clubs: pl.DataFrame) -> pl.DataFrame:
    """The clubs behind names another site uses.

    A name fits the club of the same name, of a name it is known to go by, or of the only name
    that begins as it does: `Leeds` is `Leeds United`.

    Args:
        names: as the site writes them.
        clubs: `name` and `team_code` of the season's clubs.

    Returns:
        `name` and `team_code`, null for a name that fits no club or several.
    """
    known = [(plain(name), code) for name, code in clubs.select("name", "team_code").iter_rows()]
    rows = [(name, _club(plain(name), known)) for name in dict.fromkeys(names)]
    return pl.DataFrame(rows, schema={"name": pl.String, "team_code": pl.Int32}, orient="row")


def with_clubs(rows: pl.DataFrame, codes: Mapping[str, str], teams: pl.DataFrame) -> pl.DataFrame:
    """The rows whose clubs are all known, with their codes.

    Args:
        rows: with columns of club names as another site writes them.
        codes: the column of codes to add for each column of names.
        teams: `name` and `team_code` of the season's clubs.
    """
    named = [name for column in codes for name in rows[column].drop_nulls()]
    known = match_clubs(named, teams).drop_nulls()
    for column, code in codes.items():
        own = known.rename({"name": column, "team_code": code})
        rows = rows.join(own, on=column, how="inner", validate="m:1")
    return rows


def match_players(theirs: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """The players behind another site's, one for one.

    The pairs are those whose names, clubs and minutes agree best taken together. A pair stands
    if the names are all but the same, or alike with the same minutes; the rest stay unmatched.

    Args:
        theirs: `id`, `name`, `clubs` (a list of team codes) and `minutes` of a season.
        ours: `code`, `first_name`, `second_name`, `web_name`, `team_code` and `minutes`.

    Returns:
        A row for each of theirs: `id`, `code` (null if unmatched) and `likeness` (0-100).
    """
    if theirs.is_empty() or ours.is_empty():
        return theirs.select(
            "id",
            pl.lit(None, dtype=pl.Int32).alias("code"),
            pl.lit(None, dtype=pl.Float64).alias("likeness"),
        )
    likeness = _likeness(theirs["name"].to_list(), ours)
    sides = [each["minutes"].to_numpy().astype(float) for each in (theirs, ours)]
    apart = np.abs(sides[0][:, None] - sides[1][None, :])
    at_home = np.array(
        [[code in clubs for code in ours["team_code"]] for clubs in theirs["clubs"].to_list()]
    )
    score = NAMES * likeness / 100 + MINUTES * np.exp(-apart / A_MATCH) - OTHER_CLUB * ~at_home
    rows, columns = linear_sum_assignment(-score)
    alike, gap = likeness[rows, columns], apart[rows, columns]
    minutes = sides[1][columns]
    same = (gap <= MINUTES_APART + SHARE_APART * minutes) & (minutes >= FEW_MINUTES)
    decided = (alike >= LIKELY) & same
    stands = (alike >= SURE) | decided
    found = pl.DataFrame(
        {
            "id": theirs["id"].gather(rows),
            "code": ours["code"].gather(columns),
            "likeness": alike.astype(float),
        }
    ).filter(pl.Series(stands))
    return theirs.select("id").join(found, on="id", how="left", validate="1:1")


def _club(name: str, known: list[tuple[str, int]]) -> int | None:
    names = {name, *(other for aliases in CLUB_ALIASES if name in aliases for other in aliases)}
    same = [code for other, code in known if other in names]
    starts = [code for other, code in known if _begins(other, name) or _begins(name, other)]
    fits = same or starts
    return fits[0] if len(set(fits)) == 1 else None


def _begins(whole: str, start: str) -> bool:
    return whole.startswith(f"{start} ")


def _likeness(names: Sequence[str], ours: pl.DataFrame) -> NDArray[np.float64]:
    """How alike each of their names is to each of ours, in full or as FPL writes it (0-100)."""
    registered = ours.select("first_name", "second_name").iter_rows()
    full = [plain(f"{first} {second}") for first, second in registered]
    short = [plain(name) for name in ours["web_name"]]
    their = [plain(name) for name in names]
    in_full = process.cdist(their, full, scorer=fuzz.token_set_ratio, dtype=np.float64)
    in_short = 0.95 * process.cdist(their, short, scorer=fuzz.token_set_ratio, dtype=np.float64)
    spelt = process.cdist(their, full, scorer=fuzz.ratio, dtype=np.float64)
    likeness: NDArray[np.float64] = np.maximum(np.maximum(in_full, in_short), spelt)
    return likeness
