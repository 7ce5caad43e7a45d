import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    """A copy of the invented archive, to damage."""
    return Path(shutil.copytree(archive, tmp_path / "archive"))
