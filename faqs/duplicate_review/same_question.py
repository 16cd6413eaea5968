"""Whether readers are asked the same question by another FAQ: what the publishing checks say of that.

A title that another page has, but for case, accents, spaces and punctuation, blocks, be that page public,
under embargo, scheduled or about to be published together with this one. A pair that is likely the same
warns, until a moderator says that the two differ or are variants. Drafts that nobody publishes do neither
here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from faqs.documents import FaqDocument
from faqs.duplicate_review import question_index
from faqs.duplicate_review.comparison import behind
from faqs.duplicate_review.findings import name_of
from faqs.duplicate_review.messages import PERMISSION
from faqs.duplicates.candidates import likely
from faqs.duplicates.questions import MAX_TITLE, Question
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.catalogue.models import Page
from newsdesk.pages.clock import in_words
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Findings, Problem, Remedy
from newsdesk.text.names_and_words import sentence_key

Draft = tuple[Faq, FaqDocument]
State = DuplicatePair.State
SHOWN = 3
# Any number that no other lock of this database has.
_LOCK = 20_460_001


class PublicQuestion(NamedTuple):
    """A question that readers are asked by a FAQ of this key, or will be, from `since` on; None for one
    that is published together with the page in question.
    """

    faq: int
    question: str
    since: datetime | None

    def __str__(self) -> str:
        if self.since is None:
            return f"“{self.question}”, which is published with it"
        if self.since > timezone.now():
            return f"“{self.question}”, which appears on {in_words(self.since)}"
        return f"“{self.question}”, which readers see"


@dataclass(frozen=True, slots=True)
class _Likely:
    """Two FAQs that are likely the same; `pair` is their row, where there is one."""

    faq: int
    other: int
    pair: DuplicatePair | None


def findings_of(drafts: Sequence[Draft]) -> list[Findings]:
    """Return what blocks and what warns of each, in their order. Half a dozen queries for all.

    In a transaction nobody else is let through with the same question until it ends.
    """
    _hold()
    titles = _same_titles(drafts)
    alike = _alike(drafts)
    told = _asked({each.other for each in alike}, drafts)
    found = []
    for faq, document in drafts:
        same = titles[faq.pk]
        known = {each.faq for each in same}
        near = [e for e in alike if e.faq == faq.pk and e.other in told and e.other not in known]
        found.append(
            Findings(
                tuple(_identical(faq, each) for each in same[:SHOWN]),
                tuple(_probable(document, told[each.other], each) for each in near[:SHOWN]),
            )
        )
    return found


def _hold() -> None:
    """Let deeds that are to show a question pass one after the other. On SQLite all transactions do."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _same_titles(drafts: Sequence[Draft]) -> dict[int, list[PublicQuestion]]:
    """Return the other pages with the very title of each draft."""
    keys = {faq.pk: sentence_key(document.question) for faq, document in drafts}
    rows = Page.objects.of_kind("faq").to_see().titled(*(d.question for _, d in drafts))
    shown = _standing_alone(rows.order_by("visible_from"))
    with_it = [PublicQuestion(faq.pk, document.question, None) for faq, document in drafts]
    found: dict[int, list[PublicQuestion]] = {}
    for key, title in keys.items():
        same = {
            each.faq: each
            for each in (*with_it, *reversed(shown))
            if title and each.faq != key and sentence_key(each.question) == title
        }
        found[key] = list(same.values())
    return found


def _standing_alone(pages: Iterable[Page]) -> list[PublicQuestion]:
    """Return what pages ask, without those that are being merged away. One query where there are any."""
    asked = [(page, key) for page in pages for key in numbers("faq", [page.key])]
    if not asked:
        return []
    keys = {key for _, key in asked}
    alone = set(
        Faq.objects.filter(pk__in=keys, merged_into=None, discarded=False).values_list(
            "pk", flat=True
        )
    )
    return [
        PublicQuestion(key, page.title, page.visible_from) for page, key in asked if key in alone
    ]


