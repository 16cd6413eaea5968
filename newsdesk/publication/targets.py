"""What a line of the menu or the footer may lead to. Rooms above offer what they have.

    offer("sections", lambda: [Target(section.name, section.path) for section in ...])

A line keeps a label and an address and nothing else, so that whatever has an address can stand in the menu.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """Something with an address of its own on this site; `label` is what a line that leads there says."""

    label: str
    path: str


Offer = Callable[[], Iterable[Target]]
_offers: dict[str, Offer] = {}


def offer(name: str, targets: Offer) -> None:
    """Let the menu lead to what `targets` returns, asked when the form is drawn. Call it in `ready`."""
    _offers[name] = targets


def offered() -> list[Target]:
    return [target for each in _offers.values() for target in each()]
