"""What was merged, with its undo; what waits for a second moderator; how the queue is doing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from faqs.duplicate_review import health, merges
from faqs.duplicate_review.choice_form import result_of
from faqs.duplicate_review.impact import impact_of
from faqs.duplicate_review.merge_screens import MergingPages
from faqs.duplicate_review.screens import address
from faqs.duplicate_review.sides import sides_of
from faqs.models.duplicate_review import MergeProposal
from faqs.models.merge import FaqMerge
from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.rules.findings import Problem
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused

PER_PAGE = 50
STATES = {"": "All", "active": "Merged", "undone": "Undone"}


class RecordPages(MergingPages):
    """Merges, undo, proposals, health."""

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        state = request.GET.get("state", "")
        rows = FaqMerge.objects.order_by("-pk")
        if state == "active":
            rows = rows.active()
        elif state == "undone":
            rows = rows.exclude(undone_at=None)
        people = rows.select_related("loser", "survivor", "actor", "undone_by")
        page = Paginator(people.prefetch_related("batches__records"), PER_PAGE).get_page(
            request.GET.get("p")
        )
        context = {
            "title": "Merges",
            "page": page,
            "merges": [_line(record) for record in page],
            "state": state if state in STATES else "",
            "states": STATES,
        }
        return self.page(request, "merges", context)

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back. 409 where it was undone before."""
        self.require(request)
        rows = FaqMerge.objects.select_related("loser", "survivor", "actor")
        record = rows.filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such merge.")
        together = merges.together_with(record)
        self.require_faqs(request, [f for each in together for f in (each.loser, each.survivor)])
        if request.method != "POST":
            return self._ask_undo(request, record, together)
        chosen = together if request.POST.get("all") else [record]
        deed = merges.undo_as_different if request.POST.get("different") else merges.undo
        reason = request.POST.get("reason", "")
        try:
            deed(chosen, actor=request.user, reason=no_longer(reason, REASON_LENGTH))
        except (Refused, PathTaken) as refusal:
            return self._ask_undo(request, record, together, refusal=str(refusal), reason=reason)
        titles = ", ".join(f"“{each.title}”" for each in chosen)
        text = "Undone: {} and “{}” stand for themselves again."
        messages.success(request, format_html(text, titles, record.survivor))
        return HttpResponseRedirect(address("merges"))

    def proposals_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        rows = MergeProposal.objects.select_related("survivor", "proposed_by", "decided_by")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        context = {"title": "Merges that need a second moderator", "page": page}
        return self.page(request, "proposals", context)

    def proposal_view(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        """GET shows what is proposed, POST confirms or refuses it. 403 for who confirms their own."""
        proposal = self._proposal(request, proposal_id)
        if request.method != "POST":
            return self._ask_proposal(request, proposal)
        try:
            if request.POST.get("deed") == "confirm":
                confirmed = request.POST.getlist("confirmed")
                batch = merges.confirm(proposal, actor=request.user, confirmed=confirmed)
                self.tell_merged(request, batch)
            else:
                answer = no_longer(request.POST.get("answer", ""), REASON_LENGTH)
                merges.refuse(proposal, actor=request.user, answer=answer)
                messages.success(request, "The proposal was refused.")
        except (Refused, PathTaken) as refusal:
            proposal = self._proposal(request, proposal_id)
            warnings = getattr(refusal, "warnings", ())
            return self._ask_proposal(request, proposal, refusal=str(refusal), warnings=warnings)
        return HttpResponseRedirect(address("proposals"))

    def proposal_preview_view(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = self._proposal(request, proposal_id)
        plan = merges.Plan.from_data(proposal.plan)
        document = result_of(plan, sides_of(plan.keys))
        return self.as_readers_see(request, document, proposal.survivor)

    def health_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        context = {"title": "How the queue is doing", "health": health.figures()}
        return self.page(request, "health", context)

    def _proposal(self, request: HttpRequest, proposal_id: int) -> MergeProposal:
        """Return a proposal. Raises Http404, or PermissionDenied unless all its pages may be seen."""
        self.require(request)
        rows = MergeProposal.objects.select_related("survivor", "proposed_by", "decided_by")
        proposal = rows.filter(pk=proposal_id).first()
        if proposal is None:
            raise Http404("There is no such proposal.")
        keys = merges.Plan.from_data(proposal.plan).keys
        self.faqs_or_404(request, [str(key) for key in keys])
        return proposal

    def _ask_proposal(
        self,
        request: HttpRequest,
        proposal: MergeProposal,
        *,
        refusal: str = "",
        warnings: Iterable[Problem] = (),
    ) -> HttpResponse:
        plan = merges.Plan.from_data(proposal.plan)
        sides = sides_of(plan.keys)
        losers = [side for side in sides if side.faq.pk != plan.survivor]
        is_open = proposal.state == MergeProposal.State.OPEN
        context: dict[str, Any] = {
            "title": f"Proposed: merge into “{proposal.survivor}”",
            "proposal": proposal,
            "losers": losers,
            "impact": impact_of([side.faq for side in losers], proposal.survivor),
            "own": proposal.proposed_by_id == request.user.pk,
            "is_open": is_open,
            "void": is_open and merges.marks(plan.keys) != proposal.seen,
            "refusal": refusal,
            "warnings": warnings,
        }
        return self.page(request, "proposal", context, status=409 if refusal else 200)

    def _ask_undo(
        self,
        request: HttpRequest,
        record: FaqMerge,
        together: list[FaqMerge],
        *,
        refusal: str = "",
        reason: str = "",
    ) -> HttpResponse:
        active = [each for each in together if each.is_active]
        context = {
            "title": "Undo a merge" if len(active) < 2 else f"Undo {len(active)} merges",
            "record": record,
            "together": active,
            "refusal": refusal,
            "reason": reason,
        }
        return self.page(request, "undo", context, status=409 if refusal else 200)


def _line(record: FaqMerge) -> dict[str, Any]:
    """Return a merge for the list, with how many were done together and are still active."""
    batch = next(iter(record.batches.all()), None)
    together = [each for each in batch.records.all() if each.is_active] if batch else []
    return {"record": record, "together": len(together), "undo": address("undo", record.pk)}