def _alike(drafts: Sequence[Draft]) -> list[_Likely]:
    """Return the pairs with a draft that are likely the same and that no moderator has settled.

    What has been compared as it stands is read; the others are compared now, and nothing is written.
    """
    stale = set(behind().filter(pk__in=[faq.pk for faq, _ in drafts]).values_list("pk", flat=True))
    asked = [
        Question(name_of(faq.pk), document.question)
        for faq, document in drafts
        if document.question and (faq.pk in stale or document.question != faq.question)
    ]
    fresh = {int(question.key) for question in asked}
    pairs = [
        (int(left), int(right))
        for left, right in (likely(asked, question_index.base()) if asked else ())
    ]
    stored = _stored([faq.pk for faq, _ in drafts], pairs)
    found = [
        (left, right)
        for (left, right), pair in stored.items()
        if pair.band == DuplicatePair.Band.LIKELY and not {left, right} & fresh
    ]
    titles = {faq.pk: document.question for faq, document in drafts}
    return [
        _Likely(one, other, pair)
        for two in dict.fromkeys((*found, *pairs))
        if not ((pair := stored.get(two)) and _is_settled(pair, titles))
        for one, other in (two, two[::-1])
        if one in titles
    ]


def _stored(
    drafts: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], DuplicatePair]:
    """Return the rows of likely pairs with one of `drafts`, and of `pairs`. One query."""
    rows = DuplicatePair.objects.standing_alone().of(*drafts).select_related("left", "right")
    wanted = Q(band=DuplicatePair.Band.LIKELY, state__in=(State.OPEN, State.SKIPPED, State.SAME))
    for left, right in pairs:
        wanted |= Q(left=left, right=right)
    return {(pair.left_id, pair.right_id): pair for pair in rows.filter(wanted)}


def _is_settled(pair: DuplicatePair, titles: Mapping[int, str]) -> bool:
    """Tell whether what a moderator said of a pair holds for these questions."""
    if pair.state != State.DIFFERENT:
        return pair.state == State.VARIANT
    sides = ((pair.left, "left_title"), (pair.right, "right_title"))
    return all(
        titles.get(faq.pk, faq.question)[:MAX_TITLE]
        == "".join(text for text, _ in pair.signals.get(name, ()))
        for faq, name in sides
    )


def _asked(keys: set[int], drafts: Sequence[Draft]) -> dict[int, PublicQuestion]:
    """Return what each of some FAQs asks readers now, or will; those that nobody is to see are left out. One
    query.
    """
    if not keys:
        return {}
    pages = Page.objects.of_kind("faq").to_see().filter(key__in=[f"faq:{key}" for key in keys])
    shown = {each.faq: each for each in _standing_alone(pages.order_by("-visible_from"))}
    with_it = {f.pk: PublicQuestion(f.pk, d.question, None) for f, d in drafts if f.pk in keys}
    return with_it | shown


def _identical(faq: Faq, other: PublicQuestion) -> Problem:
    message = f"Another FAQ asks the same: {other}. Merge the two, or ask something else."
    return Problem(
        "question", message, "same-question-shown", str(other.faq), tuple(_merge(faq.pk, other))
    )


def _probable(document: FaqDocument, other: PublicQuestion, found: _Likely) -> Problem:
    """Return the warning of a likely duplicate. It is asked anew once either question changes."""
    said = "was found to ask" if found.pair and found.pair.state == State.SAME else "likely asks"
    message = f"Another FAQ {said} the same: {other}."
    words = f"{other.faq} {sentence_key(document.question)} {sentence_key(other.question)}"
    ways_out = (*_merge(found.faq, other), *_decide(found.pair))
    return Problem("question", message, "likely-duplicate", words, ways_out)


def _merge(key: int, other: PublicQuestion) -> Iterator[Remedy]:
    query = urlencode([("faq", key), ("faq", other.faq)])
    address = f"{reverse('admin:faqs_duplicatepair_merge')}?{query}"
    yield Remedy("Merge them", address, PERMISSION)


def _decide(pair: DuplicatePair | None) -> Iterator[Remedy]:
    if pair is not None and pair.state != State.SAME:
        address = f"{reverse('admin:faqs_duplicatepair_changelist')}?pair={pair.pk}"
        yield Remedy("Link them as variants", address, PERMISSION)
        yield Remedy("They differ, because …", address, PERMISSION)
