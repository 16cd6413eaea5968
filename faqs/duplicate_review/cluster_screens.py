"""Deciding on a cluster: its members, a matrix of scores, every pair word by word, and two groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from faqs.duplicate_review import clusters
from faqs.duplicate_review.cards import merge_address
from faqs.duplicate_review.clusters import GroupVerdict, KnownPair
from faqs.duplicate_review.last_deeds import last_deeds
from faqs.duplicate_review.merges import marks
from faqs.duplicate_review.screens import DeskPages, address
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.desk.lists import standing_badge
from newsdesk.merging.screens.comparison import Row, compared
from newsdesk.pages.rich_text import plain
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

State = DuplicatePair.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One question of the cluster, by its number on the page; `group` is "a", "b" or "" for neither."""

    number: int
    faq: Faq
    group: str
    without: str

    @property
    def badge(self) -> str:
        return standing_badge(self.faq)

    @property
    def answer(self) -> str:
        return plain(self.faq.intro)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pair of the cluster: the numbers of both, what is known, and both questions word by word."""

    left: int
    right: int
    known: KnownPair
    words: Row

    @property
    def anchor(self) -> str:
        return f"pair-{self.left}-{self.right}"


class ClusterPages(DeskPages):
    """One page for up to twenty questions; which ones stands in its address."""

    def cluster_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows, POST decides on groups. 409 where it is refused, with what was chosen kept."""
        faqs = self.faqs_or_404(request, request.GET.getlist("faq"))
        if len(faqs) < 2:
            raise Http404("A cluster is two questions or more.")
        if request.method != "POST":
            return self._ask(request, faqs)
        sent = request.POST.get("deed", "")
        if sent not in list(GroupVerdict):
            raise Http404("There is no such decision.")
        groups = {faq.pk: request.POST.get(f"group-{faq.pk}", "") for faq in faqs}
        seen = dict(part.split(":", 1) for part in request.POST.getlist("seen") if ":" in part)
        try:
            decided = clusters.decide(
                groups,
                GroupVerdict(sent),
                actor=signed_in(request),
                reason=request.POST.get("reason", ""),
                of=seen,
            )
        except Refused as refusal:
            return self._ask(request, faqs, groups=groups, refusal=refusal)
        messages.success(request, _told(decided))
        return HttpResponseRedirect(_here(faqs))

    def _ask(
        self,
        request: HttpRequest,
        faqs: Sequence[Faq],
        *,
        groups: dict[int, str] | None = None,
        refusal: Refused | None = None,
    ) -> HttpResponse:
        rows = {
            faq.pk: faq for faq in Faq.objects.with_standing().filter(pk__in=[f.pk for f in faqs])
        }
        faqs = [rows[faq.pk] for faq in faqs]
        known = clusters.known_among(faqs)
        members = _members(faqs, groups or {})
        lines = _lines(members, known)
        context = {
            "title": f"Decide on {len(faqs)} questions",
            "members": members,
            "lines": lines,
            "matrix": _matrix(members, lines),
            "groups": _merge_groups(faqs, known),
            "seen": [f"{key}:{mark}" for key, mark in marks(faq.pk for faq in faqs).items()],
            "reason": request.POST.get("reason", ""),
            "here": _here(faqs),
            "last": next(iter(last_deeds(signed_in(request))), None),
            "refusal": str(refusal or ""),
            "against": getattr(refusal, "pair", None),
        }
        status = 409 if refusal else 200
        return self.merge_page(request, "faqs/duplicate_review/cluster", context, status=status)


def _here(faqs: Sequence[Faq], *, without: int = 0) -> str:
    keys = [("faq", faq.pk) for faq in faqs if faq.pk != without]
    return f"{address('cluster')}?{urlencode(keys)}"


def _members(faqs: Sequence[Faq], groups: dict[int, str]) -> list[Member]:
    """Return the members with their numbers, all in group A unless something else was chosen."""
    return [
        Member(
            number=number,
            faq=faq,
            group=groups.get(faq.pk, "a"),
            without=_here(faqs, without=faq.pk) if len(faqs) > 2 else "",
        )
        for number, faq in enumerate(faqs, start=1)
    ]


def _lines(members: Sequence[Member], known: Sequence[KnownPair]) -> list[Line]:
    by_key = {member.faq.pk: member for member in members}
    lines = []
    for each in known:
        one, other = sorted((by_key[each.left], by_key[each.right]), key=lambda m: m.number)
        words = compared("Questions", str(one.faq), str(other.faq))
        lines.append(Line(left=one.number, right=other.number, known=each, words=words))
    return lines


def _matrix(
    members: Sequence[Member], lines: Sequence[Line]
) -> list[tuple[Member, list[Line | None]]]:
    """Return a row for each member with a cell for each member, None for itself."""
    cells = {(line.left, line.right): line for line in lines}
    cells |= {(line.right, line.left): line for line in lines}
    return [
        (member, [cells.get((member.number, other.number)) for other in members])
        for member in members
    ]


def _merge_groups(faqs: Sequence[Faq], known: Sequence[KnownPair]) -> list[tuple[list[str], str]]:
    """Return the groups that were judged the same throughout: titles, and where they are merged."""
    titles = {faq.pk: str(faq) for faq in faqs if faq.merged_into_id is None}
    groups = {key: {key} for key in titles}
    for each in known:
        if each.pair and each.pair.state == State.SAME and {each.left, each.right} <= set(titles):
            joined = groups[each.left] | groups[each.right]
            groups |= dict.fromkeys(joined, joined)
    found = list({min(keys): sorted(keys) for keys in groups.values() if len(keys) > 1}.values())
    return [([titles[key] for key in keys], merge_address(keys)) for keys in found]


def _told(decided: Sequence[DuplicatePair]) -> str:
    """Return what was decided: "Decided: 3 pairs the same, 2 pairs different."."""
    if not decided:
        return "All of this was decided before."
    counts = {
        state: sum(pair.state == state for pair in decided)
        for state in (State.SAME, State.DIFFERENT)
    }
    said = [
        f"{number} {'pair' if number == 1 else 'pairs'} {state.label.lower()}"
        for state, number in counts.items()
        if number
    ]
    return f"Decided: {', '.join(said)}."
