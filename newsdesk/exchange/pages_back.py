"""Pages of an export read back: an empty row of each first, then what it says, as a draft or as it was."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, instant, read
from newsdesk.exchange.names import Inward
from newsdesk.exchange.references import named_in, renamed
from newsdesk.exchange.row_result import CREATED, REFUSED, SKIPPED, UNCHANGED
from newsdesk.exchange.rows_back import RowsBack
from newsdesk.exchange.site_file import SiteFile
from newsdesk.exchange.site_lines import SiteLines
from newsdesk.pages.documents import canonical
from newsdesk.pages.models import editions_of
from newsdesk.pages.slugs import free_slug
from newsdesk.redirects.rules import AddressRefused, lead_to_page
from newsdesk.workflow.arrival import PastEdition
from newsdesk.workflow.authorship import add_authors
from newsdesk.workflow.register import AnyWorkflow, workflows
from newsdesk.workflow.transitions import require

_BATCH = 200


@dataclass(frozen=True, slots=True)
class _DocumentBack:
    """A document of the file, with the keys of this desk."""

    schema: int
    document: Data


class PagesBack:
    """Pages of one file. `new` are those that this desk did not have; `tell` hears what became of a line."""

    def __init__(
        self,
        file: SiteFile,
        names: Inward,
        rows: RowsBack,
        *,
        actor: User,
        as_it_was: bool,
        tell: Callable[..., None],
    ) -> None:
        self._file, self._names, self._rows = file, names, rows
        self._actor, self._as_it_was, self._tell = actor, as_it_was, tell
        self.new: set[str] = set()
        self._merged: dict[str, str] = {}
        self._there: SiteLines | None = None

    def make_room(self) -> None:
        """Make an empty row of each page that is not here yet; documents are written once all are."""
        lines = self._file.lines()
        while some := list(islice(lines, _BATCH)):
            for _, line in some:
                self._note_merge(line)
            for workflow in workflows():
                uids = [
                    UUID(line["uid"])
                    for number, line in some
                    if line["kind"] == workflow.kind.name and self._wanted(line)
                ]
                known = workflow.model._base_manager.filter(uid__in=uids)
                uids = sorted(set(uids) - set(known.values_list("uid", flat=True)))
                made = [
                    workflow.model(uid=uid, created_by=self._actor, changed_by=self._actor)
                    for uid in uids
                ]
                workflow.model._base_manager.bulk_create(made)
                self.new |= {f"{workflow.kind.name}:{uid}" for uid in uids}

    def _note_merge(self, line: Data) -> None:
        if line["kind"] == "merge" and line["undone_at"] is None and not self._as_it_was:
            self._merged[f"{line['of']}:{line['loser']}"] = f"{line['of']}:{line['survivor']}"

    def _wanted(self, line: Data) -> bool:
        """Tell whether a page comes along: as drafts, what was put away or is another today does not."""
        name = f"{line['kind']}:{line['uid']}"
        put_away = line.get("state", {}).get("discarded", False)
        return self._as_it_was or not (put_away or name in self._merged)

    def _last(self, name: str) -> str:
        """Return the page that stays, for one that went into another and does not come along."""
        passed = {name}
        while (name := self._merged.get(name, name)) not in passed:
            passed.add(name)
        return name

    def take(self, number: int, line: Data, workflow: AnyWorkflow) -> None:
        kind, uid = workflow.kind.name, str(UUID(line["uid"]))
        if not self._wanted(line):
            self._tell(
                number,
                line,
                SKIPPED,
                "It was discarded there, or went into another page: it does not come along.",
            )
            return
        item = workflow.model._base_manager.get(uid=UUID(uid))
        if f"{kind}:{uid}" not in self.new:
            self._compare(number, line, workflow, item)
            return
        document, editions = self._inward(line, workflow)
        if self._as_it_was:
            self._as_was(item, document, editions, line, workflow)
        else:
            document, moved = self._with_free_slug(document, workflow)
            require(self._actor, workflow.permission("add"))
            workflow.write(document, item, actor=self._actor)
            self._rows.write_log(item, line)
        item.refresh_from_db()
        for old in line.get("addresses", ()):
            try:
                lead_to_page(str(old), item.key, item.public_path, actor=self._actor)
            except AddressRefused as error:
                self._tell(number, line, REFUSED, str(error))
        name = workflow.kind.label
        how = f"{name} “{item}” as it was" if self._as_it_was else f"{name} “{item}” is a draft"
        if not self._as_it_was and moved:
            how = f"{how}; its address was taken and is “{document.slug}” now"
        self._tell(number, line, CREATED, f"{how}.", item.key)

    def _with_free_slug(self, document: Any, workflow: AnyWorkflow) -> tuple[Any, bool]:
        slug = document.slug
        if not slug or not workflow.items.filter(slug=slug).exists():
            return document, False
        return replace(document, slug=free_slug(slug, workflow.items)), True

    def _compare(self, number: int, line: Data, workflow: AnyWorkflow, item: Any) -> None:
        self._there = self._there or SiteLines()
        (here,) = self._there.pages(workflow, [item])
        same = (
            canonical(here) == canonical(line)
            if self._as_it_was
            else (here["document"] == line["document"])
        )
        told = f"“{item}” is here already"
        message = f"{told}." if same else f"{told}, and says something else: it was left as it is."
        self._tell(number, line, UNCHANGED if same else SKIPPED, message, item.key)

    def _inward(self, line: Data, workflow: AnyWorkflow) -> tuple[Any, list[PastEdition]]:
        fields = workflow.kind.labels
        past = line.get("editions", ()) if self._as_it_was else ()
        texts = [line["document"], *(edition["document"] for edition in past)]
        self._names.learn(map(self._last, named_in(texts, fields)[0]))
        stored = _DocumentBack(line["schema"], self._keyed(line["document"], fields))
        return workflow.kind.read(stored), [self._edition(each, workflow) for each in past]

    def _keyed(self, data: Data, fields: Any) -> Data:
        def key(name: str) -> str:
            return self._names.page(self._last(name))

        return renamed(data, fields, key=key, file=self._file.picture)

    def _edition(self, told: Data, workflow: AnyWorkflow) -> PastEdition:
        recall, step = told["recall"], workflow.lineage.step
        merges = told["merges"]
        if merges is not None:
            merges = [self._names.steps[step, name] for name in merges]
        return PastEdition(
            number=int(told["number"]),
            kind=str(told["kind"]),
            notice={n: told[n] for n in ("note", "wrong", "right", "gravity", "gone_status")},
            actor=self._names.person(told["actor"]),
            at=instant(told["at"]),
            visible_from=instant(told["visible_from"]),
            schema=int(told["schema"]),
            document=self._keyed(told["document"], workflow.kind.labels),
            merges=merges,
            recall=recall
            and (
                self._names.person(recall["actor"]),
                instant(recall["at"]),
                str(recall["reason"]),
            ),
        )

    def _as_was(
        self,
        item: Any,
        document: Any,
        editions: list[PastEdition],
        line: Data,
        workflow: AnyWorkflow,
    ) -> None:
        """Put a page back with its history, and its row as it stood."""
        require(self._actor, workflow.permission("publish"))
        state = line["state"]
        people = [self._names.person(name) for name in state["authors"]]
        changed_by = state["changed_by"] and self._names.person(state["changed_by"])
        writer = people[0] if people else changed_by or self._actor
        workflow.bring_back(item, document, editions, writer=writer)
        same = state["says_version"]
        digest = item.digest
        if same is not None:
            digest = editions_of(type(item)).get(item=item, number=same).digest
        approved = {"now": digest, "before": "0" * 64}.get(state["approved"], "")
        columns = beside(workflow.model, workflow.kind.labels)
        values = read(state, columns, self._names.person)
        rows = workflow.model._base_manager.filter(pk=item.pk)
        rows.update(**values, digest=digest, approved_digest=approved)
        item.refresh_from_db()
        if people:
            add_authors(item, [person.pk for person in people])
        else:
            item.add_revision(digest, actor=writer)
        self._rows.write_log(item, line)
