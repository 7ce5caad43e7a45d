"""The models of a lake: fitted, kept, found again, and what stands in for them."""

from dataclasses import dataclass
from datetime import datetime

from fantasy.errors import InputError, LakeError, in_a_line
from fantasy.features import every_gameweek, feature_matrix
from fantasy.forecast import registry
from fantasy.forecast.baselines import LAST_5
from fantasy.forecast.training import FAR_HORIZONS, Trained, train
from fantasy.shelf import last_result, models_folder
from fantasy.store import Lake
from fantasy.track import Tell, Track, quietly, silently


@dataclass(frozen=True)
class Models:
    """What is to be forecast with.

    Attributes:
        trained: the models; None if there are none, and a baseline has to do.
        warning: why these are not the models one would want; None if they are.
    """

    trained: Trained | None
    warning: str | None = None


def last_trained(lake: Lake, *, now: datetime) -> Trained | None:
    """The models fitted on all results known now (UTC), if they were fitted before."""
    cut = last_result(lake, now=now)
    return None if cut is None else registry.load(models_folder(lake), cut)


def train_models(lake: Lake, *, now: datetime, track: Track = quietly) -> Trained:
    """Fit on everything known now (UTC) and keep the models.

    Raises:
        InputError: if there are too few results to learn from.
    """
    cut = last_result(lake, now=now)
    if cut is None:
        raise InputError(
            "no result is known yet, so there is nothing to train on: `fantasy update`"
        )
    known = lake.as_of(now)
    near, far = (
        feature_matrix(known, every_gameweek(known, each)) for each in ((1,), FAR_HORIZONS)
    )
    trained = train(near, far, cut=cut, track=track)
    registry.save(trained, models_folder(lake))
    return trained


def ready_models(
    lake: Lake, *, now: datetime, track: Track = quietly, tell: Tell = silently
) -> Trained:
    """The models for all results known now (UTC): those kept, or new ones."""
    trained = last_trained(lake, now=now)
    if trained is None:
        tell("training on all results known")
        return train_models(lake, now=now, track=track)
    tell(f"using the models fitted on results until {trained.cut:%d %b %Y %H:%M} UTC")
    return trained


def usable_models(
    lake: Lake, *, now: datetime, track: Track = quietly, tell: Tell = silently
) -> Models:
    """The models for all results known now (UTC); if they cannot be had, the last ones, or none.

    Raises:
        InputError: if there are too few results to learn from.
        LakeError: if the lake cannot be read or written.
    """
    try:
        trained = ready_models(lake, now=now, track=track, tell=tell)
    except (InputError, LakeError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, the week goes on without
        return _stand_in(lake, f"training failed ({in_a_line(error)})", now=now)
    return Models(trained, trained.warning)


def _stand_in(lake: Lake, reason: str, *, now: datetime) -> Models:
    """The last models kept before now (UTC), else none, and why."""
    last = registry.latest(models_folder(lake), now)
    if last is None:
        return Models(None, f"{reason} and no models are kept: {LAST_5} is served")
    stand_in = f"the models fitted on results until {last.cut:%d %b %Y %H:%M} UTC are used"
    return Models(last, "; ".join(filter(None, [f"{reason}: {stand_in}", last.warning])))
