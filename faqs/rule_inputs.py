"""The findings of the gate for FAQs as they are in the database, many at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils import timezone

from entities.models.draft import Entity
from faqs import working_copy
from faqs.documents import FaqDocument
from faqs.models.draft import Faq
from faqs.rules import About, problems
from newsdesk.comments.rules import and_queries
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Findings, Problem


def judge(faq: Faq, document: FaqDocument) -> Findings:
    """Return what the gate finds in a document of `faq`, its open queries included. Three queries."""
    found = findings({faq.key: document})[faq.key]
    named = replace(found, warnings=(*found.warnings, *_twins(faq, document)))
    return and_queries(named, faq.key, whole="question")


def _twins(faq: Faq, document: FaqDocument) -> Iterator[Problem]:
    """Yield a warning for a FAQ that asks the very same: it may, but somebody has to mean it."""
    others = Faq.objects.filter(discarded=False, merged_into=None).exclude(pk=faq.pk)
    for other in called(document.question, others)[:3]:
        message = f"Another FAQ asks the same: “{other}”."
        yield Problem("question", message, "same-question", str(other.pk))


def findings_of(faq: Faq) -> Findings:
    """Return what the gate finds in the working copy."""
    return judge(faq, working_copy.document_of(faq))


def findings(documents: Mapping[str, FaqDocument]) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. One query for all."""
    keys = {key for document in documents.values() for key in document.entities}
    rows = Entity.objects.filter(pk__in=numbers("entity", keys), confirmed=False)
    about = About(
        today=timezone.localdate(),
        unconfirmed={
            f"entity:{pk}": name or "without a name"
            for pk, name in rows.filter(merged_into=None).values_list("pk", "name")
        },
    )
    return {key: problems(document, about) for key, document in documents.items()}
