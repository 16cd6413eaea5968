"""Which page stands for which, told from the records of merges; and telling the catalogue."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import Entry, Tombstone, entries_of_page


def merged_at(records: Any, item: int) -> datetime | None:
    """Return when `item` became a tombstone, or None where it stands alone. One query."""
    return records.objects.active().filter(loser=item).values_list("at", flat=True).first()


def wordings(records: Any, item: int) -> list[str]:
    """Return the titles of all that was merged into `item`, directly or not, the earliest first.

    One query for each generation of merges, one for a page that nothing was merged into.
    """
    titles: list[str] = []
    generation = [item]
    while generation:
        rows = records.objects.active().filter(survivor__in=generation)
        found = list(rows.values_list("loser", "title"))
        titles += [title for _, title in found]
        generation = [loser for loser, _ in found]
    return list(dict.fromkeys(titles))


def tombstones(records: Any, prefix: str) -> list[Tombstone]:
    """Return every tombstone of a kind with its last survivor; `prefix` is "faq" or "entity"."""
    rows = list(records.objects.active().values_list("loser", "survivor", "title"))
    into = {loser: survivor for loser, survivor, _ in rows}
    return [
        Tombstone(key=f"{prefix}:{loser}", into=f"{prefix}:{_last(into, loser)}", title=title)
        for loser, _, title in rows
    ]


def settle(
    records: Any, prefix: str, entry_of: Callable[[Sequence[Any]], Entry], items: Iterable[Any]
) -> None:
    """Bring the catalogue in line after the pointers of `items` have changed.

    Those that were merged into them have another last survivor now, and those that they were merged
    into have other wordings: all of them are written anew.
    """
    rows = list(records.objects.active().values_list("loser", "survivor"))
    affected = _family({item.pk for item in items}, rows)
    stones = tombstones(records, prefix)
    keys = {f"{prefix}:{pk}" for pk in affected}
    catalogue.point(
        [stone for stone in stones if stone.key in keys],
        lifted=keys - {stone.key for stone in stones},
    )
    model = next(iter(items))._meta.model
    for row in model.objects.filter(pk__in=affected).order_by("pk"):
        catalogue.put(f"{prefix}:{row.pk}", entries_of_page(row.editions.in_order(), entry_of))


def _last(into: dict[int, int], item: int) -> int:
    while item in into:
        item = into[item]
    return item


def _family(items: set[int], rows: list[tuple[int, int]]) -> set[int]:
    """Return `items`, all that was merged into them, and all that they were merged into."""
    into, absorbed = dict(rows), defaultdict(list)
    for loser, survivor in rows:
        absorbed[survivor].append(loser)
    family = set(items)
    queue = list(items)
    while queue:
        for loser in absorbed[queue.pop()]:
            if loser not in family:
                family.add(loser)
                queue.append(loser)
    for item in items:
        while item in into:
            item = into[item]
            family.add(item)
    return family
