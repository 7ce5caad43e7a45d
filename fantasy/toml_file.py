"""Reading what users write: TOML files with a contract."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fantasy.errors import InputError

Told = TypeVar("Told", bound=BaseModel)


def read_toml(path: Path, contract: type[Told], what: str) -> Told:
    """What a file says.

    Args:
        path: of the file.
        contract: what it may say.
        what: the file is, for the message: the team file.

    Raises:
        InputError: if it cannot be read, is not TOML, or breaks the contract.
    """
    try:
        return contract.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{what} {path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"{path}: {place}: {fault['msg']}") from error
