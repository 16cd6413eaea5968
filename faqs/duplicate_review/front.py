"""On the front page of the desk, for who may judge: duplicates that wait, contradicting twins first."""

from collections.abc import Iterator

from django.contrib.admin import AdminSite
from django.db.models import Count, Q
from django.http import HttpRequest

from faqs.duplicate_review.decisions import PERMISSION
from faqs.duplicate_review.screens import address
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.desk.front.rows import Row

SHOWN = 4


@waiting_list
def duplicates(site: AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield the head of the moderators' queue with its numbers. Two queries, one where nothing waits.

    SECURITY: rows name two FAQs, so who may not see FAQs is told of none.
    """
    if not request.user.has_perm(PERMISSION):
        return
    if not site.get_model_admin(Faq).has_view_permission(request):
        return
    waiting = DuplicatePair.objects.waiting()
    counted = waiting.aggregate(
        pairs=Count("pk"),
        twins=Count("pk", filter=Q(contradicts=True)),
        clusters=Count("cluster", distinct=True),
    )
    if counted["pairs"]:
        yield WaitingList(
            title="Duplicates waiting",
            rank=Rank.DUPLICATES,
            rows=[_row(pair) for pair in waiting.with_faqs().by_urgency()[:SHOWN]],
            number=counted["pairs"],
            links=(("Decide on them in the queue", address("changelist")),),
            note=_in_words(**counted),
        )


def _row(pair: DuplicatePair) -> Row:
    return {
        "title": str(pair),
        "address": f"{address('changelist')}?pair={pair.pk}",
        "kind": pair.get_band_display(),
        "why": "Their answers contradict each other." if pair.contradicts else "",
    }


def _in_words(pairs: int, twins: int, clusters: int) -> str:
    """Return the numbers as a sentence: "12 pairs in 3 clusters, 2 of them with contradicting answers."""
    told = f"{pairs} {'pair' if pairs == 1 else 'pairs'}"
    if clusters:
        told += f" in {clusters} {'cluster' if clusters == 1 else 'clusters'}"
    return f"{told}, {twins} of them with contradicting answers." if twins else f"{told}."
