"""A table taken in row by row: what every kind of table has in common, and what cells say.

What the desk has already stays as it is, so that a second run changes nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from newsdesk.exchange.row_result import CHECKED, CREATED, REFUSED, SKIPPED, UNCHANGED, RowTold
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.tables import Row, rows_of
from newsdesk.pages.documents import MalformedDocument
from newsdesk.pages.rich_text import sanitise
from newsdesk.workflow.transitions import Refused

NOTE = "Imported from a table."


class Table(ABC):
    """One kind of table. `needed` are columns that it has to have, `others` some that tell it from others."""

    label: str
    needed: frozenset[str]
    others: frozenset[str] = frozenset()

    def __init__(self, path: Path, *, actor: User, dry: bool) -> None:
        self._path, self._actor, self._dry = path, actor, dry
        self._seen: dict[object, int] = {}

    @classmethod
    def fits(cls, columns: frozenset[str]) -> bool:
        return cls.needed <= columns and (not cls.others or bool(cls.others & columns))

    def total(self) -> int:
        return sum(1 for _ in rows_of(self._path))

    def rows(self) -> Iterator[RowTold]:
        """Take in row by row, each by itself, and yield what became of it."""
        for number, row in rows_of(self._path):
            yield self._row(number, row)

    def _row(self, number: int, row: Row) -> RowTold:
        name = text(row, *self.needed)[:300]
        if not name:
            message = f"The row has no {' or '.join(sorted(self.needed))}."
            return RowTold(number=number, result=REFUSED, message=message)
        form = self.form(row)
        if first := self._seen.get(form):
            message = f"“{name}” is in row {first} already."
            return RowTold(number=number, result=SKIPPED, name=name, message=message)
        self._seen[form] = number
        try:
            if target := self.known(row):
                message = f"“{name}” is on this desk already, and stays as it is."
                return RowTold(
                    number=number, result=UNCHANGED, name=name, message=message, target=target
                )
            if self._dry:
                self.check(row)
                message = f"“{name}” would be made: {self.label}."
                return RowTold(number=number, result=CHECKED, name=name, message=message)
            with transaction.atomic():
                target = self.make(row)
        except (Refused, PermissionDenied, Unreadable, MalformedDocument) as error:
            return RowTold(number=number, result=REFUSED, name=name, message=str(error))
        except ValidationError as error:
            why = " ".join(error.messages)
            return RowTold(number=number, result=REFUSED, name=name, message=why)
        return RowTold(
            number=number,
            result=CREATED,
            name=name,
            message=f"“{name}” was made: {self.label}.",
            target=target,
        )

    @abstractmethod
    def form(self, row: Row) -> object:
        """Return what two rows that mean one thing have in common."""

    @abstractmethod
    def known(self, row: Row) -> str:
        """Return the key of what the desk has already, "" where it has nothing."""

    @abstractmethod
    def check(self, row: Row) -> None:
        """Raise what `make` would raise, as far as that can be told without writing."""

    @abstractmethod
    def make(self, row: Row) -> str:
        """Write it, and return its key. Raises Refused, PermissionDenied or ValidationError."""


def text(row: Row, *columns: str) -> str:
    """Return the first of these cells that says something."""
    found = (row.get(column) for column in columns)
    return next((each for each in found if isinstance(each, str) and each), "")


def words_in(row: Row, column: str) -> tuple[str, ...]:
    """Return the names in a cell, parted by semicolons or lines, each once; or in a list."""
    value = row.get(column)
    if isinstance(value, list):
        names = [str(each) for each in value]
    else:
        names = str(value or "").replace("\n", ";").split(";")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def paragraphs(value: object) -> str:
    """Return plain text as paragraphs; HTML as far as a page may hold it."""
    said = str(value or "").strip()
    if said.startswith("<"):
        return sanitise(said)
    pieces = [" ".join(piece.split()) for piece in said.split("\n\n")]
    return "".join(f"<p>{escape(piece, quote=False)}</p>" for piece in pieces if piece)
