"""The only writer of the catalogue. Call it inside the transaction that freezes the edition."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.dispatch import Signal

from newsdesk.catalogue import search, shown
from newsdesk.catalogue.entries import Entry, Tombstone
from newsdesk.catalogue.kinds import all_entries, all_tombstones, listed_kind
from newsdesk.catalogue.models import (
    Merged,
    Moment,
    Name,
    Page,
    PastPath,
    Reference,
    title_key,
)
from newsdesk.catalogue.purge import purge_soon
from newsdesk.catalogue.search.candidates import LISTS
from newsdesk.images.jobs import make_sizes
from newsdesk.jobs.job import hand_in
from newsdesk.text.names_and_words import sort_title
from newsdesk.text.slugs import slug_of

# Sent within the transaction of a deed, with the `keys` of the pages that it has written; by no rebuild.
pages_written = Signal()
# So many pages of a rebuild are written at a time.
BATCH = 100

Row = dict[str, object]
OfPage = TypeVar("OfPage", Reference, Moment, Name)
# What may change of an entry that the catalogue has: all but what it is known by.
_UPDATED = [
    field.name for field in Page._meta.concrete_fields if field.name not in ("id", "key", "edition")
]
# What references carry of their pages.
_CARRIED = ("kind", "uid", "published_at", "visible_from", "visible_until")


class PathTaken(Exception):
    """Another page has, or once had, this path."""


def put(key: str, entries: Sequence[Entry]) -> list[Page]:
    """Make the catalogue say exactly `entries` of the page `key`, which may be none. Raises PathTaken."""
    return put_many({key: entries})


@transaction.atomic
def put_many(pages: Mapping[str, Sequence[Entry]]) -> list[Page]:
    """Make the catalogue say exactly the entries of each page, by its key, which may be none.

    The same number of queries for any number of pages. Raises PathTaken, also where two of them want one
    address. The files of pictures are made by a job: they take seconds, and are no reason to hold a lock or
    to fail.
    """
    pictures = [
        (list(listed_kind(entry.kind).shapes), image)
        for entries in pages.values()
        for entry in entries
        if (image := entry.card.get("image"))
    ]
    if pictures:
        hand_in(make_sizes, pictures)
    purge_soon(pages)
    stored = _put_all(pages)
    pages_written.send(Page, keys=list(pages))
    return stored


@transaction.atomic
def rebuild() -> int:
    """Write the whole catalogue again from the editions. Returns how many pages it has."""
    keys: set[str] = set()
    for some in _batches(all_entries()):
        _put_all(some)
        keys |= some.keys()
    search.forget(strangers := list(Page.objects.exclude(key__in=keys).only("pk")))
    Page.objects.filter(pk__in=[page.pk for page in strangers]).delete()
    PastPath.objects.exclude(key__in=keys).delete()
    Merged.objects.all().delete()
    point(all_tombstones())
    shown.lead()
    return len(keys)


@transaction.atomic
def point(tombstones: Iterable[Tombstone], *, lifted: Iterable[str] = ()) -> None:
    """Make merged pages lead to their survivors; the pages of `lifted` keys stand alone again."""
    freed, stones = list(lifted), list(tombstones)
    Merged.objects.everywhere().filter(key__in=freed).delete()
    for stone in stones:
        Merged.objects.update_or_create(
            key=stone.key,
            page=stone.page,
            defaults={"into": stone.into, "title": stone.title[:300], "known": stone.known},
        )
    shown.lead_to([*freed, *(stone.key for stone in stones)])


def _batches(pages: Iterable[list[Entry]]) -> Iterator[dict[str, list[Entry]]]:
    """Yield the entries of all pages by key, BATCH pages at a time."""
    entries = iter(pages)
    while some := {each[0].key: each for each in islice(entries, BATCH)}:
        yield some


def _put_all(pages: Mapping[str, Sequence[Entry]]) -> list[Page]:
    entries = [entry for each in pages.values() for entry in each]
    _refuse_taken(pages)
    stored = Page.objects.bulk_create(
        [_page_of(entry) for entry in entries],
        update_conflicts=True,
        unique_fields=["key", "edition"],
        update_fields=_UPDATED,
    )
    gone = Page.objects.filter(key__in=pages).exclude(pk__in=[page.pk for page in stored])
    if rows := list(gone.only("pk")):
        search.forget(rows)
        Page.objects.filter(pk__in=[row.pk for row in rows]).delete()
    told = list(zip(stored, entries, strict=True))
    _keep_rows(Reference, {page.pk: _references(entry) for page, entry in told})
    shown.lead_in([page.pk for page in stored])
    _keep_rows(Moment, {page.pk: _moments(entry) for page, entry in told})
    _keep_rows(
        Name, {page.pk: _names(entry) for page, entry in told if listed_kind(entry.kind).named}
    )
    search.index(stored, {page.pk: _labels(entry) for page, entry in told})
    _put_past_paths(pages)
    return stored


@transaction.atomic
def point_in_pages(prefix: str, tombstones: Iterable[Tombstone]) -> None:
    """Make `tombstones` all that holds in single pages of keys that begin with `prefix`, "entity:"."""
    _keep(Merged.objects.in_single_pages().filter(key__startswith=prefix), tombstones)


@transaction.atomic
def point_names(prefix: str, tombstones: Iterable[Tombstone]) -> None:
    """Make `tombstones` all that is known of what has a name and no page, "outlet:NY Post"."""
    _keep(Merged.objects.everywhere().filter(key__startswith=prefix), tombstones)


def _keep(stored: Iterable[Merged], tombstones: Iterable[Tombstone]) -> None:
    wanted = {(stone.page, stone.key): stone for stone in tombstones}
    changed = set()
    for row in stored:
        stone = wanted.get((row.page, row.key))
        if stone and (stone.into, stone.title[:300], stone.known) == (
            row.into,
            row.title,
            row.known,
        ):
            del wanted[row.page, row.key]
        else:
            row.delete()
            changed.add(row.key)
    Merged.objects.bulk_create(
        Merged(page=page, key=key, into=stone.into, title=stone.title[:300], known=stone.known)
        for (page, key), stone in sorted(wanted.items())
    )
    shown.lead_to(sorted(changed | {key for _, key in wanted}))


def _page_of(entry: Entry) -> Page:
    told = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    for name in ("references", "events", "past_paths", "first_path"):
        del told[name]
    told |= {
        "uid": entry.uid,
        "sort_title": sort_title(entry.title)[:300],
        "title_key": title_key(entry.title),
        "card": dict(entry.card),
    }
    return Page(**told)


def _refuse_taken(pages: Mapping[str, Sequence[Entry]]) -> None:
    wanted = {entry.path for entries in pages.values() for entry in entries}
    owners: dict[str, set[str]] = {path: set() for path in wanted}
    for model in (Page, PastPath):
        for path, key in model._default_manager.filter(path__in=wanted).values_list("path", "key"):
            owners[path].add(key)
    for key, entries in pages.items():
        for path in (entry.path for entry in entries):
            if owners[path] - {key}:
                raise PathTaken(f"The address {path} belongs to another page, or once did.")
        for path in (p for entry in entries for p in (entry.path, *dict(entry.past_paths))):
            owners.setdefault(path, set()).add(key)


def _references(entry: Entry) -> list[Row]:
    unique = {target.key: target for target in entry.references}
    carried = {name: getattr(entry, name) for name in _CARRIED}
    return [
        {"position": n, "target": target.key, "label": target.label[:255], **carried}
        for n, target in enumerate(unique.values())
    ]


def _labels(entry: Entry) -> list[str]:
    """Return the names of its tags and authors, by which it is found too."""
    return [target.label for target in entry.references if target.key.startswith(LISTS)]


def _moments(entry: Entry) -> list[Row]:
    return [
        {"position": n, "date": e.date, "text": e.text[:500], "anchor": e.anchor}
        for n, e in enumerate(entry.events)
    ]


def _names(entry: Entry) -> list[Row]:
    wanted: dict[str, str] = {}
    for text in (entry.title, *entry.also.splitlines()):
        if slug := slug_of(text):
            wanted.setdefault(slug, text[:300])
    return [{"slug": slug, "text": text} for slug, text in wanted.items()]


def _keep_rows(model: type[OfPage], wanted: Mapping[int, list[Row]]) -> None:
    """Make `wanted` all rows of each page, by its primary key; what is stored as wanted stays."""
    columns = next((tuple(row) for rows in wanted.values() for row in rows), ())
    stored: dict[int, list[tuple[int | str, ...]]] = {}
    for page, *values in model.objects.filter(page__in=wanted).values_list("page_id", *columns):
        stored.setdefault(page, []).append(tuple(values))
    changed = {
        page: rows
        for page, rows in wanted.items()
        if sorted(tuple(row.values()) for row in rows) != sorted(stored.get(page, ()))
    }
    if had := stored.keys() & changed.keys():
        model.objects.filter(page__in=had).delete()
    model.objects.bulk_create(
        model(page_id=page, **row) for page, rows in changed.items() for row in rows
    )


def _put_past_paths(pages: Mapping[str, Sequence[Entry]]) -> None:
    stored: dict[str, dict[str, datetime]] = {key: {} for key in pages}
    rows = PastPath.objects.filter(key__in=pages)
    for key, path, since in rows.values_list("key", "path", "since"):
        stored[key][path] = since
    past = {
        key: {path: since for entry in entries for path, since in entry.past_paths}
        for key, entries in pages.items()
    }
    changed = [key for key in pages if past[key] != stored[key]]
    if had := [key for key in changed if stored[key]]:
        PastPath.objects.filter(key__in=had).delete()
    PastPath.objects.bulk_create(
        PastPath(path=path, key=key, since=since)
        for key in changed
        for path, since in sorted(past[key].items())
    )
