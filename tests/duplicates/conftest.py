"""The model where it is installed, and the pairs that we wrote ourselves."""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from faqs.duplicates.names import Lexicon
from newsdesk.meaning.model_status import meaning

PAIRS = Path(__file__).with_name("pairs.tsv")
# What a desk about space would know by name; the rest has to be seen in the pairs themselves.
KNOWN_NAMES = {
    "NASA": "entity:1",
    "SpaceX": "entity:2",
    "Space Exploration Technologies": "entity:2",
    "Blue Origin": "entity:3",
    "New Glenn": "entity:4",
    "Mars": "entity:5",
    "Moon": "entity:6",
    "Venus": "entity:7",
    "Falcon 9": "entity:8",
    "Falcon Heavy": "entity:9",
    "Roscosmos": "entity:10",
    "ESA": "entity:11",
    "Baikonur": "entity:12",
    "Baikonur Cosmodrome": "entity:12",
    "Cape Canaveral": "entity:13",
}


class Row(NamedTuple):
    """A labelled pair; `kind` is its class, `reason` says why it is labelled so."""

    left: str
    right: str
    same: bool
    kind: str
    reason: str


def own_pairs(*kinds: str) -> list[Row]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    pairs = [
        Row(left, right, same == "1", kind, reason) for left, right, same, kind, reason in rows
    ]
    return [pair for pair in pairs if not kinds or pair.kind in kinds]


@pytest.fixture(scope="session")
def lexicon():
    return Lexicon(KNOWN_NAMES.items())


@pytest.fixture(scope="session")
def encoder():
    """The loaded model; tests that ask for it are skipped, with the reason, where it is missing."""
    found = meaning()
    if found.encoder is None:
        pytest.skip(found.notice)
    return found.encoder


class RememberingEncoder:
    """The model, asked once for each text: vectors do not depend on company."""

    def __init__(self, encoder):
        self._encoder = encoder
        self._known = {}

    def encode(self, texts):
        new = sorted(set(texts) - set(self._known))
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return [self._known[text] for text in texts]


@pytest.fixture(scope="session")
def quick_encoder(encoder):
    return RememberingEncoder(encoder)


@pytest.fixture(scope="session")
def cosine(quick_encoder):
    """The cosine of two titles, as the index computes it."""
    from newsdesk.meaning.vectors import VectorIndex

    def of(left, right):
        asked, known = quick_encoder.encode([left, right])
        return VectorIndex([("right", known)]).nearest(asked, 1)[0].cosine

    return of
