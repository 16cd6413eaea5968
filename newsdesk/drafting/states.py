"""What a page says, with all that its form offers: as data, by a mark, and as forms were opened with it.

A document holds what readers see. The form holds a little more: what is written of a picture that is
not there yet, or that is ticked as decorative. Here both are one, so that a merge loses neither.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from newsdesk.publishing.compare import Data
from newsdesk.publishing.documents import as_data, digest_of_data
from newsdesk.publishing.illustrated import Illustrated
from newsdesk.publishing.parts import Ordered, Part

from .models import SavedState

WORDS = ("alt", "decorative", "caption", "credit")
NO_PICTURE = {"name": "", "width": 0, "height": 0}
REFRESHED_EVERY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """Data in the shape that `read` of an app takes."""

    schema: int
    document: Data


def mark_of(item: Any) -> str:
    """Return what changes whenever the data of `item` does. No query: it rests on the row's digest."""
    aside = _aside(item)
    return digest_of_data([item.digest, aside]) if aside else item.digest


def data_of(item: Any, pages: Any) -> Data:
    """Return what a freshly fetched `item` says; `pages` is the workflow of its kind."""
    data: Data = as_data(pages.document_of(item))
    if isinstance(item, Illustrated):
        data["image"] = {**(data["image"] or NO_PICTURE), **_words(item)}
    return data


def document_from(data: Data, pages: Any, *, schema: int | None = None) -> Any:
    """Return the document in `data`, which may be of an older `schema`."""
    image = data.get("image")
    if isinstance(image, dict):
        alt = "" if image["decorative"] else image["alt"]
        data = data | {"image": {**image, "alt": alt} if image["name"] else None}
    return pages.read(Stored(schema or pages.schema, data))


def current(data: Data, schema: int, pages: Any) -> Data:
    """Return kept data in the shape of today."""
    if schema == pages.schema:
        return data
    today: Data = as_data(document_from(data, pages, schema=schema))
    if isinstance(image := data.get("image"), dict):
        words = {name: image[name] for name in WORDS}
        today["image"] = {**(today["image"] or NO_PICTURE), **words}
    return today


def write(data: Data, item: Any, admin: Any) -> None:
    """Make a freshly fetched `item` say `data`, and save it; `admin` is the admin of its kind."""
    admin.write(document_from(data, admin.workflow.PAGES), item)
    image = data.get("image")
    if isinstance(item, Illustrated) and isinstance(image, dict) and image != _words(item) | image:
        for name in WORDS:
            setattr(item, f"image_{name}", image[name])
        item.save(update_fields=[f"image_{name}" for name in WORDS])


def remember(item: Any, pages: Any) -> None:
    """Keep what `item` says now, so that a form opened with it can be merged later. Three queries,
    no more than two of them where it is known already."""
    mark, newest = mark_of(item), newest_event(item)
    known = SavedState.objects.defer("data").filter(key=item.key, mark=mark).first()
    if known is None:
        _keep(item, pages, mark, newest)
    elif known.after != newest or known.at < timezone.now() - REFRESHED_EVERY:
        known.rows = _united(known.rows, rows_of(item))
        known.after, known.at = newest, timezone.now()
        known.save(update_fields=["rows", "after", "at"])


def newest_event(item: Any) -> int:
    newest = item.events.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def rows_of(item: Any) -> dict[str, dict[str, Any]]:
    """Return, for each list of `item`, the identity of each row by its primary key."""
    return {
        name: {str(row.pk): getattr(row, by) for row in getattr(item, name).all()}
        for name, _, by in lists_of(type(item))
    }


def lists_of(model: Any) -> Iterator[tuple[str, type[models.Model], str]]:
    """Yield name, model and the attribute that a row is known by, for each ordered list of a page."""
    for relation in model._meta.related_objects:
        rows = relation.related_model
        if issubclass(rows, Ordered) and relation.field.name == "item":
            yield relation.get_accessor_name(), rows, _known_by(rows)


def _known_by(rows: Any) -> str:
    if issubclass(rows, Part):
        return "uid"
    (link,) = (f for f in rows._meta.fields if f.is_relation and f.name != "item")
    return str(link.attname)


def _keep(item: Any, pages: Any, mark: str, newest: int) -> None:
    fresh = type(item)._default_manager.get(pk=item.pk)
    state = SavedState(
        key=item.key,
        mark=mark,
        schema=pages.schema,
        data=data_of(fresh, pages),
        rows=rows_of(fresh),
        after=newest,
    )
    # Between the two readings somebody may have saved: then this is not what the mark stands for.
    if mark_of(type(item)._default_manager.get(pk=item.pk)) == mark:
        SavedState.objects.bulk_create([state], ignore_conflicts=True)


def _united(known: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> Any:
    return {name: known.get(name, {}) | rows for name, rows in now.items()}


def _words(item: Any) -> Data:
    return {name: getattr(item, f"image_{name}") for name in WORDS}


def _aside(item: Any) -> Data:
    """Return what the form of `item` holds and its document does not."""
    if not isinstance(item, Illustrated):
        return {}
    words = _words(item)
    if item.image.name:
        return {"alt": words["alt"]} if words["decorative"] and words["alt"] else {}
    return {name: value for name, value in words.items() if value}
