"""A form looked at, or saved, as if its page still were what it was opened with. Nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from newsdesk.editing import states
from newsdesk.editing.models import SavedState


@contextmanager
def as_opened(item: Any, state: SavedState | None, admin: Any, request: Any) -> Iterator[None]:
    """Give the rows of `item` the text of `state` for the length of the block, then take it back.

    `request` brings the form's data. The caller holds the lock of the page's row in a transaction. Without a
    `state` the rows stay as they are; what is done in the block is undone all the same.
    """
    # Not a bare savepoint: what waits for the commit must be forgotten as well.
    with transaction.atomic():
        try:
            if state is not None:
                _write(item, state, admin, request)
            yield
        finally:
            transaction.set_rollback(True)


def _write(item: Any, state: SavedState, admin: Any, request: Any) -> None:
    model = type(item)
    known = states.rows_of(model._default_manager.get(pk=item.pk))
    data = {**states.current(state.data, state.schema, admin)}
    if _taken(model, item, data["slug"]):
        data["slug"] = item.slug
    again = model._default_manager.get(pk=item.pk)
    states.write_back(data, again, admin, actor=request.user)
    for name, rows, by in states.lists_of(model):
        key_of = {
            identity: int(pk)
            for pk, identity in {**known[name], **state.rows.get(name, {})}.items()
            if pk in _sent_keys(request.POST, name)
        }
        _renumber(item, rows, by, key_of)


def _sent_keys(sent: Any, name: str) -> set[str]:
    """Return the primary keys of the rows of a list that a form was sent with."""
    return {
        value
        for field, value in sent.items()
        if field.startswith(f"{name}-") and field[-3:] == "-id"
    }


def _renumber(item: Any, rows: Any, by: str, key_of: dict[Any, int]) -> None:
    """Give the rows that came back the primary keys by which the form knows them."""
    for row in rows.objects.filter(item=item):
        wanted = key_of.get(getattr(row, by), row.pk)
        if wanted != row.pk:
            rows.objects.filter(pk=row.pk).update(**{rows._meta.pk.name: wanted})


def _taken(model: Any, item: Any, slug: str) -> bool:
    return bool(slug) and model._default_manager.filter(slug=slug).exclude(pk=item.pk).exists()
