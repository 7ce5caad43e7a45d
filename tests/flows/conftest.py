"""One temporary Prefect server for all tests of flows: it takes long to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prefect.settings import PREFECT_SERVER_ANALYTICS_ENABLED, temporary_settings
from prefect.testing.utilities import prefect_test_harness

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A server with a database of its own."""
    quiet = temporary_settings({PREFECT_SERVER_ANALYTICS_ENABLED: False})
    with quiet, prefect_test_harness(server_startup_timeout=90):
        yield
