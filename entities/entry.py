"""What the catalogue keeps of an entity, told from its editions."""

from collections.abc import Sequence

from django.urls import reverse

from entities.documents import KINDS, EntityDocument, read
from entities.models.edition import EntityEdition
from entities.models.merge import EntityMerge, EntityMergeStep
from entities.same_as import same_as
from newsdesk.catalogue.entries import Entry, interval, paths_over_time
from newsdesk.merging.pointers import Past, merged_at
from newsdesk.pages.document_image import image_data
from newsdesk.pages.editions import withdrawn
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.images import shown_in

PAST = Past(
    records=EntityMerge, steps=EntityMergeStep, editions=EntityEdition, read=read, title="name"
)


def path_of(document: EntityDocument) -> str:
    return reverse("topic", args=[document.slug])


def entry_of(editions: Sequence[EntityEdition], *, alone: bool = False) -> Entry:
    """Return the catalogue entry that follows from all editions of one entity, oldest first.

    What was withdrawn is not found, nor its pictures shown, when the page comes back. Of a page that is
    known to stand `alone` no merge is asked for.
    """
    documents, news = PAST.documents(editions)
    document, told = read(editions[-1]), documents[withdrawn(editions) :]
    item = editions[-1].item_id
    others, former = ([], []) if alone else PAST.known_as(item)
    merged = None if alone else merged_at(EntityMerge, item)
    earlier = (each.name for each in told[:-1] if each.name != document.name)
    return Entry(
        kind="entity",
        key=f"entity:{item}",
        title=document.name,
        summary=document.description,
        text=plain(document.body),
        also="\n".join(dict.fromkeys((*document.aliases, *others, *former, *earlier))),
        card={
            "kind": KINDS[document.kind],
            "image": image_data(document.image),
            "also_known_as": others,
            "same_as": list(same_as(document.wikidata, document.official_site)),
        },
        references=shown_in(*(each.image for each in reversed(told))),
        **paths_over_time(editions, [path_of(read(each)) for each in editions]),
        **interval(editions, merged_at=merged, news=news),
    )
