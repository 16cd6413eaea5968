"""The rows that pages are made of, read by statements that are put together once in a process.

As `prefetch_related_objects` reads them and where it keeps them; that puts a query together for each
relation each time, which takes several times as long as finding the rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar, cast

from django.db import models
from taggit.models import Tag, TaggedItem

from newsdesk.catalogue.compiled import CompiledRows

Row = TypeVar("Row", bound=models.Model)


def read_rows(items: Sequence[models.Model], model: type[models.Model], *along: str) -> None:
    """Give each of `items`, pages of one kind, its rows of `model` in their order, or its tags for `Tag`, and
    with them what their foreign keys `along` point at. One query; none where all of them have the rows.
    """
    name = _known_as(model)
    if wanted := [item for item in items if name not in _lent(item)]:
        for item, rows in zip(wanted, _stored(wanted, model, along), strict=True):
            lend_rows(item, name, rows)


def rows_of(item: models.Model, model: type[Row], *along: str) -> Sequence[Row]:
    """Return what `read_rows` would give `item`, but keep none: the next call sees what was written since.
    One query at most.
    """
    lent = _lent(item).get(_known_as(model))
    return _stored([item], model, along)[0] if lent is None else cast("Sequence[Row]", lent)


def read_target(items: Sequence[models.Model], name: str) -> None:
    """Give each of `items`, pages of one kind, what its foreign key `name` points at. One query at most."""
    if not items:
        return
    field = cast("models.ForeignKey", items[0]._meta.get_field(name))
    wanted = [item for item in items if not field.is_cached(item)]
    keys = sorted({key for item in wanted if (key := getattr(item, field.attname)) is not None})
    if keys:
        found = {row.pk: row for row in _compiled(field.related_model, "pk", ()).rows(items=keys)}
        for item in wanted:
            setattr(item, name, found.get(getattr(item, field.attname)))


def lend_rows(item: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """Let `item` have these as the rows that it knows by `name`, as `prefetch_related_objects` would."""
    kept = getattr(item, name).get_queryset()
    vars(kept).update(_result_cache=list(rows), _prefetch_done=True)
    vars(item).setdefault("_prefetched_objects_cache", {})[name] = kept


def _lent(item: models.Model) -> Mapping[str, Sequence[models.Model]]:
    return vars(item).get("_prefetched_objects_cache", {})


def _stored(
    items: Sequence[models.Model], model: type[Row], along: tuple[str, ...]
) -> list[list[Row]]:
    pages = {item.pk: item for item in items}
    found: dict[int, list[Row]] = {key: [] for key in pages}
    for key, row in _tags(items) if model is Tag else _parts(pages, model, along):
        found[key].append(cast("Row", row))
    return [found[item.pk] for item in items]


def _parts(
    pages: Mapping[int, models.Model], model: type[models.Model], along: tuple[str, ...]
) -> Iterator[tuple[int, models.Model]]:
    field = _page_of(model)
    for row in _compiled(model, field.name, along).rows(items=list(pages)):
        key = getattr(row, field.attname)
        setattr(row, field.name, pages[key])
        yield key, row


def _tags(items: Sequence[models.Model]) -> Iterator[tuple[int, models.Model]]:
    for row in _tagged(type(items[0])).rows(items=[item.pk for item in items]):
        yield row.object_id, row.tag


def _page_of(model: type[models.Model]) -> models.ForeignKey:
    """Return the field of a part (`parts.Ordered`) that says of which page it is one."""
    return cast("models.ForeignKey", model._meta.get_field("item"))


def _known_as(model: type[models.Model]) -> str:
    """Return the name by which a page knows its rows of a model."""
    return "tags" if model is Tag else str(_page_of(model).remote_field.get_accessor_name())


@cache
def _compiled(
    model: type[models.Model], field: str, along: tuple[str, ...]
) -> CompiledRows[models.Model]:
    rows = model._default_manager.all()
    if along:
        rows = rows.select_related(*along)
    return CompiledRows(model, lambda items: rows.filter(**{f"{field}__in": items}))


@cache
def _tagged(model: type[models.Model]) -> CompiledRows[TaggedItem]:
    kind = {"content_type__app_label": model._meta.app_label}
    kind["content_type__model"] = str(model._meta.model_name)
    rows = TaggedItem.objects.filter(**kind).select_related("tag").order_by("pk")
    return CompiledRows(TaggedItem, lambda items: rows.filter(object_id__in=items))
