"""What a merge of FAQs must not go against: a moderator's word that two questions differ."""

from django.db.models import Q

from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.merging.engine import MergeRefused
from newsdesk.merging.survivors import family


class JudgedDifferent(MergeRefused):
    """A moderator's word that two questions differ stands against the merge: that of `pair`."""

    def __init__(self, pair: DuplicatePair) -> None:
        said = pair.stands
        name, reason = (said.actor, said.reason) if said else (pair.decided_by, pair.reason)
        super().__init__(
            f"{pair} were found different by {name}: “{reason}” "
            "Take that back first if it no longer holds."
        )
        self.pair = pair


def refuse_judged_different(loser: Faq, survivor: Faq) -> None:
    """Raise JudgedDifferent where the two, or what was merged into them, were judged different."""
    mine, theirs = family(Faq, loser.pk), family(Faq, survivor.pk)
    across = Q(left__in=mine, right__in=theirs) | Q(left__in=theirs, right__in=mine)
    pair = DuplicatePair.objects.with_faqs().kept_apart().filter(across).order_by("pk").first()
    if pair:
        raise JudgedDifferent(pair)
