"""A round of matches: line-ups, events, and the state of the players after it.

Every array has replicates as its first axis, so that the season as it happened (one replicate)
and the truth behind it (the mean of many) are played by the same code.
"""

from dataclasses import dataclass, replace

import numpy as np

from fantasy.league import events, fitness
from fantasy.league.cast import Players
from fantasy.league.events import GOALS, SAVES, Shots
from fantasy.league.lineups import FULL_TIME, OnThePitch, starters, substitutions
from fantasy.league.people import Floats
from fantasy.league.state import Bools, Ints, State

MEAN_GOALS = 1.42
HOME = 0.10
LINE_UP_MATTERS = 0.2
WITHDRAWN = 0.008
"""The chance that a fit player drops out after the deadline."""

TIRED_DAYS, TIRED = 4.5, 0.15
FORM_COUNTS, RUST_COUNTS = 0.25, 0.8
LONG_PLAY = 60
KEEPER = 0


@dataclass(frozen=True)
class Clubs:
    """What clubs are like; arrays by club.

    Attributes:
        level: how good the squad is.
        attack: log multiplier of goals scored, of gameweeks x clubs.
        defence: log divisor of goals conceded, of gameweeks x clubs.
        formation: the usual one, an index of `lineups.FORMATIONS`.
        rotation: how much the line-up changes from match to match.
    """

    level: Floats
    attack: Floats
    defence: Floats
    formation: Ints
    rotation: Floats

    def rates(self, gameweek: int, home: Ints, away: Ints) -> Floats:
        """Goals expected of both sides: fixtures x sides."""
        attack, defence = self.attack[gameweek - 1], self.defence[gameweek - 1]
        log_rates = [attack[home] - defence[away] + HOME, attack[away] - defence[home] - HOME]
        rates: Floats = MEAN_GOALS * np.exp(np.stack(log_rates, axis=-1))
        return rates


@dataclass(frozen=True)
class Round:
    """Fixtures played at about the same time, no club twice.

    Attributes:
        gameweek: the gameweek.
        day: from the season's first Saturday.
        home, away: clubs.
        listed: the players of both sides, of fixtures x sides x places; -1 where there is none.
        present: whether each is still at the club.
    """

    gameweek: int
    day: float
    home: Ints
    away: Ints
    listed: Ints
    present: Bools


@dataclass(frozen=True)
class Played:
    """What happened: arrays of replicates x fixtures x sides x places."""

    round: Round
    pitch: OnThePitch
    shots: Shots
    counts: dict[str, Ints]
    measures: dict[str, Floats]


def play(
    this: Round, state: State, players: Players, clubs: Clubs, rng: np.random.Generator
) -> tuple[State, Played]:
    """Play a round: the state after it, and what happened."""
    who = np.maximum(this.listed, 0)
    listed = this.listed >= 0
    banned = state.banned[:, who] > 0
    fit = rng.random((len(state.back), *who.shape)) < fitness.chance(state, this.day)[:, who]
    withdrawn = rng.random(fit.shape) < WITHDRAWN
    available = fit & ~banned & ~withdrawn & listed & this.present
    pitch = _line_up(this, who, available, state, players, clubs, rng)
    rate = _rates(this, who, pitch, players, clubs)
    weights = {name: players.rate[name][who] for name in ("shots", "corners", "chances")}
    weights |= {"penalties": players.penalties[who], "takers": players.corners[who]}
    taken = events.shots(rate, pitch, weights, rng)
    counts, measures = _counted(taken, pitch, rate, who, players, rng)
    asked = listed & this.present & ~banned
    after = _after(this, state, counts, (asked, fit), players, rng)
    blank = ~np.broadcast_to(listed, fit.shape)
    counts = {name: np.where(blank, 0, value).astype(np.int64) for name, value in counts.items()}
    return after, Played(this, pitch, taken, counts, measures)


def _line_up(
    this: Round,
    who: Ints,
    available: Bools,
    state: State,
    players: Players,
    clubs: Clubs,
    rng: np.random.Generator,
) -> OnThePitch:
    club = np.stack([this.home, this.away], axis=-1)
    tired = this.day - state.played[:, who] < TIRED_DAYS
    position = players.position[who]
    whim = rng.normal(size=available.shape) * clubs.rotation[club][..., None] * (1 + tired)
    wanted = (
        players.standing[who]
        + FORM_COUNTS * state.form[:, who]
        - RUST_COUNTS * state.rusty[:, who]
        - TIRED * tired
        + np.where(position == KEEPER, 0.2, 1.0) * whim
    )
    start = starters(position, wanted, available, clubs.formation[club], rng)
    leaves, enters = players.rate["leaves"][who], players.rate["enters"][who]
    return substitutions(start, wanted, available, leaves, enters, rng)


