"""One kind of page as the verbs know it: how to read it, write it, judge it and show it to readers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.documents import as_data
from newsdesk.rules.findings import Findings
from newsdesk.workflow.editions import Carried, Notice, carry, freeze
from newsdesk.workflow.lineage import Lineage
from newsdesk.workflow.messages import tell_of_clash
from newsdesk.workflow.restore import Restorable
from newsdesk.workflow.transitions import Table
from newsdesk.workflow.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What the standard verbs must know of one kind of page.

    `document_of` reads a working copy, `write(document, item, actor=...)` writes one, `write_back` one
    that was stored before, and `fit` returns a document as it would be stored, or refuses it; `read` reads
    an edition; `findings` is the
    gate, told of a page and of the document to be judged; `show` writes the catalogue from a page's
    editions; `keep` keeps what the gate finds in those that it shows anew, given the primary keys of
    those that it has just let through; `restorable` says what of an old document can be written today;
    `lineage` what was merged into a text.
    """

    verbs: Table
    schema: int
    document_of: Callable[[Any], Any]
    fit: Callable[[Any, Any], Any]
    write: Callable[..., None]
    write_back: Callable[..., None]
    read: Callable[[Any], Any]
    findings: Callable[[Any, Any], Findings]
    show: Callable[[Any], object]
    keep: Callable[..., object]
    restorable: Callable[[Any, Any], Restorable]
    lineage: Lineage = field(default_factory=Lineage)

    def problems(self, item: Any) -> list[Any]:
        """Return what the gate finds that blocks the working copy."""
        return list(self.findings(item, self.document_of(item)).blocking)

    def insert(
        self,
        item: Any,
        document: Any,
        notice: Notice,
        *,
        actor: Any,
        way: Way,
        merges: Sequence[int],
        visible_from: datetime | None = None,
    ) -> tuple[Any, list[Carried]]:
        """Freeze `document`, behind which `merges` stand, carry what it changes into what waits after it,
        and show the page.
        """
        start = visible_from or timezone.now()
        # What nobody has seen yet is measured against the edition that it overtakes.
        before = item.editions.public(start).last() or item.editions.waiting(start).first()
        edition = freeze(
            item,
            document,
            schema=self.schema,
            actor=actor,
            way=way,
            merges=merges,
            notice=notice,
            visible_from=visible_from,
        )
        carried = []
        if before is not None:
            change = (as_data(self.read(before)), as_data(document))
            carried = carry(
                item,
                change,
                after=edition.visible_from,
                read=self.read,
                schema=self.schema,
                merges=partial(self._carried, item, before, edition),
                actor=actor,
            )
        for each in carried:
            if each.clashes:
                tell_of_clash(item, each, actor=actor)
        self.show(item)
        return edition, carried

    def _carried(self, item: Any, before: Any, edition: Any, waiting: Any, into: Data) -> list[int]:
        ours = as_data(self.read(waiting))
        return self.lineage.carried(
            item, ours, into, waiting=waiting, before=before, edition=edition
        )
