"""Between a FAQ's rows and its document, both ways."""

from typing import Any

from entities.outlets import outlets_named
from faqs.documents import Answer, FaqDocument, Source
from faqs.models.draft import Faq, FaqSource
from newsdesk.pages.documents import digest
from newsdesk.pages.keys import numbers
from newsdesk.pages.parts import write_links, write_parts


def document_of(faq: Faq) -> FaqDocument:
    """Return what a reader would see if the FAQ were published now. Four queries."""
    return FaqDocument(
        question=faq.question,
        slug=faq.slug,
        intro=faq.intro,
        answers=tuple(
            Answer(id=row.uid, question=row.question, text=row.text) for row in faq.answers.all()
        ),
        sources=tuple(_source(row) for row in faq.sources.select_related("outlet")),
        entities=tuple(f"entity:{row.entity_id}" for row in faq.entity_rows.all()),
        tags=tuple(sorted(tag.name for tag in faq.tags.all())),
    )


def write_back(document: FaqDocument, faq: Faq, *, actor: Any) -> None:
    """Write what has been stored before, however large it is: an undo is never refused."""
    for name in ("question", "slug", "intro"):
        setattr(faq, name, getattr(document, name))
    had_tags = faq.pk is not None
    faq.save()
    write_parts(
        faq.answers, ((a.id, {"question": a.question, "text": a.text}) for a in document.answers)
    )
    outlets = outlets_named(source.outlet for source in document.sources)
    write_parts(
        faq.sources,
        (
            (
                source.id,
                {
                    "title": source.title,
                    "url": source.url,
                    "outlet": outlets.get(source.outlet),
                    "published": source.published,
                },
            )
            for source in document.sources
        ),
    )
    write_links(faq.entity_rows, "entity_id", numbers("entity", document.entities))
    if document.tags or had_tags:
        faq.tags.set(document.tags)
    store_digest(faq, actor=actor)


def store_digest(faq: Faq, *, actor: Any) -> None:
    """Remember what the rows say now and that `actor` made them so; call it after every change of them."""
    faq.remember(digest(document_of(faq)), actor=actor)


def _source(row: FaqSource) -> Source:
    return Source(
        id=row.uid,
        title=row.title,
        url=row.url,
        outlet=row.outlet.name if row.outlet else "",
        published=row.published,
    )
