"""Two documents of a kind compared, given as plain data with the description of their fields.

Parts are known by their id: one that stands elsewhere has moved, one that only one side has was
added or removed, and inside one that both have each field is compared by words. Keys of pages are
told by the titles that the caller has looked up. No database; how it looks is in marked.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby

from django.utils.translation import gettext_noop

from newsdesk.comparison.diff.alignment import moved
from newsdesk.comparison.diff.paragraphs import Block, blocks, lines_after, lines_before
from newsdesk.comparison.diff.words import Op, Run, read_after, read_before, text_runs, whole
from newsdesk.comparison.labels import (
    Field,
    Fields,
    Shape,
    Titles,
    group_in,
    items_in,
    part_title,
    said,
)
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.text.spoken import gettext

ONLY_FORM = gettext_noop("Only the markup changed, no word.")
# Values that are replaced as a whole: half a date is no date.
_WHOLE = {Shape.CHOICE, Shape.DATE, Shape.FLAG, Shape.FILE, Shape.KEY}
_EMPTY: dict[Shape, object] = {
    Shape.GROUP: {},
    Shape.PARTS: [],
    Shape.WORDS: [],
    Shape.KEYS: [],
}


class State(StrEnum):
    """What became of a part."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item of a list of words or pages. `moved` says that it stands elsewhere among its neighbours."""

    op: Op
    text: str
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a field: `runs` of a plain text, `blocks` of a rich one, `entries` of a list."""

    path: str
    label: str
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()
    entries: tuple[Entry, ...] = ()
    note: str = ""

    def before(self) -> str:
        """Return the value as it was, as `labels.said` says it."""
        if self.entries:
            return ", ".join(one.text for one in self.entries if one.op is not Op.ADDED)
        return lines_before(self.blocks) if self.blocks else read_before(self.runs)

    def after(self) -> str:
        """Return the value as it is now."""
        if self.entries:
            return ", ".join(one.text for one in self.entries if one.op is not Op.REMOVED)
        return lines_after(self.blocks) if self.blocks else read_after(self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A part, or the document's own field where `title` is empty, and what changed in it.

    `anchor` is where a reader finds it now, empty for what is gone; `was` and `now` are its places in
    the list, counted from 1, where it moved.
    """

    path: str
    state: State
    title: str = ""
    anchor: str = ""
    changes: tuple[Change, ...] = ()
    was: int | None = None
    now: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What changed under one heading of the page."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, in the order of the page; false where nothing does."""

    sections: tuple[Section, ...]

    def __bool__(self) -> bool:
        return bool(self.sections)

    def items(self) -> Iterator[tuple[str, Item]]:
        """Yield each item with the heading that it stands under."""
        for section in self.sections:
            for item in section.items:
                yield section.heading, item


def difference(
    fields: Fields, before: Data, after: Data, *, titles: Titles | None = None
) -> Difference:
    """Return what differs between two documents; `titles` names the pages that they refer to by key."""
    found = [
        (field.heading, item)
        for field in fields
        if not field.hidden
        for item in _items(field, before.get(field.name), after.get(field.name), titles or {})
    ]
    return Difference(
        tuple(
            Section(heading=heading, items=tuple(item for _, item in group))
            for heading, group in groupby(found, key=lambda pair: pair[0])
        )
    )


def keys_in(fields: Fields, *documents: Data) -> set[str]:
    """Return the keys of all pages that the documents refer to, so that their titles can be looked up."""
    found: set[str] = set()
    for document in documents:
        for field in fields:
            value = document.get(field.name)
            if field.shape is Shape.KEY and value:
                found.add(str(value))
            elif field.shape is Shape.KEYS:
                found.update(_words(value))
            elif field.shape is Shape.PARTS:
                found |= keys_in(field.fields, *_sets(value))
    return found


