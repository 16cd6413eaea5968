"""The answered questions nearest to what a reader asks: visible pages alone, by meaning if there is a model.

What editors get (`faqs/duplicate_review/nearest.py`) searches drafts as well and is not for readers.
"""

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from faqs.duplicates.words import even, likeness, terms
from newsdesk.catalogue.likeness import sharing_words
from newsdesk.catalogue.models import Page
from newsdesk.meaning.model_status import meaning

if TYPE_CHECKING:
    from newsdesk.meaning.encoder import Encoder

SHORTEST, LONGEST = 8, 300  # characters of a question worth a search
LIMIT = 5
WEIGHED = 16  # pages whose meaning is compared: each costs the model some milliseconds, once
# Below these a question is another one: of the words shared, and of the cosine of meanings.
LEAST_WORDS, LEAST_MEANING = 0.3, 0.45


def nearest(asked: str) -> list[Page]:
    """Return the visible questions nearest to `asked`, best first, at most LIMIT. Two queries."""
    asked = asked[:LONGEST]
    if len(asked) < SHORTEST:
        return []
    mine = terms(asked)
    found = [
        (max(likeness(mine, terms(w), even) for w in _wordings(page)), page)
        for page in sharing_words(asked, kind="faq").defer("text")
    ]
    found.sort(key=lambda each: (-each[0], each[1].pk))
    if (encoder := meaning().encoder) is None:
        return [page for value, page in found if value >= LEAST_WORDS][:LIMIT]
    return _by_meaning(asked, [page for _, page in found[:WEIGHED]], encoder)


def _by_meaning(asked: str, pages: list[Page], encoder: "Encoder") -> list[Page]:
    vector = encoder.encode([asked])[0]
    found = [
        (max(_cosine(vector, _vector(encoder, w)) for w in _wordings(page)), page) for page in pages
    ]
    found.sort(key=lambda each: (-each[0], each[1].pk))
    return [page for value, page in found if value >= LEAST_MEANING][:LIMIT]


def _wordings(page: Page) -> list[str]:
    """Return the title of a question and the first of its other wordings."""
    return [page.title, *page.also.splitlines()[:2]]


@lru_cache(maxsize=5_000)
def _vector(encoder: "Encoder", text: str) -> bytes:
    return encoder.encode([text])[0]


def _cosine(one: bytes, other: bytes) -> float:
    # Only with the model is numpy there.
    numpy = import_module("numpy")
    left, right = (numpy.frombuffer(v, numpy.int8).astype(numpy.float32) for v in (one, other))
    norms = float(numpy.linalg.norm(left) * numpy.linalg.norm(right))
    return float(left @ right) / norms if norms else 0.0
