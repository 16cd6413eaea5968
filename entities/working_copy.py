"""Between an entity's rows and its document, both ways."""

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.models import User

from entities.documents import EntityDocument, Fact
from entities.models.draft import Entity, EntityFact
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import digest
from newsdesk.pages.illustrated import Illustrated
from newsdesk.pages.lines import from_lines, to_lines
from newsdesk.pages.page_rows import read_rows, rows_of
from newsdesk.pages.parts import new_parts, store_new, write_parts

_PLAIN = (
    "kind",
    "name",
    "slug",
    "description",
    "description_source",
    "description_source_url",
    "description_licence",
    "as_of",
    "body",
    "wikidata",
    "official_site",
)
_FACT = ("label", "value", "source", "url")


def image_of(row: Illustrated) -> Image | None:
    """Return the picture of a row as documents carry it."""
    if not row.image.name:
        return None
    return Image(
        name=row.image.name,
        width=row.image_width or 0,
        height=row.image_height or 0,
        alt="" if row.image_decorative else row.image_alt,
        decorative=row.image_decorative,
        caption=row.image_caption,
        credit=row.image_credit,
        focus_x=row.image_focus_x,
        focus_y=row.image_focus_y,
    )


def write_image(image: Image | None, row: Illustrated) -> None:
    """Put a document's picture into the row's fields; the caller saves."""
    row.image = image.name if image else ""
    row.image_width = image.width if image else None
    row.image_height = image.height if image else None
    row.image_alt = image.alt if image else ""
    row.image_decorative = bool(image and image.decorative)
    row.image_caption = image.caption if image else ""
    row.image_credit = image.credit if image else ""
    row.image_focus_x = image.focus_x if image else 50
    row.image_focus_y = image.focus_y if image else 50


def document_of(entity: Entity) -> EntityDocument:
    """Return what a reader would see if the entity were published now. One query at most."""
    return _document(entity, rows_of(entity, EntityFact))


def _document(entity: Entity, facts: Iterable[EntityFact]) -> EntityDocument:
    return EntityDocument(
        **{name: getattr(entity, name) for name in _PLAIN},
        aliases=to_lines(entity.aliases),
        facts=tuple(
            Fact(id=row.uid, **{name: getattr(row, name) for name in _FACT}) for row in facts
        ),
        image=image_of(entity),
    )


def documents_of(entities: Sequence[Entity]) -> list[EntityDocument]:
    """Return the document of each. One query for all, however many; none for rows that were so read."""
    read_rows(entities, EntityFact)
    return [document_of(entity) for entity in entities]


def write_back(document: EntityDocument, entity: Entity, *, actor: User) -> None:
    """Write what has been stored before, however large it is: an undo is never refused."""
    _fill(entity, document)
    entity.save()
    write_parts(entity, "facts", _facts(document))
    store_digest(entity, actor=actor)


def write_new(drafts: Sequence[tuple[Entity, EntityDocument]], *, actor: User) -> None:
    """Store entities that are new, each as its document says, which is one that fits.

    The same number of queries for any number of them: such a document is what is stored, so that nothing
    has to be read back for its digest.
    """
    rows: list[EntityFact] = []
    for entity, document in drafts:
        _fill(entity, document)
        facts = new_parts(EntityFact, entity, _facts(document))
        entity.digest = digest(_document(entity, facts))
        rows += facts
    store_new([entity for entity, _ in drafts], rows, actor=actor)


def _fill(entity: Entity, document: EntityDocument) -> None:
    for name in _PLAIN:
        setattr(entity, name, getattr(document, name))
    entity.aliases = from_lines(document.aliases)
    write_image(document.image, entity)


def _facts(document: EntityDocument) -> Iterator[tuple[str, dict[str, object]]]:
    for fact in document.facts:
        yield fact.id, {name: getattr(fact, name) for name in _FACT}


def store_digest(entity: Entity, *, actor: User) -> None:
    """Remember what the rows say now and that `actor` made them so; call it after every change of them."""
    entity.remember(digest(document_of(entity)), actor=actor)
