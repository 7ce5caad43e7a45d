"""One temporary Prefect server for all tests of flows: it takes long to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prefect.settings import temporary_settings
from prefect.testing.utilities import prefect_test_harness

from flows.command import OURS, STARTUP_SECONDS, quieten

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A server with a database of its own."""
    quieten()
    with temporary_settings(OURS), prefect_test_harness(server_startup_timeout=STARTUP_SECONDS):
        yield
