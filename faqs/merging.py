"""Merging FAQ pages, and taking a merge back."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from faqs.duplicate_review.watches import tell_watchers
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge
from faqs.workflow import FAQ
from newsdesk.merging.taken import NOTHING, MergeChoice

KIND = FAQ.merging


@transaction.atomic
def merge(
    loser: Faq,
    survivor: Faq,
    *,
    actor: User,
    reason: str = "",
    taken: MergeChoice = NOTHING,
    confirmed: Collection[str] = (),
) -> FaqMerge:
    """Make `loser` lead to `survivor`. Raises what `engine.merge` raises."""
    record = KIND.merge(
        loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed
    )
    tell_watchers([loser.pk], f"{actor} merged it into another question.", actor=actor)
    tell_watchers([survivor.pk], f"{actor} merged another question into it.", actor=actor)
    return record


@transaction.atomic
def undo(record: FaqMerge, *, actor: User, reason: str = "") -> FaqMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    record = KIND.undo(record, actor=actor, reason=reason)
    told = (record.loser_id, record.survivor_id)
    tell_watchers(told, f"{actor} undid a merge of it and another question.", actor=actor)
    return record
