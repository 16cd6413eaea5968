"""The transitions by which pages come in that readers knew elsewhere: with their history, or with their date.

Whoever takes in a whole site has a right of its own. A history is put back as it was on the desk that wrote
it out; a single text that another system had published is frozen once, as of the day on which it was.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.comparison.three_way_merge import Data
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data, digest_of_data
from newsdesk.pages.editions import recalls_of
from newsdesk.pages.models import editions_of
from newsdesk.pages.status import Standing, State
from newsdesk.rules.findings import Problem
from newsdesk.workflow.editions import Notice, freeze_many, next_edition
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import Blocked, Refused, WrongStanding, log, require
from newsdesk.workflow.ways import BRING

RIGHT = "exchange.import_site"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdition:
    """An edition as another desk had it, with the keys of this one. Fields as in `editions.Edition`.

    `merges` are keys of steps of merging on this desk. `recall` is who took it back, when and why.
    """

    number: int
    kind: str
    notice: Mapping[str, object]
    actor: User
    at: datetime
    visible_from: datetime
    schema: int
    document: Data
    merges: Sequence[int] | None
    recall: tuple[User, datetime, str] | None


class ArrivalTransitions(PageType[Item, Document, EditionT]):
    """The transitions of whoever moves a site to this desk."""

    @transaction.atomic
    def publish_as_it_was(
        self, item: Item, *, actor: User, visible_from: datetime, note: str = ""
    ) -> tuple[EditionT, Collection[Problem]]:
        """Show a draft that no reader of this desk has seen, as published at `visible_from`, which is past.

        Return the edition, and the warnings of the checks, which the caller tells. Raises PermissionDenied,
        WrongStanding, Embargoed, PathTaken, or Blocked with what the checks do not let through.
        """
        require(actor, RIGHT)
        require(actor, self.permission("publish"))
        locked = self.items.select_for_update().get(pk=item.pk)
        now = timezone.now()
        if locked.standing is not Standing.DRAFT:
            raise WrongStanding(
                f"“{locked}” is {locked.standing.words}: it cannot appear as it was."
            )
        document = self.document_of(locked)
        found = self.findings(locked, document)
        if found.blocking:
            raise Blocked(found.blocking)
        edition = next_edition(
            locked,
            document,
            schema=self.kind.schema,
            actor=actor,
            way=BRING,
            merges=(),
            notice=Notice(),
            now=now,
            start=min(visible_from, now),
            before=None,
            last=None,
        )
        freeze_many([edition])
        locked.state, locked.digest = State.SETTLED, edition.digest
        locked.save(update_fields=["state", "digest"])
        locked.add_revision(edition.digest, actor=actor)
        warned = [{"code": each.code, "message": str(each)} for each in found.warnings]
        detail = {"visible_from": edition.visible_from.isoformat(), "warnings": warned}
        log(locked, "import", actor=actor, note=note, edition=edition, detail=detail)
        self.show(locked)
        self.keep(locked, passed={edition.pk})
        return self.own(edition), found.warnings

    @transaction.atomic
    def bring_back(
        self, item: Item, document: Document, editions: Sequence[PastEdition], *, writer: User
    ) -> None:
        """Make a page that was made a moment ago say `document`, and give it the editions it had.

        Readers see nothing of it before the catalogue is rebuilt. `writer` stands for its words. Raises
        NotStorable or Refused where a text is none that this desk would have stored: what the sanitiser
        takes out of it must not reach readers by way of a file.
        """
        self.write(document, item, actor=writer)
        previous = ""
        rows = []
        for past in editions:
            self._refuse_unclean(item, past)
            mark = digest_of_data(past.document)
            rows.append(
                editions_of(self.model).model(
                    **past.notice,
                    item=item,
                    number=past.number,
                    kind=past.kind,
                    actor=past.actor,
                    at=past.at,
                    visible_from=past.visible_from,
                    schema=past.schema,
                    document=past.document,
                    digest=mark,
                    previous=previous,
                    merges=past.merges,
                )
            )
            previous = mark
        if not rows:
            return
        freeze_many(rows)
        recalls = recalls_of(type(rows[0])).model
        for row, past in zip(rows, editions, strict=True):
            if past.recall:
                who, at, why = past.recall
                # Past its own clock, which would say that it was recalled now.
                recalls(edition=row, actor=who, at=at, reason=why).save_base(
                    raw=True, force_insert=True
                )

    def _refuse_unclean(self, item: Item, past: PastEdition) -> None:
        told = self.read(past)
        clean = storable(told, self.model, self.kind.labels, now=lambda: told)
        if as_data(clean) != as_data(told):
            raise Refused(
                f"Version {past.number} of “{item}” holds what is no text of a page: it is not taken in."
            )
