"""What the pages for merging topics or outlets must know of a kind, and the rows that an address names."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from entities.merging.choice_form import Group
from newsdesk.merging.engine import OfAnyRows
from newsdesk.merging.models import Mergeable
from newsdesk.merging.screens.frame import Labels, MergeScreens

FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """The engine's kind, and what is chosen."""

    kind: OfAnyRows[Any]
    groups: tuple[Group, ...] = ()


def labels_of(one: str) -> Labels:
    """Return what the pages call topics or outlets."""
    return Labels(
        one=one,
        many=f"{one}s",
        undone=f"The {one} stands for itself again, and so does every reference to it. What was copied and "
        "not edited since is handed back; later edits stay.",
    )


class MergeDesk(MergeScreens):
    """An admin whose rows can be merged."""

    merging: Merging

    def _named(self, request: HttpRequest, name: str) -> Mergeable | None:
        """Return the row that the address names, or None where it names none. Raises Http404."""
        key = request.GET.get(name, "")
        if not key:
            return None
        item = self.get_object(request, key) if key.isdecimal() and len(key) < 19 else None
        if item is None:
            raise Http404("There is no such page.")
        return item
