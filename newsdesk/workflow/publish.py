"""How a working copy reaches readers: at once, at a set time, never before an embargo.

Each is one transaction.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.status import State
from newsdesk.rules.acknowledgements import Reason
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice, freeze, recall
from newsdesk.workflow.guards import (
    refuse_before_embargo,
    refuse_new_order,
    refuse_past,
    waiting_edition,
)
from newsdesk.workflow.page_type import Item
from newsdesk.workflow.publish_many import Release, publish_many
from newsdesk.workflow.review import ReviewTransitions
from newsdesk.workflow.transitions import Refused, begin, log


class PublishTransitions(ReviewTransitions[Item, Document, EditionT]):
    """The transitions by which words reach readers that have not seen them."""

    def publish(
        self,
        item: Item,
        *,
        actor: User,
        confirmed: Collection[str] = (),
        reason: Reason = "",
        kind: str = "",
        note: str = "",
        wrong: str = "",
        right: str = "",
        gravity: str = "",
    ) -> EditionT:
        """Freeze the working copy and show it to readers, at once or after the embargo; return the edition.

        `kind` is the class of a change of what is live; `note`, `wrong`, `right` and `gravity` are public
        (see `Notice`). `confirmed` are the identities of warnings that somebody has looked at, for `reason`.
        Raises PermissionDenied, a Refused, or the catalogue's PathTaken.
        """
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        release = Release(kind=self, item=item, told=told, confirmed=confirmed, reason=reason)
        return self.own(publish_many(release, actor=actor)[0])

    def schedule(
        self,
        item: Item,
        *,
        actor: User,
        at: datetime,
        confirmed: Collection[str] = (),
        reason: Reason = "",
        kind: str = "",
        note: str = "",
        wrong: str = "",
        right: str = "",
        gravity: str = "",
    ) -> EditionT:
        """Freeze the working copy as an edition that readers see from `at` on; return it.

        The other arguments are those of `publish`. Nothing has to run for it to appear.
        """
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        release = Release(kind=self, item=item, told=told, confirmed=confirmed, reason=reason)
        return self.own(publish_many(release, actor=actor, at=at)[0])

    @transaction.atomic
    def reschedule(
        self, item: Item, *, actor: User, number: int, at: datetime, note: str = ""
    ) -> EditionT:
        """Let the waiting edition `number` appear at `at`; return the edition that waits instead."""
        item = begin(self.verbs["reschedule"], item, actor=actor, note=note)
        edition = waiting_edition(item, number)
        refuse_past(at)
        refuse_before_embargo(item, at)
        refuse_new_order(item, edition, at)
        recall(edition, actor=actor, reason=note or "Rescheduled.")
        frozen = freeze(
            item,
            self.read(edition),
            schema=self.kind.schema,
            actor=actor,
            way=ways.RESCHEDULE,
            merges=self.lineage.behind(item, edition),
            notice=Notice.of(edition),
            visible_from=at,
        )
        again = self.own(frozen)
        self.show(item)
        detail = {"was": edition.visible_from.isoformat(), "visible_from": at.isoformat()}
        log(item, "reschedule", actor=actor, note=note, edition=again, detail=detail)
        self.keep(item)
        return again

    @transaction.atomic
    def unschedule(self, item: Item, *, actor: User, number: int, note: str = "") -> Item:
        """Take the waiting edition `number` back. What it says stays in the working copy."""
        item = begin(self.verbs["unschedule"], item, actor=actor, note=note)
        edition = waiting_edition(item, number)
        recall(edition, actor=actor, reason=note)
        last = item.editions.in_order().last()
        if item.state == State.SETTLED and (last is None or last.digest != item.digest):
            approved = item.approved_digest == item.digest
            item.state = State.APPROVED if approved else State.DRAFTING
            item.save(update_fields=["state"])
        self.show(item)
        detail = {"visible_from": edition.visible_from.isoformat()}
        log(item, "unschedule", actor=actor, note=note, edition=edition, detail=detail)
        return item

    @transaction.atomic
    def embargo(self, item: Item, *, actor: User, until: datetime | None, note: str) -> Item:
        """Let nothing that is published from now on appear before `until`; None lifts the embargo."""
        item = begin(self.verbs["embargo"], item, actor=actor, note=note)
        if until is not None:
            refuse_past(until)
            early = item.editions.waiting().filter(visible_from__lt=until).first()
            if early is not None:
                raise Refused(
                    f"Version {early.number} is scheduled before that: move it or cancel its schedule first."
                )
        was, item.embargo_until = item.embargo_until, until
        item.save(update_fields=["embargo_until"])
        detail = {"was": was and was.isoformat(), "until": until and until.isoformat()}
        log(item, "embargo", actor=actor, note=note, detail=detail)
        return item
