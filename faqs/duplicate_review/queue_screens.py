"""The queue: one pair at a time, side by side, and the next one as soon as a verdict is given."""

from collections import defaultdict
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from faqs.duplicate_review import comparison, decisions, opinions
from faqs.duplicate_review.filters import PairFilter
from faqs.duplicate_review.reasons import reasons
from faqs.duplicate_review.screens import MOST_FAQS, DeskPages, address
from faqs.duplicate_review.sides import best_of, rows_of, sides_of
from faqs.models.duplicate_review import DuplicatePair, MergeProposal
from newsdesk.meaning.model_status import meaning
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

State = DuplicatePair.State
COMING = 12
DONE = {
    State.SAME: "Decided: the same.",
    State.DIFFERENT: "Decided: different.",
    State.VARIANT: "Linked as variants.",
    State.SKIPPED: "Skipped.",
}
# What the custom element sends along: it wants the next pair, not a page.
SWAP = "queue"


class QueuePages(DeskPages):
    """Queue, verdicts and taking them back."""

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
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
            return self._queue(
                request, pair=self.pair_or_404(request, pair_id), refusal=str(refusal)
            )
        return self._next(request, judged, DONE[State(verdict)])

    def take_back_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        """POST opens a judged pair again and shows it."""
        pair = self.pair_or_404(request, pair_id)
        if request.method == "POST":
            decisions.take_back(pair, actor=signed_in(request))
        if request.headers.get("X-Wants") == SWAP:
            pair = self.pair_or_404(request, pair_id)
            return self._queue(request, pair=pair, done="Taken back.")
        return HttpResponseRedirect(f"{address('changelist')}?pair={pair.pk}")

    def pair_or_404(self, request: HttpRequest, pair_id: int) -> DuplicatePair:
        """Return the pair. Raises Http404, or PermissionDenied unless both sides may be seen."""
        self.require(request)
        pair = DuplicatePair.objects.with_faqs().filter(pk=pair_id).first()
        if pair is None:
            raise Http404("There is no such pair.")
        self.require_faqs(request, pair.sides)
        return pair

    def _asked_for(self, request: HttpRequest, name: str) -> DuplicatePair | None:
        key = request.GET.get(name, "")
        if not key.isdecimal() or len(key) > 18:
            return None
        return self.pair_or_404(request, int(key))

    def _next(self, request: HttpRequest, judged: DuplicatePair, done: str) -> HttpResponse:
        if request.headers.get("X-Wants") == SWAP:
            return self._queue(request, after=judged, done=done, judged=judged)
        messages.success(request, f"{done} {judged}")
        where = f"{address('changelist')}?{urlencode({**_filters(request), 'after': judged.pk})}"
        return HttpResponseRedirect(where)

    def _queue(
        self,
        request: HttpRequest,
        *,
        pair: DuplicatePair | None = None,
        after: DuplicatePair | None = None,
        judged: DuplicatePair | None = None,
        behind: int = 0,
        done: str = "",
        refusal: str = "",
    ) -> HttpResponse:
        """Return the queue at `pair`, at the first one behind `after`, or at its beginning; 409 with a
        refusal. `judged` is the pair whose decision can be taken back, by default `after`.
        """
        rows = self._narrowed(request)
        ordered = rows.qs.with_faqs().by_urgency()
        pair = pair or (ordered.after(after).first() if after else None) or ordered.first()
        judged = judged or after
        queue = {
            "pair": pair,
            "kept": urlencode(_filters(request)),
            "behind": behind,
            "notice": meaning().notice,
            "counts": _counts(),
            "judged": judged if judged and judged.state != State.OPEN else None,
            "coming": ordered.after(pair)[:COMING] if pair else [],
            **(self._card(pair) if pair else {}),
            **opinions.turn(pair, request.user),
            "done": done,
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        if request.headers.get("X-Wants") == SWAP:
            return render(
                request, "admin/faqs/duplicate_review/_queue.html", {"queue": queue}, status=status
            )
        context = {
            "title": "Duplicates",
            "queue": queue,
            "filterset": rows,
            "to_merge": _to_merge(),
        }
        return self.merge_page(request, "faqs/duplicate_review/queue", context, status=status)

    def _narrowed(self, request: HttpRequest) -> PairFilter:
        """Return the filter. A state other than the open one also shows pairs that have come apart."""
        data = request.GET.copy()
        data.setdefault("state", State.OPEN)
        rows = opinions.decidable(DuplicatePair.objects.suggested(), request.user)
        if data["state"] in (State.DIFFERENT, State.VARIANT):
            rows = DuplicatePair.objects.standing_alone()
        return PairFilter(data, queryset=rows, request=request)

    def _card(self, pair: DuplicatePair) -> dict[str, object]:
        left, right = sides_of([pair.left_id, pair.right_id])
        better = best_of((left, right))
        members = _cluster(pair)
        differences = [d["words"] for d in pair.signals["differences"] if not d["harmless"]]
        said = "; ".join(differences)
        return {
            "left": left,
            "right": right,
            "rows": rows_of(left, right),
            "left_stays": better is left,
            "right_stays": better is right,
            "both": [{"name": "Left", "side": left}, {"name": "Right", "side": right}],
            "seen": decisions.seen(pair),
            "proposal": pair.signals["proposal"],
            "reason": f"Differs in {said}." if said else "They ask different things.",
            "reasons": list(enumerate(reasons(), start=1)),
            "sum": [
                {**each, "amount": each["value"] * each["weight"]} for each in pair.signals["sum"]
            ],
            "merge_address": _merge_address([pair.left_id, pair.right_id]),
            "cluster": members if len(members) > 2 else [],
            "cluster_address": _merge_address(members),
        }


def _filters(request: HttpRequest) -> dict[str, str]:
    """Return what the queue is narrowed down by, as far as it is known."""
    return {name: request.GET[name] for name in PairFilter.base_filters if request.GET.get(name)}


def _merge_address(keys: list[int]) -> str:
    """Return where these are merged; of a cluster too large for one page, its first ones."""
    return f"{address('merge')}?{urlencode([('faq', key) for key in keys[:MOST_FAQS]])}"


def _cluster(pair: DuplicatePair) -> list[int]:
    """Return the keys of the questions that hang together with a pair, its own first; as many as one
    page can compare.
    """
    own = [pair.left_id, pair.right_id]
    if pair.cluster is None:
        return own
    rows = DuplicatePair.objects.filter(cluster=pair.cluster).values_list("left", "right")
    others = sorted({key for sides in rows for key in sides} - set(own))
    return [*own, *others][:MOST_FAQS]


def _counts() -> dict[str, int]:
    suggested = DuplicatePair.objects.suggested()
    counts: dict[str, int] = suggested.aggregate(
        waiting=Count("pk", filter=Q(state=State.OPEN)),
        twins=Count("pk", filter=Q(state=State.OPEN, contradicts=True)),
        skipped=Count("pk", filter=Q(state=State.SKIPPED)),
    )
    counts["proposals"] = MergeProposal.objects.filter(state=MergeProposal.State.OPEN).count()
    return counts


def _to_merge() -> list[dict[str, object]]:
    """Return what was judged the same and waits to be merged, by cluster."""
    groups: dict[int, dict[int, str]] = defaultdict(dict)
    for pair in DuplicatePair.objects.to_merge().with_faqs().order_by("pk"):
        members = groups[pair.cluster or pair.left_id]
        members |= {faq.pk: str(faq) for faq in pair.sides}
    return [
        {"titles": list(members.values()), "address": _merge_address(list(members))}
        for members in groups.values()
    ]