def _rates(this: Round, who: Ints, pitch: OnThePitch, players: Players, clubs: Clubs) -> Floats:
    """Goals expected of the sides with the line-ups they have."""
    club = np.stack([this.home, this.away], axis=-1)
    ability = players.ability[who] - clubs.level[club][..., None]
    forward = players.position[who] >= 2  # noqa: PLR2004
    better = [_mean(ability, pitch.starts & part) for part in (forward, ~forward)]
    attack, defence = better[0], better[1][..., ::-1]
    rates: Floats = clubs.rates(this.gameweek, this.home, this.away) * np.exp(
        LINE_UP_MATTERS * (attack - defence)
    )
    return rates


def _mean(value: Floats, among: Bools) -> Floats:
    number = np.maximum(among.sum(axis=-1), 1)
    mean: Floats = np.where(among, value, 0).sum(axis=-1) / number
    return mean


def _counted(
    taken: Shots,
    pitch: OnThePitch,
    rate: Floats,
    who: Ints,
    players: Players,
    rng: np.random.Generator,
) -> tuple[dict[str, Ints], dict[str, Floats]]:
    """What each player did."""
    shape, minutes = pitch.minutes.shape, pitch.minutes
    goal = taken.taken & (taken.outcome == GOALS)
    saved = taken.taken & (taken.outcome == SAVES)
    spot = taken.taken & (taken.situation == events.SPOT)
    own, own_minute, own_by = events.own_goals(
        rate[..., ::-1], pitch, players.rate["clearances"][who], rng
    )
    against = pitch.at(taken.minute[..., ::-1, :])
    conceded = (against & goal[..., ::-1, :, None]).sum(axis=-2)
    conceded += (pitch.at(own_minute[..., None]) & own[..., None, None]).sum(axis=-2)
    faced = against & (players.position[who] == KEEPER)[..., None, :]
    yellow, red = events.cards(players.rate["yellow"][who], minutes, rng)
    actions = {
        name: events.defending(players.rate[key][who], minutes, rng)
        for name, key in ACTIONS.items()
    }
    on_the_ball = players.rate["on_the_ball"][who] * minutes / FULL_TIME
    counts = {
        "starts": pitch.starts,
        "minutes": minutes,
        "goals_scored": events.tally(shape, taken.shooter, goal),
        "assists": events.tally(shape, taken.helper, goal & ~spot),
        "clean_sheets": (minutes >= LONG_PLAY) & (conceded == 0),
        "goals_conceded": conceded,
        "own_goals": events.tally(shape, own_by[..., None], own[..., None]),
        "penalties_saved": (faced & (saved & spot)[..., ::-1, :, None]).sum(axis=-2),
        "penalties_missed": events.tally(shape, taken.shooter, spot & ~goal),
        "yellow_cards": yellow,
        "red_cards": red,
        "saves": (faced & saved[..., ::-1, :, None]).sum(axis=-2),
        "key_passes": events.tally(shape, taken.creator, taken.taken),
        "shots": events.tally(shape, taken.shooter, taken.taken),
        "shots_on_target": events.tally(shape, taken.shooter, goal | saved),
        "on_the_ball": np.rint(rng.normal(on_the_ball, 4.0) * (minutes > 0)),
        **actions,
    }
    expected = np.where(taken.taken, taken.expected, 0)
    measures = {
        "expected_goals": events.tally(shape, taken.shooter, expected),
        "expected_assists": events.tally(shape, taken.creator, expected),
        "expected_goals_conceded": (against * expected[..., ::-1, :, None]).sum(axis=-2),
    }
    return {name: value.astype(np.int64) for name, value in counts.items()}, measures


ACTIONS = {
    "clearances_blocks_interceptions": "clearances",
    "tackles": "tackles",
    "recoveries": "recoveries",
}


def _after(
    this: Round,
    state: State,
    counts: dict[str, Ints],
    asked_and_fit: tuple[Bools, Bools],
    players: Players,
    rng: np.random.Generator,
) -> State:
    """The state after the matches: returns and setbacks, cards, injuries, tired legs."""
    asked, fit = (_of_all(this, state, part) for part in asked_and_fit)
    minutes = _of_all(this, state, counts["minutes"])
    yellow, red = (_of_all(this, state, counts[name]) > 0 for name in ("yellow_cards", "red_cards"))
    playing = _of_all(this, state, this.present)
    played = minutes > 0
    settled = fitness.settle(state, asked > 0, fit > 0, this.day, rng)
    risk = fitness.HURT_IN_A_MATCH * minutes / FULL_TIME * np.exp(players.frailty)
    hurt = played & (rng.random(risk.shape) < risk)
    began = np.full(risk.shape, this.day)
    carded = fitness.booked(settled, playing > 0, yellow, red, this.gameweek, rng)
    sore = fitness.injured(carded, hurt, began, rng)
    return replace(sore, played=np.where(played, this.day, sore.played))


def _of_all(this: Round, state: State, value: Ints | Bools) -> Ints:
    """A value by place in the lists, as one by player; 0 for those whose club does not play."""
    whole = np.zeros(state.back.shape, dtype=np.int64)
    there = this.listed >= 0
    broad = np.broadcast_to(value, (len(whole), *this.listed.shape))
    whole[:, this.listed[there]] = broad[:, there]
    return whole
