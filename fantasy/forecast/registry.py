"""The registry: fitted models on disk, as text, found again by what they were fitted on."""

import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import lightgbm as lgb
import polars as pl

from fantasy.errors import LakeError
from fantasy.features import FEATURES
from fantasy.forecast.components import ComponentModel
from fantasy.forecast.ensemble import Weights
from fantasy.forecast.evaluation import Score
from fantasy.forecast.intervals import Intervals
from fantasy.forecast.members import Members
from fantasy.forecast.minutes import MinutesModel
from fantasy.forecast.outlook import Fitted
from fantasy.forecast.ridge import RidgeModel
from fantasy.forecast.training import Trained
from fantasy.shelf import cut_of, name_of

CARD, COMPONENTS = "card.json", "components.json"
NEAR, FAR = "near", "far"
DRAFT = ".draft-"
A_DAY = 86_400
LIBRARIES = ("fantasy", "lightgbm", "scikit-learn", "polars")
MINUTES = ("kinds", "short_length", "long_length")
BOOSTERS = ("short", "long", "tweedie", "forest")


def save(trained: Trained, folder: Path) -> Path:
    """Write models and their card under the registry's folder, whole or not at all.

    Raises:
        LakeError: if the folder cannot be written.
    """
    target = folder / name_of(trained.cut)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder, prefix=DRAFT))
        for name, fitted in ((NEAR, trained.near), (FAR, trained.far)):
            _save_members(fitted.members, draft / name)
        (draft / CARD).write_text(json.dumps(_card(trained), indent=2))
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    except OSError as error:
        raise LakeError(f"models cannot be saved in {folder}: {error.strerror}") from error
    return target


def load(folder: Path, cut: datetime) -> Trained | None:
    """The models fitted on exactly the results known by `cut`; None if there are none.

    Models of other features or another version of the library are passed over, and damaged ones.
    """
    source = folder / name_of(cut)
    if not (source / CARD).exists():
        return None
    try:
        return _loaded(source, cut)
    except (OSError, ValueError, KeyError, lgb.basic.LightGBMError):
        return None


def _loaded(source: Path, cut: datetime) -> Trained | None:
    card = json.loads((source / CARD).read_text())
    if card["features"] != list(FEATURES) or card["versions"] != _versions():
        return None
    weights = Weights(tuple(card["weights"]))
    intervals = Intervals(card["levels"])
    near, far = (Fitted(_load_members(source / name), weights, intervals) for name in (NEAR, FAR))
    return Trained(
        cut=cut,
        rows=card["rows"],
        near=near,
        far=far,
        validation={model: Score(**scores) for model, scores in card["validation"].items()},
        correlation=pl.DataFrame(card["correlation"]),
        served=card["served"],
    )


def latest(folder: Path, until: datetime) -> Trained | None:
    """The models fitted last on results known by a moment (UTC); None if none load."""
    cuts = [cut_of(source.name) for source in _kept(folder)]
    for cut in sorted((cut for cut in cuts if cut <= until), reverse=True):
        found = load(folder, cut)
        if found is not None:
            return found
    return None


def prune(folder: Path, *, keep: int) -> int:
    """Remove all models but those saved last, and old drafts; returns how many went."""
    kept = sorted(_kept(folder), key=_saved)
    long_ago = time.time() - A_DAY
    drafts = [draft for draft in folder.glob(f"{DRAFT}*") if _saved(draft) < long_ago]
    gone = [*drafts, *kept[: max(0, len(kept) - keep)]]
    for source in gone:
        shutil.rmtree(source, ignore_errors=True)
    return len(gone)


def _kept(folder: Path) -> list[Path]:
    return [card.parent for card in folder.glob(f"[0-9]*/{CARD}")]


def _saved(folder: Path) -> float:
    return folder.stat().st_mtime


def _save_members(members: Members, folder: Path) -> None:
    folder.mkdir()
    for name, booster in _boosters(members).items():
        booster.save_model(str(folder / f"{name}.txt"))
    members.ridge.save(folder)
    components = members.components
    numbers = {
        "usual": dict(components.usual),
        "spread": components.spread,
        "bonus_by_goals": dict(components.bonus_by_goals),
    }
    (folder / COMPONENTS).write_text(json.dumps(numbers))


def _load_members(folder: Path) -> Members:
    numbers = json.loads((folder / COMPONENTS).read_text())
    return Members(
        minutes=MinutesModel(*(_booster(folder, name) for name in MINUTES)),
        components=ComponentModel(
            {name: _booster(folder, f"rate_{name}") for name in numbers["usual"]},
            numbers["usual"],
            numbers["spread"],
            {place: tuple(means) for place, means in numbers["bonus_by_goals"].items()},
        ),
        ridge=RidgeModel.load(folder),
        **{name: _booster(folder, name) for name in BOOSTERS},
    )


def _boosters(members: Members) -> Mapping[str, lgb.Booster]:
    rates = members.components.trees
    return {
        **{name: getattr(members.minutes, name) for name in MINUTES},
        **{name: getattr(members, name) for name in BOOSTERS},
        **{f"rate_{name}": trees for name, trees in rates.items()},
    }


def _booster(folder: Path, name: str) -> lgb.Booster:
    return lgb.Booster(model_file=str(folder / f"{name}.txt"))


def _card(trained: Trained) -> dict[str, object]:
    return {
        "cut": trained.cut.isoformat(),
        "rows": trained.rows,
        "served": trained.served,
        "weights": trained.near.weights.values,
        "levels": dict(trained.near.intervals.levels),
        "validation": {model: asdict(scores) for model, scores in trained.validation.items()},
        "correlation": trained.correlation.to_dict(as_series=False),
        "features": list(FEATURES),
        "versions": _versions(),
    }


def _versions() -> dict[str, str]:
    return {library: version(library) for library in LIBRARIES}
