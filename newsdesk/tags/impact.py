"""Where tags are used, and which addresses change when one is renamed or merged."""

from django.urls import reverse
from taggit.models import Tag

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.tags import PREFIX, tag_slug
from newsdesk.merging.impact import APPROVED, Impact, Redirect, ReferringPages, Use, shown_pages
from newsdesk.tags.addresses import family
from newsdesk.workflow.register import workflows

RENAMED = (
    "The tag’s page and feeds move at once, and every address that readers know leads there. A published "
    "page shows the new name when it is published again; a draft shows it at once."
)
MERGED = (
    "Readers find these pages under the other tag at once. Pages keep the tag that they have, so that the "
    "merge can be undone."
)


def uses_of(tag: Tag) -> tuple[Use, ...]:
    """Return every page that has the tag, or one that was merged into it."""
    found = ReferringPages()
    for page in shown_pages().mentioning(f"{PREFIX}{tag.slug}"):
        found.page(page)
    for kind in workflows():
        if hasattr(kind.model, "tags"):
            drafts = kind.items.filter(tags__in=family(tag), discarded=False)
            for draft in drafts.distinct():
                found.draft(draft)
    return found.uses()


def of_renaming(tag: Tag, *, name: str, slug: str) -> Impact:
    """Return what giving `tag` that name and address does."""
    uses = uses_of(tag)
    told = f"{RENAMED} {APPROVED}" if name != tag.name else RENAMED
    led = _led(tag, slug or tag_slug(name))
    return Impact(uses=uses, told=told if uses else "", redirects=led)


def of_merging(loser: Tag, survivor: Tag) -> Impact:
    """Return what merging does."""
    uses = uses_of(loser)
    return Impact(uses=uses, told=MERGED if uses else "", redirects=_led(loser, survivor.slug))


def _led(tag: Tag, slug: str) -> tuple[Redirect, ...]:
    """Return the addresses that will lead to those of `slug`, as far as readers know them now."""
    if slug == tag.slug or not Page.objects.visible().mentioning(f"{PREFIX}{tag.slug}").exists():
        return ()
    pages = [Redirect(path=_page(tag.slug), to=_page(slug))]
    feeds = [
        Redirect(path=reverse(name, args=[tag.slug]), to=reverse(name, args=[slug]))
        for name in ("tag-feed", "tag-atom", "tag-json")
    ]
    return tuple(pages + feeds)


def _page(slug: str) -> str:
    return reverse("tag", args=[slug])
