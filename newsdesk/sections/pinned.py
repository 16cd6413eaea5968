"""What stands in the slots of a front page now: asked of the arrangements and the catalogue together.

A slot is of what its page is shown as: once that is merged the page it was merged into stands there, and
when the merge is undone the page itself stands there again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsdesk.catalogue.models import Merged, Page
from newsdesk.sections.models.front import HOLDS, Arrangement, Place, Slot


@dataclass(frozen=True, slots=True)
class PinnedPages:
    """The visible pages of a front page's slots, by place, in order."""

    by_place: dict[str, list[Page]] = field(default_factory=dict)

    def of(self, *places: Place) -> list[Page]:
        return [page for place in places for page in self.by_place.get(place, ())]


def in_force(front: str, now: datetime) -> QuerySet[Slot]:
    """Return the slots of the arrangement of a front page that readers see at `now`."""
    begun = Arrangement.objects.filter(front=front, cancelled_at=None, starts_at__lte=now)
    latest = begun.order_by("-starts_at", "-pk").values("pk")[:1]
    return Slot.objects.filter(Q(until=None) | Q(until__gt=now), arrangement=Subquery(latest))


def pinned_now(front: str) -> PinnedPages:
    """Return what readers see in the slots of a front page. One query.

    SECURITY: what is withdrawn, embargoed or scheduled is not there: the catalogue says so each time, and
    the slot is filled as an empty one is.
    """
    now = timezone.now()
    into = Merged.objects.everywhere().filter(key=OuterRef("key")).values("into")[:1]
    slots = in_force(front, now).annotate(shown=Coalesce(Subquery(into), F("key")))
    # The first of several that are one page by now.
    own = slots.filter(shown=OuterRef("key")).order_by("position")
    pages = (
        Page.objects.visible(now)
        .filter(key__in=slots.order_by().values("shown"))
        .annotate(
            place=Subquery(own.values("place")[:1]), slot=Subquery(own.values("position")[:1])
        )
        .order_by(F("place"), F("slot"))
        .defer("text")
    )
    return _by_place((page.place, page) for page in pages)


def pinned_of(slots: Sequence[tuple[str, str]]) -> PinnedPages:
    """Return what readers would see of these slots, each a place and a key, in order. Two queries."""
    into = survivors_of(key for _, key in slots)
    shown = {into.get(key, key): place for place, key in reversed(slots)}
    visible = Page.objects.visible().filter(key__in=shown).defer("text")
    found = {page.key: page for page in visible}
    return _by_place((shown[key], found[key]) for key in reversed(shown) if key in found)


def survivors_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what the merged ones of these pages are shown as. One query."""
    rows = Merged.objects.everywhere().filter(key__in=set(keys))
    return dict(rows.values_list("key", "into"))


def _by_place(pages: Iterable[tuple[str, Page]]) -> PinnedPages:
    by_place: dict[str, list[Page]] = {}
    for place, page in pages:
        # SECURITY: of the kind that the place holds, whatever a row says.
        if HOLDS.get(Place(place)) == page.kind:
            by_place.setdefault(place, []).append(page)
    return PinnedPages(by_place)
