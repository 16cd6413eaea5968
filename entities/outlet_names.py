"""How an outlet is called in an edition, and what readers see for it since outlets were merged.

Editions keep the name that was written. An outlet has no page; the catalogue knows it by its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from newsdesk.catalogue.entries import Target

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class _NamesOutlet(DataclassInstance, Protocol):
        @property
        def outlet(self) -> str: ...


Source = TypeVar("Source", bound="_NamesOutlet")

PREFIX = "outlet:"
# How long the key of a reference may be in the catalogue.
KEY_LENGTH = 120


def outlet_keys(things: Iterable["_NamesOutlet"]) -> list[str]:
    """Return what the catalogue may know of the outlets of source reports or sources."""
    return [f"{PREFIX}{thing.outlet}" for thing in things if thing.outlet]


def outlet_references(things: Iterable["_NamesOutlet"]) -> list[Target]:
    """Return references to the outlets of source reports or sources, by which lists of what cites them are
    found. A name that is longer than a key may be is left out.
    """
    named = dict.fromkeys(thing.outlet for thing in things if thing.outlet)
    keys = {f"{PREFIX}{name}": name for name in named}
    return [Target(key=key, label=name) for key, name in keys.items() if len(key) <= KEY_LENGTH]


def renamed(things: Iterable[Source], shown: Mapping[str, str]) -> tuple[Source, ...]:
    """Return source reports or sources with the outlets that readers see; `shown` is the catalogue's word."""
    return tuple(_renamed(thing, shown) for thing in things)


def _renamed(thing: Source, shown: Mapping[str, str]) -> Source:
    name = shown.get(f"{PREFIX}{thing.outlet}", thing.outlet).removeprefix(PREFIX)
    return thing if name == thing.outlet else replace(thing, outlet=name)
