"""The verbs on what readers see: correcting and clarifying it at once, checking it, withdrawing it; and
putting away what they never saw.

Each is one transaction. A correction is one person's deed: it does
not wait for a second reader, and the log says whose it was (docs/decisions/0009).
"""

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.comparison.three_way_merge import Data, three_way
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.status import State
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice, clashes_as_data, freeze, recall
from newsdesk.workflow.guards import refuse_incomplete_notice, refuse_newly_blocked
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.transitions import begin, log


class CorrectTransitions(PageType[Item, Document, EditionT]):
    """The transitions on what readers see, and on what they never saw."""

    @transaction.atomic
    def correct(
        self,
        item: Item,
        *,
        actor: User,
        document: Document,
        wrong: str,
        right: str,
        gravity: str = Edition.Gravity.FOOT,
        note: str = "",
    ) -> EditionT:
        """Show `document` instead of the live text, at once, and tell readers what was wrong.

        The change is carried into what is scheduled and into the working copy by three-way merge.
        """
        notice = Notice(
            kind=Edition.Kind.CORRECTION, note=note, wrong=wrong, right=right, gravity=gravity
        )
        return self._mend("correct", item, document, notice, actor=actor)

    @transaction.atomic
    def clarify(self, item: Item, *, actor: User, document: Document, note: str) -> EditionT:
        """Show `document` instead of the live text, at once; `note` tells readers what was unclear."""
        notice = Notice(kind=Edition.Kind.CLARIFICATION, note=note, gravity=Edition.Gravity.FOOT)
        return self._mend("clarify", item, document, notice, actor=actor)

    @transaction.atomic
    def check(self, item: Item, *, actor: User, note: str = "") -> EditionT:
        """Tell readers that the live text was read again and still stands; return the edition."""
        item = begin(self.verbs["check"], item, actor=actor, note=note)
        latest = item.public_edition()
        frozen = freeze(
            item,
            self.read(latest),
            schema=self.kind.schema,
            actor=actor,
            way=ways.CHECK,
            merges=self.lineage.behind(item, latest),
            notice=Notice(kind=Edition.Kind.CHECK),
        )
        edition = self.own(frozen)
        self.show(item)
        log(item, "check", actor=actor, note=note, edition=edition)
        self.keep(item)
        return edition

    @transaction.atomic
    def withdraw(
        self, item: Item, *, actor: User, note: str, gone_status: int = Edition.Gone.GONE
    ) -> EditionT:
        """Take the page away from readers, and back what is scheduled; return the edition.

        `note` is the reason that readers are told, `gone_status` how the address answers from now on.
        """
        item = begin(self.verbs["withdraw"], item, actor=actor, note=note)
        for waiting in item.editions.waiting():
            recall(waiting, actor=actor, reason="The page was withdrawn.")
        latest = item.public_edition()
        frozen = freeze(
            item,
            self.read(latest),
            schema=self.kind.schema,
            actor=actor,
            way=ways.WITHDRAW,
            merges=self.lineage.behind(item, latest),
            notice=Notice(kind=Edition.Kind.WITHDRAWAL, note=note, gone_status=gone_status),
        )
        edition = self.own(frozen)
        item.state = (
            State.DRAFTING
        )  # Nothing of it is public now: it can be mended and submitted again.
        item.save(update_fields=["state"])
        self.show(item)
        log(item, "withdraw", actor=actor, note=note, edition=edition)
        return edition

    @transaction.atomic
    def discard(self, item: Item, *, actor: User, note: str = "") -> Item:
        """Put away a draft that was never published."""
        return self._set_discarded("discard", item, actor=actor, note=note)

    @transaction.atomic
    def take_back(self, item: Item, *, actor: User, note: str = "") -> Item:
        """Bring a discarded draft back."""
        return self._set_discarded("take_back", item, actor=actor, note=note)

    def _mend(
        self, verb: str, item: Item, document: Document, notice: Notice, *, actor: User
    ) -> EditionT:
        """Show `document` instead of the live one, and carry what changed into all that is to come."""
        item = begin(self.verbs[verb], item, actor=actor, note=notice.note)
        live = item.public_edition()
        refuse_incomplete_notice(notice, live)
        document = self.fit(document, item)
        readers_see, found = self.read(live), self.findings(item, document)
        if found.blocking:
            refuse_newly_blocked(found, before=self.findings(item, readers_see))
        change = (as_data(readers_see), as_data(document))
        edition, carried = self.insert(
            item,
            document,
            notice,
            actor=actor,
            way=ways.WAYS[verb],
            merges=self.lineage.behind(item, live),
        )
        detail = {
            "carried": len(carried),
            "clashes": self._carry_into_working_copy(item, change, live, edition, actor=actor),
        }
        log(item, verb, actor=actor, note=notice.note, edition=edition, detail=detail)
        # An error that the live text had already is let through, and stays on the list of broken pages.
        self.keep(item, passed=() if found.blocking else {edition.pk})
        return edition

    def _carry_into_working_copy(
        self,
        item: Item,
        change: tuple[Data, Data],
        live: Edition,
        edition: EditionT,
        *,
        actor: User,
    ) -> list[dict[str, object]]:
        """Put what changed into the working copy; return the fields in which that kept its own words."""
        document, settled = self.document_of(item), item.state == State.SETTLED
        ours = as_data(document)
        merged, clashes = three_way(change[0], ours, change[1])
        self.lineage.carried(item, ours, merged, waiting=None, before=live, edition=edition)
        if merged != ours:
            self.write_back(from_data(type(document), merged), item, actor=actor)
        if settled and item.state != State.SETTLED and not clashes:
            item.state = State.SETTLED  # All of it is published or scheduled, as it was before.
            item.save(update_fields=["state"])
        return clashes_as_data(clashes)

    def _set_discarded(self, verb: str, item: Item, *, actor: User, note: str) -> Item:
        item = begin(self.verbs[verb], item, actor=actor, note=note)
        item.discarded = verb == "discard"
        item.changed_by = actor
        item.save(update_fields=["discarded", "changed_by", "changed_at"])
        log(item, verb, actor=actor, note=note)
        return item
