"""What the fields of a document are called by people. The descriptions themselves live in the apps.

A description is a tuple of `Field`, in the order of the public page. Diffs, conflicts and corrections
speak of a change by a path, "analysis:3f2a9c01.body"; here it becomes words. No database.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import Protocol

from django.utils.translation import gettext_noop

from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.pages.rich_text import plain
from newsdesk.text.calendars import written_day, written_month
from newsdesk.text.spoken import gettext

SEPARATOR = " — "
_STEP = re.compile(r"(\w+)(?:[:.](.*))?", re.DOTALL)
_TITLE_WORDS = 9


class Shape(Enum):
    """How the value of a field is made."""

    TEXT = auto()  # plain text
    RICH = auto()  # sanitised HTML
    CHOICE = auto()  # one of `choices`
    DATE = auto()  # ISO 8601: a year, a month or a day
    FLAG = auto()  # true or false
    FILE = auto()  # the name of a file in storage
    WORDS = auto()  # a list of short texts
    KEY = auto()  # the key of a page, "faq:5", or empty
    KEYS = auto()  # a list of keys
    GROUP = auto()  # one set of `fields`, or None: a picture
    PARTS = auto()  # a list of sets of `fields`, each known by its id or slug


Fields = tuple["Field", ...]


class Titles(Protocol):
    """What pages are called, by key: a dictionary, or what looks them up when it is asked."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a document or of its parts.

    `label` is what a person calls it; `under` the heading that it shares with others, if any;
    `anchor` where a reader finds it on the page, with {id} for that of a part. For PARTS and GROUP
    `fields` are those inside; `named_by` those whose values name a part; `one` what a part without
    a name is called. A `hidden` field is no reader's business: diffs leave it out. Rich text may have
    sub-headings where `headings` says so. `prose` is plain text that readers find as it is written: its words
    can be commented on, as those of rich text can; by a name or an address something is looked up.
    """

    name: str
    label: str
    shape: Shape = Shape.TEXT
    under: str = ""
    anchor: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    fields: "Fields" = ()
    named_by: tuple[str, ...] = ()
    one: str = gettext_noop("part")
    hidden: bool = False
    headings: bool = False
    prose: bool = False

    @property
    def heading(self) -> str:
        return gettext(self.under or self.label)


class UnknownPath(LookupError):
    """No field of the description is meant by this path."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: a field of the document, an item of its list, a field inside."""

    field: Field
    item: str = ""
    inner: Field | None = None


def place(fields: Fields, path: str) -> Place:
    """Return what `path` means. Raises UnknownPath."""
    found, rest = _step(fields, path)
    if not rest:
        return Place(found)
    if found.shape is Shape.GROUP:
        return Place(found, inner=_step(found.fields, rest)[0])
    if found.shape is not Shape.PARTS:
        return Place(found, item=rest)
    item, _, inside = rest.partition(".")
    return Place(found, item, _step(found.fields, inside)[0] if inside else None)


def label(fields: Fields, path: str, *documents: Data) -> str:
    """Return "What's behind the headline? — The heading — text" for "analysis:3f2a9c01.body".

    A part is named as the first of `documents` that has it names it. Raises UnknownPath.
    """
    return SEPARATOR.join(steps(fields, path, *documents))


def steps(fields: Fields, path: str, *documents: Data) -> tuple[str, ...]:
    """Return the words of `label` one by one, from the heading down."""
    where = place(fields, path)
    words = [where.field.heading]
    if where.field.under:
        words.append(gettext(where.field.label))
    if where.item and where.field.shape is Shape.PARTS:
        words.append(_title_in(documents, where.field, where.item))
    elif where.item:
        words.append(where.item)
    if where.inner:
        words.append(gettext(where.inner.label))
    return tuple(words)


def value_at(fields: Fields, path: str, document: Data) -> object:
    """Return what `document` has at `path`, None where it has no such part. Raises UnknownPath."""
    where = place(fields, path)
    value: object = document.get(where.field.name)
    if where.item:
        value = next((each for each in items_in(value) if identity(each) == where.item), None)
    return group_in(value).get(where.inner.name) if where.inner else value


