"""What was merged, the latest first, and undoing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from entities.merging.screens import PER_PAGE, JoiningDesk
from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused

STATES = {"": "All", "active": "Merged", "undone": "Undone"}


class MergeRecordPages(JoiningDesk):
    """The list of merges, and the page that undoes one."""

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        """All merges of this kind, the latest first."""
        self._require(request)
        state = request.GET.get("state", "")
        rows = self.joining.kind.record.objects.order_by("-pk")
        if state == "active":
            rows = rows.active()
        elif state == "undone":
            rows = rows.exclude(undone_at=None)
        people = rows.select_related("loser", "survivor", "actor", "undone_by")
        page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
        merges = [
            {
                "record": record,
                "undo": self._at("undo", record.pk),
                "loser": self._at("change", record.loser_id),
                "survivor": self._at("change", record.survivor_id),
            }
            for record in page
        ]
        context = {
            "title": f"Merges of {self.opts.verbose_name_plural}",
            "page": page,
            "merges": merges,
            "states": STATES,
            "state": state if state in STATES else "",
            "merge_address": self._at("merge"),
        }
        return self._page(request, "merges", context)

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back. 409 where it was undone before."""
        self._require(request)
        rows = self.joining.kind.record.objects.select_related("loser", "survivor", "actor")
        record = rows.filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such merge.")
        if request.method != "POST":
            return self._ask_undo(request, record)
        reason = request.POST.get("reason", "")
        try:
            reason_kept = no_longer(reason, REASON_LENGTH)
            self.joining.undo(record, actor=request.user, reason=reason_kept)
        except (Refused, PathTaken) as refusal:
            record.refresh_from_db()
            return self._ask_undo(request, record, refusal=str(refusal), reason=reason)
        text = "Undone: “{}” and “{}” stand for themselves again."
        messages.success(request, format_html(text, record.title, record.survivor))
        return HttpResponseRedirect(self._at("merges"))

    def _ask_undo(
        self, request: HttpRequest, record: Any, *, refusal: str = "", reason: str = ""
    ) -> HttpResponse:
        context = {
            "title": "Undo a merge",
            "record": record,
            "refusal": refusal,
            "reason": reason,
            "merges_address": self._at("merges"),
        }
        return self._page(request, "undo", context, status=409 if refusal else 200)
