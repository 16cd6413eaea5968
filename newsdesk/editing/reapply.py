"""A form looked at, or saved, as if its page still were what it was opened with. Nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing import states
from newsdesk.editing.models import SavedState
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.signed_in import signed_in


@contextmanager
def as_opened(
    item: WorkingCopy, state: SavedState | None, admin: WorkflowAdmin, request: HttpRequest
) -> Iterator[None]:
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


def _write(
    item: WorkingCopy, state: SavedState, admin: WorkflowAdmin, request: HttpRequest
) -> None:
    model = type(item)
    known = states.rows_of(model._default_manager.get(pk=item.pk))
    data = {**states.current(state.data, state.schema, admin)}
    if _taken(model._default_manager.all(), item, str(data["slug"])):
        data["slug"] = item.slug
    again = model._default_manager.get(pk=item.pk)
    states.write_back(data, again, admin, actor=signed_in(request))
    for name, rows, by in states.lists_of(model):
        key_of = {
            identity: int(pk)
            for pk, identity in {**known[name], **state.rows.get(name, {})}.items()
            if pk in _sent_keys(request.POST, name)
        }
        _renumber(item, rows, by, key_of)


def _sent_keys(sent: QueryDict, name: str) -> set[str]:
    """Return the primary keys of the rows of a list that a form was sent with."""
    return {
        value
        for field, value in sent.items()
        if isinstance(value, str) and field.startswith(f"{name}-") and field[-3:] == "-id"
    }


def _renumber(item: WorkingCopy, rows: type[Model], by: str, key_of: dict[str | int, int]) -> None:
    """Give the rows that came back the primary keys by which the form knows them."""
    for row in rows._default_manager.filter(item=item):
        wanted = key_of.get(getattr(row, by), row.pk)
        if wanted != row.pk:
            rows._default_manager.filter(pk=row.pk).update(**{rows._meta.pk.name: wanted})


def _taken(rows: "QuerySet[Model]", item: WorkingCopy, slug: str) -> bool:
    return bool(slug) and rows.filter(slug=slug).exclude(pk=item.pk).exists()