def _items(field: Field, old: object, new: object, titles: Titles) -> Iterator[Item]:
    old, new = (_EMPTY.get(field.shape, "") if value is None else value for value in (old, new))
    if old == new:
        return
    if field.shape is Shape.PARTS:
        yield from _parts(field, _sets(old), _sets(new), titles)
        return
    if field.shape is Shape.GROUP:
        state = State.CHANGED if old and new else State.ADDED if new else State.REMOVED
        changes = tuple(_changes(field.fields, group_in(old), group_in(new), field.name, titles))
    else:
        state = State.CHANGED
        changes = (_change(field, old, new, field.name, titles),)
    anchor = "" if state is State.REMOVED else field.anchor
    yield Item(path=field.name, state=state, anchor=anchor, changes=changes)


def _parts(
    field: Field, old: Sequence[Data], new: Sequence[Data], titles: Titles
) -> Iterator[Item]:
    """Yield the parts that changed: as they stand now, those that are gone where they stood."""
    before, after = _placed(old), _placed(new)
    elsewhere = moved(list(before), list(after))
    for name in _merged_order(list(before), list(after)):
        was, earlier = before.get(name, (None, None))
        now, later = after.get(name, (None, None))
        changes = tuple(
            _changes(field.fields, earlier or {}, later or {}, f"{field.name}:{name}", titles)
        )
        if later is None:
            state = State.REMOVED
        elif earlier is None:
            state = State.ADDED
        elif name in elsewhere:
            state = State.MOVED
        elif changes:
            state = State.CHANGED
        else:
            continue
        shown = later or earlier or {}
        yield Item(
            path=f"{field.name}:{name}",
            state=state,
            title=part_title(field, shown, now or was or 0),
            anchor=field.anchor.format(id=name) if later is not None else "",
            changes=changes,
            was=was if state is State.MOVED else None,
            now=now if state is State.MOVED else None,
        )


def _changes(fields: Fields, old: Data, new: Data, path: str, titles: Titles) -> Iterator[Change]:
    for field in fields:
        empty = _EMPTY.get(field.shape, "")
        before, after = old.get(field.name, empty), new.get(field.name, empty)
        # False says nothing of a part that has just come: it is no change.
        if field.shape is Shape.FLAG and not before and not after:
            continue
        if (before or empty) != (after or empty) and not field.hidden:
            yield _change(field, before, after, f"{path}.{field.name}", titles)


def _change(field: Field, old: object, new: object, path: str, titles: Titles) -> Change:
    told = partial(Change, path=path, label=gettext(field.label))
    if field.shape is Shape.RICH:
        found = blocks(str(old or ""), str(new or ""))
        only_form = all(one.same and one.kind == one.was for one in found)
        return told(blocks=found, note=gettext(ONLY_FORM) if only_form else "")
    if field.shape in (Shape.WORDS, Shape.KEYS):
        return told(entries=tuple(_entries(_words(old), _words(new), titles)))
    before, after = said(field, old, titles), said(field, new, titles)
    if field.shape in _WHOLE:
        return told(runs=whole(Op.REMOVED, before) + whole(Op.ADDED, after))
    return told(runs=text_runs(before, after))


def _entries(old: Sequence[str], new: Sequence[str], titles: Titles) -> Iterator[Entry]:
    elsewhere = moved(old, new)
    for value in _merged_order(old, new):
        op = Op.SAME if value in old and value in new else Op.ADDED if value in new else Op.REMOVED
        yield Entry(op=op, text=titles.get(value, value), moved=value in elsewhere)


def _sets(value: object) -> list[Data]:
    return [group_in(part) for part in items_in(value)]


def _words(value: object) -> list[str]:
    return [str(word) for word in items_in(value)]


def _placed(parts: Iterable[Data]) -> dict[str, tuple[int, Data]]:
    return {identity(part): (number, part) for number, part in enumerate(parts, start=1)}


def _merged_order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return everything once: in the new order, what is gone after what it stood behind."""
    present = set(new)
    order = list(dict.fromkeys(new))
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in old:
        if name in present:
            last = name
        elif name not in behind.setdefault(last, []):
            behind[last].append(name)
    result = list(behind.get(None, []))
    for name in order:
        result += [name, *behind.get(name, [])]
    return result
