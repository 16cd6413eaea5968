"""Comparing FAQs with the base: one that was saved, those that are behind, or all with all.

A FAQ is behind when its working copy, or the model, is another than the one that was compared; that is
a query, so nothing is lost when a process dies, and any other one can go on.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db.models import Exists, OuterRef

from faqs.duplicate_review import question_index
from faqs.duplicate_review.findings import finding_of, name_of
from faqs.duplicate_review.pairs import (
    UNDECIDED,
    Sides,
    record,
    record_of,
    regroup,
    retire_all_but,
)
from faqs.duplicates.candidates import between, candidates, full_scan
from faqs.duplicates.questions import Question
from faqs.duplicates.score import APART
from faqs.models.draft import Faq
from faqs.models.duplicate_review import LAST, DuplicatePair, FaqVector
from newsdesk.meaning.model_status import meaning
from newsdesk.pages.models import WorkingCopyQuerySet

logger = logging.getLogger("newsdesk.judging")

# How many a page of the desk brings up to date before it is shown; more wait for `scan_duplicates`.
AT_ONCE = 40
BATCH = 200
PAIRS_AT_ONCE = 500

Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")


def quiet(what: str, done: int, of: int) -> None:
    """Report nothing."""


def behind() -> WorkingCopyQuerySet:
    """Return the FAQs that have not been compared as they are now. Tombstones and discarded take no part."""
    name, version = question_index.current_model()
    rows = Faq.objects.filter(merged_into=None, discarded=False).exclude(question="")
    known = FaqVector.objects.filter(document=OuterRef("digest"), encoder=name, version=version)
    # Asked of each FAQ that is wanted, and not of all.
    return rows.filter(~Exists(known.filter(faq=OuterRef("pk")))).order_by("pk")


def compare(*keys: int) -> int:
    """Compare some FAQs with the base and keep the pairs that are found. Returns how many FAQs."""
    faqs = list(behind().filter(pk__in=keys).prefetch_related("answers"))
    _compare(faqs)
    return len(faqs)


def catch_up(limit: int = AT_ONCE) -> int:
    """Compare what is behind, at most `limit`; return how many are behind still."""
    faqs = list(behind().prefetch_related("answers")[:limit])
    if not faqs:
        return 0
    _compare(faqs)
    return behind().count() if len(faqs) == limit else 0


def scan(progress: Progress = quiet) -> int:
    """Compare all with all and fill the queue; return how many pairs it holds. Can be repeated at will."""
    encode_all(progress)
    found = full_scan(question_index.base())
    findings = [finding_of(pair) for pair in found.pairs]
    kept = 0
    for batch in _batches(findings, PAIRS_AT_ONCE):
        record(batch)
        kept += len(batch)
        progress("pairs", kept, len(findings))
    if found.complete:
        sides = {(each.left, each.right) for each in findings}
        retire_all_but(sides | _below(sides))
    regroup()
    return kept


def _below(found: set[Sides]) -> set[Sides]:
    """Return the pairs of the queue that no scan finds, since the model takes them for unlike, and that are
    worth a look all the same, as they were when one of the two was compared.
    """
    base = question_index.base()
    waiting = DuplicatePair.objects.in_state(*UNDECIDED).filter(urgency__lte=LAST)
    low = waiting.filter(score__lt=base.bands.possible).values_list("left", "right")
    sides = [(name_of(left), name_of(right)) for left, right in low if (left, right) not in found]
    known = base.look_up(sorted({key for pair in sides for key in pair}))
    pairs = [(known[a], known[b]) for a, b in sides if a in known and b in known]
    return {(int(p.left), int(p.right)) for p in between(pairs, base) if p.band != APART}


def encode_all(progress: Progress = quiet) -> None:
    """Make the vectors of all that is behind, a batch a transaction."""
    waiting = list(behind().values_list("pk", flat=True))
    done = 0
    for keys in _batches(waiting, BATCH):
        _encode(Faq.objects.filter(pk__in=keys).prefetch_related("answers"))
        done += len(keys)
        progress("questions", done, len(waiting))


def text_digest(question: Question) -> str:
    """Return the digest of what a FAQ asks and answers: what a verdict is about."""
    parts = [question.title, *(f"{p.question}\n{p.text}" for p in question.passages)]
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()


def _compare(faqs: list[Faq]) -> None:
    asked = _encode(faqs)
    base = question_index.base()
    for key, question in asked.items():
        record_of(key, [finding_of(pair) for pair in candidates(question, base)])


def _encode(faqs: Iterable[Faq]) -> dict[int, Question]:
    """Write what each FAQ says now, as a vector; return the questions by key."""
    pages = {faq.pk: faq for faq in faqs}
    asked = {key: question_index.question(faq) for key, faq in pages.items()}
    name, version = question_index.current_model()
    vectors = dict(zip(asked, _vectors([q.title for q in asked.values()]), strict=True))
    FaqVector.objects.bulk_create(
        (
            FaqVector(
                faq_id=key,
                text=text_digest(question),
                document=pages[key].digest,
                encoder=name,
                version=version,
                components=vectors[key],
            )
            for key, question in asked.items()
        ),
        update_conflicts=True,
        unique_fields=["faq"],
        update_fields=["text", "document", "encoder", "version", "components", "compared_at"],
    )
    return asked


def _vectors(titles: list[str]) -> Iterator[bytes]:
    encoder = meaning().encoder
    yield from encoder.encode(titles) if encoder else (b"" for _ in titles)


def _batches(items: list[Item], size: int) -> Iterator[list[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
