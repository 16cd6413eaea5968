"""What was decided, the latest first, and undoing it: merges here, and whatever else can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.models import REASON_LENGTH, Decision, DecisionQuerySet, Merge
from newsdesk.merging.screens.frame import PER_PAGE, MergeScreens
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused

Record = TypeVar("Record", bound=Decision)
MergeT = TypeVar("MergeT", bound=Merge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the pages call a decision: "merge", what is "merged", and what leaves it so."""

    deed: str
    done: str
    leave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A merge in the list: both pages, where it is undone, how many were merged in one go and still are."""

    record: Merge
    loser: str
    survivor: str
    undo: str
    together: int

    @property
    def title(self) -> str:
        return self.record.title


class DecisionPages(MergeScreens, Generic[Record]):
    """The list of decisions of one kind, and the page that undoes them.

    `listed_at` and `undone_at` are the names of the two addresses, `listed_in` and `undone_in` the
    templates; `sides` the foreign keys to the rows that were decided on.
    """

    words: Words
    listed_at: str
    undone_at: str
    listed_in: str
    undone_in: str
    sides: tuple[str, ...]

    def decisions(self) -> DecisionQuerySet:
        """Return all of them."""
        raise NotImplementedError

    def lines_of(self, records: Sequence[Record]) -> Sequence[object]:
        """Return what the templates tell of each."""
        raise NotImplementedError

    def undo_decisions(
        self, request: HttpRequest, records: Sequence[Record], *, reason: str
    ) -> None:
        """Undo them all, in one transaction. Raises PermissionDenied, Refused or PathTaken."""
        raise NotImplementedError

    def told_undone(self, record: Record, chosen: Sequence[Record]) -> str:
        """Return the sentence that `chosen` were undone, one of which is `record`."""
        raise NotImplementedError

    def together_with(self, request: HttpRequest, record: Record) -> list[Record]:
        """Return the decisions that were made in one go with `record`, itself among them.

        Raises PermissionDenied where one of their pages may not be seen.
        """
        return [record]

    def new_merge_address(self) -> str:
        """Return where two are chosen to be merged, or "" where merging begins elsewhere."""
        return ""

    def decisions_view(self, request: HttpRequest) -> HttpResponse:
        """All decisions of this kind, the latest first."""
        self.require(request)
        states = {"": "All", "active": capfirst(self.words.done), "undone": "Undone"}
        state = request.GET.get("state", "")
        rows = self.decisions().order_by("-pk")
        if state == "active":
            rows = rows.active()
        elif state == "undone":
            rows = rows.exclude(undone_at=None)
        people = rows.select_related(*self.sides, "actor", "undone_by")
        page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": f"{capfirst(self.words.deed)}s of {self.labels.many}",
            "words": self.words,
            "page": page,
            "lines": self.lines_of(list(page)),
            "states": states,
            "state": state if state in states else "",
            "merge_address": self.new_merge_address(),
        }
        return self.merge_page(request, self.listed_in, context)

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back. 409 where it was undone before."""
        self.require(request)
        rows = self.decisions().select_related(*self.sides, "actor")
        record = rows.filter(pk=record_id).first()
        if record is None:
            raise Http404(f"There is no such {self.words.deed}.")
        together = self.together_with(request, record)
        if request.method != "POST":
            return self._ask_undo(request, record, together)
        chosen = together if request.POST.get("all") else [record]
        reason = request.POST.get("reason", "")
        try:
            self.undo_decisions(request, chosen, reason=no_longer(reason, REASON_LENGTH))
        except (Refused, PathTaken) as refusal:
            record.refresh_from_db()
            return self._ask_undo(request, record, together, refusal=str(refusal), reason=reason)
        messages.success(request, self.told_undone(record, chosen))
        return HttpResponseRedirect(self.at(self.listed_at))

    def _ask_undo(
        self,
        request: HttpRequest,
        record: Record,
        together: Sequence[Record],
        *,
        refusal: str = "",
        reason: str = "",
    ) -> HttpResponse:
        active, deed = [each for each in together if each.is_active], self.words.deed
        context = {
            "title": f"Undo a {deed}" if len(active) < 2 else f"Undo {len(active)} {deed}s",
            "words": self.words,
            "record": record,
            "together": self.lines_of(active),
            "can_differ": self.can_differ,
            "all_address": self.at(self.listed_at),
            "refusal": refusal,
            "reason": reason,
        }
        return self.merge_page(request, self.undone_in, context, status=409 if refusal else 200)

    # Whether an undo can remember that the pages are different, so that nobody merges them again.
    can_differ = False


class RecordPages(DecisionPages[MergeT]):
    """The list of merges, and the page that undoes them."""

    words = Words(deed="merge", done="merged", leave="Keep merged")
    listed_at, undone_at = "merges", "undo"
    listed_in, undone_in = "merging/merges", "merging/undo"
    sides = ("loser", "survivor")

    def number_together(self, record: MergeT) -> int:
        """Return how many merges that were done in one go with `record` are in force. No query."""
        return 1

    def lines_of(self, records: Sequence[MergeT]) -> list[Line]:
        return [
            Line(
                record=record,
                loser=self.address_of(record.loser_id),
                survivor=self.address_of(record.survivor_id),
                undo=self.at(self.undone_at, record.pk),
                together=self.number_together(record),
            )
            for record in records
        ]

    def told_undone(self, record: MergeT, chosen: Sequence[MergeT]) -> str:
        titles = ", ".join(f"“{each.title}”" for each in chosen)
        return f"Undone: {titles} and “{record.survivor}” stand for themselves again."
