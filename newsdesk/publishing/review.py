"""The verbs by which a second person reads a page before it is published.

The rule of the second reader: whoever approves has neither submitted the text nor changed it since it was
submitted. So every word has been read by somebody who did not write it: what the approver mends
has to be submitted again, by another. The setting SECOND_READER turns the rule off for a desk of one
person, and the log then says so.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from .documents import digest
from .guards import refuse_blocked
from .pages import Pages
from .standing import State
from .telling import tell_approved, tell_returned
from .workflow import Refused, begin, log, second_reader_rule

# Events by which a text changes.
WRITING = ("create", "edit", "revise", "restore", "correct", "clarify")


class OwnText(Refused):
    """Who wrote or submitted a text is not the one to approve it."""


@transaction.atomic
def submit(pages: Pages, item: Any, *, actor: Any, note: str = "") -> Any:
    """Say that the text is ready to be read by a second person."""
    item = begin(pages.verbs["submit"], item, actor=actor, note=note)
    item.state, item.submitted_by, item.submitted_at = State.SUBMITTED, actor, timezone.now()
    item.save(update_fields=["state", "submitted_by", "submitted_at"])
    log(item, "submit", actor=actor, note=note, detail={"digest": item.digest})
    return item


@transaction.atomic
def return_(pages: Pages, item: Any, *, actor: Any, note: str) -> Any:
    """Hand the text back to its author; `note` says what is missing."""
    item = begin(pages.verbs["return"], item, actor=actor, note=note)
    item.state = State.DRAFTING
    item.save(update_fields=["state"])
    log(item, "return", actor=actor, note=note)
    tell_returned(item, actor=actor, note=note)
    return item


@transaction.atomic
def approve(pages: Pages, item: Any, *, actor: Any, note: str = "") -> Any:
    """Say that a second person has read this very text. Raises OwnText, or Blocked by the gate."""
    item = begin(pages.verbs["approve"], item, actor=actor, note=note)
    own = actor.pk in writers(item)
    if own and second_reader_rule():
        raise OwnText(
            f"You have written or submitted “{item}” yourself: somebody else has to approve it."
        )
    document = pages.document_of(item)
    refuse_blocked(pages.findings(item, document))
    item.state, item.approved_by, item.approved_at = State.APPROVED, actor, timezone.now()
    item.digest = item.approved_digest = digest(document)
    item.save(update_fields=["state", "digest", "approved_by", "approved_at", "approved_digest"])
    detail = {"digest": item.approved_digest} | ({"second_reader": False} if own else {})
    log(item, "approve", actor=actor, note=note, detail=detail)
    tell_approved(item, actor=actor)
    return item


def writers(item: Any) -> set[int]:
    """Return the keys of who submitted the text and of all who have changed it since. One query."""
    submitted = item.events.filter(verb="submit").order_by("-pk").values("pk")[:1]
    since = item.events.filter(verb__in=WRITING, pk__gt=submitted)
    return {item.submitted_by_id, *since.values_list("actor", flat=True)}
