"""A whole desk as lines, one a page: its words, its history, where it was. `import_lines.py` reads them.

The same desk gives the same lines whatever its database and its primary keys: pages go by their `uid`,
people by their name, pictures by the digest of their file, steps of merging by their place. What stands
beside the pages (comments, autosaves, duplicates decided on, what readers sent) is a backup's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from taggit.models import Tag

from entities.merging.outlets import KIND as OUTLETS
from entities.models.outlet import Outlet
from entities.models.split import EntitySplit
from newsdesk.comparison.labels import Fields
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, moment, written
from newsdesk.exchange.names import Outward
from newsdesk.exchange.references import named_in, renamed, taken_renamed
from newsdesk.merging.engine import MergeKind
from newsdesk.pages.documents import as_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy, editions_of, events_of
from newsdesk.redirects.models import Redirect
from newsdesk.tags.models import TagAddress, TagEvent, TagMerge
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.register import AnyWorkflow, workflows
from stories.models.author import Author

FORM = 1
BATCH = 50
# What a log keeps beside its line and means the same on every desk; other details hold numbers of this one.
DETAILS = frozenset(
    (
        *("into", "instead_of", "visible_from", "clashes", "second_reader", "looked_at", "source"),
        *("parser", "was", "name", "slug", "fields", "confirmed", "kind", "warnings"),
    )
)
# The line that an import leaves is that desk's own.
OWN_VERB = "import"
_NOTICE = ("note", "wrong", "right", "gravity", "gone_status")
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


class SiteLines:
    """The lines of a desk, in the order in which another can read them."""

    def __init__(self) -> None:
        self.names = Outward()
        self.unsound: list[str] = []
        for rule in merge_kinds().values():
            self.names.note_steps(rule.step)

    def all(self) -> Iterator[Data]:
        """Yield all of them. A few pages are in memory at a time."""
        yield self.head()
        yield from self._tags()
        yield from self._outlets()
        yield from self._authors()
        yield from self._merges()
        yield from self._splits()
        for workflow in workflows():
            for some in _by_uid(workflow.model._base_manager.all()):
                yield from self.pages(workflow, some)
        yield from self._redirects()

    def head(self) -> Data:
        """Return the first line of every file: what it is, and the schema of each kind of document."""
        schemas = {workflow.kind.name: workflow.kind.schema for workflow in workflows()}
        return {"kind": "newsdesk", "form": FORM, "schemas": schemas}

    def pages(self, workflow: AnyWorkflow, items: Sequence[Any]) -> Iterator[Data]:
        """Yield the line of each of some pages of one kind."""
        fields, model = workflow.kind.labels, workflow.model
        documents = [as_data(each) for each in workflow.documents_of(items)]
        pks = [item.pk for item in items]
        editions = _grouped(
            editions_of(model)
            .filter(item__in=pks)
            .select_related("recall")
            .order_by("item_id", "number"),
        )
        stored = [edition.document for each in editions.values() for edition in each]
        logged = self._logged(model, pks)
        self.names.learn(named_in([*documents, *stored], fields)[0])
        redirects = _addresses(item.key for item in items)
        columns = beside(model, fields)
        for item, document in zip(items, documents, strict=True):
            yield {
                "kind": workflow.kind.name,
                "uid": str(item.uid),
                "schema": workflow.kind.schema,
                "document": self._named(document, fields),
                "state": written(item, columns, self.names.person) | self._state(item, editions),
                "editions": [
                    self._edition(edition, fields, workflow) for edition in editions[item.pk]
                ],
                "log": logged[item.pk],
                "addresses": redirects[item.key],
            }

    def _named(self, data: Data, fields: Fields) -> Data:
        return renamed(data, fields, key=self.names.page, file=self.names.picture)

    def _state(self, item: WorkingCopy, editions: dict[int, list[Edition]]) -> Data:
        """Return what digests say, without them: which version the working copy says again, what was
        approved, and whose words no reader has seen.
        """
        same = [e.number for e in editions[item.pk] if e.digest == item.digest]
        approved = "" if not item.approved_digest else "before"
        if item.approved_digest and item.approved_digest == item.digest:
            approved = "now"
        return {
            "says_version": same[-1] if same else None,
            "approved": approved,
            "authors": sorted(self.names.person(pk) for pk in authors(item)),
        }

    def _edition(self, edition: Any, fields: Fields, workflow: AnyWorkflow) -> Data:
        if not edition.is_intact():
            self.unsound.append(f"{workflow.kind.name} {edition.item_id}, version {edition.number}")
        recall = getattr(edition, "recall", None)
        chain = edition.merges
        return {
            **{name: getattr(edition, name) for name in ("number", "kind", "schema", *_NOTICE)},
            "actor": self.names.person(edition.actor_id),
            "at": moment(edition.at),
            "visible_from": moment(edition.visible_from),
            "document": self._named(edition.document, fields),
            "merges": None if chain is None else self._chain(workflow, chain),
            "recall": recall
            and {
                "actor": self.names.person(recall.actor_id),
                "at": moment(recall.at),
                "reason": recall.reason,
            },
        }

    def _chain(self, workflow: AnyWorkflow, chain: Iterable[int]) -> list[str]:
        return self.names.steps(workflow.lineage.step, chain) if workflow.lineage.step else []

    def _logged(self, model: type[Model], pks: Sequence[int]) -> dict[int, list[Data]]:
        found: dict[int, list[Data]] = defaultdict(list)
        for event in events_of(model).filter(item__in=pks).order_by("pk"):
            if event.verb == OWN_VERB:
                continue
            detail = {name: event.detail[name] for name in sorted(DETAILS & event.detail.keys())}
            found[event.item_id].append(
                {
                    "verb": event.verb,
                    "actor": self.names.person(event.actor_id),
                    "at": moment(event.at),
                    "note": event.note,
                    "edition": event.edition,
                    "detail": detail,
                }
            )
        return found

    def _tags(self) -> Iterator[Data]:
        addresses: dict[int, list[list[object]]] = defaultdict(list)
        for row in TagAddress.objects.all():
            addresses[row.tag_id].append([row.slug, row.public])
        tags = sorted(Tag.objects.all(), key=lambda tag: tag.slug)
        log = self._logged_tags()
        for tag in tags:
            told = {"name": tag.name, "slug": tag.slug, "addresses": sorted(addresses[tag.pk])}
            yield {"kind": "tag", **told, "log": log[tag.pk]}

    def _logged_tags(self) -> dict[int, list[Data]]:
        pks = list(TagEvent.objects.order_by().values_list("item", flat=True).distinct())
        return self._logged(Tag, pks)

    def _outlets(self) -> Iterator[Data]:
        columns = beside(Outlet)
        for some in _by_uid(Outlet._base_manager.all()):
            log = self._logged(Outlet, [outlet.pk for outlet in some])
            for outlet in some:
                told = written(outlet, columns, self.names.person)
                uid = str(outlet.uid)
                yield {"kind": "outlet", "uid": uid, "state": told, "log": log[outlet.pk]}

    def _authors(self) -> Iterator[Data]:
        columns = beside(Author)
        for some in _by_uid(Author._base_manager.prefetch_related("addresses")):
            log = self._logged(Author, [author.pk for author in some])
            for author in some:
                yield {
                    "kind": "author",
                    "uid": str(author.uid),
                    "state": written(author, columns, self.names.person),
                    "addresses": sorted([a.slug, a.public] for a in author.addresses.all()),
                    "log": log[author.pk],
                }

    def _merges(self) -> Iterator[Data]:
        for merge in TagMerge.objects.select_related("loser", "survivor").order_by("at", "pk"):
            pair = {"loser": merge.loser.slug, "survivor": merge.survivor.slug}
            yield {"kind": "merge", "of": "tag", **pair, **self._decision(merge)}
        for name, rule in merge_kinds().items():
            yield from self._records(name, rule)
            yield from self._steps(name, rule)

    def _records(self, name: str, rule: MergeKind[Any, Any, Any]) -> Iterator[Data]:
        rows = rule.record._base_manager.select_related("loser", "survivor").order_by("at", "pk")
        for some in _batches(rows.iterator()):
            self.names.learn(
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
        return taken_renamed(taken, fields_of(kind), key=self.names.page, file=self.names.picture)

    def _decision(self, row: Any) -> Data:
        """Return who decided and when, and whether it was undone."""
        told = {name: getattr(row, name) for name in _DECIDED}
        times = {n: value and moment(value) for n, value in told.items() if n.endswith("at")}
        by = {"actor": row.actor_id, "undone_by": row.undone_by_id}
        return told | times | {n: pk and self.names.person(pk) for n, pk in by.items()}

    def _steps(self, name: str, rule: MergeKind[Any, Any, Any]) -> Iterator[Data]:
        fields = fields_of(name)
        rows = rule.step._base_manager.select_related("item", "record__loser").order_by("pk")
        for some in _batches(rows.iterator()):
            texts = [t for s in some for t in (s.before, s.after, *s.loser.values())]
            taken = {key for s in some for key in _keys_taken(s.taken, fields)}
            self.names.learn(named_in(texts, fields)[0] | taken)
            for step in some:
                yield self._step(name, rule, step)

    def _step(self, name: str, rule: MergeKind[Any, Any, Any], step: Any) -> Data:
        fields, record = fields_of(name), step.record
        named = {side: self._named(text, fields) for side, text in step.loser.items()}
        chains = {side: self.names.steps(rule.step, c) for side, c in step.loser_chain.items()}
        return {
            "kind": "step",
            "of": name,
            "item": str(step.item.uid),
            "name": self.names.steps(rule.step, [step.pk])[0],
            "record": record and [str(record.loser.uid), moment(record.at)],
            **{n: getattr(step, n) for n in ("undo", "public", "edition")},
            "before": self._named(step.before, fields),
            "after": self._named(step.after, fields),
            "loser": named,
            "taken": self._taken(step.taken, name),
            "chain": self.names.steps(rule.step, step.chain),
            "loser_chain": chains,
        }

    def _splits(self) -> Iterator[Data]:
        rows = EntitySplit.objects.select_related("one", "other").order_by("at", "pk")
        for split in rows:
            moves = list(split.moves.select_related("source", "into"))
            self.names.learn(move.page for move in moves)
            yield {
                "kind": "split",
                "one": str(split.one.uid),
                "other": str(split.other.uid),
                "moves": [
                    [self.names.page(m.page), str(m.source.uid), str(m.into.uid)] for m in moves
                ],
                **self._decision(split),
            }

    def _redirects(self) -> Iterator[Data]:
        for row in sorted(Redirect.objects.filter(key=""), key=lambda row: row.old):
            yield {"kind": "redirect", "old": row.old, "target": row.target}


def _keys_taken(taken: Data, fields: Fields) -> set[str]:
    found: set[str] = set()

    def note(value: str) -> str:
        found.add(value)
        return value

    taken_renamed(taken, fields, key=note, file=str)
    return found


def _by_uid(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Yield rows in the order of their uids, some at a time."""
    some = list(rows.order_by("uid")[:BATCH])
    while some:
        yield some
        some = list(rows.filter(uid__gt=some[-1].uid).order_by("uid")[:BATCH])


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, BATCH)):
        yield some


def _grouped(editions: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for edition in editions:
        found[edition.item_id].append(edition)
    return found


def _addresses(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the old addresses that lead to each page."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    for row in Redirect.objects.filter(key__in=found):
        found[row.key].append(row.old)
    return {key: sorted(old) for key, old in found.items()}
