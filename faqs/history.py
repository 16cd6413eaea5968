"""The history of questions for readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from faqs.documents import FaqDocument, read
from faqs.labels import FAQ_FIELDS
from faqs.models.edition import FaqEdition
from faqs.question_page import question_context
from newsdesk.catalogue.models import Page
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.history.record import PublicEdition


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
    fields=FAQ_FIELDS,
    read=read,
    template="faqs/question.html",
    targets=lambda document: document.entities,
    context=_context,
)
