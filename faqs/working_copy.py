"""Between a FAQ's rows and its document, both ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.contrib.auth.models import User
from taggit.models import Tag

from entities.models.outlet import Outlet
from entities.outlets import outlets_named
from faqs.documents import Answer, FaqDocument, Source
from faqs.models.draft import Faq, FaqAnswer, FaqEntity, FaqSource
from newsdesk.pages.documents import digest
from newsdesk.pages.keys import numbers
from newsdesk.pages.page_rows import read_rows, rows_of
from newsdesk.pages.parts import Ordered, new_links, new_parts, store_new, write_links, write_parts
from newsdesk.tags.addresses import tags_named


def document_of(faq: Faq) -> FaqDocument:
    """Return what a reader would see if the FAQ were published now. Four queries at most."""
    return _document(
        faq,
        rows_of(faq, FaqAnswer),
        rows_of(faq, FaqSource, "outlet"),
        rows_of(faq, FaqEntity),
        (tag.name for tag in rows_of(faq, Tag)),
    )


def documents_of(faqs: Sequence[Faq]) -> list[FaqDocument]:
    """Return the document of each. Four queries for all, however many; none for rows that were so read."""
    read_rows(faqs, FaqAnswer)
    read_rows(faqs, FaqSource, "outlet")
    read_rows(faqs, FaqEntity)
    read_rows(faqs, Tag)
    return [document_of(faq) for faq in faqs]


def _document(
    faq: Faq,
    answers: Iterable[FaqAnswer],
    sources: Iterable[FaqSource],
    entities: Iterable[FaqEntity],
    tags: Iterable[str],
) -> FaqDocument:
    return FaqDocument(
        question=faq.question,
        slug=faq.slug,
        intro=faq.intro,
        answers=tuple(Answer(id=row.uid, question=row.question, text=row.text) for row in answers),
        sources=tuple(_source(row) for row in sources),
        entities=tuple(f"entity:{row.entity_id}" for row in entities),
        tags=tuple(sorted(tags)),
    )


def write_back(document: FaqDocument, faq: Faq, *, actor: User) -> None:
    """Write what has been stored before, however large it is: an undo is never refused."""
    _fill(faq, document)
    had_tags = faq.pk is not None
    faq.save()
    write_parts(faq, "answers", _answers(document))
    outlets = outlets_named(source.outlet for source in document.sources)
    write_parts(faq, "sources", _sources(document, outlets))
    write_links(faq, "entity_rows", "entity_id", numbers("entity", document.entities))
    if document.tags or had_tags:
        faq.tags.set(document.tags)
    store_digest(faq, actor=actor)


def write_new(drafts: Sequence[tuple[Faq, FaqDocument]], *, actor: User) -> None:
    """Store FAQs that are new, each as its document says, which is one that fits.

    The same number of queries for any number of them, tags apart: such a document is what is stored, so
    that nothing has to be read back for its digest.
    """
    outlets = outlets_named(source.outlet for _, each in drafts for source in each.sources)
    rows: list[Ordered] = []
    for faq, document in drafts:
        _fill(faq, document)
        answers = new_parts(FaqAnswer, faq, _answers(document))
        sources = new_parts(FaqSource, faq, _sources(document, outlets))
        topics = new_links(FaqEntity, faq, "entity_id", numbers("entity", document.entities))
        tags = {tag.name for tag in tags_named(document.tags).values()}
        faq.digest = digest(_document(faq, answers, sources, topics, tags))
        rows += [*answers, *sources, *topics]
    store_new([faq for faq, _ in drafts], rows, actor=actor)
    for faq, document in drafts:
        if document.tags:
            faq.tags.set(document.tags)


def _fill(faq: Faq, document: FaqDocument) -> None:
    for name in ("question", "slug", "intro"):
        setattr(faq, name, getattr(document, name))


def _answers(document: FaqDocument) -> Iterator[tuple[str, dict[str, object]]]:
    for answer in document.answers:
        yield answer.id, {"question": answer.question, "text": answer.text}


def _sources(
    document: FaqDocument, outlets: Mapping[str, Outlet]
) -> Iterator[tuple[str, dict[str, object]]]:
    for source in document.sources:
        values = {"title": source.title, "url": source.url, "published": source.published}
        yield source.id, values | {"outlet": outlets.get(source.outlet)}


def store_digest(faq: Faq, *, actor: User) -> None:
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
