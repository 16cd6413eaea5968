"""What of an old entity can be restored today; and which of the pages and outlets that others named."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.outlets import known_outlets
from newsdesk.merging.models import MergeablePage
from newsdesk.pages.keys import numbers
from newsdesk.workflow.restorable import GoneReference, Restorable, address_now, picture_now

Page = TypeVar("Page", bound=MergeablePage)


def restorable(entity: Entity, document: EntityDocument) -> Restorable:
    slug, taken = address_now(entity, document.slug)
    image, lost = picture_now(document.image)
    return Restorable(replace(document, slug=slug, image=image), taken + lost)


def rows_now(model: type[Page], keys: Iterable[str]) -> dict[str, tuple[Page, Page]]:
    """Return, by key, the row of each page of `model` and the one that stands for it today.

    What there is no row of is not there. One query, and one for each generation of merges.
    """
    wanted = dict(zip(asked := list(keys), numbers(model.key_prefix, asked), strict=True))
    rows: dict[int, Page] = {}
    missing = set(wanted.values())
    while missing:
        rows |= model._default_manager.in_bulk(missing)
        missing = {row.merged_into_id for row in rows.values() if row.merged_into_id} - set(rows)
    return {key: (rows[pk], _survivor(rows, pk)) for key, pk in wanted.items() if pk in rows}


def pages_now(
    model: type[MergeablePage], keys: Iterable[str], *, path: str, noun: str
) -> tuple[tuple[str, ...], tuple[GoneReference, ...]]:
    """Return the keys of what stands today for pages of `model` that a document named, each once.

    A page that was merged is its survivor now. One that was put away, or that there is no row of, is
    left out.
    """
    asked = list(keys)
    rows = rows_now(model, asked)
    found: dict[str, None] = {}
    gone = []
    for key in asked:
        row, last = rows.get(key, (None, None))
        if last is None or last.discarded:
            name = f"“{row}” was discarded" if row else f"The {noun} {key} is not there any more"
            gone.append(GoneReference(path, f"{name}: it is left out."))
            continue
        if last is not row:
            gone.append(GoneReference(path, f"“{row}” was merged: “{last}” stands for it."))
        found[last.key] = None
    return tuple(found), tuple(gone)


def outlets_now(
    pairs: Iterable[tuple[str, str]],
) -> tuple[dict[str, str], tuple[GoneReference, ...]]:
    """Return the names that outlets go by today, by path, and which are not known any more.

    `pairs` are the path and the name of each. One query. Nothing is made: a name that nothing knows is
    that of an outlet which was renamed, and a second row for it would be wrong.
    """
    wanted = [(path, name) for path, name in pairs if name]
    known = known_outlets(name for _, name in wanted)
    gone = [
        GoneReference(path, f"No outlet is called “{name}” any more: the source has none now.")
        for path, name in wanted
        if name not in known
    ]
    names = {path: known.get(name) for path, name in wanted}
    return {path: outlet.name for path, outlet in names.items() if outlet}, tuple(gone)


def _survivor(rows: dict[int, Page], key: int) -> Page:
    while into := rows[key].merged_into_id:
        key = into
    return rows[key]
