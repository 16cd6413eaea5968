"""The base of questions as this process holds it to search in: vectors or words, and the names it knows.

It follows the rows of FaqVector; what another process wrote is read before the next search.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils import timezone

from entities.models.draft import Entity
from faqs.documents import Answer, FaqDocument
from faqs.duplicate_review.findings import name_of
from faqs.duplicates.candidates import Base
from faqs.duplicates.names import Lexicon
from faqs.duplicates.questions import Question, question_of
from faqs.duplicates.score import BANDS, Bands
from faqs.duplicates.words import WordIndex
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicateBands, FaqVector
from newsdesk.meaning.model_status import meaning
from newsdesk.pages.rich_text import plain

if TYPE_CHECKING:
    from newsdesk.meaning.vectors import VectorIndex

# A transaction may commit later than the time that it wrote; no writer here takes longer.
OVERLAP = timedelta(minutes=2)
# Names are learnt from the newest texts; every known entity counts anyway.
TEXTS_TO_LEARN_FROM = 2_000
LOADED_AT_ONCE = 2_000


class _Memory:
    """One a process. `vectors` hold the questions where there is a model, else `titles` do."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.vectors: VectorIndex | None = None
        self.titles = WordIndex()
        self.model: tuple[str, int] | None = None
        self.read_until: datetime | None = None
        self.lexicon = Lexicon()
        self.entities: dict[str, object] = {}


_memory = _Memory()


def forget() -> None:
    """Drop everything, so that the next search reads it anew."""
    global _memory
    _memory = _Memory()


def current_model() -> tuple[str, int]:
    """Return name and version of the encoder in use; ("", 0) for words alone."""
    encoder = meaning().encoder
    return (encoder.name, encoder.version) if encoder else ("", 0)


def current_bands() -> Bands:
    """Return the bands that were last stored, or the detector's own. One query."""
    stored = DuplicateBands.objects.first()
    return Bands(stored.likely, stored.possible, stored.weights) if stored else BANDS


def base() -> Base:
    """Return the base as it is now: four queries, and one more for each generation of new names."""
    encoder = meaning().encoder
    with _memory.lock:
        _follow(_memory)
        _learn(_memory)
    return Base(
        look_up=questions,
        vectors=_memory.vectors if encoder else None,
        encoder=encoder,
        titles=None if encoder else _memory.titles,
        lexicon=_memory.lexicon,
        bands=current_bands(),
    )


def lexicon() -> Lexicon:
    """Return the names that are known. One query, and two more where topics have changed."""
    with _memory.lock:
        _learn(_memory)
        return _memory.lexicon


def questions(names: Sequence[str]) -> Mapping[str, Question]:
    """Return the questions of FAQs that stand alone, by the detector's names. Two queries."""
    rows = Faq.objects.filter(pk__in=[int(name) for name in names], discarded=False)
    rows = rows.filter(merged_into=None).prefetch_related("answers")
    return {name_of(faq.pk): question(faq) for faq in rows}


def question(faq: Faq) -> Question:
    """Return what the detector compares of a FAQ: its working copy."""
    answers = tuple(
        Answer(id=row.uid, question=row.question, text=row.text) for row in faq.answers.all()
    )
    said = FaqDocument(question=faq.question, intro=faq.intro, answers=answers)
    return question_of(name_of(faq.pk), said)


def _follow(memory: _Memory) -> None:
    """Bring the index in line with the rows that were written since it was last read."""
    model = current_model()
    if memory.model != model:
        memory.vectors = _no_vectors() if model[0] else None
        memory.titles, memory.model, memory.read_until = WordIndex(), model, None
    rows = FaqVector.objects.filter(encoder=model[0], version=model[1])
    if memory.read_until:
        rows = rows.filter(compared_at__gte=memory.read_until - OVERLAP)
    now = timezone.now()
    wanted = "components" if model[0] else "faq__question"
    for key, value in rows.values_list("faq", wanted).iterator(chunk_size=LOADED_AT_ONCE):
        if memory.vectors is not None:
            memory.vectors.put(name_of(key), bytes(value))
        else:
            memory.titles.put(name_of(key), value)
    memory.read_until = now


def _no_vectors() -> "VectorIndex":
    # Only with the model is numpy there to hold vectors in.
    index: VectorIndex = import_module("newsdesk.meaning.vectors").VectorIndex()
    return index


def _learn(memory: _Memory) -> None:
    """Read the names again where entities have changed."""
    state = Entity.objects.aggregate(count=Count("pk"), newest=Max("changed_at"))
    if memory.entities == state:
        return
    rows = Entity.objects.filter(discarded=False).values_list("pk", "name", "aliases")
    known = [
        (name.strip(), f"entity:{key}")
        for key, own, aliases in rows
        for name in (own, *aliases.splitlines())
        if name.strip()
    ]
    newest = Faq.objects.order_by("-pk").values_list("intro", flat=True)[:TEXTS_TO_LEARN_FROM]
    memory.lexicon = Lexicon(known, (plain(text) for text in newest))
    memory.entities = state
