"""What a page says, with all that its form offers: as data, by a mark, and as forms were opened with it.

A document holds what readers see. The form holds more: who owns the page and when it is due, and what
is written of a picture that is not there yet or is ticked as decorative. Here all of it is one, so that
a merge loses nothing. `admin` is everywhere the admin of the page's kind.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.comparison.labels import Field, Fields, Shape, group_in
from newsdesk.comparison.three_way_merge import Data
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing.models import SavedState
from newsdesk.pages.documents import as_data, digest_of_data
from newsdesk.pages.illustrated import Illustrated
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.parts import Ordered, Part

WORDS = ("alt", "decorative", "caption", "credit")
NO_PICTURE = {"name": "", "width": 0, "height": 0}
REFRESHED_EVERY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StoredState:
    """Data in the shape that `read` of an app takes."""

    schema: int
    document: Data


def mark_of(item: WorkingCopy, admin: WorkflowAdmin) -> str:
    """Return what changes whenever the data of `item` does. No query: it rests on the row's digest."""
    aside = {name: value for name, value in _aside(item, admin).items() if value}
    if isinstance(item, Illustrated):
        aside |= _untold(item)
    return digest_of_data([item.digest, aside]) if aside else item.digest


def data_of(item: WorkingCopy, admin: WorkflowAdmin) -> Data:
    """Return what a freshly fetched `item` says."""
    data = as_data(admin.workflow.document_of(item))
    return _with_rest(data, _words(item), _aside(item, admin))


def document_from(data: Data, admin: WorkflowAdmin, *, schema: int | None = None) -> object:
    """Return the document in `data`, which may be of an older `schema`."""
    pages, image = admin.workflow, data.get("image")
    told = {name: value for name, value in data.items() if name not in _names_aside(admin)}
    if isinstance(image, dict):
        alt = "" if image["decorative"] else image["alt"]
        told["image"] = {**image, "alt": alt} if image["name"] else None
    return pages.read(StoredState(schema or pages.kind.schema, told))


def current(data: Data, schema: int, admin: WorkflowAdmin) -> Data:
    """Return kept data in the shape of today."""
    if schema == admin.workflow.kind.schema:
        return data
    image = data.get("image")
    words = {name: image[name] for name in WORDS} if isinstance(image, dict) else {}
    aside = {name: data.get(name) for name in _names_aside(admin)}
    return _with_rest(as_data(document_from(data, admin, schema=schema)), words, aside)


def write(data: Data, item: WorkingCopy, admin: WorkflowAdmin, *, actor: User) -> None:
    """Make a freshly fetched `item` say `data`, and save it. Raises NotStorable."""
    _write(data, item, admin, partial(admin.workflow.write, actor=actor))


def write_back(data: Data, item: WorkingCopy, admin: WorkflowAdmin, *, actor: User) -> None:
    """Make a freshly fetched `item` say what it said before, however large that is."""
    _write(data, item, admin, partial(admin.workflow.write_back, actor=actor))


def _write(
    data: Data,
    item: WorkingCopy,
    admin: WorkflowAdmin,
    write_document: Callable[[object, WorkingCopy], None],
) -> None:
    for field in (aside := _fields_aside(admin)):
        setattr(item, field.attname, field.to_python(data.get(field.name)))
    write_document(document_from(data, admin), item)
    if isinstance(item, Illustrated):
        image = group_in(data["image"])
        for name in WORDS:
            setattr(item, f"image_{name}", image[name])
        names = (field.name for field in aside)
        item.save(update_fields=[*(f"image_{name}" for name in WORDS), *names])


def labels_of(admin: WorkflowAdmin) -> Fields:
    """Return what the fields of the data are called: those of the document and those beside it."""
    return (
        *admin.workflow.kind.labels,
        *(_label(field) for field in _fields_aside(admin)),
    )


