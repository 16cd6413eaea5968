"""What other pages of the desk show of judging: a panel on the FAQ's form, merges on its history."""

from django.db.models import Q
from django.http import HttpRequest

from faqs.duplicate_review.decisions import PERMISSION
from faqs.duplicate_review.screens import address
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from faqs.models.merge import FaqMerge
from newsdesk.meaning.model_status import meaning

State = DuplicatePair.State
MOST = 8


def panel(request: HttpRequest, faq: Faq) -> dict[str, object]:
    """Return what `admin/faqs/duplicate_review/_panel.html` shows beside a FAQ's form:
    contradicting twins, other pairs that wait, variants. Two queries.
    """
    pairs = DuplicatePair.objects.standing_alone().of(faq).with_faqs().by_urgency()
    shown = pairs.filter(
        Q(state=State.VARIANT) | Q(state__in=(State.OPEN, State.SAME), urgency__lte=3)
    )
    may_judge = request.user.has_perm(PERMISSION)
    return {
        "may_judge": may_judge,
        "nearest": address("nearest"),
        "notice": meaning().notice,
        "pairs": [_line(pair, faq, may_judge=may_judge) for pair in shown[:MOST]],
    }


def merges_of(faq: Faq | int) -> list[FaqMerge]:
    """Return the merges that a FAQ, a row or its key, was part of, the latest first. One query.

    For `admin/faqs/duplicate_review/_merges_of.html`.
    """
    rows = FaqMerge.objects.filter(Q(loser=faq) | Q(survivor=faq))
    return list(rows.select_related("loser", "survivor", "actor", "undone_by").order_by("-pk"))


def _line(pair: DuplicatePair, faq: Faq, *, may_judge: bool) -> dict[str, object]:
    mine_is_left = pair.left_id == faq.pk
    other = pair.right if mine_is_left else pair.left
    contradictions = [
        {
            "words": each["words"],
            "here": each["left" if mine_is_left else "right"],
            "there": each["right" if mine_is_left else "left"],
        }
        for each in pair.signals.get("contradictions", [])
    ]
    return {
        "pair": pair,
        "other": other,
        "label": pair.signals.get("label", "") if not pair.is_decided else pair.get_state_display(),
        "contradictions": contradictions,
        "judge": f"{address('changelist')}?pair={pair.pk}" if may_judge else "",
    }
