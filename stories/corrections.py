"""Every public correction and clarification, of stories, questions and topics alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entities.models.edition import EntityEdition
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.publishing.models import Edition
from stories.models.edition import StoryEdition

KINDS = (Edition.Kind.CORRECTION, Edition.Kind.CLARIFICATION)
_EDITIONS: dict[str, Any] = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `key` never changes, `label` says whether it corrects or clarifies."""

    key: str
    label: str
    note: str
    at: datetime
    page: Page


def notices() -> list[Notice]:
    """Return all notes on pages that readers can see, the newest first. Five queries at most."""
    rows = [
        (at, f"{kind}:{item}", number, label, note)
        for kind, editions in _EDITIONS.items()
        for at, item, number, label, note in editions.objects.filter(kind__in=KINDS)
        .exclude(note="")
        .values_list("at", "item_id", "number", "kind", "note")
    ]
    pages = pages_for(key for _, key, *_ in rows)
    return [
        Notice(
            key=f"{key}:{number}", label=Edition.Kind(kind).label, note=note, at=at, page=pages[key]
        )
        for at, key, number, kind, note in sorted(rows, reverse=True)
        if key in pages
    ]
