"""What a reader's question becomes: a row, or one more on the counter of a row. Public code writes here.

The one thing that readers can write in this app; it changes nothing that is published.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions.wording import fingerprint, nearly_the_same
from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.catalogue.models import Page

# How many waiting questions are compared by likeness: the newest ones, in which repetitions stand.
COMPARED = 200


def receive(text: str, *, path: str = "", counts: bool = True) -> AskedQuestion:
    """Keep a question that was asked on the page at `path`, and return its row.

    The same question, or nearly the same, raises `times` and keeps its number; one that does not count,
    since its sender has asked it before, only keeps its number. At most six queries.
    """
    mark = fingerprint(text)
    now = timezone.now()
    known = AskedQuestion.objects.filter(fingerprint=mark).first() or _like(text)
    if known is None:
        page = _key_at(path)
        try:
            with transaction.atomic():
                return AskedQuestion.objects.create(
                    text=text, fingerprint=mark, page=page, received_at=now, last_asked_at=now
                )
        except IntegrityError:  # Somebody asked the same at the same moment.
            known = AskedQuestion.objects.get(fingerprint=mark)
    if counts:
        again = AskedQuestion.objects.filter(pk=known.pk)
        again.update(times=F("times") + 1, last_asked_at=now)
    return known


def times_asked(texts: Iterable[str]) -> dict[str, int]:
    """Return how many readers have asked each of these questions and wait for an answer; one query, none for
    no question.
    """
    marks = {text: fingerprint(text) for text in texts if text}
    if not marks:
        return {}
    times = dict(_TIMES.rows(marks=sorted(set(marks.values()))))
    return {text: times[mark] for text, mark in marks.items() if mark in times}


class _Times(NamedTuple):
    fingerprint: str
    times: int


_TIMES = CompiledValues(
    AskedQuestion,
    _Times,
    lambda marks: (
        AskedQuestion.objects.open()
        .filter(fingerprint__in=marks)
        .values_list("fingerprint", "times")
    ),
)


def _like(text: str) -> AskedQuestion | None:
    waiting = AskedQuestion.objects.open().order_by("-pk")[:COMPARED]
    return next((each for each in waiting if nearly_the_same(text, each.text)), None)


def _key_at(path: str) -> str:
    """Return the key of a page that readers can see, or "": the path is what somebody sent."""
    if not path:
        return ""
    return Page.objects.visible().filter(path=path).values_list("key", flat=True).first() or ""
