"""The edition that readers see of a page, with the notes of the corrections that stand on it."""

from typing import Generic, TypeVar

from django.db.models import Q

from newsdesk.catalogue.compiled import CompiledQuery
from newsdesk.catalogue.models import Page
from newsdesk.pages.editions import Edition
from newsdesk.pages.notes import Correction, corrections_in

EditionT = TypeVar("EditionT", bound=Edition)


class CurrentEdition(Generic[EditionT]):
    """The editions that readers see of the pages of one kind, by the class of these."""

    def __init__(self, editions: type[EditionT]) -> None:
        # The edition, and those up to it that a note on the page may come from.
        self._rows = CompiledQuery(
            editions,
            lambda edition, item, until: editions.objects.in_order().filter(
                Q(pk=edition) | Q(item=item, visible_from__lte=until, kind__in=Edition.NOTING)
            ),
        )

    def of(self, page: Page) -> tuple[EditionT, list[Correction]]:
        """Return the edition of `page` and the notes that stand on it, the newest first. One query."""
        item = int(page.key.rpartition(":")[2])
        rows = self._rows.rows(edition=page.edition, item=item, until=page.visible_from)
        at = [row.pk for row in rows].index(page.edition)
        return rows[at], corrections_in(rows[: at + 1])
