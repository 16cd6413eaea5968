"""All editions of some pages, read at once: what is asked of one page after another otherwise."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Generic

from django.db.models import F
from django.utils import timezone

from newsdesk.pages.editions import Edition, EditionT
from newsdesk.pages.models import WorkingCopy, editions_of


class History(Generic[EditionT]):
    """The editions of one page, as `EditionQuerySet` would tell of them, without a query.

    `frozen` are all of them, by number; each is annotated with `recalled`, None where it was not.
    """

    def __init__(self, frozen: Iterable[EditionT] = ()) -> None:
        self._frozen = list(frozen)
        kept = (edition for edition in self._frozen if edition.recalled is None)
        self._kept = sorted(kept, key=_place)

    @property
    def last_frozen(self) -> EditionT | None:
        """The edition with the highest number, also if it waits or was recalled; None where none is."""
        return self._frozen[-1] if self._frozen else None

    def in_order(self) -> list[EditionT]:
        """Return those that were not recalled, in the order in which readers see them."""
        return list(self._kept)

    def public(self, at: datetime | None = None) -> list[EditionT]:
        """Return those that readers see, or have seen before, at `at`, by default now."""
        at = at or timezone.now()
        return [edition for edition in self._kept if edition.visible_from <= at]

    def waiting(self, at: datetime | None = None) -> list[EditionT]:
        """Return those that appear after `at`, by default now; the next one first."""
        at = at or timezone.now()
        return [edition for edition in self._kept if edition.visible_from > at]

    def add(self, edition: EditionT) -> None:
        """Add an edition that was frozen just now."""
        edition.recalled = None
        self._frozen.append(edition)
        self._kept = sorted([*self._kept, edition], key=_place)


def histories(model: type[WorkingCopy], items: Collection[int]) -> dict[int, History[Edition]]:
    """Return that of each of `items`, primary keys of working copies of `model`. One query."""
    found: dict[int, list[Edition]] = {item: [] for item in items}
    editions = editions_of(model).filter(item__in=items)
    for edition in editions.annotate(recalled=F("recall")).order_by("number"):
        found[edition.item_id].append(edition)
    return {item: History(frozen) for item, frozen in found.items()}


def _place(edition: Edition) -> tuple[datetime, int]:
    return edition.visible_from, edition.number
