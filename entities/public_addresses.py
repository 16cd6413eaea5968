"""From a public address to the working copy behind it, for the desk's search."""

from collections.abc import Iterator

from django.urls import reverse

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.merging.impact import Impact, Redirect, paths_of, uses_of_page
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.transitions import Verb

TOLD = {
    "withdraw": "Readers will not be led from these pages to it any more: lists leave it out, and a link "
    "in a text ends at the notice that it was withdrawn.",
    "discard": "These pages name it. What they say stays; readers will not be led to it.",
    "publish": "The page gets another address at once. Links to the old one lead on to the new one.",
    "schedule": "The page gets another address at that time. Links to the old one lead on to the new one.",
}
FEEDS = ("feed", "atom", "json")


def _addresses(item: WorkingCopy) -> Iterator[str]:
    """Yield the addresses of a page that readers see: its own, past ones, its feeds if it is a topic."""
    paths = paths_of([item.key])
    yield from paths
    if item.key_prefix == "entity":
        for slug in (path.split("/")[-2] for path in paths):
            yield from (reverse(f"topic-{form}", args=[slug]) for form in FEEDS)


class AddressSearch(WorkflowAdmin):
    """The admin of pages that the catalogue knows: it finds a page by any address it has or had."""

    def impact(self, verb: Verb, item: WorkingCopy) -> Impact | None:
        """Return what withdrawing, discarding or publishing does to other pages and to addresses."""
        if verb.name not in TOLD:
            return None
        if verb.name in ("publish", "schedule"):
            return self._moves(verb, item)
        uses = uses_of_page(item)
        dying = tuple(_addresses(item)) if verb.name == "withdraw" else ()
        return Impact(uses=uses, told=TOLD[verb.name] if uses else "", dying=dying)

    def _moves(self, verb: Verb, item: WorkingCopy) -> Impact | None:
        """Return the addresses that will lead on because the page gets another, with who links to them."""
        now = Page.objects.visible().filter(key=item.key).values_list("path", flat=True).first()
        if now is None or not item.public_path or now == item.public_path:
            return None
        to = item.public_path
        led = tuple(Redirect(path=path, to=to) for path in paths_of([item.key]) if path != to)
        return Impact(uses=uses_of_page(item), told=TOLD[verb.name], redirects=led)

    def page_at(self, path: str) -> WorkingCopy | None:
        """Return the page that has this address, or had it, or will have it; None for none."""
        if item := super().page_at(path):
            return item
        for rows in (PastPath.objects, Page.objects):
            keys = rows.filter(path=path, key__startswith=f"{self.model.key_prefix}:")
            if key := keys.values_list("key", flat=True).first():
                return self.model._default_manager.filter(pk=key.partition(":")[2]).first()
        return None
