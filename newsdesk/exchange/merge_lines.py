"""The lines of merges, of their steps and of splits, in the order in which they were done."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from entities.merging.outlets import KIND as OUTLETS
from entities.models.split import EntitySplit
from newsdesk.comparison.labels import Fields
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import moment
from newsdesk.exchange.names import Outward
from newsdesk.exchange.references import named_in, renamed, taken_renamed
from newsdesk.merging.engine import MergeKind
from newsdesk.tags.models import TagMerge
from newsdesk.workflow.register import workflows

BATCH = 50
_DECIDED = ("at", "reason", "undone_at", "undo_reason")


def merge_kinds() -> dict[str, MergeKind[Any, Any, Any]]:
    """Return the rule of merging of each kind of row that has records and steps, by name."""
    pages = {
        workflow.kind.name: workflow.merging
        for workflow in workflows()
        if hasattr(workflow, "merging")
    }
    return {"outlet": OUTLETS, **pages}


def fields_of(kind: str) -> Fields:
    """Return the labels of the documents of a kind; an outlet's hold no keys."""
    return next((w.kind.labels for w in workflows() if w.kind.name == kind), ())


class MergeLines:
    """What a desk decided about pages that are one, and about topics that are two."""

    def __init__(self, names: Outward) -> None:
        self._names = names

    def merges(self) -> Iterator[Data]:
        for merge in TagMerge.objects.select_related("loser", "survivor").order_by("at", "pk"):
            pair = {"loser": merge.loser.slug, "survivor": merge.survivor.slug}
            yield {"kind": "merge", "of": "tag", **pair, **self._decision(merge)}
        for name, rule in merge_kinds().items():
            yield from self._records(name, rule)
            yield from self._steps(name, rule)

    def _records(self, name: str, rule: MergeKind[Any, Any, Any]) -> Iterator[Data]:
        rows = rule.record._base_manager.select_related("loser", "survivor").order_by("at", "pk")
        for some in _batches(rows.iterator()):
            self._names.learn(
                {key for row in some for key in _keys_taken(row.taken, fields_of(name))}
            )
            for row in some:
                yield {
                    "kind": "merge",
                    "of": name,
                    "loser": str(row.loser.uid),
                    "survivor": str(row.survivor.uid),
                    "title": row.title,
                    "taken": self._taken(row.taken, name),
                    **self._decision(row),
                }

    def _taken(self, taken: Data, kind: str) -> Data:
        if not taken:
            return taken
        return taken_renamed(taken, fields_of(kind), key=self._names.page, file=self._names.picture)

    def _decision(self, row: Any) -> Data:
        """Return who decided and when, and whether it was undone."""
        told = {name: getattr(row, name) for name in _DECIDED}
        times = {n: value and moment(value) for n, value in told.items() if n.endswith("at")}
        by = {"actor": row.actor_id, "undone_by": row.undone_by_id}
        return told | times | {n: pk and self._names.person(pk) for n, pk in by.items()}

    def _steps(self, name: str, rule: MergeKind[Any, Any, Any]) -> Iterator[Data]:
        fields = fields_of(name)
        rows = rule.step._base_manager.select_related("item", "record__loser").order_by("pk")
        for some in _batches(rows.iterator()):
            texts = [t for s in some for t in (s.before, s.after, *s.loser.values())]
            taken = {key for s in some for key in _keys_taken(s.taken, fields)}
            self._names.learn(named_in(texts, fields)[0] | taken)
            for step in some:
                yield self._step(name, rule, step)

    def _step(self, name: str, rule: MergeKind[Any, Any, Any], step: Any) -> Data:
        fields, record = fields_of(name), step.record
        named = {side: self._renamed(text, fields) for side, text in step.loser.items()}
        chains = {side: self._names.steps(rule.step, c) for side, c in step.loser_chain.items()}
        return {
            "kind": "step",
            "of": name,
            "item": str(step.item.uid),
            "name": self._names.steps(rule.step, [step.pk])[0],
            "record": record and [str(record.loser.uid), moment(record.at)],
            **{n: getattr(step, n) for n in ("undo", "public", "edition")},
            "before": self._renamed(step.before, fields),
            "after": self._renamed(step.after, fields),
            "loser": named,
            "taken": self._taken(step.taken, name),
            "chain": self._names.steps(rule.step, step.chain),
            "loser_chain": chains,
        }

    def splits(self) -> Iterator[Data]:
        rows = EntitySplit.objects.select_related("one", "other").order_by("at", "pk")
        for split in rows:
            moves = list(split.moves.select_related("source", "into"))
            self._names.learn(move.page for move in moves)
            yield {
                "kind": "split",
                "one": str(split.one.uid),
                "other": str(split.other.uid),
                "moves": [
                    [self._names.page(m.page), str(m.source.uid), str(m.into.uid)] for m in moves
                ],
                **self._decision(split),
            }

    def _renamed(self, data: Data, fields: Fields) -> Data:
        return renamed(data, fields, key=self._names.page, file=self._names.picture)


def _keys_taken(taken: Data, fields: Fields) -> set[str]:
    found: set[str] = set()

    def note(value: str) -> str:
        found.add(value)
        return value

    taken_renamed(taken, fields, key=note, file=str)
    return found


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, BATCH)):
        yield some
