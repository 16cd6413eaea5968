"""The findings of the gate for FAQs as they are in the database, many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import timezone

from entities.models.draft import Entity
from faqs import working_copy
from faqs.documents import FaqDocument
from faqs.duplicate_review import same_question
from faqs.models.draft import Faq
from faqs.rules import About, problems
from newsdesk.comments.rules import and_queries
from newsdesk.pages.documents import as_data
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Findings, Problem
from newsdesk.rules.import_doubts import and_doubts


def judge(faq: Faq, document: FaqDocument) -> Findings:
    """Return what the gate finds in a document of `faq`, its open queries included. A dozen queries."""
    return judge_many([(faq, document)])[0]


def judge_many(drafts: Sequence[tuple[Faq, FaqDocument]]) -> list[Findings]:
    """Return the same of each page with a document of its. A dozen queries for all."""
    found = findings({faq.key: document for faq, document in drafts})
    others = Faq.objects.filter(discarded=False, merged_into=None)
    named = called({document.question for _, document in drafts}, others)
    shown = same_question.findings_of(drafts)
    for (faq, document), same in zip(drafts, shown, strict=True):
        known = {problem.words for problem in same.blocking}
        twins = [o for o in named[document.question] if o.pk != faq.pk and str(o.pk) not in known]
        own = found[faq.key]
        found[faq.key] = Findings(
            (*own.blocking, *same.blocking),
            (*own.warnings, *_twins(twins[:3]), *same.warnings),
        )
    found = and_queries(found, whole="question")
    return [found[faq.key] for faq, _ in drafts]


def _twins(others: Iterable[Faq]) -> Iterator[Problem]:
    """Yield a warning for a draft that asks the very same: it may, but somebody has to mean it."""
    for other in others:
        message = f"Another FAQ asks the same: “{other}”."
        yield Problem("question", message, "same-question", str(other.pk))


def findings_of(faq: Faq) -> Findings:
    """Return what the gate finds in the working copy."""
    return judge(faq, working_copy.document_of(faq))


def findings(documents: Mapping[str, FaqDocument]) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. Two queries for all."""
    keys = {key for document in documents.values() for key in document.entities}
    rows = Entity.objects.filter(pk__in=numbers("entity", keys), confirmed=False)
    about = About(
        today=timezone.localdate(),
        unconfirmed={
            f"entity:{pk}": name or "without a name"
            for pk, name in rows.filter(merged_into=None).values_list("pk", "name")
        },
    )
    found = {key: problems(document, about) for key, document in documents.items()}
    return and_doubts(found, lambda key: as_data(documents[key]), whole="question")
