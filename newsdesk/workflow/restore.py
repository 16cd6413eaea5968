"""Bringing the text of an edition back into the working copy, whole or in part, as a draft.

What readers see does not change. What an edition names may be gone since: a topic that was merged, an
outlet that is called otherwise, a picture that was lost. What can be restored is, what cannot is
listed, and nothing is made anew to stand for what is gone.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.comparison.diff.alignment import moved
from newsdesk.comparison.labels import UnknownPath
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.status import State
from newsdesk.workflow.authorship import add_authors, authors
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.transitions import NothingChanged, Refused, begin, log

Part = TypeVar("Part")


class NoSuchEdition(Refused):
    """The page has no edition of this number."""


class RestoreTransitions(PageType[Item, Document, EditionT]):
    """The transition that brings an edition back into the working copy."""

    @transaction.atomic
    def restore(
        self,
        item: Item,
        *,
        actor: User,
        number: int,
        parts: Collection[str] | None = None,
        note: str = "",
    ) -> Restorable[Document]:
        """Write edition `number` into the working copy, or only those `parts` of it; return what it is now.

        A part is named by its path, "headline" or "analysis:3f2a9c01"; one that the edition does not have is
        removed. What stood there before is kept in the log. Raises NoSuchEdition, UnknownPath or
        NothingChanged.
        """
        item = begin(self.verbs["restore"], item, actor=actor, note=note)
        now = as_data(self.document_now(item))
        found = self.restorable_edition(item, now, number=number, parts=parts)
        if as_data(found.document) == now:
            nothing = f"“{item}” says this already: there is nothing to restore."
            raise NothingChanged(" ".join([nothing, *map(str, found.gone)]))
        item.state = State.DRAFTING
        edition = item.editions.get(number=number)
        written_by = authors(item, of=edition.digest)
        # All of it was stored once; single parts come on top of what there is now.
        if parts is None:
            self.write_back(found.document, item, actor=actor)
        else:
            self.write(found.document, item, actor=actor)
        add_authors(item, written_by)
        detail = {
            "replaced": now,
            "parts": None if parts is None else sorted(parts),
            "gone": [str(each) for each in found.gone],
        }
        log(item, "restore", actor=actor, note=note, edition=edition, detail=detail)
        return found

    def restorable_edition(
        self, item: Item, now: Data, *, number: int, parts: Collection[str] | None = None
    ) -> Restorable[Document]:
        """Return what `restore` would write; `now` is the data of the working copy. Changes nothing."""
        edition = item.editions.filter(number=number).first()
        if edition is None:
            raise NoSuchEdition(f"“{item}” has no version {number}.")
        whole: Restorable = self.restorable(item, self.read(edition))
        if parts is None:
            return whole
        data = with_parts(now, as_data(whole.document), parts)
        gone = tuple(each for each in whole.gone if any(_within(each.path, path) for path in parts))
        return Restorable(from_data(type(whole.document), data), gone)


def with_parts(now: Data, then: Data, parts: Iterable[str]) -> Data:
    """Return `now` with the named parts as `then` has them. Raises UnknownPath."""
    result = dict(now)
    for path in parts:
        name, _, part = path.partition(":")
        if name not in then:
            raise UnknownPath(f"No field is meant by {path!r}.")
        result[name] = _with_part(result[name], then[name], part) if part else then[name]
    return result


def _with_part(now: Sequence[Part], then: Sequence[Part], name: str) -> list[Part]:
    """Return a list with one part as `then` has it, in the place that it has there."""
    old = {identity(part): part for part in then}
    names = [identity(part) for part in now]
    if name not in old:
        return [part for part in now if identity(part) != name]
    if name in names and name not in moved(list(old), names):
        return [old[name] if identity(part) == name else part for part in now]
    result = [part for part in now if identity(part) != name]
    left = [identity(part) for part in result]
    before = list(old)[: list(old).index(name)]
    neighbours = [left.index(each) for each in before if each in left]
    result.insert(neighbours[-1] + 1 if neighbours else 0, old[name])
    return result


def _within(path: str, part: str) -> bool:
    return path == part or path.startswith((f"{part}:", f"{part}."))
