"""Finding outlets by any of their names, and outlets as documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entities.models.outlet import Outlet
from newsdesk.catalogue.folding import fold
from newsdesk.publishing.lines import from_lines, to_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDocument:
    """What the desk knows of an outlet, as plain data."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    owner: str = ""


def document_of(outlet: Outlet) -> OutletDocument:
    return OutletDocument(
        name=outlet.name,
        aliases=to_lines(outlet.aliases),
        domains=to_lines(outlet.domains),
        owner=outlet.owner,
    )


def write(document: OutletDocument, outlet: Outlet, *, actor: Any) -> None:
    """Make the row say what `document` says, and save it. Whose deed it is stands in the log alone."""
    outlet.name = document.name
    outlet.aliases = from_lines(document.aliases)
    outlet.domains = from_lines(document.domains)
    outlet.owner = document.owner
    outlet.save()


def known_outlets() -> dict[str, Outlet]:
    """Return every outlet under each of its folded names and aliases. One query.

    The names of one that was merged lead to its last survivor; a name of its own wins over an alias,
    and one that stands alone over one that was merged.
    """
    rows = sorted(Outlet.objects.select_related("shown_as"), key=lambda row: not row.shown_as_id)
    shown = [(row, row.shown_as or row) for row in rows]
    by_alias = {fold(alias): into for row, into in shown for alias in to_lines(row.aliases)}
    return by_alias | {fold(row.name): into for row, into in shown}


def outlets_named(names: Iterable[str]) -> dict[str, Outlet]:
    """Return the outlet for each of `names`, making rows for names that nothing knows.

    An exact name is its own outlet's, even of one that was merged: what a report says comes back as it
    was written when the merge is undone.
    """
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    exact = {outlet.name: outlet for outlet in Outlet.objects.filter(name__in=wanted)}
    known = known_outlets() if wanted - exact.keys() else {}
    return {
        name: exact.get(name) or known.get(fold(name)) or Outlet.objects.get_or_create(name=name)[0]
        for name in sorted(wanted)
    }
