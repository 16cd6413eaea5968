"""Every public correction and clarification, of every kind of page alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import NamedTuple, overload

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.lists import MOST
from newsdesk.catalogue.models import Merged, Page
from newsdesk.catalogue.resolve import pages_shown
from newsdesk.kinds.register import kind_named, kinds
from newsdesk.pages.editions import WITHDRAWING, EditionQuerySet
from newsdesk.pages.models import Edition
from newsdesk.text.spoken import gettext

# So many of the newest notes are kept as they were read: most readers see no others.
KEPT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A public note on a page; `uid` never changes, `label` says whether it corrects or clarifies."""

    uid: str
    label: str
    note: str
    at: datetime
    page: Page

    @property
    def shown_label(self) -> str:
        """The label in the language of the page."""
        return gettext(self.label)


class _Entry(NamedTuple):
    """An edition that corrects or clarifies; `page` is the key of its page, `shown` what that is shown as."""

    visible_from: datetime
    page: str
    number: int
    kind: str
    note: str
    shown: str


class Notices(Sequence[Notice]):
    """All notes that stand on pages readers can see, the newest first; read where they are looked at.

    With times, those told from `since` on, and up to and with `upto`. Counted to a bound, as every list is:
    those beyond are reached through their pages.
    """

    def __init__(self, *, since: datetime | None = None, upto: datetime | None = None) -> None:
        times = {"visible_from__gte": since, "visible_from__lte": upto}
        self._told = Q(**{name: at for name, at in times.items() if at})

    def __len__(self) -> int:
        if self._told:
            return min(self._number(), MOST)
        return min(kept("notices", self._number), MOST)

    @overload
    def __getitem__(self, index: int) -> Notice: ...
    @overload
    def __getitem__(self, index: slice) -> list[Notice]: ...
    def __getitem__(self, index: int | slice) -> Notice | list[Notice]:
        """Return a notice, or a list of them for a slice. Two queries."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        stop: int = index.stop

        def read() -> list[_Entry]:
            first, *others = (self._first(kind, rows, stop) for kind, rows in self._standing())
            ordered = first.union(*others, all=True).order_by("-visible_from", "-page", "-number")
            return [_Entry(*row) for row in ordered[index]]

        few = stop <= KEPT and not self._told
        noted = kept(("notices", index.start, stop), read) if few else read()
        pages = pages_shown({each.page: each.shown for each in noted})
        return [_notice(each, pages[each.page]) for each in noted if each.page in pages]

    def _first(self, kind: str, rows: EditionQuerySet, stop: int) -> QuerySet:
        """Return those of a kind that can be among the first so many of all kinds, as columns of _Noted."""
        latest = rows.order_by("-visible_from", "-page", "-number").values("pk")[:stop]
        found = _named(kind_named(kind).editions.filter(pk__in=latest), kind)
        return found.values_list(*_Entry._fields)

    def _number(self) -> int:
        """Return how many there are, MOST + 1 for any more. One query."""
        first, *others = (rows.order_by().values_list("number") for _, rows in self._standing())
        return first.union(*others, all=True)[: MOST + 1].count()

    def _standing(self) -> Iterator[tuple[str, EditionQuerySet]]:
        return ((kind, rows.filter(self._told)) for kind, rows in _standing())


def _notice(noted: _Entry, page: Page) -> Notice:
    return Notice(
        uid=_uid(noted),
        label=Edition.Kind(noted.kind).label,
        note=noted.note,
        at=noted.visible_from,
        page=page,
    )


def _uid(noted: _Entry) -> str:
    """Return what strangers know the note by: its words and its moment.

    SECURITY: an edition's number counts what only waited, the page's key what was written before it.
    """
    said = f"{noted.visible_from.isoformat()} {noted.note}"
    return uid_of(said)


def _standing() -> Iterator[tuple[str, EditionQuerySet]]:
    """Yield the corrections, and the clarifications, of each kind of page by its name that stand on what
    readers see: nothing has been withdrawn after them.
    """
    seen = Page.objects.visible().filter(key=OuterRef("shown"))
    for kind, why in product(kinds(), Edition.CORRECTING):
        public = kind.editions.public()
        after = Q(visible_from__gt=OuterRef("visible_from"))
        after |= Q(visible_from=OuterRef("visible_from"), number__gt=OuterRef("number"))
        withdrawn = public.filter(WITHDRAWING, after, item=OuterRef("item"))
        noted = public.filter(~Exists(withdrawn), kind=why).exclude(note="")
        yield kind.name, _named(noted, kind.name).filter(Exists(seen))


def _named(editions: EditionQuerySet, kind: str) -> EditionQuerySet:
    """Annotate each with the key of its `page`, and what that is `shown` as."""
    key = Concat(Value(f"{kind}:"), Cast("item_id", CharField()), output_field=CharField())
    into = Merged.objects.everywhere().filter(key=OuterRef("page")).values("into")[:1]
    return editions.annotate(page=key).annotate(shown=Coalesce(Subquery(into), "page"))
