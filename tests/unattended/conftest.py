"""A place of the invented league: brought up to gameweek 20, trained, not yet recommended."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import stamina
from places import EARLIER, place_at

from fantasy.store.ingest import SOURCES
from fantasy.unattended.steps import models, read_news, update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fantasy.unattended.place import Place


@pytest.fixture(autouse=True)
def _no_waits() -> Iterator[None]:
    with stamina.set_testing(True, attempts=1):
        yield


@pytest.fixture(scope="session")
def made(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder read and trained hours before the deadline."""
    folder = tmp_path_factory.mktemp("made")
    place = place_at(archive, folder, before=EARLIER)
    with stamina.set_testing(True, attempts=1):
        for source in SOURCES:
            update(place, source)
        read_news(place)
        models(place)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of that data folder."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def place(archive: Path, folder: Path) -> Place:
    """The place at the deadline, everything unread for hours."""
    return place_at(archive, folder)
