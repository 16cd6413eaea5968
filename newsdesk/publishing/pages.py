"""One kind of page as the verbs know it: how to read it, write it, judge it and show it to readers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from .documents import as_data
from .freezing import Carried, Notice, carry, freeze
from .problems import Findings
from .restoring import Restorable
from .telling import tell_of_clash
from .workflow import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What the standard verbs must know of one kind of page.

    `document_of` reads a working copy, `write` writes one, `write_back` one that was stored before, and
    `fit` returns a document as it would be stored, or refuses it; `read` reads an edition; `findings` is the
    gate, told of a page and of the document to be judged; `show` writes the catalogue from a page's
    editions; `keep` keeps what the gate finds in those that it shows anew, given the primary keys of
    those that it has just let through; `restorable` says what of an old document can be written today.
    """

    verbs: Table
    schema: int
    document_of: Callable[[Any], Any]
    fit: Callable[[Any, Any], Any]
    write: Callable[[Any, Any], None]
    write_back: Callable[[Any, Any], None]
    read: Callable[[Any], Any]
    findings: Callable[[Any, Any], Findings]
    show: Callable[[Any], object]
    keep: Callable[..., object]
    restorable: Callable[[Any, Any], Restorable]

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
        visible_from: datetime | None = None,
    ) -> tuple[Any, list[Carried]]:
        """Freeze `document`, carry what it changes into what waits after it, and show the page."""
        start = visible_from or timezone.now()
        # What nobody has seen yet is measured against the edition that it overtakes.
        before = item.editions.public(start).last() or item.editions.waiting(start).first()
        edition = freeze(
            item,
            document,
            schema=self.schema,
            actor=actor,
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
                actor=actor,
            )
        for each in carried:
            if each.clashes:
                tell_of_clash(item, each, actor=actor)
        self.show(item)
        return edition, carried
