"""Merging FAQ pages, and taking a merge back."""

from collections.abc import Collection

from django.contrib.auth.models import User

from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge
from faqs.workflow import FAQ
from newsdesk.merging.taken import NOTHING, Taken

KIND = FAQ.merging


def merge(
    loser: Faq,
    survivor: Faq,
    *,
    actor: User,
    reason: str = "",
    taken: Taken = NOTHING,
    confirmed: Collection[str] = (),
) -> FaqMerge:
    """Make `loser` lead to `survivor`. Raises what `engine.merge` raises."""
    return KIND.merge(loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed)


def undo(record: FaqMerge, *, actor: User, reason: str = "") -> FaqMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    return KIND.undo(record, actor=actor, reason=reason)
