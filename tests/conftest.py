from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from league import write_archive

settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci")

BESIDE_THE_REPOSITORY = Path(__file__).parents[2] / "shared" / "real"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that ask for it are skipped where there is none."""
    folder = Path(os.environ.get("FANTASY_REAL_DATA", BESIDE_THE_REPOSITORY))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set FANTASY_REAL_DATA")
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history archive of an invented league: seasons 2023-24 and 2024-25."""
    return write_archive(tmp_path_factory.mktemp("archive"))
