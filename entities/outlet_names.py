"""How an outlet is called in an edition, and what readers see for it since outlets were merged.

Editions keep the name that was written. An outlet has no page; the catalogue knows it by its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from newsdesk.text.normalise import fold

PREFIX = "outlet:"
# By what any writing of an outlet's name is looked up, "alias:ny post".
ALIAS = "alias:"


def outlet_keys(things: Iterable[Any]) -> list[str]:
    """Return what the catalogue may know of the outlets of source reports or sources."""
    return [f"{PREFIX}{thing.outlet}" for thing in things if thing.outlet]


def alias_key(name: str) -> str:
    return f"{ALIAS}{outlet_key(name)}"


def alias_keys(reports: Iterable[Any]) -> list[str]:
    """Return what the catalogue may know of all that source reports name as where they come from."""
    names = {
        name
        for report in reports
        for name in (report.outlet, report.wire, *(() if report.outlet else report.reporters))
    }
    return [alias_key(name) for name in sorted(names) if name]


def outlet_key(name: str) -> str:
    """Return what all writings of one outlet's name have in common.

    "The Mail & Guardian", "Mail and Guardian" and "MAIL-AND-GUARDIAN" are one outlet, "L.A. Times" and
    "LA Times" too: whoever means another one says which, as in "The Nation (Kenya)".
    """
    plain = fold(name).replace("&", " and ").replace("-", " ").replace(".", "")
    return " ".join(plain.split()).removeprefix("the ")


def renamed(things: Iterable[Any], shown: Mapping[str, str]) -> tuple[Any, ...]:
    """Return source reports or sources with the outlets that readers see; `shown` is the catalogue's word."""
    return tuple(
        replace(
            thing, outlet=shown.get(f"{PREFIX}{thing.outlet}", thing.outlet).removeprefix(PREFIX)
        )
        for thing in things
    )
