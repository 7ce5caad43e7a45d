"""The season as it happened: every gameweek until it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from fantasy.league.eve import Diary, before_the_season, next_eve
from fantasy.league.match import play
from fantasy.league.rows import indices, match_rows, scorer, shot_rows
from fantasy.league.simulation import Plan
from fantasy.league.state import State
from fantasy.league.told import captures_of, eve_rows, truth_of


@dataclass(frozen=True)
class Run:
    """A season played: its rows, and the state of the players before each deadline.

    Attributes:
        plan: what was played.
        states: by gameweek, the players at its deadline.
        matches, shots, captures, availability: see `season.Season`; `club` and `opponent` of
            matches and shots are numbers of clubs.
    """

    plan: Plan
    states: dict[int, State]
    matches: pl.DataFrame
    shots: pl.DataFrame
    captures: pl.DataFrame
    availability: pl.DataFrame


def run(plan: Plan, last: int, stream: Callable[[str], np.random.Generator]) -> Run:
    """Play a season until the deadline of a gameweek.

    Args:
        plan: the season.
        last: the gameweek before whose deadline it stops; one more than the last to play all.
        stream: the random numbers of each part.
    """
    rng = {name: stream(name) for name in ("matches", "market", "flags")}
    diary, eve = Diary(plan.people.height), before_the_season(plan, rng)
    scored = scorer(plan.rules)
    eves, matches, shots = [], [], []
    for gameweek in plan.deadlines:
        eve = next_eve(plan, eve, diary, rng)
        eves.append(eve)
        if gameweek == last:
            break
        state = eve.state
        for this, fixtures in eve.rounds:
            state, played = play(this, state, plan.players, plan.clubs, rng["matches"])
            rows = match_rows(played, fixtures, plan.people, scored)
            diary.add(this.day, rows)
            matches.append(
                rows.insert_column(
                    0, pl.Series("gameweek", [gameweek], pl.Int32).new_from_index(0, rows.height)
                )
            )
            shots.append(shot_rows(played, fixtures, plan.people))
        eve = replace(eve, state=state)
    told = eve_rows(plan, eves)
    captures = captures_of(told)
    played_rows = pl.concat(matches)
    return Run(
        plan=plan,
        states={each.gameweek: each.state for each in eves},
        matches=_with_market(
            played_rows.with_columns(indices(stream("indices"), played_rows.height)), captures
        ),
        shots=pl.concat(shots),
        captures=captures,
        availability=truth_of(told),
    )


def _with_market(rows: pl.DataFrame, captures: pl.DataFrame) -> pl.DataFrame:
    """The rows with price, owners and transfers as of the gameweek's deadline."""
    at_deadline = captures.select(
        *("gameweek", "element", "selected", "transfers_in", "transfers_out"),
        pl.col("price_tenths").alias("value"),
    )
    return rows.drop("replicate").join(
        at_deadline, on=["gameweek", "element"], how="left", validate="m:1", maintain_order="left"
    )
