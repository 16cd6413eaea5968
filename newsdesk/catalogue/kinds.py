"""The kinds of page that are listed and searched, and what the catalogue must know of each.

Nothing here knows the apps: `newsdesk.workflow.register` hands in what each of them has.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from newsdesk.catalogue.entries import Entry, Tombstone


class UnknownKind(LookupError):
    """No kind of page goes by this name."""


class CatalogueKind(ABC):
    """One kind of page as lists, search, feeds and sitemaps know it."""

    name: ClassVar[str]
    """What its keys begin with: "story" of "story:5"."""
    label: ClassVar[str]
    """What one is called on public pages."""
    plural: ClassVar[str]
    """What search calls all of them."""
    kicker: ClassVar[str]
    """What the social card of one says above the title."""
    index: ClassVar[str] = ""
    """The name of the address of its own list."""
    dated: ClassVar[bool] = False
    """Whether it stands in the archive, on the front page and in the feeds of topics, by its date."""
    news: ClassVar[bool] = False
    """Whether search engines for news are told of it."""
    named: ClassVar[bool] = False
    """Whether readers look it up by name."""
    answers: ClassVar[bool] = False
    """Whether one that asks what somebody searches for stands above the results, with its answer."""
    pictured: ClassVar[bool] = False
    """Whether its picture stands on its social card."""
    shapes: ClassVar[tuple[str, ...]] = ()
    """The shapes in which its picture is shown: see `newsdesk.images.ladder`."""

    @abstractmethod
    def all_entries(self) -> Iterable[list[Entry]]:
        """Return the entries of each of its pages that was ever published."""

    def all_tombstones(self) -> Iterable[Tombstone]:
        """Return what of it, and of what it alone knows, leads to something else today."""
        return ()


_tombstones: dict[str, Callable[[], Iterable[Tombstone]]] = {}
_listed: dict[str, CatalogueKind] = {}


def list_kind(kind: CatalogueKind) -> None:
    """Let the catalogue know a kind of page. Registering it again replaces it."""
    _listed[kind.name] = kind


def add_tombstones(name: str, source: Callable[[], Iterable[Tombstone]]) -> None:
    """Let the catalogue know what leads to something else although it is no page: tags, authors."""
    _tombstones[name] = source


def listed_kinds() -> tuple[CatalogueKind, ...]:
    """Return every kind of page, in the order in which the apps are installed."""
    return tuple(_listed.values())


def listed_kind(name: str) -> CatalogueKind:
    """Return the kind of that name. Raises UnknownKind."""
    try:
        return _listed[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def dated_kinds() -> tuple[str, ...]:
    """Return the names of the kinds that the archive holds."""
    return tuple(kind.name for kind in listed_kinds() if kind.dated)


def all_entries() -> Iterator[list[Entry]]:
    """Yield the entries of each page of every kind."""
    for kind in listed_kinds():
        yield from kind.all_entries()


def all_tombstones() -> Iterator[Tombstone]:
    """Yield the tombstones of every kind, and of what is no page."""
    for kind in listed_kinds():
        yield from kind.all_tombstones()
    for source in _tombstones.values():
        yield from source()
