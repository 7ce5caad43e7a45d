"""The registry: fitted models on disk, as text, found again by what they were fitted on."""

import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from fantasy.errors import LakeError
from fantasy.features import FEATURES
from fantasy.forecast.evaluation import Score
from fantasy.forecast.models import LightGBMModel, RidgeModel
from fantasy.forecast.training import Members, Trained

CARD = "card.json"
LIBRARIES = ("fantasy", "lightgbm", "scikit-learn", "polars")


def save(trained: Trained, folder: Path) -> Path:
    """Write models and their card under the registry's folder, whole or not at all.

    Raises:
        LakeError: if the folder cannot be written.
    """
    target = folder / _name(trained.cut)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder, prefix=".draft-"))
        trained.members.lightgbm.save(draft)
        trained.members.ridge.save(draft)
        (draft / CARD).write_text(json.dumps(_card(trained), indent=2))
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    except OSError as error:
        raise LakeError(f"models cannot be saved in {folder}: {error.strerror}") from error
    return target


def load(folder: Path, cut: datetime) -> Trained | None:
    """The models fitted on exactly the results known by `cut`; None if there are none.

    Models of other features or another version of the library are passed over.
    """
    source = folder / _name(cut)
    if not (source / CARD).exists():
        return None
    card = json.loads((source / CARD).read_text())
    if card["features"] != list(FEATURES) or card["versions"] != _versions():
        return None
    return Trained(
        cut=cut,
        rows=card["rows"],
        members=Members(LightGBMModel.load(source), RidgeModel.load(source)),
        validation={model: Score(**scores) for model, scores in card["validation"].items()},
        served=card["served"],
    )


def _name(cut: datetime) -> str:
    return f"{cut:%Y%m%dT%H%M%SZ}"


def _card(trained: Trained) -> dict[str, object]:
    return {
        "cut": trained.cut.isoformat(),
        "rows": trained.rows,
        "served": trained.served,
        "validation": {model: asdict(scores) for model, scores in trained.validation.items()},
        "features": list(FEATURES),
        "versions": _versions(),
    }


def _versions() -> dict[str, str]:
    return {library: version(library) for library in LIBRARIES}
