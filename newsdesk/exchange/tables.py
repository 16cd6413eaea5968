"""The tables that are taken in: authors and old addresses here, the others in modules of their own."""

from collections.abc import Iterator
from pathlib import Path

from newsdesk.exchange.entity_tables import OutletTable, TopicTable
from newsdesk.exchange.question_table import FaqTable
from newsdesk.exchange.row_result import CHECKED, CREATED, REFUSED, UNCHANGED, RowTold
from newsdesk.exchange.table import Table, text
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.tables import Row, columns_of, rows_of
from newsdesk.redirects import rules
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.transitions import require
from stories import authors
from stories.models.author import Author


class AuthorTable(Table):
    """name, slug, role."""

    label = "an author"
    needed = frozenset(("name",))
    others = frozenset(("role", "slug", "byline"))

    def form(self, row: Row) -> object:
        return self._slug(row)

    def known(self, row: Row) -> str:
        found = authors.known_authors([self._slug(row)])
        return next((f"author:{author.slug}" for author in found.values()), "")

    def check(self, row: Row) -> None:
        require(self._actor, "stories.add_author")
        self._author(row).full_clean(exclude=["uid"])

    def make(self, row: Row) -> str:
        author = self._author(row)
        author.full_clean(exclude=["uid"])
        return f"author:{authors.save(author, actor=self._actor).slug}"

    def _author(self, row: Row) -> Author:
        return Author(name=text(row, "name"), slug=self._slug(row), role=text(row, "role"))

    def _slug(self, row: Row) -> str:
        return slug_of(text(row, "slug", "name"))


class RedirectTable(Table):
    """old, new: addresses of the site that was here before, and where they lead."""

    label = "an old address"
    needed = frozenset(("old", "new"))
    _RESULTS = {
        rules.ADDED: CREATED,
        rules.CHANGED: CREATED,
        rules.SAME: UNCHANGED,
        rules.REFUSED: REFUSED,
    }

    def rows(self) -> Iterator[RowTold]:
        """Take all in together: they lead to each other."""
        pairs = [(n, text(row, "old"), text(row, "new")) for n, row in rows_of(self._path)]
        told = rules.plan(pairs) if self._dry else rules.add(pairs, actor=self._actor)
        for each in told:
            result = self._RESULTS[each.result]
            result = CHECKED if self._dry and result == CREATED else result
            yield RowTold(
                number=each.number, result=result, name=each.old[:300], message=each.message
            )

    def form(self, row: Row) -> object:
        return text(row, "old")

    def known(self, row: Row) -> str:
        return ""

    def check(self, row: Row) -> None:
        """The plan of all says it."""

    def make(self, row: Row) -> str:
        raise NotImplementedError


TABLES: dict[str, type[Table]] = {
    "redirects": RedirectTable,
    "faqs": FaqTable,
    "outlets": OutletTable,
    "topics": TopicTable,
    "authors": AuthorTable,
}


def table_of(path: Path, kind: str = "") -> type[Table]:
    """Return what a table is of, by its columns or as told. Raises Unreadable."""
    columns = columns_of(path)
    if kind:
        if missing := TABLES[kind].needed - columns:
            raise Unreadable(f"The table has no column {', '.join(sorted(missing))}.")
        return TABLES[kind]
    for table in TABLES.values():
        if table.fits(columns):
            return table
    raise Unreadable(
        "The columns of the table do not say what it is of: questions have “question”, topics “name” and "
        "“kind”, outlets “name” and “domains”, authors “name” and “role”, old addresses “old” and “new”."
    )