def remember(item: WorkingCopy, admin: WorkflowAdmin) -> bool:
    """Keep what `item` says, so that a form opened with it can be merged later. Two queries where it is
    known already. False, and nothing kept, where somebody has saved since `item` was read.
    """
    mark = mark_of(item, admin)
    (now,) = _stored(type(item)).rows(pk=item.pk)
    if mark_of(now, admin) != mark:
        return False
    newest = vars(now)["newest"] or 0
    known = next(iter(_KNOWN.rows(key=item.key, mark=mark)), None)
    if known is None:
        _keep(item, admin, mark, newest)
    elif known.after != newest or known.at < timezone.now() - REFRESHED_EVERY:
        known.rows = {name: known.rows.get(name, {}) | rows for name, rows in rows_of(item).items()}
        known.after, known.at = newest, timezone.now()
        known.save(update_fields=["rows", "after", "at"])
    return True


@cache
def _stored(model: type[WorkingCopy]) -> CompiledRows[WorkingCopy]:
    """Return what reads a page with the number of its last event."""
    rows = model._default_manager.annotate(newest=Max("events__pk"))
    return CompiledRows(model, lambda pk: rows.filter(pk=pk))


_KNOWN = CompiledRows(
    SavedState, lambda key, mark: SavedState.objects.defer("data").filter(key=key, mark=mark)
)


def newest_event(item: WorkingCopy) -> int:
    newest = item.events.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def rows_of(item: WorkingCopy) -> dict[str, dict[str, str | int]]:
    """Return, for each list of `item`, the identity of each row by its primary key."""
    return {
        name: {str(row.pk): getattr(row, by) for row in getattr(item, name).all()}
        for name, _, by in lists_of(type(item))
    }


def lists_of(model: type[models.Model]) -> Iterator[tuple[str, type[Ordered], str]]:
    """Yield name, model and the attribute that a row is known by, for each ordered list of a page."""
    for relation in model._meta.related_objects:
        rows = relation.related_model
        if issubclass(rows, Ordered) and relation.field.name == "item":
            yield str(relation.get_accessor_name()), rows, _known_by(rows)


def _known_by(rows: type[Ordered]) -> str:
    if issubclass(rows, Part):
        return "uid"
    (link,) = (f for f in rows._meta.fields if f.is_relation and f.name != "item")
    return str(link.attname)


def _keep(item: WorkingCopy, admin: WorkflowAdmin, mark: str, newest: int) -> None:
    fresh = type(item)._default_manager.get(pk=item.pk)
    state = SavedState(
        key=item.key,
        mark=mark,
        schema=admin.workflow.kind.schema,
        data=data_of(fresh, admin),
        rows=rows_of(fresh),
        after=newest,
    )
    # Between the two readings somebody may have saved: then this is not what the mark stands for.
    if mark_of(type(item)._default_manager.get(pk=item.pk), admin) == mark:
        SavedState.objects.bulk_create([state], ignore_conflicts=True)


def _with_rest(data: Data, words: Data, aside: Data) -> Data:
    if words:
        data["image"] = {**(group_in(data["image"]) or NO_PICTURE), **words}
    return data | aside


def _words(item: models.Model) -> Data:
    """Return what is written of the picture."""
    if not isinstance(item, Illustrated):
        return {}
    return {name: getattr(item, f"image_{name}") for name in WORDS}


def _untold(item: Illustrated) -> Data:
    """Return what is written of the picture and not in the document."""
    words = {name: value for name, value in _words(item).items() if value}
    if not item.image.name:
        return words
    return {"alt": words["alt"]} if {"alt", "decorative"} <= set(words) else {}


def _names_aside(admin: WorkflowAdmin) -> list[str]:
    return [field.name for field in _fields_aside(admin)]


def _fields_aside(admin: WorkflowAdmin) -> list[models.Field]:
    """Return the fields of the form that no document holds."""
    told = {field.name for field in admin.workflow.kind.labels}
    return [
        field
        for field in admin.model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and field.name not in told
        and not field.name.startswith("image_")
    ]


def _label(field: models.Field) -> Field:
    shape = Shape.DATE if type(field) is models.DateField else Shape.TEXT
    return Field(name=field.name, label=capfirst(str(field.verbose_name)), shape=shape)


def _aside(item: WorkingCopy, admin: WorkflowAdmin) -> Data:
    return {field.name: _plain(item, field) for field in _fields_aside(admin)}


def _plain(item: WorkingCopy, field: models.Field) -> object:
    value = field.value_from_object(item)
    return value.isoformat() if isinstance(value, datetime.date) else value
