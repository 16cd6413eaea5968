"""The queue: one pair at a time, side by side, the next ones at hand before a verdict is given.

A browser with scripts asks for parts of the page alone: it holds the next pairs, sends what is decided in
order, and says with each request which pairs it holds. Without scripts each button is a page.
"""

from collections import defaultdict
from collections.abc import Collection
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from faqs.duplicate_review import comparison, decisions, opinions
from faqs.duplicate_review.cards import cards_of, merge_address
from faqs.duplicate_review.filters import PairFilter
from faqs.duplicate_review.last_deeds import last_deeds
from faqs.duplicate_review.screens import DeskPages, address
from faqs.models.duplicate_review import DuplicatePair, DuplicatePairQuerySet, MergeProposal
from newsdesk.desk import hand
from newsdesk.meaning.model_status import meaning
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

State = DuplicatePair.State
COMING = 12
# What was judged the same and waits to be merged: so many groups are listed, of so many pairs that are read.
GROUPS, READ = 12, 200
DONE = {
    State.SAME: "Decided: the same.",
    State.DIFFERENT: "Decided: different.",
    State.VARIANT: "Linked as variants.",
    State.SKIPPED: "Skipped.",
}


class QueuePages(DeskPages):
    """Queue, verdicts, undoing them and taking them back."""

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        if hand.is_swap(request):
            return self._parts(request)
        behind = comparison.catch_up()
        pair = self._asked_for(request, "pair")
        after = self._asked_for(request, "after")
        return self._queue(request, pair=pair, after=after, behind=behind)

    def judge_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        """POST one of the verdicts; answers with the next pair. 409 where it is refused."""
        pair = self.pair_or_404(request, pair_id)
        if request.method != "POST":
            return HttpResponseRedirect(f"{address('changelist')}?pair={pair.pk}")
        preset = request.POST.get("preset", "")
        verdict = State.DIFFERENT if preset else request.POST.get("verdict", "")
        if verdict not in decisions.VERDICTS:
            raise Http404("There is no such decision.")
        try:
            judged = decisions.judge(
                pair,
                verdict,
                actor=signed_in(request),
                reason=preset or request.POST.get("reason", ""),
                of=request.POST.get("seen", "")[:40],
            )
        except Refused as refusal:
            return self._refused(request, pair_id, refusal)
        if hand.is_swap(request):
            return self._parts(request)
        messages.success(request, f"{DONE[State(verdict)]} {judged}")
        where = f"{address('changelist')}?{urlencode({**_filters(request), 'after': judged.pk})}"
        return HttpResponseRedirect(where)

    def take_back_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        """POST opens a judged pair again and shows it; "next" leads back to where it was asked."""
        pair = self.pair_or_404(request, pair_id)
        if request.method == "POST":
            decisions.take_back(pair, actor=signed_in(request))
        return self._shown_again(request, pair)

    def undo_decision_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        """POST undoes one's own last decision on a pair and shows it. 409 where it is refused."""
        pair = self.pair_or_404(request, pair_id)
        if request.method == "POST":
            try:
                decisions.undo(pair, actor=signed_in(request))
            except Refused as refusal:
                return self._refused(request, pair_id, refusal)
        return self._shown_again(request, pair)

    def pair_or_404(self, request: HttpRequest, pair_id: int) -> DuplicatePair:
        """Return the pair. Raises Http404, or PermissionDenied unless both sides may be seen."""
        self.require(request)
        pair = DuplicatePair.objects.with_faqs().filter(pk=pair_id).first()
        if pair is None:
            raise Http404("There is no such pair.")
        self.require_faqs(request, pair.sides)
        return pair

    def _asked_for(self, request: HttpRequest, name: str) -> DuplicatePair | None:
        key = hand.sent(request).get(name, "")
        if not key.isdecimal() or len(key) > 18:
            return None
        return self.pair_or_404(request, int(key))

    def _shown_again(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        pair = self.pair_or_404(request, pair.pk)
        if hand.is_swap(request):
            return self._parts(request, shown=pair if "show" in request.POST else None)
        messages.success(request, f"Undone: {pair}")
        back = _own_address(request.POST.get("next", ""))
        return HttpResponseRedirect(back or f"{address('changelist')}?pair={pair.pk}")

    def _refused(self, request: HttpRequest, pair_id: int, refusal: Refused) -> HttpResponse:
        if hand.is_swap(request):
            return self._parts(request, refusal=str(refusal))
        return self._queue(request, pair=self.pair_or_404(request, pair_id), refusal=str(refusal))

    def _parts(
        self, request: HttpRequest, *, shown: DuplicatePair | None = None, refusal: str = ""
    ) -> HttpResponse:
        """Return what has changed round the pair that a browser shows, and pairs that it has not yet: as many
        as it wants behind `after`, none that it holds. 409 with a refusal.
        """
        held, rows = hand.held(request), self._narrowed(request).qs
        ahead = list(
            _next(rows, held, self._asked_for(request, "after"), wanted=hand.wanted(request))
        )
        fresh = [pair for pair in [shown] if pair] + [pair for pair in ahead if pair != shown]
        known = rows.filter(pk__in=held).values_list("pk", flat=True)
        at = self._asked_for(request, "at")
        queue = {
            **self._round(request, rows, at or next(iter(fresh), None)),
            "cards": cards_of(fresh, reader=signed_in(request)),
            "gone": sorted(held - set(known)),
            "is_empty": not held and not fresh,
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        return render(
            request, "admin/faqs/duplicate_review/_parts.html", {"queue": queue}, status=status
        )

    def _queue(
        self,
        request: HttpRequest,
        *,
        pair: DuplicatePair | None = None,
        after: DuplicatePair | None = None,
        behind: int = 0,
        refusal: str = "",
    ) -> HttpResponse:
        """Return the queue at `pair`, at the first one behind `after`, or at its beginning; 409 with a
        refusal.
        """
        filterset = self._narrowed(request)
        rows = filterset.qs
        pair = pair or next(iter(_next(rows, set(), after, wanted=1)), None)
        queue = {
            **self._round(request, rows, pair),
            "card": cards_of([pair], reader=signed_in(request))[0] if pair else None,
            "behind": behind,
            "notice": meaning().notice,
            "refusal": refusal,
        }
        context = {
            "title": "Duplicates",
            "queue": queue,
            "filterset": filterset,
            **_to_merge(),
        }
        status = 409 if refusal else 200
        return self.merge_page(request, "faqs/duplicate_review/queue", context, status=status)

    def _round(
        self, request: HttpRequest, rows: DuplicatePairQuerySet, pair: DuplicatePair | None
    ) -> dict[str, object]:
        """Return what stands round a pair: what can be undone, what comes next, and the numbers."""
        coming = rows.select_related("left", "right").by_urgency()
        return {
            "pair": pair,
            "kept": urlencode(_filters(request)),
            "counts": _counts(),
            "last": last_deeds(signed_in(request)),
            "coming": coming.after(pair)[:COMING] if pair else [],
        }

    def _narrowed(self, request: HttpRequest) -> PairFilter:
        """Return the filter. A state other than the open one also shows pairs that have come apart."""
        data = request.GET.copy()
        data.setdefault("state", State.OPEN)
        rows = opinions.decidable(DuplicatePair.objects.suggested(), request.user)
        if data["state"] in (State.DIFFERENT, State.VARIANT):
            rows = DuplicatePair.objects.standing_alone()
        return PairFilter(data, queryset=rows, request=request)


def _next(
    rows: DuplicatePairQuerySet, held: Collection[int], after: DuplicatePair | None, *, wanted: int
) -> DuplicatePairQuerySet:
    """Return the pairs behind `after`; where none is left there, those at the beginning."""
    ordered = rows.exclude(pk__in=held).with_faqs().by_urgency()
    behind = ordered.after(after)[:wanted] if after else ordered[:wanted]
    return behind if behind or not after else ordered[:wanted]


def _own_address(sent: str) -> str:
    """Return an address of these pages that a form sent along, or nothing."""
    own = (address("merge"), address("cluster"))
    return sent if sent.partition("?")[0] in own else ""


def _filters(request: HttpRequest) -> dict[str, str]:
    """Return what the queue is narrowed down by, as far as it is known."""
    return {name: request.GET[name] for name in PairFilter.base_filters if request.GET.get(name)}


def _counts() -> dict[str, int]:
    suggested = DuplicatePair.objects.suggested()
    counts: dict[str, int] = suggested.aggregate(
        waiting=Count("pk", filter=Q(state=State.OPEN)),
        twins=Count("pk", filter=Q(state=State.OPEN, contradicts=True)),
        skipped=Count("pk", filter=Q(state=State.SKIPPED)),
    )
    counts["proposals"] = MergeProposal.objects.filter(state=MergeProposal.State.OPEN).count()
    return counts


def _to_merge() -> dict[str, object]:
    """Return what was judged the same and waits to be merged, by cluster, the oldest first: the first groups,
    and whether there are more.
    """
    groups: dict[int, dict[int, str]] = defaultdict(dict)
    rows = DuplicatePair.objects.to_merge().select_related("left", "right").order_by("pk")
    pairs = list(rows[: READ + 1])
    for pair in pairs[:READ]:
        members = groups[pair.cluster or pair.left_id]
        members |= {faq.pk: str(faq) for faq in pair.sides}
    listed = list(groups.values())
    return {
        "to_merge": [
            {"titles": list(members.values()), "address": merge_address(list(members))}
            for members in listed[:GROUPS]
        ],
        "more_to_merge": len(pairs) > READ or len(listed) > GROUPS,
    }
