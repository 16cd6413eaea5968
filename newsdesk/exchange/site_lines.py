"""A whole desk as lines, one a page: its words, its history, where it was. `import_lines.py` reads them.

The same desk gives the same lines whatever its database and its primary keys: pages go by their `uid`,
people by their name, pictures by the digest of their file, steps of merging by their place. What stands
beside the pages (comments, autosaves, duplicates decided on, what readers sent) is a backup's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from taggit.models import Tag

from entities.models.outlet import Outlet
from newsdesk.comparison.labels import Fields
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange import publication_lines, section_lines
from newsdesk.exchange.columns import beside, moment, written
from newsdesk.exchange.merge_lines import BATCH, MergeLines, merge_kinds
from newsdesk.exchange.names import Outward
from newsdesk.exchange.references import named_in, renamed
from newsdesk.pages.documents import as_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy, editions_of, events_of
from newsdesk.redirects.models import Redirect
from newsdesk.tags.models import TagAddress, TagEvent
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.register import AnyWorkflow, workflows
from stories.models.author import Author

FORM = 1
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
        yield from section_lines.sections(self.names, self._logged)
        yield from self._outlets()
        yield from self._authors()
        decided = MergeLines(self.names)
        yield from decided.merges()
        yield from decided.splits()
        for workflow in workflows():
            for some in _by_uid(workflow.model._base_manager.all()):
                yield from self.pages(workflow, some)
        yield from section_lines.front_pages(self.names)
        yield from publication_lines.face(self.names)
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
                    "state": written(author, columns, self.names.person, self.names.picture),
                    "addresses": sorted([a.slug, a.public] for a in author.addresses.all()),
                    "log": log[author.pk],
                }

    def _redirects(self) -> Iterator[Data]:
        for row in sorted(Redirect.objects.filter(key=""), key=lambda row: row.old):
            yield {"kind": "redirect", "old": row.old, "target": row.target}


def _by_uid(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Yield rows in the order of their uids, some at a time."""
    some = list(rows.order_by("uid")[:BATCH])
    while some:
        yield some
        some = list(rows.filter(uid__gt=some[-1].uid).order_by("uid")[:BATCH])


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
