"""Which page stands for which, told from the records of merges; and telling the catalogue."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Generic

from django.db.models import Q

from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import Entry, Tombstone, entries_of_page
from newsdesk.comparison.three_way_merge import Data
from newsdesk.kinds.kind import Document, EditionT, Kind
from newsdesk.merging.chains import Chains, Replay, as_it_is, as_spelled
from newsdesk.merging.models import MergeRecord, MergeStep
from newsdesk.pages.documents import StoredDocument, as_data, from_data
from newsdesk.pages.editions import Edition, withdrawn
from newsdesk.pages.models import WorkingCopy


def merged_at(records: type[MergeRecord], item: int) -> datetime | None:
    """Return when `item` became a tombstone, or None where it stands alone. One query."""
    return records.objects.active().filter(loser=item).values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past(Generic[Document]):
    """What the editions of one kind of page tell readers, without the merges that were undone.

    `records` and `steps` are its models of merging, `editions` its editions, `read` reads one; `title` is
    the field of its document that it goes by.
    """

    records: type[MergeRecord]
    steps: type[MergeStep]
    editions: type[Edition]
    read: Callable[[StoredDocument], Document]
    title: str
    tidy: Callable[[Data], Data] = as_it_is
    spelled: Callable[[Data, Data], Data] = as_spelled

    def documents(
        self, editions: Sequence[Edition]
    ) -> tuple[list[Document], dict[int, datetime | None]]:
        """Return what `editions` of one page would say, and when each would have said something new, by its
        key, where that is not its own time: None for never.

        What a merge brought that was undone later was never there, as far as lists and search go. One
        query for pages that something was merged into, none for others.
        """
        documents = [self.read(edition) for edition in editions]
        chains = Chains(self.steps, tidy=self.tidy, spelled=self.spelled)
        replay = Replay(chains)
        news: dict[int, datetime | None] = {}
        for n, (edition, chain) in enumerate(
            zip(editions, chains.behind_each(editions), strict=True)
        ):
            if not chain:
                continue
            versions = [(edition.visible_from, documents[n])]
            if replay.has_undone(chain):
                model, data = type(documents[n]), as_data(documents[n])
                versions = [
                    (at, from_data(model, each))
                    for at, each in replay.versions(edition, data, chain)
                ]
            same = n and versions[0][1] == documents[n - 1]
            # What brings a withdrawn page back is news, whatever it says.
            # One that was to be the first, and that an earlier one came before, says no more than an update.
            plain = edition.kind in (edition.Kind.UPDATE, edition.Kind.FIRST)
            if same and plain and not editions[n - 1].withdraws:
                news[edition.pk] = None
            for (_, before), (at, after) in pairwise(versions):
                if after != before:
                    news[edition.pk] = at
            documents[n] = versions[-1][1]
        return documents, news

    def alone(self, items: Iterable[int]) -> set[int]:
        """Return those of `items` into which nothing is merged, nor they into anything. One query."""
        items = set(items)
        merged = self.records.objects.active().filter(Q(loser__in=items) | Q(survivor__in=items))
        return items - {pk for pair in merged.values_list("loser", "survivor") for pk in pair}

    def entries_of_pages(
        self, kind: str, pages: Mapping[int, Sequence[EditionT]], entry_of: Callable[..., Entry]
    ) -> dict[str, list[Entry]]:
        """Return what readers see of many pages, as `Kind.entries_of_pages` does; `entry_of` is told of those
        that stand `alone`. One query where nothing was ever merged.
        """
        alone = self.alone(pages)
        return {
            f"{kind}:{pk}": entries_of_page(editions, partial(entry_of, alone=pk in alone))
            for pk, editions in pages.items()
        }

    def title_at(self, item: int, at: datetime) -> str:
        """Return what readers knew the page with this key by at a time, "" where they saw nothing."""
        return (self._titles(item, at) or [""])[-1]

    def _titles(self, item: int, at: datetime) -> list[str]:
        """Return what readers had known that page by until then, since it was last withdrawn, in order."""
        editions = list(self.editions.objects.of(item).public(at))
        shown = editions[withdrawn(editions) :]
        documents, _ = self.documents(shown) if shown else ([], {})
        return [str(getattr(document, self.title)) for document in documents]

    def wordings(self, item: int) -> list[str]:
        """Return what readers knew all by that was merged into `item`, the earliest merge first."""
        return self.known_as(item)[0]

    def known_as(self, item: int) -> tuple[list[str], list[str]]:
        """Return what readers knew all by that was merged into `item`, directly or not, when it was merged,
        the earliest first; and what else they had known it by before.

        One query for each generation of merges and three for each merge, one for a page that nothing was
        merged into. SECURITY: never what a draft is called, or a page whose new title is not public.
        """
        titles: list[list[str]] = []
        generation = [item]
        while generation:
            rows = self.records.objects.active().filter(survivor__in=generation)
            found = list(rows.values_list("loser", "at"))
            titles += [self._titles(loser, at) for loser, at in found]
            generation = [loser for loser, _ in found]
        last = dict.fromkeys(each[-1] for each in titles if each)
        before = dict.fromkeys(title for each in titles for title in each[:-1])
        return list(last), [title for title in before if title not in last]


def tombstones(records: type[MergeRecord], prefix: str) -> list[Tombstone]:
    """Return every tombstone of a kind with its last survivor; `prefix` is "faq" or "entity"."""
    rows = list(records.objects.active().values_list("loser", "survivor"))
    into = dict(rows)
    return [
        Tombstone(key=f"{prefix}:{loser}", into=f"{prefix}:{_last(into, loser)}")
        for loser, _ in rows
    ]


def settle(
    records: type[MergeRecord], kind: Kind[Document, EditionT], items: Iterable[WorkingCopy]
) -> None:
    """Bring the catalogue in line after the pointers of `items` have changed.

    Those that were merged into them have another last survivor now, and those that they were merged
    into have other wordings: all of them are written anew.
    """
    rows = list(records.objects.active().values_list("loser", "survivor"))
    affected = _family({item.pk for item in items}, rows)
    stones = tombstones(records, kind.name)
    keys = {f"{kind.name}:{pk}" for pk in affected}
    catalogue.point(
        [stone for stone in stones if stone.key in keys],
        lifted=keys - {stone.key for stone in stones},
    )
    model = type(next(iter(items)))
    for row in model._default_manager.filter(pk__in=affected).order_by("pk"):
        catalogue.put(row.key, kind.entries(row.editions.in_order()))


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
