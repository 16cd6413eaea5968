"""Notices on the form of a page that names what has been merged or split meanwhile. Nothing is refused."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import Manager, Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from entities.models.draft import Entity
from entities.readings import entity_readings
from newsdesk.merging.messages import merged_rows
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy

MERGED = (
    '“{}” has been merged into <a href="{}">“{}”</a>, which readers of this page see instead. '
    "It can stay as it is."
)
# What a page that names topics calls its rows of them.
TOPICS = "entity_rows"
SPLIT = 'On this page “{}” means <a href="{}">“{}”</a>, since the topic was split.'


class MergeMessages(admin.ModelAdmin):
    """Tells editors of merges and splits when they open a draft, and after each save."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if isinstance(item, WorkingCopy):
            for notice in notices(item):
                messages.info(request, notice)
        return super().render_change_form(request, context, *args, **kwargs)


def notices(item: WorkingCopy) -> Iterator[str]:
    """Yield a sentence for each thing that a draft names and that readers see as something else."""
    for stone, survivor in merged_rows(item):
        yield format_html(MERGED, stone, _address(survivor), survivor)
    here = entity_readings().get(item.key, {})
    rows = Entity.objects.in_bulk(numbers("entity", {*here.keys(), *here.values()}))
    named = _named(item) if here else set()
    for key, into in here.items():
        (source,), (target,) = numbers("entity", [key]), numbers("entity", [into])
        if source in named:
            yield format_html(SPLIT, rows[source], _address(rows[target]), rows[target])


def _named(item: WorkingCopy) -> set[int]:
    rows: Manager = getattr(item, TOPICS)
    return set(rows.values_list("entity", flat=True))


def _address(row: Model) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])
