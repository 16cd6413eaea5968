"""The history of questions for readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from entities.history.pages import History
from entities.history.record import PublicEdition
from faqs.documents import FaqDocument, read
from faqs.labels import FAQ
from faqs.models.edition import FaqEdition
from faqs.rendering import question_context
from newsdesk.catalogue.models import Page


def _context(
    document: FaqDocument,
    page: Page,
    named: Mapping[str, Page],
    editions: Sequence[PublicEdition],
) -> dict[str, Any]:
    return question_context(document, page=page, topics=list(named.values()))


HISTORY = History(
    name="question",
    section="questions",
    editions=FaqEdition,
    fields=FAQ,
    read=read,
    template="faqs/question.html",
    targets=lambda document: document.entities,
    context=_context,
)
