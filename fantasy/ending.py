"""How a program ends: an error is one line on stderr and an exit code."""

import logging
import sys
from collections.abc import Callable

from fantasy.errors import FantasyError, InputError, in_a_line

FAILED = 1
"""Exit code of an unattended run that did not come to its end."""

BAD_INPUT = 2
"""Exit code of what the user can mend."""

STOPPED = 130
"""Exit code of what was stopped by Ctrl-C."""

HALTED = "fantasy: stopped; what was stored before stands, and running it again goes on from there"


def run(command: Callable[[], object], *, unattended: bool = False) -> None:
    """Run a command; an error the user can mend is one line and exit code 2.

    An unattended run that fails for another reason than its input ends with 1. Ctrl-C is one line
    too, and exit code 130.
    """
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    try:
        command()
    except FantasyError as error:
        tell(f"fantasy: {in_a_line(error)}")
        sys.exit(FAILED if unattended and not isinstance(error, InputError) else BAD_INPUT)
    except KeyboardInterrupt:
        tell(HALTED)
        sys.exit(STOPPED)
    except SystemExit as ended:
        if ended.code == STOPPED:
            tell(HALTED)
        raise


def tell(message: str) -> None:
    """Say on stderr what is going on, so that stdout stays the answer."""
    sys.stderr.write(f"{message}\n")
