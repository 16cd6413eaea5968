"""Where a topic or an outlet is used: working copies, live and scheduled editions, addresses.

Pages of other apps are found through the catalogue and through the foreign keys that point at the
row; nothing here knows which apps there are.
"""

import json
from collections.abc import Iterable, Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.readings import entity_readings
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.kinds.register import kinds
from newsdesk.merging.foreign_keys import referring_rows
from newsdesk.merging.impact import (
    CARDS,
    NEVER_PUBLIC,
    Impact,
    ReferringPages,
    Use,
    redirects,
    shown_pages,
)
from newsdesk.merging.models import Mergeable
from newsdesk.merging.survivors import family
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.sections.slots import slots_of

NOTHING = "Nothing is rewritten."


def uses_of(item: Mergeable) -> tuple[Use, ...]:
    """Return every page that refers to `item`, or to what was merged into it.

    The number of queries does not depend on how much there is, only on how many kinds of page.
    """
    keys = family(type(item), item.pk)
    found = ReferringPages()
    for page in _pages(item, keys):
        found.page(page)
    for row in _working_copies(item, keys):
        found.draft(row)
    return found.uses()


def impact_of(loser: Mergeable, survivor: Mergeable, *, uses: tuple[Use, ...]) -> Impact:
    """Return what merging `loser`, which `uses` refer to, into `survivor` does."""
    if not isinstance(loser, Entity) or not isinstance(survivor, Entity):
        told = f"Readers see “{survivor}” in place of “{loser}” at once, in scheduled versions too. {NOTHING}"
        return Impact(uses=uses, told=told)
    names = {f"entity:{key}" for key in family(Entity, loser.pk)}
    led = redirects(names, survivor)
    return Impact(
        uses=uses,
        told=CARDS if led else NEVER_PUBLIC,
        redirects=led,
        slots=tuple(map(str, slots_of(names))),
    )


def _pages(item: Mergeable, keys: set[int]) -> Iterable[Page]:
    """Return the pages that readers see now or later and that refer to one of `keys`."""
    shown = shown_pages()
    if isinstance(item, Outlet):
        called = Outlet.objects.filter(pk__in=keys).values_list("name", flat=True)
        return _naming(shown, set(called))
    return shown.mentioning(f"entity:{item.pk}")


def _naming(shown: PageQuerySet, names: set[str]) -> Iterator[Page]:
    """Yield the pages whose edition names an outlet: editions keep its name, not its key."""
    named = Q()
    for name in names:
        # PostgreSQL prints letters as they are, SQLite keeps them as Python escaped them.
        for written in {json.dumps(name), json.dumps(name, ensure_ascii=False)}:
            for place in ("outlet", "wire"):
                named |= Q(said__contains=f'"{place}": {written}')
    for kind in kinds():
        of_kind = shown.of_kind(kind.name)
        current = kind.editions.filter(pk__in=of_kind.values("edition"))
        said = current.annotate(said=Cast("document", TextField())).filter(named)
        yield from of_kind.filter(edition__in=said.values("pk")).order_by("pk")


def _working_copies(item: Mergeable, keys: set[int]) -> Iterator[WorkingCopy]:
    """Yield the pages whose draft means `item`: by itself or by what was merged into it, unless a split
    says that the page means something else.
    """
    readings = entity_readings() if isinstance(item, Entity) else {}
    led: dict[tuple[str, int], bool] = {}
    for page, here in readings.items():
        for number, into in zip(numbers("entity", here), here.values(), strict=True):
            led[page, number] = into == f"entity:{item.pk}"
    wanted = keys | {key for (_, key), leads_here in led.items() if leads_here}
    for name, row in referring_rows(type(item), wanted):
        key = getattr(row, f"{name}_id")
        if led.get((row.item.key, key), key in keys):
            yield row.item
