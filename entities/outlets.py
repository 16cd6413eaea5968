"""Finding outlets by any of their names."""

from collections.abc import Iterable

from entities.models.outlet import Outlet
from newsdesk.catalogue.folding import fold
from newsdesk.publishing.lines import to_lines


def known_outlets() -> dict[str, Outlet]:
    """Return every outlet under each of its folded names and aliases. One query."""
    outlets = list(Outlet.objects.all())
    by_alias = {fold(alias): outlet for outlet in outlets for alias in to_lines(outlet.aliases)}
    return by_alias | {fold(outlet.name): outlet for outlet in outlets}


def outlets_named(names: Iterable[str]) -> dict[str, Outlet]:
    """Return the outlet for each of `names`, making rows for names that nothing knows."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    known = known_outlets()
    return {
        name: known.get(fold(name)) or Outlet.objects.get_or_create(name=name)[0]
        for name in sorted(wanted)
    }
