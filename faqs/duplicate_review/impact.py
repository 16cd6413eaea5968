"""What merging FAQs changes elsewhere: every page that refers to them, every address that will lead on.

Pages of other apps are found through the catalogue and through the foreign keys that point at a FAQ;
nothing here knows which apps there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from faqs.models.draft import Faq
from newsdesk.catalogue.models import Merged, Page, Reference
from newsdesk.catalogue.tags import PREFIX
from newsdesk.merging import links_in_text
from newsdesk.merging.foreign_keys import referring_rows
from newsdesk.merging.impact import (
    CARDS,
    IN_TEXT,
    NEVER_PUBLIC,
    Impact,
    Listing,
    ReferringPages,
    redirects,
)
from newsdesk.merging.survivors import family
from newsdesk.sections.slots import slots_of

LISTED = "lists the question"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeImpact(Impact):
    """Everything that a merge changes outside the pages that are merged.

    From `second_moderator_from` pages on, 0 for never, one moderator is not enough.
    """

    second_moderator_from: int

    @property
    def needs_second(self) -> bool:
        """Tell whether the pages merged away are used by so many others that two moderators decide."""
        return 0 < self.second_moderator_from <= len(self.uses)


def impact_of(losers: Iterable[Faq], survivor: Faq) -> MergeImpact:
    """Return what merging `losers` into `survivor` changes. The number of queries does not depend on how
    much there is, only on how many kinds of page there are.
    """
    gone = {key for loser in losers for key in family(Faq, loser.pk)}
    names = {f"faq:{key}" for key in gone}
    led = redirects(names, survivor)
    paths = [each.path for each in led]
    found = ReferringPages()
    _from_catalogue(found, names)
    _from_working_copies(found, gone)
    _from_texts(found, paths)
    for key in names | {survivor.key}:
        found.places.pop(key, None)
    limit = getattr(settings, "NEWSDESK_SECOND_MODERATOR_FROM", 5)
    uses = found.uses()
    second = (
        f"From {limit} pages on a second moderator has to confirm."
        if 0 < limit <= len(uses)
        else ""
    )
    return MergeImpact(
        uses=uses,
        told=" ".join(filter(None, (second, CARDS if paths else NEVER_PUBLIC))),
        listings=_listings(names, survivor) if paths else (),
        redirects=led,
        slots=tuple(map(str, slots_of(names))),
        second_moderator_from=limit,
    )


def inbound(keys: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return for each FAQ the pages that refer to it, live or being written: their titles by key."""
    wanted = set(keys)
    users: dict[int, dict[str, str]] = {key: {} for key in wanted}
    names = {f"faq:{key}": key for key in wanted}
    referring = Reference.objects.filter(target__in=names).values_list(
        "target", "page__key", "page__title"
    )
    for target, user, title in referring:
        users[names[target]][user] = title
    for name, row in referring_rows(Faq, wanted):
        users[getattr(row, f"{name}_id")].setdefault(row.item.key, str(row.item))
    return users


def _listings(names: set[str], survivor: Faq) -> tuple[Listing, ...]:
    """Return the topics and tags under which readers find the pages now. Four queries."""
    rows = Reference.objects.visible().filter(page__key__in=names).order_by("position")
    keys: dict[str, str] = dict(rows.with_shown().values_list("shown", "label"))
    kept = set(
        Reference.objects.visible()
        .filter(page__key=survivor.key, shown__in=keys)
        .values_list("shown", flat=True)
    )
    pages = Page.objects.visible().filter(key__in=keys).values_list("key", "title", "path")
    places = {key: (title, path) for key, title, path in pages}
    places |= {
        key: (f"#{label}", reverse("tag", args=[key.removeprefix(PREFIX)]))
        for key, label in keys.items()
        if key.startswith(PREFIX)
    }
    return tuple(
        Listing(name=places[key][0], path=places[key][1], stays=key in kept)
        for key in keys
        if key in places
    )


def _from_catalogue(found: ReferringPages, names: set[str]) -> None:
    merged = Merged.objects.filter(into__in=names).values_list("key", flat=True)
    still = Q(page__visible_until=None) | Q(page__visible_until__gt=timezone.now())
    rows = Reference.objects.filter(still, target__in=names | set(merged)).select_related("page")
    for row in rows.order_by("page", "position"):
        found.page(row.page, f"asks “{row.label}”" if row.label else LISTED)


def _from_working_copies(found: ReferringPages, keys: set[int]) -> None:
    for _, row in referring_rows(Faq, keys):
        said = getattr(row, "text", "")
        found.draft(row.item, f"asks “{said}”" if said else LISTED)


def _from_texts(found: ReferringPages, paths: list[str]) -> None:
    for item in links_in_text.working_copies(paths):
        found.draft(item, IN_TEXT)
    for page in links_in_text.pages(paths):
        found.page(page, IN_TEXT)
