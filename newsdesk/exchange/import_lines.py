"""An export of ours read back: as drafts, or as it was, with its history. `site_lines.py` writes them.

All of it or nothing, in one transaction: pages name each other, so that half of a site is none. What this
desk has already, by its uid, stays as it is; where it says something else, the report tells so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from entities.merging import outlets as outlet_merging
from newsdesk.catalogue.kinds import listed_kind
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.write import PathTaken, rebuild
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, instant, read
from newsdesk.exchange.merge_lines import BATCH
from newsdesk.exchange.merges_back import MergesBack
from newsdesk.exchange.names import Inward
from newsdesk.exchange.references import named_in, renamed
from newsdesk.exchange.row_result import CREATED, REFUSED, SKIPPED, UNCHANGED, RowTold
from newsdesk.exchange.rows_back import RowsBack
from newsdesk.exchange.site_file import SiteFile
from newsdesk.exchange.site_lines import FORM, SiteLines
from newsdesk.images.jobs import make_sizes
from newsdesk.intake.lines import Unreadable
from newsdesk.jobs.job import hand_in
from newsdesk.pages.documents import canonical
from newsdesk.pages.models import editions_of
from newsdesk.pages.slugs import free_slug
from newsdesk.redirects.rules import AddressRefused, add, lead_to_page
from newsdesk.workflow.arrival import RIGHT, PastEdition
from newsdesk.workflow.authorship import add_authors
from newsdesk.workflow.register import AnyWorkflow, workflow_named, workflows
from newsdesk.workflow.transitions import Refused, require

_BATCH = 200
# Is told how many lines are done.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A document of the file, with the keys of this desk."""

    schema: int
    document: Data


# What is raised for a line that has not the shape of its kind, or names what is not there.
_MALFORMED = (AttributeError, LookupError, TypeError, ValidationError, ValueError)


class NotTaken(Refused):
    """The file is not taken in, for the reason given; nothing was written."""


class Bringing:
    """One run over one file. `as_it_was` brings the history along, and shows readers what they saw."""

    def __init__(self, file: SiteFile, *, actor: User, as_it_was: bool, progress: Progress) -> None:
        self._file, self._actor, self._as_it_was, self._progress = file, actor, as_it_was, progress
        self._names = Inward()
        self._new: set[str] = set()
        self._merged: dict[str, str] = {}
        self._there: SiteLines | None = None
        self._outlets: dict[str, int] = {}
        self._rows = RowsBack(self._names, self._outlets, actor=actor, as_it_was=as_it_was)
        self._merges = MergesBack(self._names, self._outlets, file.picture)
        self.told: list[RowTold] = []

    @property
    def people(self) -> list[str]:
        """Who has an account now that lets nobody in, since the history names them."""
        return self._names.made_people

    def run(self, *, dry: bool) -> list[RowTold]:
        """Take the file in, or say what would be done. Raises NotTaken, PermissionDenied or Unreadable."""
        require(self._actor, RIGHT)
        try:
            with transaction.atomic():
                self._take()
                if dry:
                    transaction.set_rollback(True)
        except BaseException:
            self._file.forget_pictures()
            raise
        if dry:
            self._file.forget_pictures()
        return self.told

    def _take(self) -> None:
        try:
            self._make_room()
        except _MALFORMED as error:
            raise NotTaken(
                f"The file is no export: {_why(error)}. Nothing was taken in."
            ) from error
        for number, line in self._file.lines():
            self._one(number, line)
            self._progress(number)
        if self._as_it_was and self._new:
            self._point()
            self._show()

    def _one(self, number: int, line: Data) -> None:
        """Take one line in. What is wrong with it is said with its number."""
        try:
            self._line(number, line)
        except (Refused, PathTaken, Unreadable) as error:
            raise NotTaken(f"Line {number}: {error} Nothing was taken in.") from error
        except _MALFORMED as error:
            raise NotTaken(
                f"Line {number} is none that a desk has written: {_why(error)}. Nothing was taken in."
            ) from error
        except (DatabaseError, ObjectDoesNotExist) as error:
            raise NotTaken(
                f"Line {number} does not fit: {_why(error)}. Nothing was taken in."
            ) from error

    def _line(self, number: int, line: Data) -> None:
        kind = line["kind"]
        if kind in {workflow.kind.name for workflow in workflows()}:
            self._page(number, line, workflow_named(kind))
        elif kind == "newsdesk":
            if number != 1 or line["form"] != FORM:
                raise NotTaken(
                    "The export was written by a later release: upgrade this desk first."
                )
            if line.get("public") and self._as_it_was:
                raise NotTaken("This export holds no history: take it in as drafts.")
        elif kind in ("tag", "outlet", "author"):
            result, message = self._rows.take(line)
            self._tell(number, line, result, message)
        elif kind == "redirect":
            self._redirect(number, line)
        elif kind in ("merge", "step", "split"):
            if self._as_it_was:
                self._merges.take(line)
        else:
            raise ValueError(f"there is no kind “{str(kind)[:40]}”")

    # Rows first, so that every name means something

    def _make_room(self) -> None:
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
                self._new |= {f"{workflow.kind.name}:{uid}" for uid in uids}

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

    # One line

    def _tell(self, number: int, line: Data, result: str, message: str, target: str = "") -> None:
        name = str(line["kind"])
        self.told.append(
            RowTold(number=number, result=result, name=name, target=target, message=message)
        )

    def _redirect(self, number: int, line: Data) -> None:
        (told,) = add([(number, str(line["old"]), str(line["target"]))], actor=self._actor)
        results = {"added": CREATED, "changed": CREATED, "refused": REFUSED}
        self._tell(number, line, results.get(told.result, UNCHANGED), told.message)

    def _page(self, number: int, line: Data, workflow: AnyWorkflow) -> None:
        kind, uid = workflow.kind.name, str(UUID(line["uid"]))
        if not self._wanted(line):
            self._tell(
                number,
                line,
                SKIPPED,
                "It was put away there, or went into another page: it does not come along.",
            )
            return
        item = workflow.model._base_manager.get(uid=UUID(uid))
        if f"{kind}:{uid}" not in self._new:
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
        stored = _Stored(line["schema"], self._keyed(line["document"], fields))
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

    # What readers see of it

    def _point(self) -> None:
        """Let every row that was merged point to the last that stays."""
        outlet_merging.settle()

    def _show(self) -> None:
        """Let readers see what the editions say, and tell the desk what the checks find in that."""
        try:
            rebuild()
        except PathTaken as error:
            raise NotTaken(f"{error} Nothing was taken in.") from error
        self._make_sizes()
        for workflow in workflows():
            items = workflow.items.exclude(editions=None).order_by("pk").distinct()
            for some in _batches(items.iterator(chunk_size=_BATCH)):
                workflow.keep_many(some)

    def _make_sizes(self) -> None:
        """Let a job make the sizes of the pictures that came along and are shown."""
        stored = set(self._file.stored_now)
        rows = Page.objects.order_by("pk").values_list("kind", "card").iterator()
        shown = [
            (list(listed_kind(kind).shapes), card["image"])
            for kind, card in rows
            if (card.get("image") or {}).get("name") in stored
        ]
        for start in range(0, len(shown), BATCH):
            hand_in(make_sizes, shown[start : start + BATCH])


def _why(error: Exception) -> str:
    """Return the first line of what is wrong. SECURITY: databases go on with the row."""
    return str(error).partition("\n")[0][:300].rstrip(".")


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, BATCH)):
        yield some
