import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all notebooks, so that only the first fetches and trains."""
    return tmp_path_factory.mktemp("lakes")


def executed(path: Path, folder: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(folder))
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_on_the_demo(
    path: Path, lakes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(lakes))
    monkeypatch.delenv("FANTASY_REPLAY", raising=False)
    done = executed(path, lakes)
    assert all(cell.get("outputs") for cell in done.cells if cell.cell_type == "code")


@pytest.mark.real
@pytest.mark.skipif(
    "FANTASY_REAL_NOTEBOOKS" not in os.environ,
    reason="takes many minutes: set FANTASY_REAL_NOTEBOOKS=1",
)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_real_data(
    path: Path, real_data: Path, lakes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANTASY_DATA_DIR", str(lakes))
    monkeypatch.setenv("FANTASY_ARCHIVE", str(real_data))
    monkeypatch.setenv("FANTASY_REPLAY", "2018-19:20")
    assert any(cell.get("outputs") for cell in executed(path, lakes).cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output_and_defines_nothing(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert all(not cell.get("outputs") for cell in cells)
    assert not [cell.source for cell in cells if "def " in cell.source or "class " in cell.source]
