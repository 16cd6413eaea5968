"""The rows that pages are made of, read by statements that are put together once in a process.

As `prefetch_related_objects` reads them and where it keeps them; that puts a query together for each
relation each time, which takes several times as long as finding the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import cast

from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel
from taggit.models import Tag, TaggedItem

from newsdesk.catalogue.compiled import CompiledRows

Rows = Sequence[models.Model]


def read_rows(items: Sequence[models.Model], name: str, *along: str) -> None:
    """Give each of `items`, pages of one kind, the rows that it knows by `name`, in their order, and with
    them what their foreign keys `along` point at. One query; none where all of them have the rows.
    """
    if wanted := [item for item in items if name not in _lent(item)]:
        for item, rows in zip(wanted, _rows_stored(wanted, name, along), strict=True):
            lend_rows(item, name, rows)


def rows_of(item: models.Model, name: str, *along: str) -> Rows:
    """Return the rows that `item` knows by `name`, as `read_rows`, but keep none: the next call sees what was
    written meanwhile. One query at most.
    """
    lent = _lent(item)
    return lent[name] if name in lent else _rows_stored([item], name, along)[0]


def _rows_stored(
    items: Sequence[models.Model], name: str, along: tuple[str, ...]
) -> list[list[models.Model]]:
    relation = cast("ManyToOneRel", items[0]._meta.get_field(name))
    back = relation.field.name
    found = defaultdict(list)
    for row in _stored(relation.related_model, back, along).rows(items=_keys(items)):
        found[getattr(row, relation.field.attname)].append(row)
    for item in items:
        for row in found[item.pk]:
            setattr(row, back, item)
    return [found[item.pk] for item in items]


def read_target(items: Sequence[models.Model], name: str) -> None:
    """Give each of `items`, pages of one kind, what its foreign key `name` points at. One query at most."""
    if not items:
        return
    field = cast("models.ForeignKey", items[0]._meta.get_field(name))
    wanted = [item for item in items if not field.is_cached(item)]
    keys = sorted({key for item in wanted if (key := getattr(item, field.attname)) is not None})
    if keys:
        found = {row.pk: row for row in _stored(field.related_model, "pk", ()).rows(items=keys)}
        for item in wanted:
            setattr(item, name, found.get(getattr(item, field.attname)))


def read_tags(items: Sequence[models.Model]) -> None:
    """Give each of `items`, pages of one kind, its tags. One query; none where all of them have theirs."""
    if wanted := [item for item in items if "tags" not in _lent(item)]:
        for item, tags in zip(wanted, _tags_stored(wanted), strict=True):
            lend_rows(item, "tags", tags)


def tags_of(item: models.Model) -> Sequence[Tag]:
    """Return the tags of `item`, as `read_tags`, but keep none. One query at most."""
    lent = _lent(item)
    return cast("Sequence[Tag]", lent["tags"]) if "tags" in lent else _tags_stored([item])[0]


def _tags_stored(items: Sequence[models.Model]) -> list[list[Tag]]:
    found: dict[int, list[Tag]] = defaultdict(list)
    for row in _tagged(type(items[0])).rows(items=_keys(items)):
        found[row.object_id].append(row.tag)
    return [found[item.pk] for item in items]


def lend_rows(item: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """Let `item` have these as the rows that it knows by `name`, as `prefetch_related_objects` would."""
    kept = getattr(item, name).get_queryset()
    vars(kept).update(_result_cache=list(rows), _prefetch_done=True)
    vars(item).setdefault("_prefetched_objects_cache", {})[name] = kept


def _lent(item: models.Model) -> Mapping[str, Rows]:
    return vars(item).get("_prefetched_objects_cache", {})


def _keys(items: Sequence[models.Model]) -> list[int]:
    return [item.pk for item in items]


@cache
def _stored(
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
