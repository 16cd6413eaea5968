"""Rows that belong to a page: its parts, ordered, each with an identity that never changes; its links."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.models import User
from django.db import models

from newsdesk.pages.findable import Findable
from newsdesk.pages.models import WorkingCopy

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def new_id() -> str:
    """Return a fresh part id: eight hexadecimal digits."""
    return secrets.token_hex(4)


class Ordered(models.Model):
    """A row in the order that editors gave it. Concrete classes add `item`, the page it belongs to."""

    if TYPE_CHECKING:

        @property
        def item(self) -> WorkingCopy: ...

    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Part(Ordered):
    """A part of a working copy. `uid` is the id that documents, anchors and diffs know it by."""

    uid = models.CharField(max_length=16, default=new_id, editable=False)

    class Meta(Ordered.Meta):
        abstract = True


Row = TypeVar("Row", bound=Ordered)
# The id of a part and what its columns hold.
Wanted = tuple[str, Mapping[str, object]]


def write_parts(item: WorkingCopy, name: str, wanted: Iterable[Wanted]) -> None:
    """Make the parts that a page knows by `name` exactly `wanted`, in order.

    A row is kept where its id stays, so that what hangs on it survives.
    """
    _write(item, name, "uid", wanted)


def write_links(item: WorkingCopy, name: str, field: str, targets: Iterable[int]) -> None:
    """Make the rows that a page knows by `name` link to `targets`, primary keys, in order."""
    _write(item, name, field, ((target, {}) for target in dict.fromkeys(targets)))


def new_parts(model: type[Row], item: WorkingCopy, wanted: Iterable[Wanted]) -> list[Row]:
    """Return the parts that `write_parts` would make of a page that is not stored yet, not stored either."""
    return [
        model(item=item, uid=identity, position=position, **values)
        for position, (identity, values) in enumerate(dict(wanted).items(), start=1)
    ]


def new_links(
    model: type[Row], item: WorkingCopy, field: str, targets: Iterable[int | models.Model]
) -> list[Row]:
    """Return the rows that `write_links` would make of a page that is not stored yet, not stored either."""
    return [
        model(item=item, position=position, **{field: target})
        for position, target in enumerate(dict.fromkeys(targets), start=1)
    ]


def store_new(items: Sequence[WorkingCopy], rows: Iterable[Ordered], *, actor: User) -> None:
    """Store pages of one kind that are new, with the rows that belong to them and a revision by `actor`.
    One query for each table, and one.
    """
    model = type(items[0])
    for item in items:
        if isinstance(item, Findable):
            item.fold()
    model._default_manager.bulk_create(items)
    tables: dict[type[Ordered], list[Ordered]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    for table, some in tables.items():
        table._default_manager.bulk_create(some)
    model.add_revisions(items, actor=actor)


def _write(
    item: WorkingCopy, name: str, field: str, wanted: Iterable[tuple[object, Mapping[str, object]]]
) -> None:
    manager: RelatedManager[Ordered] = getattr(item, name)
    rows = {getattr(row, field): row for row in manager.all()}
    values = dict(wanted)
    if gone := [row.pk for identity, row in rows.items() if identity not in values]:
        manager.filter(pk__in=gone).delete()
    fresh = []
    for position, (identity, told) in enumerate(values.items(), start=1):
        row = rows.get(identity) or manager.model(**{"item": item, field: identity})
        columns = {**told, "position": position}
        changed = [column for column, value in columns.items() if getattr(row, column) != value]
        for column in changed:
            setattr(row, column, columns[column])
        if row.pk is None:
            fresh.append(row)
        elif changed:
            row.save(update_fields=changed)
    if fresh:
        manager.model._default_manager.bulk_create(fresh)
