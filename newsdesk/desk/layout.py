"""The order of a long form: sections under the public page's own headings, fields and rows mixed.

Stock admin shows all fields first and all rows after them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsdesk.rules.findings import Problem

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with fields of the page's own row, then rows of its lists.

    `lists` are the related names of inlines ("analysis"); `anchor` is what the outline links to;
    `shown_at` is the id of its place in the public page where that is another; `speaks` says that the heading
    is label enough for the one field under it; `folded_when_new` that nobody begins a page with it.
    """

    title: str
    anchor: str
    fields: tuple[str | tuple[str, ...], ...] = ()
    lists: tuple[str, ...] = ()
    shown_at: str = ""
    speaks: bool = False
    folded_when_new: bool = False

    @property
    def names(self) -> list[str]:
        """The names of its fields, lines taken apart."""
        lines = ((line,) if isinstance(line, str) else line for line in self.fields)
        return [name for line in lines for name in line]


def fieldsets_of(sections: Iterable[Section]) -> "_FieldsetSpec":
    """Return the sections' fields as Django's fieldsets."""
    return [(section.title, {"fields": section.fields}) for section in sections if section.fields]


# Lists of a document by their names there, with the names of their rows in a form.
LISTS = {"faqs": "faq_rows", "entities": "entity_rows"} | {
    name: name
    for name in ("bylines", "analysis", "reports", "timeline", "deeper", "answers", "sources")
}


def anchor_of(problem: Problem) -> str:
    """Return the id of the form row that a problem is about.

    "headline" stands at "field-headline"; "analysis:3f2a9c01.body" at "3f2a9c01-body"; a whole list,
    or a page in it ("reports", "entities:entity:5"), at the list: "entity_rows-group".
    """
    name, colon, part = problem.field.partition(":")
    if colon and "." in part:
        return part.replace(".", "-")
    place = LISTS.get(name, name)
    return f"{place}-group" if place in LISTS.values() else f"field-{problem.field}"
