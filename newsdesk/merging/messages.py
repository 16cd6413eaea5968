"""What an editor should know of a draft: which pages that it names have been merged into others.

A draft keeps naming what it named, and is saved as before; readers are led to the survivor.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet, Value

from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.merging.models import Mergeable
from newsdesk.pages.models import WorkingCopy


def merged_rows(item: WorkingCopy) -> Iterator[tuple[Mergeable, Mergeable]]:
    """Yield each tombstone that the parts of a working copy name, with its last survivor, once.

    One query where there is none, two more for each that there is.
    """
    for label, key in sorted(set(_merged(type(item)).rows(item=item.pk))):
        stone = apps.get_model(label)._default_manager.get(pk=key)
        yield stone, last_survivor(stone)


def last_survivor(item: Mergeable) -> Mergeable:
    while (into := item.merged_into) is not None:
        item = into
    return item


class _Named(NamedTuple):
    label: str
    key: int


@cache
def _merged(owner: type[WorkingCopy]) -> CompiledValues[_Named]:
    """Return what finds the tombstones that the parts of a page name."""

    def build(item: int) -> QuerySet:
        named = []
        for part, name, model in _naming(owner):
            rows = part._default_manager.order_by().filter(item=item)
            merged = rows.exclude(**{f"{name}__merged_into": None})
            named.append(merged.values_list(Value(model._meta.label), f"{name}_id"))
        first, *others = named
        return first.union(*others)

    return CompiledValues(owner, _Named, build)


@cache
def _naming(owner: type[WorkingCopy]) -> list[tuple[type[Model], str, type[Mergeable]]]:
    """Return the parts of a page that can name what is mergeable: part, field and what is named."""
    found = []
    for part in apps.get_models():
        fields = {field.name: field for field in part._meta.get_fields()}
        if "item" not in fields or fields["item"].related_model is not owner:
            continue
        for field in fields.values():
            model = field.related_model
            if not field.many_to_one or field.name == "item":
                continue
            if isinstance(model, type) and issubclass(model, Mergeable):
                found.append((part, field.name, model))
    return found
