"""Where a topic or an outlet is used: working copies, live and scheduled editions, addresses.

Pages of other apps are found through the catalogue and through the foreign keys that point at the
row; nothing here knows which apps there are.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from newsdesk.catalogue.models import Merged, Page, PastPath, Reference
from newsdesk.publishing.models import WorkingCopy

from .survivors import family

LIVE, SCHEDULED, WORKING_COPY = "live edition", "scheduled edition", "working copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A page that refers to the row: where it does, and where to open it."""

    key: str
    kind: str
    title: str
    places: tuple[str, ...]
    edit: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that readers may know, and the one that it will lead to."""

    path: str
    to: str


@dataclass(slots=True)
class _Found:
    title: str
    places: list[str] = field(default_factory=list)
    public: str = ""


def uses_of(item: Any) -> tuple[Use, ...]:
    """Return every page that refers to `item`, or to what was merged into it.

    The number of queries does not depend on how much there is, only on how many kinds of page.
    """
    keys = family(type(item), item.pk)
    found: dict[str, _Found] = {}
    for page in _pages(item, keys):
        live = page.visible_from <= timezone.now()
        each = found.setdefault(page.key, _Found(page.title))
        each.places.append(LIVE if live else SCHEDULED)
        each.public = page.path if live else ""
    for row in _working_copies(type(item), keys):
        each = found.setdefault(row.key, _Found(str(row)))
        if WORKING_COPY not in each.places:
            each.places.append(WORKING_COPY)
    uses = [_use(key, each) for key, each in found.items()]
    return tuple(sorted(uses, key=lambda use: (use.kind, use.title, use.key)))


def redirects_of(loser: Any, survivor: Any) -> tuple[Redirect, ...]:
    """Return the addresses that will lead to `survivor`: those of the loser, now and before."""
    if not isinstance(loser, Entity):
        return ()
    names = [f"entity:{key}" for key in family(Entity, loser.pk)]
    now = Page.objects.filter(key__in=names).values_list("path", flat=True)
    past = PastPath.objects.filter(key__in=names).values_list("path", flat=True)
    to = Page.objects.filter(key=survivor.key).values_list("path", flat=True).first()
    return tuple(Redirect(path=p, to=to or survivor.public_path) for p in sorted({*now, *past}))


def referring_rows(model: Any, keys: Iterable[int]) -> Iterator[Any]:
    """Yield the rows of working copies whose foreign key names one of `keys`, with their pages."""
    for name, pointing in _pointing(model):
        rows = pointing._default_manager.filter(**{f"{name}__in": keys}, item__discarded=False)
        yield from rows.select_related("item")


def _pages(item: Any, keys: set[int]) -> Iterable[Page]:
    """Return the pages that readers see now or later and that refer to one of `keys`."""
    shown = Page.objects.filter(Q(visible_until=None) | Q(visible_until__gt=timezone.now()))
    shown = shown.defer("text")
    if isinstance(item, Outlet):
        called = Outlet.objects.filter(pk__in=keys).values_list("name", flat=True)
        return _naming(shown, set(called))
    names = {f"entity:{key}" for key in keys}
    merged = Merged.objects.filter(into__in=names).values_list("key", flat=True)
    referring = Reference.objects.filter(target__in=names | set(merged))
    return shown.filter(pk__in=referring.values("page")).order_by("pk")


def _naming(shown: Any, names: set[str]) -> Iterator[Page]:
    """Yield the pages whose edition names an outlet: editions keep its name, not its key."""
    named = Q()
    for name in names:
        # PostgreSQL prints letters as they are, SQLite keeps them as Python escaped them.
        for written in {json.dumps(name), json.dumps(name, ensure_ascii=False)}:
            named |= Q(said__contains=f'"outlet": {written}')
    for prefix, model in _kinds().items():
        editions: Any = model._meta.get_field("editions").related_model
        of_kind = shown.of_kind(prefix)
        current = editions.objects.filter(pk__in=of_kind.values("edition"))
        said = current.annotate(said=Cast("document", TextField())).filter(named)
        yield from of_kind.filter(edition__in=said.values("pk")).order_by("pk")


def _working_copies(model: Any, keys: set[int]) -> Iterator[Any]:
    for row in referring_rows(model, keys):
        yield row.item


def _use(key: str, found: _Found) -> Use:
    prefix, _, number = key.partition(":")
    model = _kinds()[prefix]
    return Use(
        key=key,
        kind=str(model._meta.verbose_name),
        title=found.title,
        places=tuple(found.places),
        edit=_edit_address(model, number),
        public=found.public,
    )


def _edit_address(model: Any, number: str) -> str:
    try:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""


def _kinds() -> dict[str, Any]:
    """Return every kind of page by the prefix of its keys."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, WorkingCopy)]
    return {model.key_prefix: model for model in models}


def _pointing(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and model of every foreign key from a part of a page to `model`."""
    for each in apps.get_models():
        names = {part.name: part for part in each._meta.get_fields()}
        owner = names["item"].related_model if "item" in names else None
        if not isinstance(owner, type) or not issubclass(owner, WorkingCopy) or owner is model:
            continue
        for part in each._meta.get_fields():
            if part.many_to_one and part.related_model is model:
                yield part.name, each
