"""Text models: logistic regressions kept as plain arrays, small and quick to load."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fantasy.errors import InputError
from fantasy.news import cues
from fantasy.whole_file import whole

Features = Callable[[str], Mapping[str, float]]
FEATURES: Mapping[str, Features] = {"words": cues.words_only, "cues": cues.turns}
"""What a model may look at, simplest first."""

INVERSE_PENALTY = 1.0
TRIVIAL = 1e-3


@dataclass(frozen=True)
class TextModel:
    """A multinomial logistic regression on what is found in a scope.

    Attributes:
        looks_at: a key of `FEATURES`.
        classes: what it tells apart.
        terms: the features it weighs.
        weights: a row for each term, a column for each class.
        bias: of each class.
    """

    looks_at: str
    classes: tuple[str, ...]
    terms: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def fit(cls, looks_at: str, scopes: Sequence[str], labels: Sequence[str]) -> "TextModel":
        """Fit on labelled scopes; rare classes count as much as common ones."""
        vectorizer = DictVectorizer()
        rows = vectorizer.fit_transform(map(FEATURES[looks_at], scopes))
        fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000, class_weight="balanced").fit(
            rows, labels
        )
        weights, bias = fitted.coef_.T, fitted.intercept_
        told = np.abs(weights).max(axis=1) > TRIVIAL
        terms = np.array(vectorizer.get_feature_names_out())[told]
        return cls(
            looks_at,
            tuple(map(str, fitted.classes_)),
            tuple(map(str, terms)),
            weights[told].astype(np.float32),
            bias.astype(np.float32),
        )

    def probabilities(self, scopes: Sequence[str]) -> NDArray[np.float64]:
        """A row for each scope, a column for each class."""
        look = FEATURES[self.looks_at]
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for words in scopes:
            for term, value in look(words).items():
                place = self._places.get(term)
                if place is not None:
                    columns.append(place)
                    values.append(value)
            ends.append(len(columns))
        rows = csr_array((values, columns, ends), shape=(len(scopes), len(self.terms)))
        told: NDArray[np.float64] = softmax(rows @ self.weights + self.bias, axis=1)
        return told

    def predict(self, scopes: Sequence[str]) -> list[str]:
        """The likeliest class of each scope."""
        best = self.probabilities(scopes).argmax(axis=1)
        return [self.classes[each] for each in best]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}

    def save(self, path: Path) -> None:
        """Write the model; a reader never sees half of it."""
        with whole(path) as part, part.open("wb") as file:
            np.savez_compressed(
                file,
                looks_at=np.array(self.looks_at),
                classes=np.array(self.classes),
                terms=np.array(self.terms),
                weights=self.weights,
                bias=self.bias,
            )

    @classmethod
    def load(cls, path: Path) -> "TextModel":
        """Read a model.

        Raises:
            InputError: if there is none.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                return cls(
                    str(file["looks_at"]),
                    tuple(map(str, file["classes"])),
                    tuple(map(str, file["terms"])),
                    file["weights"],
                    file["bias"],
                )
        except (OSError, ValueError, KeyError) as error:
            raise InputError(
                f"the news model {path} does not read ({error}): run `fantasy news train`"
            ) from error
