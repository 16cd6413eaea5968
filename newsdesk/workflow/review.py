"""The verbs by which a second person reads a page before it is published, and a correction after.

The rule of the second reader is about words: whoever wrote any word that readers have not seen yet cannot
be its only reader. So whoever approves a text has neither submitted it nor written any of it since the
whole working copy was last public: what an approver mends is read by a third person. Which kinds of
page are under the rule is said by the setting SECOND_READER; where it does not apply, the log says of each
approval and edition that it had no second reader.

Who has written what is never asked of the verbs that write: every change of a working copy keeps a
`Revision` (`authorship.py`), however it came about.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.comparison.three_way_merge import Data, three_way
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.models import events_of
from newsdesk.pages.status import State
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.guards import refuse_blocked
from newsdesk.workflow.messages import tell_approved, tell_returned
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.transitions import (
    Line,
    Refused,
    begin,
    log,
    second_reader_rule,
)


class OwnText(Refused):
    """Who wrote or submitted a text is not the one to approve it, nor to read what they corrected."""


class AlreadyRead(Refused):
    """A second person has read the correction before."""


class ReviewTransitions(PageType[Item, Document, EditionT]):
    """The transitions of a second reader."""

    @transaction.atomic
    def submit(self, item: Item, *, actor: User, note: str = "") -> Item:
        """Say that the text is ready to be read by a second person."""
        item = begin(self.verbs["submit"], item, actor=actor, note=note)
        item.state, item.submitted_by, item.submitted_at = State.SUBMITTED, actor, timezone.now()
        item.save(update_fields=["state", "submitted_by", "submitted_at"])
        log(item, "submit", actor=actor, note=note, detail={"digest": item.digest})
        return item

    @transaction.atomic
    def return_(self, item: Item, *, actor: User, note: str) -> Item:
        """Hand the text back to its author; `note` says what is missing."""
        item = begin(self.verbs["return"], item, actor=actor, note=note)
        item.state = State.DRAFTING
        item.save(update_fields=["state"])
        log(item, "return", actor=actor, note=note)
        tell_returned(item, actor=actor, note=note)
        return item

    @transaction.atomic
    def approve(self, item: Item, *, actor: User, note: str = "") -> Item:
        """Say that a second person has read this very text. Raises OwnText, or Blocked by the gate."""
        item = begin(self.verbs["approve"], item, actor=actor, note=note)
        own = actor.pk in {item.submitted_by_id, *authors(item)}
        if own and second_reader_rule(item):
            raise OwnText(
                f"You have written or submitted “{item}”, or part of it, yourself: somebody else has to "
                "approve it."
            )
        document = self.document_of(item)
        refuse_blocked(self.findings(item, document))
        item.state, item.approved_by, item.approved_at = State.APPROVED, actor, timezone.now()
        item.digest = item.approved_digest = digest(document)
        item.save(
            update_fields=["state", "digest", "approved_by", "approved_at", "approved_digest"]
        )
        detail = {"digest": item.approved_digest} | ({"second_reader": False} if own else {})
        log(item, "approve", actor=actor, note=note, detail=detail)
        tell_approved(item, actor=actor)
        return item

    @transaction.atomic
    def mark_read(self, item: Item, *, actor: User, number: int, note: str = "") -> Item:
        """Say that a second person has read the correction or clarification of edition `number`.

        Raises AlreadyRead, or OwnText for who made it.
        """
        item = begin(self.verbs["mark_read"], item, actor=actor, note=note)
        correction = item.events.unread_corrections().filter(edition=number).first()
        if correction is None:
            raise AlreadyRead(f"No correction of version {number} of “{item}” waits to be read.")
        if correction.actor_id == actor.pk and second_reader_rule(item):
            raise OwnText("You have made this correction yourself: somebody else has to read it.")
        edition = item.editions.get(number=number)
        log(item, "mark_read", actor=actor, note=note, edition=edition)
        return item

    def corrections_read(self, published: Sequence[tuple[Item, EditionT]]) -> list[Line]:
        """Return lines for the log that count corrections as read: those that stand in what somebody else
        has approved and what was just published, each page with its edition. One query where none does.
        """
        approved = {
            item.pk: (item, edition)
            for item, edition in published
            if item.approved_digest == edition.digest
        }
        if not approved:
            return []
        unread = events_of(self.model).unread_corrections().filter(item__in=approved)
        lines = []
        for correction in unread:
            item, edition = approved[correction.item_id]
            approver = item.approved_by
            early = correction.at < item.approved_at
            if approver is None or not early or correction.actor_id == approver.pk:
                continue
            text = as_data(self.read(edition))
            if self._holds(item, text, number=correction.edition):
                read = item.editions.get(number=correction.edition)
                detail = {"approved_with": edition.number}
                lines.append(
                    Line(item=item, verb="mark_read", actor=approver, edition=read, detail=detail)
                )
        return lines

    def _holds(self, item: Item, text: Data, *, number: int) -> bool:
        """Tell whether a text has in it all that the edition `number` changed."""
        edition = item.editions.get(number=number)
        others = item.editions.until(edition).exclude(pk=edition.pk)
        before = others.latest("visible_from", "number")
        was, became = as_data(self.read(before)), as_data(self.read(edition))
        merged, clashes = three_way(was, text, became)
        return bool(merged == text and not clashes)
