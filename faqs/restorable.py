"""What of an old FAQ can be restored today."""

from dataclasses import replace

from entities.models.draft import Entity
from entities.restorable import outlets_now, pages_now
from faqs.documents import FaqDocument
from faqs.models.draft import Faq
from newsdesk.workflow.restorable import Restorable, address_now


def restorable(faq: Faq, document: FaqDocument) -> Restorable:
    slug, taken = address_now(faq, document.slug)
    topics, merged = pages_now(Entity, document.entities, path="entities", noun="topic")
    outlets, renamed = outlets_now(
        (f"sources:{source.id}.outlet", source.outlet) for source in document.sources
    )
    sources = tuple(
        replace(source, outlet=outlets.get(f"sources:{source.id}.outlet", ""))
        for source in document.sources
    )
    return Restorable(
        replace(document, slug=slug, entities=topics, sources=sources), taken + merged + renamed
    )
