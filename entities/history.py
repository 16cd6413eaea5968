"""The history of topics for readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from entities.documents import EntityDocument, read
from entities.labels import ENTITY_FIELDS
from entities.models.edition import EntityEdition
from entities.topic_page import topic_context
from newsdesk.catalogue.models import Page
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.history.record import PublicEdition
from newsdesk.presentation.listings import Listing

_NOTHING = Listing(cards=(), rows=(), total=0, number=1, last=1, previous=None, next=None)


def _context(
    document: EntityDocument,
    page: Page,
    named: Mapping[str, Page],
    editions: Sequence[PublicEdition],
) -> dict[str, Any]:
    """Return an old topic without the lists of today, which were no part of it."""
    return topic_context(document, page=page, stories=_NOTHING)


HISTORY = History(
    name="topic",
    section="topics",
    editions=EntityEdition,
    fields=ENTITY_FIELDS,
    read=read,
    template="entities/topic.html",
    targets=lambda document: (),
    context=_context,
)
