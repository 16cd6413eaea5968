"""Site pages as what a line of the menu may lead to."""

from collections.abc import Iterator

from newsdesk.catalogue.models import Page
from newsdesk.publication.targets import Target
from newsdesk.site_pages.addresses import KIND


def site_pages() -> Iterator[Target]:
    """Yield those that readers see. One query."""
    rows = Page.objects.visible().of_kind(KIND).order_by("title", "pk")
    for title, path in rows.values_list("title", "path"):
        yield Target(label=title, path=path)
