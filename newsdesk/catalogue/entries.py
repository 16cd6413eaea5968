"""What an app tells the catalogue of one of its pages, and who can be asked for all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something a page refers to: `key` is "entity:5" or "tag:space"; `label` names it in words."""

    key: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of the catalogue, complete; see catalogue.models.Page for the meaning of each field."""

    kind: str
    key: str
    path: str
    title: str
    summary: str
    text: str
    edition: int
    number: int
    published_at: datetime
    updated_at: datetime
    visible_from: datetime
    visible_until: datetime | None = None
    gone_reason: str = ""
    also: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    references: tuple[Target, ...] = ()
    past_paths: tuple[str, ...] = ()


class Frozen(Protocol):
    """What the catalogue needs to know of an edition."""

    pk: int
    item_id: int
    number: int
    at: datetime
    note: str

    @property
    def withdraws(self) -> bool: ...


def interval(editions: Sequence[Frozen], merged_at: datetime | None = None) -> dict[str, Any]:
    """Return the fields of an Entry that follow from a page's editions, oldest first.

    `merged_at` is when the page was merged into another, from which on nobody sees it.
    """
    first, latest = editions[0], editions[-1]
    return {
        "edition": latest.pk,
        "number": latest.number,
        "published_at": first.at,
        "updated_at": latest.at,
        "visible_from": latest.at,
        "visible_until": latest.at if latest.withdraws else merged_at,
        "gone_reason": latest.note if latest.withdraws else "",
    }


def entries_of(editions: Iterable[Any], entry_of: Callable[[list[Any]], Entry]) -> Iterable[Entry]:
    """Yield an entry for each page; `editions` come ordered by page and number."""
    for _, history in groupby(editions, key=lambda edition: edition.item_id):
        yield entry_of(list(history))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A page that was merged: `key` is shown as `into`, the last survivor; `title` is its wording."""

    key: str
    into: str
    title: str


_sources: dict[str, str] = {}
_tombstones: dict[str, str] = {}


def register(kind: str, source: str, *, tombstones: str = "") -> None:
    """Name the functions, as dotted paths, that yield every Entry and every Tombstone of `kind`.

    Called from AppConfig.ready, when models cannot be imported yet: hence paths, not functions.
    """
    _sources[kind] = source
    if tombstones:
        _tombstones[kind] = tombstones


def all_entries() -> Iterable[Entry]:
    """Yield the entries of every registered kind."""
    for source in _sources.values():
        yield from import_string(source)()


def all_tombstones() -> Iterable[Tombstone]:
    """Yield the tombstones of every registered kind."""
    for source in _tombstones.values():
        yield from import_string(source)()
