"""Rows that belong to a page: its parts, ordered, each with an identity that never changes; its links."""

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import models

from newsdesk.pages.models import WorkingCopy


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


def write_parts(manager: Any, wanted: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Make the parts behind a related manager exactly `wanted`: pairs of id and values, in order.

    A row is kept where its id stays, so that what hangs on it survives.
    """
    _write(manager, "uid", wanted)


def write_links(manager: Any, field: str, targets: Iterable[int]) -> None:
    """Make the rows behind a related manager link to `targets`, primary keys, in order."""
    _write(manager, field, ((target, {}) for target in dict.fromkeys(targets)))


def new_parts(model: Any, item: Any, wanted: Iterable[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Return the parts that `write_parts` would make of a page that is not stored yet, not stored either."""
    return [
        model(item=item, uid=identity, position=position, **values)
        for position, (identity, values) in enumerate(dict(wanted).items(), start=1)
    ]


def new_links(model: Any, item: Any, field: str, targets: Iterable[Any]) -> list[Any]:
    """Return the rows that `write_links` would make of a page that is not stored yet, not stored either."""
    return [
        model(item=item, position=position, **{field: target})
        for position, target in enumerate(dict.fromkeys(targets), start=1)
    ]


def store_new(items: Sequence[Any], rows: Iterable[Any], *, actor: User) -> None:
    """Store pages of one kind that are new, with the rows that belong to them and a revision by `actor`.
    One query for each table, and one.
    """
    model = type(items[0])
    for item in items:
        item.fold()
    model.objects.bulk_create(items)
    tables: dict[type, list[Any]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    for table, some in tables.items():
        table._default_manager.bulk_create(some)  # type: ignore[attr-defined]
    model.add_revisions(items, actor=actor)


def _write(manager: Any, name: str, wanted: Iterable[tuple[Any, dict[str, Any]]]) -> None:
    rows = {getattr(row, name): row for row in manager.all()}
    values = dict(wanted)
    if gone := [row.pk for identity, row in rows.items() if identity not in values]:
        manager.filter(pk__in=gone).delete()
    fresh = []
    for position, (identity, fields) in enumerate(values.items(), start=1):
        row = rows.get(identity) or manager.model(item=manager.instance, **{name: identity})
        fields = {**fields, "position": position}
        changed = [field for field, value in fields.items() if getattr(row, field) != value]
        for field in changed:
            setattr(row, field, fields[field])
        if row.pk is None:
            fresh.append(row)
        elif changed:
            row.save(update_fields=changed)
    if fresh:
        manager.model.objects.bulk_create(fresh)
