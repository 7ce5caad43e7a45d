"""spaCy's text categoriser on the same scopes: what the project's own models are held against."""

import random
from collections.abc import Sequence

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import minibatch
from thinc.api import fix_random_seed

EPOCHS, BATCH, DROPOUT, SEED = 12, 32, 0.2, 1


def fit(scopes: Sequence[str], labels: Sequence[str]) -> Language:
    """A pipeline with spaCy's own ensemble of a bag of words and a small network."""
    fix_random_seed(SEED)
    nlp = spacy.blank("en")
    categoriser = nlp.add_pipe("textcat")
    classes = sorted(set(labels))
    for name in classes:
        categoriser.add_label(name)  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(
            nlp.make_doc(words), {"cats": {name: float(name == label) for name in classes}}
        )
        for words, label in zip(scopes, labels, strict=True)
    ]
    optimizer = nlp.initialize(lambda: examples)
    order = random.Random(SEED)  # noqa: S311 - the order of examples
    for _ in range(EPOCHS):
        order.shuffle(examples)
        for batch in minibatch(examples, BATCH):  # type: ignore[no-untyped-call]
            nlp.update(batch, sgd=optimizer, drop=DROPOUT)
    return nlp


def predict(nlp: Language, scopes: Sequence[str]) -> list[str]:
    """The likeliest class of each scope."""
    return [max(doc.cats, key=doc.cats.__getitem__) for doc in nlp.pipe(scopes)]
