"""Which merges stand behind a text, and what the text would be without those that were undone.

A page has several texts at a time: its working copy, what readers see, what is scheduled. Each has a
chain of its own, the merges that reached it with its words before and after each. Replaying the chain
without what was undone gives the text as if that had never been, whatever became of the other texts.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import models

from newsdesk.comparison.three_way_merge import Data, three_way
from newsdesk.kinds.lineage import Lineage
from newsdesk.merging.models import MergeStep
from newsdesk.merging.taken import MergeChoice, kept_apart, take
from newsdesk.pages.documents import StoredDocument, as_data
from newsdesk.pages.editions import Edition


def as_it_is(data: Data) -> Data:
    return data


def as_stored(edition: StoredDocument) -> object:
    return edition.document


def as_spelled(data: Data, like: Data) -> Data:
    return data


class Chains(Lineage):
    """The chains of one kind of page.

    `step` is its model of steps, `read` reads an edition, which is taken as it is stored without; `tidy` puts
    data in the form that a working copy gives them, such as tags by name; `spelled(data, like)` calls by the
    names that `like` has for it what has been renamed in between.
    """

    def __init__(
        self,
        step: type[MergeStep],
        read: Callable[[StoredDocument], object] = as_stored,
        tidy: Callable[[Data], Data] = as_it_is,
        spelled: Callable[[Data, Data], Data] = as_spelled,
    ) -> None:
        self.step, self.read, self._tidy, self._spelled = step, read, tidy, spelled

    def tidy(self, data: Data) -> Data:
        return self._tidy(data)

    def spelled(self, data: Data, like: Data) -> Data:
        return self._spelled(data, like)

    def behind(self, item: models.Model | int, edition: Edition | None = None) -> list[int]:
        """One query."""
        steps = self.step.objects.filter(item=item)
        if edition is None:
            return list(steps.filter(public=False).values_list("pk", flat=True))
        if edition.merges is None:  # Frozen before chains were kept: that of its working copy.
            rows = steps.filter(public=False).exclude(record=None).select_related("record")
            return [step.pk for step in rows if step.at <= edition.at]
        here = steps.filter(public=True, edition=edition.number)
        return [*edition.merges, *here.values_list("pk", flat=True)]

    def behind_many(self, items: Sequence[models.Model]) -> dict[int, list[int]]:
        found = super().behind_many(items)
        steps = self.step.objects.filter(item__in=found, public=False)
        for item, step in steps.values_list("item", "pk"):
            found[item].append(step)
        return found

    def behind_each(self, editions: Sequence[Edition]) -> list[list[int]]:
        """Return what stands behind each of the editions of one page. One query for a page that something
        was merged into, none for others.
        """
        if all(edition.merges == [] for edition in editions):
            return [[] for _ in editions]
        steps = self.step.objects.filter(item=editions[0].item_id, public=True)
        standing = list(steps.exclude(edition=None).values_list("edition", "pk"))
        return [
            self.behind(edition.item_id, edition)
            if edition.merges is None
            else [*edition.merges, *(pk for number, pk in standing if number == edition.number)]
            for edition in editions
        ]

    def can_be_undone(self, chain: Iterable[int]) -> bool:
        return Replay(self).any_step(
            chain, lambda step: step.record is not None and step.record.is_active
        )

    def carried(
        self,
        item: models.Model,
        ours: Data,
        into: Data,
        *,
        waiting: Edition | None,
        before: Edition,
        edition: Edition,
    ) -> list[int]:
        chain = self.behind(item, waiting)
        base, theirs = self.behind(item, before), self.behind(item, edition)
        if not (chain or base or theirs):
            return []  # Nothing was ever merged into it.
        step = self.step.objects.create(
            item=item,
            public=waiting is not None,
            chain=chain,
            before=ours,
            after=into,
            loser={"base": self._data(before), "theirs": self._data(edition)},
            loser_chain={"base": base, "theirs": theirs},
            edition=waiting.number if waiting is not None and into == ours else None,
        )
        return [*chain, step.pk]

    def _data(self, edition: Edition) -> Data:
        data: Data = as_data(self.read(edition))
        return data


class Replay:
    """Texts without the merges that were undone; what it has read it keeps, so use one for one look."""

    def __init__(self, chains: Lineage) -> None:
        self._chains = chains
        self._steps: dict[int, MergeStep] = {}
        self._sides: dict[tuple[int, str], Data] = {}

    def has_undone(self, chain: Iterable[int]) -> bool:
        """Tell whether anything in a chain, or in what it brought, was undone."""
        return self.any_step(
            chain, lambda step: step.record is not None and not step.record.is_active
        )

    def any_step(self, chain: Iterable[int], is_such: Callable[[MergeStep], object]) -> bool:
        """Tell whether a step in a chain, or behind what it brought, is such a one."""
        return any(
            is_such(step)
            or any(self.any_step(inner, is_such) for inner in step.loser_chain.values())
            for step in self._read(chain)
        )

    def text(self, actual: Data, chain: Sequence[int]) -> Data:
        """Return what a text would say that says `actual` now, or at the end of this chain.

        Edits between two steps are carried over by three-way merge; where they touched what a merge had
        brought, the edit wins.
        """
        text: Data | None = None
        since: Data = {}
        for step in self._read(chain):
            before, after = (self._spelled(each, actual) for each in (step.before, step.after))
            text = before if text is None else carried(since, before, text)
            text = self._after(step, text, actual)
            since = after
        return actual if text is None else self._chains.tidy(carried(since, actual, text))

    def versions(
        self, edition: Edition, actual: Data, chain: Sequence[int]
    ) -> list[tuple[datetime, Data]]:
        """Return what an edition, which says `actual`, would have said since when.

        That is one text, but where a merge found in it already what another had brought that is undone
        now: it would have changed the text when it was done.
        """
        found: list[tuple[datetime, Data]] = []
        since = edition.visible_from
        for n, step in enumerate(self._read(chain)):
            stands = step.edition == edition.number and step.record is not None
            if stands and step.at > edition.visible_from:
                found.append((since, self.text(step.before, chain[:n])))
                since = step.at
        return [*found, (since, self.text(actual, chain))]

    def _after(self, step: MergeStep, text: Data, like: Data) -> Data:
        if step.record is None:
            base, theirs = (self._side(step, side, like) for side in ("base", "theirs"))
            return three_way(base, text, theirs)[0]
        if not step.record.is_active:
            return text
        chosen = ("values", "items", "dropped")
        named = {name: self._spelled(step.taken[name], like) for name in chosen}
        taken = MergeChoice.from_data(step.taken | named)
        if "base" in step.loser:
            taken, _ = kept_apart(taken, self._side(step, "base", like), text)
        return take(taken, survivor=text, loser=self._side(step, "loser", like))

    def _spelled(self, data: Data, like: Data) -> Data:
        return self._chains.spelled(data, like)

    def _side(self, step: MergeStep, side: str, like: Data) -> Data:
        """Return a text that a step took from, without what was undone in it."""
        if (step.pk, side) not in self._sides:
            replayed = self.text(step.loser[side], step.loser_chain[side])
            self._sides[step.pk, side] = replayed
        return self._spelled(self._sides[step.pk, side], like)

    def _read(self, chain: Iterable[int]) -> list[MergeStep]:
        chain = list(chain)
        if missing := [key for key in chain if key not in self._steps]:
            rows = self._chains.step.objects.select_related("record")
            self._steps |= rows.in_bulk(missing)
        return [self._steps[key] for key in chain]


def carried(since: Data, edited: Data, onto: Data) -> Data:
    """Return `onto` with the edits that led from `since` to `edited`; where they clash the edits win."""
    return three_way(since, edited, onto)[0]
