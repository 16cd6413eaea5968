"""The only writer of the catalogue. Call it inside the transaction that freezes the edition."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from . import search
from .entries import Entry, Tombstone, all_entries, all_tombstones
from .folding import fold
from .models import Merged, Name, Page, PastPath, Reference

# Kinds of page that readers look up by name.
NAMED = ("entity",)


class PathTaken(Exception):
    """Another page has, or once had, this path."""


@transaction.atomic
def put(entry: Entry) -> Page:
    """Make the catalogue say exactly `entry` of its page. Raises PathTaken."""
    _refuse_taken(entry)
    page, _ = Page.objects.update_or_create(
        key=entry.key,
        defaults={
            "kind": entry.kind,
            "path": entry.path,
            "title": entry.title,
            "sort_title": fold(entry.title)[:255],
            "summary": entry.summary,
            "text": entry.text,
            "also": entry.also,
            "card": dict(entry.card),
            "edition": entry.edition,
            "number": entry.number,
            "published_at": entry.published_at,
            "updated_at": entry.updated_at,
            "visible_from": entry.visible_from,
            "visible_until": entry.visible_until,
            "gone_reason": entry.gone_reason,
        },
    )
    _put_references(page, entry)
    _put_names(page, entry)
    _put_past_paths(entry)
    search.index(page)
    return page


@transaction.atomic
def rebuild() -> int:
    """Write the whole catalogue again from the editions. Returns how many pages it has."""
    keys = {put(entry).key for entry in all_entries()}
    for page in Page.objects.exclude(key__in=keys):
        search.forget(page)
        page.delete()
    PastPath.objects.exclude(key__in=keys).delete()
    Merged.objects.all().delete()
    point(all_tombstones())
    return len(keys)


@transaction.atomic
def point(tombstones: Iterable[Tombstone], *, lifted: Iterable[str] = ()) -> None:
    """Make merged pages lead to their survivors; the pages of `lifted` keys stand alone again."""
    Merged.objects.filter(key__in=lifted).delete()
    for stone in tombstones:
        Merged.objects.update_or_create(
            key=stone.key, defaults={"into": stone.into, "title": stone.title[:300]}
        )


def _refuse_taken(entry: Entry) -> None:
    others = Page.objects.filter(path=entry.path).exclude(key=entry.key)
    if others.exists() or PastPath.objects.filter(path=entry.path).exclude(key=entry.key).exists():
        raise PathTaken(f"The address {entry.path} belongs to another page, or once did.")


def _put_references(page: Page, entry: Entry) -> None:
    unique = {target.key: target for target in entry.references}
    wanted = [(target.key, target.label[:255], n) for n, target in enumerate(unique.values())]
    stored = list(page.references.values_list("target", "label", "position"))
    if stored == wanted:
        return
    page.references.all().delete()
    Reference.objects.bulk_create(
        Reference(page=page, target=key, label=label, position=n) for key, label, n in wanted
    )


def _put_names(page: Page, entry: Entry) -> None:
    if entry.kind not in NAMED:
        return
    wanted: dict[str, str] = {}
    for text in (entry.title, *entry.also.splitlines()):
        if slug := slugify(fold(text))[:100]:
            wanted.setdefault(slug, text[:300])
    if dict(page.names.values_list("slug", "text")) == wanted:
        return
    page.names.all().delete()
    Name.objects.bulk_create(Name(page=page, slug=s, text=t) for s, t in wanted.items())


def _put_past_paths(entry: Entry) -> None:
    past = set(entry.past_paths) - {entry.path}
    PastPath.objects.filter(key=entry.key).exclude(path__in=past).delete()
    for path in sorted(past):
        PastPath.objects.get_or_create(path=path, defaults={"key": entry.key})
