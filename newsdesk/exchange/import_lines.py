"""An export of ours read back: as drafts, or as it was, with its history. `site_lines.py` writes them.

All of it or nothing, in one transaction: pages name each other, so that half of a site is none. What this
desk has already, by its uid, stays as it is; where it says something else, the report tells so.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from entities.merging import outlets as outlet_merging
from newsdesk.catalogue.kinds import listed_kind
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.write import PathTaken, rebuild
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange import publication_back
from newsdesk.exchange.merge_lines import BATCH
from newsdesk.exchange.merges_back import MergesBack
from newsdesk.exchange.names import Inward
from newsdesk.exchange.pages_back import PagesBack
from newsdesk.exchange.publication_back import PublicationBack
from newsdesk.exchange.row_result import CREATED, REFUSED, UNCHANGED, RowTold
from newsdesk.exchange.rows_back import RowsBack
from newsdesk.exchange.section_back import SectionsBack
from newsdesk.exchange.site_file import SiteFile
from newsdesk.exchange.site_lines import FORM
from newsdesk.images.jobs import make_sizes
from newsdesk.intake.lines import Unreadable
from newsdesk.jobs.job import hand_in
from newsdesk.redirects.rules import add
from newsdesk.workflow.arrival import RIGHT
from newsdesk.workflow.register import workflow_named, workflows
from newsdesk.workflow.transitions import Refused, require

_BATCH = 200
# Is told how many lines are done.
Progress = Callable[[int], None]


# What is raised for a line that has not the shape of its kind, or names what is not there.
_MALFORMED = (AttributeError, LookupError, TypeError, ValidationError, ValueError)


class NotTaken(Refused):
    """The file is not taken in, for the reason given; nothing was written."""


class LineImport:
    """One run over one file. `as_it_was` brings the history along, and shows readers what they saw."""

    def __init__(self, file: SiteFile, *, actor: User, as_it_was: bool, progress: Progress) -> None:
        self._file, self._actor, self._as_it_was, self._progress = file, actor, as_it_was, progress
        self._names = Inward()
        self._outlets: dict[str, int] = {}
        self._rows = RowsBack(
            self._names, self._outlets, file.picture, actor=actor, as_it_was=as_it_was
        )
        self._sections = SectionsBack(self._names, self._rows, actor=actor, as_it_was=as_it_was)
        self._publication = PublicationBack(self._names, actor=actor, as_it_was=as_it_was)
        self._merges = MergesBack(self._names, self._outlets, file.picture)
        self._pages = PagesBack(
            file, self._names, self._rows, actor=actor, as_it_was=as_it_was, tell=self._tell
        )
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
            self._pages.make_room()
        except _MALFORMED as error:
            raise NotTaken(
                f"The file is no export: {_why(error)}. Nothing was taken in."
            ) from error
        for number, line in self._file.lines():
            self._one(number, line)
            self._progress(number)
        if self._as_it_was and self._pages.new:
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
            self._pages.take(number, line, workflow_named(kind))
        elif kind == "newsdesk":
            if number != 1 or line["form"] != FORM:
                raise NotTaken(
                    "The export was written by a later release: upgrade this desk first."
                )
            if line.get("public") and self._as_it_was:
                raise NotTaken("This export holds no history: take it in as drafts.")
        elif kind in publication_back.KINDS:
            result, message = self._publication.take(line)
            self._tell(number, line, result, message)
        elif kind in ("section", "arrangement", "front-draft"):
            result, message = self._sections.take(line)
            self._tell(number, line, result, message)
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
