"""What a merge changes elsewhere, told alike for every kind of row: pages that refer to it, addresses.

Nothing here knows which apps there are: pages are found by the foreign keys that point at a row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.publishing.models import WorkingCopy

LIVE, SCHEDULED, WORKING_COPY = "live edition", "scheduled edition", "working copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A page that refers to a row that is merged: where in it, and where to open it."""

    key: str
    kind: str
    title: str
    places: tuple[str, ...]
    edit: str
    public: str

    @classmethod
    def of(cls, key: str, *, title: str, places: Iterable[str], public: str) -> "Use":
        """Return the use in the page `key`, "story:5"; `public` is its path where readers see it."""
        prefix, _, number = key.partition(":")
        model = kinds()[prefix]
        return cls(
            key=key,
            kind=str(model._meta.verbose_name),
            title=title,
            places=tuple(places),
            edit=_edit_address(model, number),
            public=public,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that readers may know, and the one that it will lead to."""

    path: str
    to: str


def titled(keys: Iterable[str]) -> dict[str, Use]:
    """Return pages by key, without saying where in them. One query for each kind of page."""
    found: dict[str, Use] = {}
    wanted = set(keys)
    for prefix, model in kinds().items():
        numbers = [key.partition(":")[2] for key in wanted if key.startswith(f"{prefix}:")]
        for row in model._default_manager.filter(pk__in=numbers) if numbers else ():
            found[row.key] = Use.of(row.key, title=str(row), places=(), public="")
    return found


def in_order(uses: Iterable[Use]) -> tuple[Use, ...]:
    return tuple(sorted(uses, key=lambda use: (use.kind, use.title, use.key)))


def paths_of(keys: Iterable[str]) -> list[str]:
    """Return the addresses of pages, now and before. Two queries."""
    now = Page.objects.filter(key__in=keys).values_list("path", flat=True)
    past = PastPath.objects.filter(key__in=keys).values_list("path", flat=True)
    return sorted({*now, *past})


def redirects(paths: Iterable[str], survivor: Any) -> tuple[Redirect, ...]:
    """Return what will lead to the page of `survivor`. One query."""
    to = Page.objects.filter(key=survivor.key).values_list("path", flat=True).first()
    return tuple(Redirect(path=path, to=to or survivor.public_path) for path in paths)


def kinds() -> dict[str, Any]:
    """Return every kind of page by the prefix of its keys."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, WorkingCopy)]
    return {model.key_prefix: model for model in models}


def pointing(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and model of every foreign key from a part of another kind of page to `model`."""
    for each in apps.get_models():
        fields = {field.name: field for field in each._meta.get_fields()}
        owner = fields["item"].related_model if "item" in fields else None
        if not isinstance(owner, type) or not issubclass(owner, WorkingCopy) or owner is model:
            continue
        for field in fields.values():
            if field.many_to_one and field.related_model is model:
                yield field.name, each


def _edit_address(model: Any, number: str) -> str:
    try:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
