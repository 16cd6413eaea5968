"""What was merged, with its undo; what waits for a second moderator; how the queue is doing."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from faqs.duplicate_review import health, merges
from faqs.duplicate_review.charts import charts
from faqs.duplicate_review.impact import impact_of
from faqs.duplicate_review.merge_screens import FaqMergePages
from faqs.duplicate_review.sides import sides_of
from faqs.models.duplicate_review import MergeProposal
from faqs.models.merge import FaqMerge
from faqs.models.moderation import SecondOpinion
from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.models import REASON_LENGTH, DecisionQuerySet
from newsdesk.merging.screens.frame import PER_PAGE
from newsdesk.merging.screens.records import RecordPages
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.findings import Problem
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused


class ReviewRecords(RecordPages[FaqMerge], FaqMergePages):
    """Merges, undo, proposals, health."""

    can_differ = True

    def decisions(self) -> DecisionQuerySet:
        return FaqMerge.objects.prefetch_related("batches__records")

    def number_together(self, record: FaqMerge) -> int:
        batch = next(iter(record.batches.all()), None)
        return sum(each.is_active for each in batch.records.all()) if batch else 1

    def together_with(self, request: HttpRequest, record: FaqMerge) -> list[FaqMerge]:
        together = merges.together_with(record)
        self.require_faqs(request, [f for each in together for f in (each.loser, each.survivor)])
        return together

    def undo_decisions(
        self, request: HttpRequest, records: Sequence[FaqMerge], *, reason: str
    ) -> None:
        undo = merges.undo_as_different if request.POST.get("different") else merges.undo
        undo(records, actor=signed_in(request), reason=reason)

    def proposals_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        rows = MergeProposal.objects.select_related("survivor", "proposed_by", "decided_by")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        waiting = SecondOpinion.objects.open().select_related("asked", "asked_by")
        context = {
            "title": "What needs a second moderator",
            "page": page,
            "opinions": waiting.select_related("pair__left", "pair__right"),
            "user": request.user,
        }
        return self.merge_page(request, "faqs/duplicate_review/proposals", context)

    def proposal_view(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        """GET shows what is proposed, POST confirms or refuses it. 403 for who confirms their own."""
        proposal = self._proposal(request, proposal_id)
        if request.method != "POST":
            return self._ask_proposal(request, proposal)
        try:
            if request.POST.get("deed") == "confirm":
                confirmed = request.POST.getlist("confirmed")
                batch = merges.confirm(proposal, actor=signed_in(request), confirmed=confirmed)
                self.tell_batch(request, batch)
            else:
                answer = no_longer(request.POST.get("answer", ""), REASON_LENGTH)
                merges.refuse(proposal, actor=signed_in(request), answer=answer)
                messages.success(request, "The proposal was refused.")
        except (Refused, PathTaken) as refusal:
            proposal = self._proposal(request, proposal_id)
            warnings = getattr(refusal, "warnings", ())
            return self._ask_proposal(request, proposal, refusal=str(refusal), warnings=warnings)
        return HttpResponseRedirect(self.at("proposals"))

    def proposal_preview_view(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = self._proposal(request, proposal_id)
        plan = merges.Plan.from_data(proposal.plan)
        return self.as_readers_see(request, plan, sides_of(plan.keys))

    def health_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        figures = health.figures()
        context = {
            "title": "How the queue is doing",
            "health": figures,
            "charts": charts(figures.weeks),
        }
        return self.merge_page(request, "faqs/duplicate_review/health", context)

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
        context = {
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
        return self.merge_page(
            request, "faqs/duplicate_review/proposal", context, status=409 if refusal else 200
        )
