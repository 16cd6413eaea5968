"""The only writer of the catalogue. Call it inside the transaction that freezes the edition."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from newsdesk.catalogue import search
from newsdesk.catalogue.entries import Entry, Event, Target, Tombstone
from newsdesk.catalogue.kinds import all_entries, all_tombstones, listed_kind
from newsdesk.catalogue.models import Merged, Moment, Name, Page, PastPath, Reference
from newsdesk.images.renditions import complete_after_publishing
from newsdesk.text.names_and_words import sort_title
from newsdesk.text.slugs import slug_of


class PathTaken(Exception):
    """Another page has, or once had, this path."""


@transaction.atomic
def put(key: str, entries: Sequence[Entry]) -> list[Page]:
    """Make the catalogue say exactly `entries` of the page `key`, which may be none. Raises PathTaken.

    The files of pictures are made once the transaction is over: they take a second, and are no reason
    to hold a lock or to fail.
    """
    for entry in entries:
        if image := entry.card.get("image"):
            _make_sizes_later(entry.kind, image)
    return _put_all(key, entries)


def _make_sizes_later(kind: str, image: Mapping[str, Any]) -> None:
    shapes = listed_kind(kind).shapes

    def make_sizes() -> None:
        complete_after_publishing(shapes, image)

    # A function and no partial, which has no name: Django logs the name of what failed, and would fail.
    transaction.on_commit(make_sizes, robust=True)


@transaction.atomic
def rebuild() -> int:
    """Write the whole catalogue again from the editions. Returns how many pages it has."""
    keys = set()
    for entries in all_entries():
        _put_all(entries[0].key, entries)
        keys.add(entries[0].key)
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
    Merged.objects.everywhere().filter(key__in=lifted).delete()
    for stone in tombstones:
        Merged.objects.update_or_create(
            key=stone.key,
            page=stone.page,
            defaults={"into": stone.into, "title": stone.title[:300], "known": stone.known},
        )


def _put_all(key: str, entries: Sequence[Entry]) -> list[Page]:
    for entry in entries:
        _refuse_taken(entry)
    shown = [_put(entry) for entry in entries]
    for page in Page.objects.filter(key=key).exclude(pk__in=[page.pk for page in shown]):
        search.forget(page)
        page.delete()
    _put_past_paths(key, entries)
    return shown


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
    Merged.objects.bulk_create(
        Merged(page=page, key=key, into=stone.into, title=stone.title[:300], known=stone.known)
        for (page, key), stone in sorted(wanted.items())
    )


def _put(entry: Entry) -> Page:
    fields = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    references, events = fields.pop("references"), fields.pop("events")
    del fields["past_paths"], fields["first_path"]
    fields |= {
        "uid": entry.uid,
        "sort_title": sort_title(entry.title)[:300],
        "card": dict(entry.card),
    }
    page, _ = Page.objects.update_or_create(
        key=fields.pop("key"), edition=fields.pop("edition"), defaults=fields
    )
    _put_references(page, references)
    _put_events(page, events)
    _put_names(page, entry)
    search.index(page)
    return page


def _refuse_taken(entry: Entry) -> None:
    others = Page.objects.filter(path=entry.path).exclude(key=entry.key)
    if others.exists() or PastPath.objects.filter(path=entry.path).exclude(key=entry.key).exists():
        raise PathTaken(f"The address {entry.path} belongs to another page, or once did.")


def _put_references(page: Page, references: Iterable[Target]) -> None:
    unique = {target.key: target for target in references}
    wanted = [(target.key, target.label[:255], n) for n, target in enumerate(unique.values())]
    stored = list(page.references.values_list("target", "label", "position"))
    if stored == wanted:
        return
    page.references.all().delete()
    Reference.objects.bulk_create(
        Reference(page=page, target=key, label=label, position=n) for key, label, n in wanted
    )


def _put_events(page: Page, events: Iterable[Event]) -> None:
    wanted = [(e.date, e.text[:500], e.anchor, n) for n, e in enumerate(events)]
    if list(page.moments.values_list("date", "text", "anchor", "position")) == wanted:
        return
    page.moments.all().delete()
    Moment.objects.bulk_create(
        Moment(page=page, date=date, text=text, anchor=anchor, position=n)
        for date, text, anchor, n in wanted
    )


def _put_names(page: Page, entry: Entry) -> None:
    if not listed_kind(entry.kind).named:
        return
    wanted: dict[str, str] = {}
    for text in (entry.title, *entry.also.splitlines()):
        if slug := slug_of(text):
            wanted.setdefault(slug, text[:300])
    if dict(page.names.values_list("slug", "text")) == wanted:
        return
    page.names.all().delete()
    Name.objects.bulk_create(Name(page=page, slug=s, text=t) for s, t in wanted.items())


def _put_past_paths(key: str, entries: Sequence[Entry]) -> None:
    past = {path: since for entry in entries for path, since in entry.past_paths}
    if dict(PastPath.objects.filter(key=key).values_list("path", "since")) == past:
        return
    PastPath.objects.filter(key=key).delete()
    PastPath.objects.bulk_create(
        PastPath(path=path, key=key, since=since) for path, since in sorted(past.items())
    )
