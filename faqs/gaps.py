"""Live FAQs that lack a source, or a story that leads readers to them: one rule for the list and for the
figures.
"""

from django.db.models import Exists, OuterRef, Q

from faqs.models.draft import FaqSource
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.pages.days import item_number

SOURCE, STORY = "source", "story"
GAPS = [(SOURCE, "A source"), (STORY, "A story that leads to it")]


def with_gaps(pages: PageQuerySet) -> PageQuerySet:
    """Annotate pages of FAQs with whether each is `unsourced`, by its draft, and an `orphan`."""
    named = Reference.objects.visible().of_kind("story").filter(shown=OuterRef("key"))
    sources = FaqSource.objects.filter(item=OuterRef("item"))
    found: PageQuerySet = pages.annotate(item=item_number()).annotate(
        unsourced=~Exists(sources), orphan=~Exists(named)
    )
    return found


def live_with_gap(what: str) -> PageQuerySet:
    """Return the FAQs that readers see and that lack a SOURCE or a STORY."""
    pages = with_gaps(Page.objects.visible().of_kind("faq"))
    found: PageQuerySet = pages.filter(Q(unsourced=True) if what == SOURCE else Q(orphan=True))
    return found
