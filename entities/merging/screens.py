"""What the pages for merging topics or outlets must know of a kind, and the rows that an address names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from entities.merging.candidates import RowsForm
from entities.merging.choice_form import Group
from newsdesk.merging.engine import OfAnyRows
from newsdesk.merging.models import Mergeable
from newsdesk.merging.screens.frame import Labels, MergeScreens

FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSetup:
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

    merging: MergeSetup

    def _named(self, request: HttpRequest, name: str) -> Mergeable | None:
        """Return the row that the address names, or None where it names none. Raises Http404."""
        key = request.GET.get(name, "")
        if not key:
            return None
        item = self.get_object(request, key) if key.isdecimal() and len(key) < 19 else None
        if item is None:
            raise Http404("There is no such page.")
        return item

    def ask_which(
        self,
        request: HttpRequest,
        name: str,
        form: RowsForm,
        context: Mapping[str, object],
        *,
        asked: str,
        known: Mapping[str, int],
    ) -> HttpResponse:
        """Return the autocomplete of `form`, and for who has no script a search whose results are links:
        `asked` is what one is called in the address, `known` what stands there already.
        """
        words, found = request.GET.get("q", ""), form.rows.none()
        if words:
            found = self.get_search_results(request, form.rows, words)[0].distinct()
        search = {
            "form": form,
            "words": words,
            "found": [(item, f"?{urlencode({**known, asked: item.pk})}") for item in found[:FOUND]],
            "media": self.with_nonce(request, form),
        }
        return self.merge_page(request, name, {**search, **context})
