"""What was merged, the latest first, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.models import REASON_LENGTH, DecisionQuerySet, Merge
from newsdesk.merging.screens.frame import PER_PAGE, MergeScreens
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused

Record = TypeVar("Record", bound=Merge)

STATES = {"": "All", "active": "Merged", "undone": "Undone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A merge in the list: both pages, where it is undone, how many were merged in one go and still are."""

    record: Merge
    loser: str
    survivor: str
    undo: str
    together: int


class RecordPages(MergeScreens, Generic[Record]):
    """The list of merges, and the page that undoes them. A record has loser, survivor and title."""

    def merge_records(self) -> DecisionQuerySet:
        """Return all merges of this kind."""
        raise NotImplementedError

    def undo_merges(self, request: HttpRequest, records: Sequence[Record], *, reason: str) -> None:
        """Undo them all, in one transaction. Raises PermissionDenied, Refused or PathTaken."""
        raise NotImplementedError

    def together_with(self, request: HttpRequest, record: Record) -> list[Record]:
        """Return the merges that were done in one go with `record`, itself among them.

        Raises PermissionDenied where one of their pages may not be seen.
        """
        return [record]

    def number_together(self, record: Record) -> int:
        """Return how many merges that were done in one go with `record` are in force. No query."""
        return 1

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        """All merges of this kind, the latest first."""
        self.require(request)
        state = request.GET.get("state", "")
        rows = self.merge_records().order_by("-pk")
        if state == "active":
            rows = rows.active()
        elif state == "undone":
            rows = rows.exclude(undone_at=None)
        people = rows.select_related("loser", "survivor", "actor", "undone_by")
        page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": f"Merges of {self.labels.many}",
            "page": page,
            "merges": [self._line(record) for record in page],
            "states": STATES,
            "state": state if state in STATES else "",
            "merge_address": self.new_merge_address(),
        }
        return self.merge_page(request, "merging/merges", context)

    def new_merge_address(self) -> str:
        """Return where two are chosen to be merged, or "" where merging begins elsewhere."""
        return ""

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back. 409 where it was undone before."""
        self.require(request)
        rows = self.merge_records().select_related("loser", "survivor", "actor")
        record = rows.filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such merge.")
        together = self.together_with(request, record)
        if request.method != "POST":
            return self._ask_undo(request, record, together)
        chosen = together if request.POST.get("all") else [record]
        reason = request.POST.get("reason", "")
        try:
            self.undo_merges(request, chosen, reason=no_longer(reason, REASON_LENGTH))
        except (Refused, PathTaken) as refusal:
            record.refresh_from_db()
            return self._ask_undo(request, record, together, refusal=str(refusal), reason=reason)
        titles = ", ".join(f"“{each.title}”" for each in chosen)
        text = f"Undone: {titles} and “{record.survivor}” stand for themselves again."
        messages.success(request, text)
        return HttpResponseRedirect(self.at("merges"))

    def _ask_undo(
        self,
        request: HttpRequest,
        record: Record,
        together: Sequence[Record],
        *,
        refusal: str = "",
        reason: str = "",
    ) -> HttpResponse:
        active = [self._line(each) for each in together if each.is_active]
        context = {
            "title": "Undo a merge" if len(active) < 2 else f"Undo {len(active)} merges",
            "record": record,
            "together": active,
            "can_differ": self.can_differ,
            "merges_address": self.at("merges"),
            "refusal": refusal,
            "reason": reason,
        }
        return self.merge_page(request, "merging/undo", context, status=409 if refusal else 200)

    # Whether an undo can remember that the pages are different, so that nobody merges them again.
    can_differ = False

    def _line(self, record: Record) -> Line:
        return Line(
            record=record,
            loser=self.address_of(record.loser_id),
            survivor=self.address_of(record.survivor_id),
            undo=self.at("undo", record.pk),
            together=self.number_together(record),
        )
