"""The errors a user can meet; every message says what is wrong and what to do next.

FantasyError
├── InputError       a request that cannot be met: unknown season, gameweek, option, squad
├── SourceError      a source answered with something that is not what it promises
│   └── UpdatingError    FPL takes no questions while it updates the game
├── OutOfTimeError   a search ended before it found anything
├── ContractError    a table breaks its contract in too many rows
├── ServerError      Prefect's server does not answer
├── LakeError        the lake cannot be read or written
└── SolverError      no solver could settle a problem
"""


class FantasyError(Exception):
    """Base of all errors shown to the user as one line, with exit code 2."""


class InputError(FantasyError):
    """The request itself cannot be met."""


class SourceError(FantasyError):
    """A source did not answer, or its answer does not parse."""

    def __init__(self, url: str, reason: str) -> None:
        """Keep the address and the reason as attributes."""
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class UpdatingError(SourceError):
    """FPL takes no questions while it updates the game; it will in an hour or less."""


class OutOfTimeError(FantasyError):
    """A search was given too little time to find anything."""


class ContractError(FantasyError):
    """Too many rows of a table break its contract."""


class LakeError(FantasyError):
    """The lake's folder cannot be read or written."""


class ServerError(FantasyError):
    """The server that keeps the flows' runs does not answer."""


class SolverError(FantasyError):
    """A solver ended without an answer."""


def in_a_line(error: BaseException) -> str:
    """What an error says, in a line; one that is not for users says its kind first."""
    said = " ".join(str(error).split())
    kind = [] if isinstance(error, FantasyError) else [type(error).__name__]
    return ": ".join([*kind, *filter(None, [said])])
