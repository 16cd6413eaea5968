"""What an app tells the catalogue of one of its pages."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Protocol, TypedDict, TypeVar

from django.utils import timezone

from newsdesk.images.ladder import StoredPicture


def uid_of(text: str) -> str:
    """Return a digest by which strangers know something, sixteen hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something a page refers to: `key` is "entity:5" or "tag:space"; `label` names it in words."""

    key: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something dated that a page tells of; `date` is ISO 8601, `anchor` where it stands there."""

    date: str
    text: str
    anchor: str


class Card(TypedDict, total=False):
    """What lists and heads show of a page besides its title and summary, as far as its kind has it.

    `kind` is what it is called where that is not the name of its kind of page; `section` is the slug of the
    section that it is in; `same_as` are addresses elsewhere that name the same.
    """

    image: StoredPicture | None
    bylines: list[str]
    kind: str
    section: str
    also_asked_as: list[str]
    also_known_as: list[str]
    same_as: list[str]


class Interval(TypedDict):
    """Those fields of an Entry that follow from the editions of its page."""

    edition: int
    number: int
    published_at: datetime
    updated_at: datetime
    checked_at: datetime | None
    visible_from: datetime
    visible_until: datetime | None
    gone_reason: str
    gone_status: int


class Paths(TypedDict):
    """Those fields of an Entry that tell where its page is and was."""

    path: str
    first_path: str
    past_paths: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of the catalogue in one interval, complete; see catalogue.models.Page for each field.

    `past_paths` are paths that it had before, each with the time since when it has another; `first_path`
    is the one under which readers first knew it, empty where that is `path`.
    """

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
    checked_at: datetime | None = None
    gone_reason: str = ""
    gone_status: int = 410
    also: str = ""
    card: Card = field(default_factory=Card)
    references: tuple[Target, ...] = ()
    events: tuple[Event, ...] = ()
    past_paths: tuple[tuple[str, datetime], ...] = ()
    first_path: str = ""

    @property
    def uid(self) -> str:
        """Return what strangers know the page by: the same for ever, since no page gets another's path.

        SECURITY: a primary key would tell how many pages were written that nobody may know of.
        """
        return uid_of(self.first_path or self.path)


class Frozen(Protocol):
    """What the catalogue needs to know of an edition."""

    pk: int
    item_id: int
    kind: str
    visible_from: datetime
    note: str
    gone_status: int | None

    @property
    def withdraws(self) -> bool: ...

    @property
    def is_substantive(self) -> bool: ...


FrozenT = TypeVar("FrozenT", bound=Frozen)


def interval(
    editions: Sequence[Frozen],
    merged_at: datetime | None = None,
    news: Mapping[int, datetime | None] = MappingProxyType({}),
) -> Interval:
    """Return the fields of an Entry that follow from a page's editions, oldest first.

    The last one is what the entry shows, with no end but its own: see `entries_of_page`. `merged_at` is
    when the page was merged into another, from which on nobody sees it; `news` says by the primary keys of
    editions when they said something new, where that is not their own time: None for never.
    """
    latest = editions[-1]
    own = {each.pk: each.visible_from if each.is_substantive else None for each in editions}
    substantive = [at for at in (own | dict(news)).values() if at is not None]
    checks = [edition.visible_from for edition in editions if edition.kind == "check"]
    return {
        "edition": latest.pk,
        "number": len(editions),
        "published_at": editions[0].visible_from,
        "updated_at": substantive[-1] if substantive else editions[0].visible_from,
        "checked_at": checks[-1] if checks else None,
        "visible_from": latest.visible_from,
        "visible_until": latest.visible_from if latest.withdraws else merged_at,
        "gone_reason": latest.note if latest.withdraws else "",
        "gone_status": latest.gone_status or 410,
    }


def paths_over_time(editions: Sequence[Frozen], paths: Sequence[str]) -> Paths:
    """Return the fields of an Entry that tell where a page is and was; `paths` are those of all editions,
    in their order. A path that is left was left when the next edition appeared.
    """
    ends = [edition.visible_from for edition in editions[1:]]
    past = tuple((path, end) for path, end in zip(paths, ends, strict=False) if path != paths[-1])
    return {"path": paths[-1], "first_path": paths[0], "past_paths": past}


def entries_of_page(
    editions: Iterable[FrozenT],
    entry_of: Callable[[Sequence[FrozenT]], Entry],
    at: datetime | None = None,
) -> list[Entry]:
    """Return what readers see of one page at `at`, by default now, and what they will see after it.

    `editions` are those that were not recalled, in their order. Each entry ends where the next begins.
    """
    now, history = at or timezone.now(), list(editions)
    begun = [n for n, edition in enumerate(history) if edition.visible_from <= now]
    first = begun[-1] if begun else 0
    entries = [entry_of(history[: n + 1]) for n in range(first, len(history))]
    ends = [entry.visible_from for entry in entries[1:]]
    closed = [
        replace(entry, visible_until=min(entry.visible_until or end, end))
        for entry, end in zip(entries, ends, strict=False)
    ]
    return closed + entries[-1:]


def entries_of(
    editions: Iterable[FrozenT], entry_of: Callable[[Sequence[FrozenT]], Entry]
) -> Iterable[list[Entry]]:
    """Yield the entries of each page; `editions` come page by page, each page's in order."""
    for _, history in groupby(editions, key=lambda edition: edition.item_id):
        yield entries_of_page(list(history), entry_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A page that was merged: `key` is shown as `into`, the last survivor.

    With a `page`, "story:5", this holds in that page alone. `title` is what a tag or an author is called
    now, empty for what has a page. `known` says that readers have been shown
    the address of `key`; that of a page leads on by itself.
    """

    key: str
    into: str
    page: str = ""
    title: str = ""
    known: bool = True
