"""The errors a user can meet; every message says what is wrong and what to do next.

FantasyError
├── InputError       a request that cannot be met: unknown season, gameweek, option, squad
├── SourceError      a source answered with something that is not what it promises
├── ContractError    a table breaks its contract in too many rows
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


class ContractError(FantasyError):
    """Too many rows of a table break its contract."""


class LakeError(FantasyError):
    """The lake's folder cannot be read or written."""


class SolverError(FantasyError):
    """A solver ended without an answer."""