def put(data: Data, fields: Fields, path: str, value: object) -> Data:
    """Return `data` with `value` at `path`; None for a part takes it out, a part that is missing comes in."""
    where = place(fields, path)
    name = where.field.name
    if not where.item:
        if where.inner:
            value = {**group_in(data[name]), where.inner.name: value}
        return data | {name: value}
    part = value
    if where.inner:
        whole = value_at(fields, path.split(".")[0], data)
        part = {**group_in(whole), where.inner.name: value}
    known = items_in(data[name])
    parts = [part if identity(each) == where.item else each for each in known]
    if part is not None and not any(identity(each) == where.item for each in known):
        parts.append(part)
    return data | {name: [each for each in parts if each is not None]}


def items_in(value: object) -> list[object]:
    """Return the value of a field that is a list: none where the document has nothing there."""
    return value if isinstance(value, list) else []


def group_in(value: object) -> Data:
    """Return the value of a field that is a set of fields, or a part: empty where there is none."""
    return value if isinstance(value, dict) else {}


def part_title(parts: Field, part: Data, number: int = 0) -> str:
    """Return what people call a part: "Ship Review: It leaned twice", or "part 2" without a name."""
    inside = {each.name: each for each in parts.fields}
    named = (said(inside[name], part.get(name)) for name in parts.named_by)
    title = ": ".join(_beginning(text) for text in named if text)
    return title or f"{gettext(parts.one)} {number}".removesuffix(" 0")


def said(of: Field, value: object, titles: Titles | None = None) -> str:
    """Return a value as plain text that a person can read; `titles` names pages by key."""
    if value is None or value == "" or value == []:
        return ""
    if of.shape is Shape.RICH:
        return plain(str(value))
    if of.shape is Shape.DATE:
        return said_date(str(value))
    if of.shape is Shape.FLAG:
        return gettext("yes") if value else gettext("no")
    if of.shape is Shape.FILE:
        return PurePosixPath(str(value)).stem[:8]
    if of.shape is Shape.CHOICE:
        return gettext(of.choices[str(value)]) if value in of.choices else str(value)
    if of.shape in (Shape.KEY, Shape.KEYS, Shape.WORDS):
        listed = [value] if isinstance(value, str) else map(str, items_in(value))
        return ", ".join(titles.get(each, each) if titles else each for each in listed)
    if of.shape is Shape.GROUP:
        return "; ".join(_lines(of.fields, group_in(value), titles))
    if of.shape is Shape.PARTS:
        parts = enumerate(items_in(value), start=1)
        return "\n".join(part_title(of, group_in(part), n) for n, part in parts)
    return str(value)


def said_date(text: str) -> str:
    """Return an ISO date as it is read, no more exact than it is; what is no date stays as it is."""
    try:
        day = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return text
    if len(text) == 4:
        return text
    return written_month(day) if len(text) == 7 else written_day(day)


def _lines(fields: Iterable[Field], value: Data, titles: Titles | None) -> Iterator[str]:
    for each in fields:
        text = said(each, value.get(each.name), titles)
        if text and not each.hidden:
            yield f"{gettext(each.label)}: {text}"


def _step(fields: Fields, path: str) -> tuple[Field, str]:
    match = _STEP.fullmatch(path)
    found = match and next((each for each in fields if each.name == match[1]), None)
    if not match or not found:
        raise UnknownPath(f"No field is meant by {path!r}.")
    return found, match[2] or ""


def _title_in(documents: Iterable[Data], parts: Field, item: str) -> str:
    for document in documents:
        for number, part in enumerate(items_in(document.get(parts.name)), start=1):
            if identity(part) == item:
                return part_title(parts, group_in(part), number)
    return gettext(parts.one)


def _beginning(text: str) -> str:
    words = text.split()
    more = "…" if len(words) > _TITLE_WORDS else ""
    return " ".join(words[:_TITLE_WORDS]).rstrip(",;:–—" if more else "") + more
