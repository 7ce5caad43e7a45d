from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fantasy.league import simulate

if TYPE_CHECKING:
    from fantasy.league import League


@pytest.fixture(scope="session")
def league() -> League:
    return simulate(1)
