"""What the catalogue keeps of a FAQ page, told from its editions."""

from collections.abc import Sequence

from django.urls import reverse

from entities.outlet_names import outlet_references
from faqs.documents import FaqDocument, read, tidy
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMerge, FaqMergeStep
from newsdesk.catalogue.entries import Entry, Target, interval, paths_over_time
from newsdesk.catalogue.tags import tag_target
from newsdesk.merging.pointers import Past, merged_at
from newsdesk.pages.editions import withdrawn
from newsdesk.pages.rich_text import plain
from newsdesk.tags.names import spelled

PAST = Past(
    records=FaqMerge,
    steps=FaqMergeStep,
    editions=FaqEdition,
    read=read,
    title="question",
    tidy=tidy,
    spelled=spelled,
)


def path_of(document: FaqDocument) -> str:
    return reverse("question", args=[document.slug])


def entry_of(editions: Sequence[FaqEdition], *, alone: bool = False) -> Entry:
    """Return the catalogue entry that follows from all editions of one FAQ, oldest first.

    What was withdrawn is not found, nor its pictures shown, when the page comes back. Of a page that is
    known to stand `alone` no merge is asked for.
    """
    documents, news = PAST.documents(editions)
    document, told = read(editions[-1]), documents[withdrawn(editions) :]
    item = editions[-1].item_id
    others, former = ([], []) if alone else PAST.known_as(item)
    merged = None if alone else merged_at(FaqMerge, item)
    earlier = (each.question for each in told[:-1] if each.question != document.question)
    entities = (Target(key=key) for key in document.entities)
    tags = (Target(key=tag_target(tag), label=tag) for tag in document.tags)
    return Entry(
        kind="faq",
        key=f"faq:{item}",
        title=document.question,
        summary=plain(document.intro),
        text="\n".join(f"{answer.question}\n{plain(answer.text)}" for answer in document.answers),
        also="\n".join(dict.fromkeys((*others, *former, *earlier))),
        card={"also_asked_as": others},
        references=(*entities, *tags, *outlet_references(document.sources)),
        **paths_over_time(editions, [path_of(read(each)) for each in editions]),
        **interval(editions, merged_at=merged, news=news),
    )
