"""The parts of a page that a query can be about: their paths, names and words, section by section.

What a page is made of is read from the sections of its form, so a new list of a kind of page can be
asked about from its first day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.text import Truncator, capfirst

from newsdesk.desk.layout import Section
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.parts import Ordered, Part
from newsdesk.pages.rich_text import plain

NAME_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A part as it is now. `path` is "summary" or "analysis:3f2a9c01"; `words` its plain text.

    `is_list` marks a list whose rows only link, and are one part together.
    """

    path: str
    name: str
    words: str
    section: str
    is_list: bool = False


def parts_of(item: WorkingCopy, sections: Iterable[Section]) -> dict[str, PagePart]:
    """Return all parts of a page by path, in the form's order. One query for each list, and theirs."""
    rows = {
        name: list(getattr(item, name).select_related(*_linked(item, name)))
        for section in sections
        for name in section.lists
    }
    return {part.path: part for part in parts_among(item, sections, rows)}


def parts_among(
    item: WorkingCopy, sections: Iterable[Section], rows: Mapping[str, Iterable[models.Model]]
) -> Iterator[PagePart]:
    """Yield the parts of a page whose rows have been fetched already, by the name of their list."""
    for section in sections:
        for name in _flat(section.fields):
            yield PagePart(
                path=name,
                name=_field_name(item, name, section),
                words=_field_words(item, name),
                section=section.anchor,
            )
        for name in section.lists:
            yield from _rows(item, name, rows.get(name, ()), section)


def section_of(path: str, sections: Iterable[Section]) -> str:
    """Return the anchor of the section that a path belongs to, also when its part is gone; or ""."""
    name = path.partition(":")[0].partition(".")[0]
    for section in sections:
        if name in section.lists or name in _flat(section.fields):
            return section.anchor
    return ""


def _rows(
    item: WorkingCopy, name: str, rows: Iterable[models.Model], section: Section
) -> Iterator[PagePart]:
    """Yield a part for each row with an identity of its own; rows that only link are one part."""
    model = _model(item, name)
    if issubclass(model, Part):
        for row in rows:
            assert isinstance(row, Part)  # noqa: S101
            title = f"{capfirst(model._meta.verbose_name)} “{row}”"
            yield PagePart(
                path=f"{name}:{row.uid}",
                name=Truncator(title).chars(NAME_LENGTH),
                words=words_of(row),
                section=section.anchor,
            )
    elif issubclass(model, Ordered):
        yield PagePart(
            path=name,
            name=str(capfirst(model._meta.verbose_name_plural)),
            words="\n".join(str(row) for row in rows),
            section=section.anchor,
            is_list=True,
        )


def words_of(row: models.Model) -> str:
    """Return the plain text of a row's own texts, one after another."""
    texts = [
        plain(str(getattr(row, field.name)))
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not field.choices
    ]
    return "\n".join(text for text in texts if text)


def _flat(fields: Iterable[str | tuple[str, ...]]) -> list[str]:
    """Return the names of fields of which some stand in pairs on one line."""
    return [name for each in fields for name in ((each,) if isinstance(each, str) else _flat(each))]


def _field_name(item: WorkingCopy, name: str, section: Section) -> str:
    return section.title if section.speaks else capfirst(str(_field(item, name).verbose_name))


def _field_words(item: WorkingCopy, name: str) -> str:
    field = _field(item, name)
    if isinstance(field, models.FileField | models.BooleanField) or not field.concrete:
        return ""
    value = getattr(item, name)
    return plain(str(value)) if isinstance(value, str) else ""


def _field(item: WorkingCopy, name: str) -> models.Field:
    field = item._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101
    return field


def _model(item: WorkingCopy, name: str) -> type[models.Model]:
    model = item._meta.get_field(name).related_model
    assert isinstance(model, type)  # noqa: S101
    return model


def _linked(item: WorkingCopy, name: str) -> list[str]:
    """Return what a row's own words are made of besides its own columns."""
    return [
        field.name
        for field in _model(item, name)._meta.concrete_fields
        if field.is_relation and field.name != "item"
    ]
