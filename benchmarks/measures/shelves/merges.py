"""What was merged in a library: one question in a hundred, one topic in fifty, one tag in twenty."""

from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from benchmarks.measures.bulk import load
from benchmarks.measures.library import DAY
from benchmarks.measures.shelves.catalogue import Catalogue
from benchmarks.measures.shelves.written import tag_slug
from entities.models.merge import EntityMerge
from faqs.models.merge import FaqMerge
from newsdesk.catalogue import shown
from newsdesk.catalogue.models import Merged, Name, Page, Reference
from newsdesk.tags.models import TagMerge
from newsdesk.text.slugs import slug_of


def merge(catalogue: Catalogue) -> None:
    """Merge one question in a hundred, one topic in fifty and one tag in twenty into that before it."""
    library = catalogue.library
    now = library.now
    record = {"actor_id": 1, "at": now - DAY, "reason": "The same."}
    stones = []
    for kind, model, start, step in (
        ("faq", FaqMerge, 60, 100),
        ("entity", EntityMerge, 30, 50),
    ):
        gone = range(start, library.number[kind], step)
        stones += [(f"{kind}:{n + 1}", f"{kind}:{n}", "") for n in gone]
        load(
            model,
            (record | {"loser_id": n + 1, "survivor_id": n, "taken": {}} for n in gone),
        )
        model.loser.field.related_model.objects.filter(pk__in=[n + 1 for n in gone]).update(
            merged_into=F("pk") - 1
        )
        _show_merged(catalogue, kind, gone, now - DAY)
    tags = range(20, library.tags, 20)
    stones += [
        (f"tag:{tag_slug(library, n)}", f"tag:{tag_slug(library, n - 1)}", library.tag(n - 1))
        for n in tags
    ]
    load(TagMerge, (record | {"loser_id": n + 1, "survivor_id": n} for n in tags))
    load(Merged, ({"key": key, "into": into, "title": title} for key, into, title in stones))
    shown.lead()
    of_page = Page.objects.filter(pk=OuterRef("page")).values("visible_until")
    gone = Page.objects.filter(key__in=[key for key, *_ in stones])
    Reference.objects.filter(page__in=gone).update(visible_until=Subquery(of_page))


def _show_merged(catalogue: Catalogue, kind: str, gone: range, at: datetime) -> None:
    """Let the survivors tell what the others were called, and the others be gone."""
    told = "also_asked_as" if kind == "faq" else "also_known_as"
    wanted = [f"{kind}:{n + i}" for n in gone for i in (0, 1)]
    pages = {page.key: page for page in Page.objects.filter(key__in=wanted).defer("text")}
    for n in gone:
        survivor, loser = pages[f"{kind}:{n}"], pages[f"{kind}:{n + 1}"]
        survivor.card[told], survivor.also = [loser.title], loser.title
        loser.visible_until = at
    Page.objects.bulk_update(pages.values(), ["card", "also", "visible_until"], batch_size=500)
    if kind == "entity":
        names = ((catalogue.page_key(kind, n - 1), pages[f"{kind}:{n + 1}"].title) for n in gone)
        load(Name, ({"page_id": page, "slug": slug_of(t), "text": t} for page, t in names))
