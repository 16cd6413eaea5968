"""For which reasons two questions differ: the list that keys 1 to 9 give, which desk chiefs edit."""

from django.contrib.auth.models import User
from django.db import transaction

from faqs.models.moderation import DifferenceReasons
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.pages.lines import from_lines, to_lines
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused, require

PERMISSION = "faqs.change_differencereasons"
# What a desk begins with.
REASONS = ("Another thing.", "Another time.", "Another number.", "Wider or narrower.")
MOST = 9  # as many as there are keys


class NotAList(Refused):
    """There are no reasons, or more than keys."""


def reasons() -> tuple[str, ...]:
    """Return the desk's list, or what it begins with. One query."""
    kept = DifferenceReasons.objects.first()
    return to_lines(kept.reasons) if kept else REASONS


@transaction.atomic
def keep_reasons(text: str, *, actor: User) -> tuple[str, ...]:
    """Make the lines of `text` the desk's list; what was said already stays as it was said.

    Raises PermissionDenied, NotAList, or NotStorable for one that is too long.
    """
    require(actor, PERMISSION)
    told = to_lines(text)
    if not 1 <= len(told) <= MOST:
        raise NotAList("List one to nine reasons, one a line: each has a key of its own.")
    for each in told:
        no_longer(each, REASON_LENGTH)
    if told != reasons():
        DifferenceReasons.objects.create(reasons=from_lines(told), actor=actor)
    return told
