"""Lists of several kinds of pages, narrowed to one of them by `?kind=`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest

from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.lists import MOST
from newsdesk.presentation.listings import counted_to
from newsdesk.text.spoken import gettext


@dataclass(frozen=True, slots=True)
class ByKind:
    """How many pages of each kind a list has, and the one `kind` that is asked for, "" for all of them.

    A kind that the list has none of is passed over like any other nonsense: the address of such a list is
    that of the whole one.
    """

    numbers: Mapping[str, int]
    kind: str = ""

    @classmethod
    def of(cls, numbers: Mapping[str, int], request: HttpRequest) -> Self:
        asked = request.GET.get("kind", "")
        return cls(numbers, asked if asked in numbers else "")

    @property
    def only(self) -> tuple[str, ...]:
        """The kinds that are asked for, none for all of them."""
        return (self.kind,) if self.kind else ()

    @property
    def total(self) -> int:
        """How many pages there are of what is asked for, MOST + 1 for any more."""
        counted = (number for kind, number in self.numbers.items() if self.has(kind))
        return min(sum(counted), MOST + 1)

    @property
    def query(self) -> str:
        """What the address of the list says of it."""
        return urlencode({"kind": self.kind}) if self.kind else ""

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """The kinds to choose from: in addresses, for readers, and how many there are; none for one kind."""
        if len(self.numbers) < 2:
            return []
        return [
            (kind.name, gettext(kind.plural), counted_to(self.numbers[kind.name], MOST))
            for kind in listed_kinds()
            if kind.name in self.numbers
        ]

    def has(self, kind: str) -> bool:
        """Tell whether pages of that kind are asked for."""
        return kind == (self.kind or kind)

    def title(self, title: str) -> str:
        """Return the title of a list, which says what it is narrowed to."""
        called = next(
            (gettext(kind.plural) for kind in listed_kinds() if kind.name == self.kind), ""
        )
        if not called:
            return title
        return gettext("%(title)s: %(kind)s") % {"title": title, "kind": called}
