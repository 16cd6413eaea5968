"""How a working copy reaches readers: at once, at a set time, never before an embargo.

Each is one transaction.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.status import State
from newsdesk.rules.acknowledgements import looked_at
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice, freeze, recall
from newsdesk.workflow.guards import (
    refuse_approval_void,
    refuse_before_embargo,
    refuse_blocked,
    refuse_incomplete_notice,
    refuse_new_order,
    refuse_past,
    refuse_substance_as_minor,
    refuse_unconfirmed,
    waiting_edition,
)
from newsdesk.workflow.page_type import Item
from newsdesk.workflow.review import Reviewing
from newsdesk.workflow.transitions import Refused, begin, log, second_reader_rule


class Publishing(Reviewing[Item, Document, EditionT]):
    """The transitions by which words reach readers that have not seen them."""

    @transaction.atomic
    def publish(
        self,
        item: Item,
        *,
        actor: Any,
        confirmed: Collection[str] = (),
        reason: str = "",
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
        item = begin(self.verbs["publish"], item, actor=actor, note=note)
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        confirmation = (confirmed, reason)
        return self._release("publish", item, told, None, actor=actor, confirmation=confirmation)

    @transaction.atomic
    def schedule(
        self,
        item: Item,
        *,
        actor: Any,
        at: datetime,
        confirmed: Collection[str] = (),
        reason: str = "",
        kind: str = "",
        note: str = "",
        wrong: str = "",
        right: str = "",
        gravity: str = "",
    ) -> EditionT:
        """Freeze the working copy as an edition that readers see from `at` on; return it.

        The other arguments are those of `publish`. Nothing has to run for it to appear.
        """
        item = begin(self.verbs["schedule"], item, actor=actor, note=note)
        refuse_past(at)
        refuse_before_embargo(item, at)
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        confirmation = (confirmed, reason)
        return self._release("schedule", item, told, at, actor=actor, confirmation=confirmation)

    @transaction.atomic
    def reschedule(
        self, item: Item, *, actor: Any, number: int, at: datetime, note: str = ""
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
    def unschedule(self, item: Item, *, actor: Any, number: int, note: str = "") -> Item:
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
    def embargo(self, item: Item, *, actor: Any, until: datetime | None, note: str) -> Item:
        """Let nothing that is published from now on appear before `until`; None lifts the embargo."""
        item = begin(self.verbs["embargo"], item, actor=actor, note=note)
        if until is not None:
            refuse_past(until)
            early = item.editions.waiting().filter(visible_from__lt=until).first()
            if early is not None:
                raise Refused(
                    f"Edition {early.number} is scheduled before that: move it or take it back first."
                )
        was, item.embargo_until = item.embargo_until, until
        item.save(update_fields=["embargo_until"])
        detail = {"was": was and was.isoformat(), "until": until and until.isoformat()}
        log(item, "embargo", actor=actor, note=note, detail=detail)
        return item

    def _release(
        self,
        verb: str,
        item: Item,
        told: Notice,
        at: datetime | None,
        *,
        actor: Any,
        confirmation: tuple[Collection[str], str],
    ) -> EditionT:
        """Freeze the working copy for `at`, for now where that is None, after all guards."""
        document, live = self.document_of(item), item.latest_edition()
        # What is written to a first edition is for the log: readers have nothing to compare it with.
        notice = told if live else Notice()
        refuse_approval_void(self.verbs[verb], item, digest(document))
        refuse_incomplete_notice(notice, live)
        found = self.findings(item, document)
        refuse_blocked(found)
        looked = looked_at(item) if found.warnings else {}
        confirmed = refuse_unconfirmed(found, looked, *confirmation)
        if live is not None:
            refuse_substance_as_minor(notice, as_data(self.read(live)), as_data(document))
        start = max(filter(None, (at, item.embargo_until)), default=None)
        edition, carried = self.insert(
            item,
            document,
            notice,
            actor=actor,
            way=ways.WAYS[verb],
            merges=self.lineage.behind(item),
            visible_from=start,
        )
        item.state, item.digest = State.SETTLED, edition.digest
        item.save(update_fields=["state", "digest"])
        # A name that was changed elsewhere changes the text too, and nobody saved the page.
        item.add_revision(edition.digest, actor=actor)
        detail = dict(confirmed.detail)
        if edition.visible_from > edition.at:
            detail["visible_from"] = edition.visible_from.isoformat()
        if self.verbs[verb].needs_approval and not second_reader_rule(item):
            detail["second_reader"] = False
        if carried:
            detail["carried"] = len(carried)
        self.settle_corrections(item, document, published=edition)
        log(item, verb, actor=actor, note=told.note, edition=edition, detail=detail)
        self.keep(item, passed={edition.pk})
        return edition
