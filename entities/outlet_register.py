"""The register of outlets that comes with the product, for a desk to begin with: names, domains, facts.

One outlet a line, lists separated by ";". `ambiguous_names` are those of its names that are also a word, a
place, a person's name, an acronym of something else or another outlet's name. The second file holds outlets
that are less often quoted abroad, and trade and local titles; no name stands in both. Where all of it comes
from: NOTICE.md. No database here.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsdesk.text.names_and_words import fold

_HERE = Path(__file__).parent
_FILES = ("outlet_register.tsv", "outlet_register_more.tsv")

_SITE = re.compile(
    r"(?:\.(?:com|org|net|de|fr|es|it|at|ch|be|nl|pt|eu|co\.uk|ie)|\s+Online)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """An outlet of the register. `owner_as_of` is the year for which the owner is vouched; `kind` and
    `country` as in `Outlet`.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    kind: str = ""
    owner: str = ""
    owner_as_of: int | None = None
    ambiguous_names: tuple[str, ...] = ()


@cache
def register(*, more: bool = False) -> tuple[RegisterEntry, ...]:
    """Return the 2,500 outlets of the register, with `more` those of the second file, too."""
    return tuple(_registered(row) for name in _FILES[: 1 + more] for row in _rows(_HERE / name))


@cache
def shared_names() -> dict[str, tuple[str, ...]]:
    """Return the names that several outlets of the register bear, with all that bear them."""
    rows = _rows(_HERE / "shared_outlet_names.tsv")
    return {row["name"]: _split(row["outlets"]) for row in rows}


def registered_at(host: str) -> str:
    """Return the outlet of the register that a host belongs to, the longest of its domains first; or ""."""
    return next((_by_domain()[each] for each in domains_of(host) if each in _by_domain()), "")


def registered_as(name: str) -> str:
    """Return the name of the outlet of the register that a page calls so, or "" where none or several are.

    Pages add what their sites are called to the name of their paper: "Le Monde.fr", "Ouest-France.fr".
    """
    for form in (name, _SITE.sub("", name)):
        found = _by_name().get(_key(form), frozenset())
        if len(found) == 1 and _key(form) not in _shared():
            return next(iter(found))
    return ""


def domains_of(host: str) -> Iterator[str]:
    """Yield a host and the domains that it is in: "world.paper.example", "paper.example"."""
    host = host.casefold().removeprefix("www.")
    while "." in host:
        yield host
        host = host.partition(".")[2]


@cache
def _by_domain() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in register(more=True):
        for domain in each.domains:
            found.setdefault(domain.casefold().removeprefix("www."), each.name)
    return found


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for each in register(more=True):
        for name in (each.name, *each.aliases):
            found.setdefault(_key(name), set()).add(each.name)
    return {key: frozenset(names) for key, names in found.items()}


@cache
def _shared() -> frozenset[str]:
    return frozenset(map(_key, shared_names()))


def _key(name: str) -> str:
    return " ".join(fold(name).removeprefix("the ").split())


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _registered(row: dict[str, str]) -> RegisterEntry:
    return RegisterEntry(
        name=row["name"],
        aliases=_split(row["aliases"]),
        domains=_split(row["domains"]),
        country=row["country"],
        languages=_split(row["languages"]),
        kind=row["kind"],
        owner=row["owner"],
        owner_as_of=int(row["owner_as_of"]) if row["owner_as_of"] else None,
        ambiguous_names=_split(row["ambiguous_names"]),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
