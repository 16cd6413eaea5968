"""What an operator's own model says of pairs that are about to be likely the same. Runs in jobs alone.

It can take a pair from *likely* to *possible*, never the other way; what it says is shown with the pair.
"""

import logging

from django.db.models import Q

from faqs.duplicate_review.pairs import UNDECIDED
from faqs.models.duplicate_review import URGENCY, DuplicatePair
from newsdesk.comparison.three_way_merge import Data
from newsdesk.meaning.pair_model import PairModel, PairModelUnavailable, pair_model

logger = logging.getLogger("newsdesk.judging")

AT_ONCE = 500
BOUND = 0.5
KIND = "this desk's own model"


def judge_likely(limit: int = AT_ONCE) -> int:
    """Ask the model of likely pairs that it has not seen as they are; return how many it held back."""
    try:
        model = pair_model()
        return _judge(model, limit) if model is not None else 0
    except PairModelUnavailable as problem:
        logger.warning("Likely pairs stay as they are. %s", problem)
        return 0


def _judge(model: PairModel, limit: int) -> int:
    rows = DuplicatePair.objects.suggested().in_state(*UNDECIDED).with_faqs()
    unseen = Q(signals__pair_model__isnull=True) | ~Q(signals__pair_model=model.mark)
    waiting = rows.filter(unseen, band=DuplicatePair.Band.LIKELY)
    held_back = 0
    for pair in waiting.order_by("pk")[:limit]:
        chance = model.chance(pair.left.question, pair.right.question)
        changed: Data = {"signals": {**pair.signals, "pair_model": model.mark}}
        if chance < BOUND:
            changed = _held_back(pair, changed["signals"], chance)
            held_back += 1
        # Only as it was read: what has been compared or decided again meanwhile is asked next time.
        as_read = DuplicatePair.objects.in_state(*UNDECIDED).filter(
            pk=pair.pk, signals=pair.signals
        )
        as_read.update(**changed)
    return held_back


def _held_back(pair: DuplicatePair, signals: Data, chance: float) -> Data:
    said = f"{KIND}: the same with a chance of {chance:.0%}"
    difference = {"kind": KIND, "words": said, "harmless": False}
    signals["differences"] = [*pair.signals.get("differences", ()), difference]
    signals["label"] = f"possibly the same, differs in {KIND}"
    signals["proposal"], signals["blocked"] = "", True
    urgency = pair.urgency if pair.contradicts else URGENCY["possible"]
    return {"signals": signals, "band": DuplicatePair.Band.POSSIBLE, "urgency": urgency}
