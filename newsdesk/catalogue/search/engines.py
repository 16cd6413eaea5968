"""What differs between the two databases: how words are kept, asked for, and how a statement is run.

SQLite has FTS5 with the Porter stemmer, PostgreSQL its English full text over text that was folded here
(no accents), so that no extension is needed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.replica import reading
from newsdesk.catalogue.search.query import Query
from newsdesk.catalogue.search.sql import Sql, fill, joined_by
from newsdesk.catalogue.search_tables import SIDE

# What the index keeps of a page besides its key, each folded: title, also, more, summary, text.
Parts = tuple[str, str, str, str, str]
NARROW = "kind, published_at, updated_at, visible_from, visible_until"


class Engine(Protocol):
    """One database. A row of the narrow side table is `s` in all conditions."""

    some: str
    """A FROM in which rows `s` match a condition."""

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None: ...

    def forget(self, pages: Sequence[Page]) -> None: ...

    def words(self, query: Query) -> Sql: ...

    def titled(self, query: Query) -> Sql: ...

    def word(self, term: str) -> Sql: ...

    def in_title(self, term: str) -> Sql: ...

    def has_words(self, query: Query) -> Sql: ...

    def has_phrase(self, query: Query) -> Sql: ...

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]: ...


class SQLite:
    """FTS5, its row ids the primary keys of pages, and a narrow table beside it."""

    some = "catalogue_search f JOIN catalogue_searched s ON s.page_id = f.rowid"

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None:
        keys = [page.pk for page, _ in pages]
        rows = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(pages))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM catalogue_search WHERE rowid IN ({_marks(keys)})", keys)  # noqa: S608
            cursor.execute(
                "INSERT INTO catalogue_search (rowid, title, also, more, summary, text)"  # noqa: S608
                f" VALUES {rows}",
                [value for page, parts in pages for value in (page.pk, *parts)],
            )
            cursor.execute(
                f"INSERT OR REPLACE INTO catalogue_searched (page_id, {NARROW})"  # noqa: S608
                f" SELECT id, {NARROW} FROM catalogue_page WHERE id IN ({_marks(keys)})",
                keys,
            )

    def forget(self, pages: Sequence[Page]) -> None:
        keys = [page.pk for page in pages]
        with connection.cursor() as cursor:
            for table, key in (("search", "rowid"), ("searched", "page_id")):
                gone = f"DELETE FROM catalogue_{table} WHERE {key} IN ({_marks(keys)})"  # noqa: S608
                cursor.execute(gone, keys)

    # SECURITY: each word is quoted, else FTS5 reads operators in what a reader typed.

    def words(self, query: Query) -> Sql:
        return Sql("catalogue_search MATCH %s", (_all(query),))

    def titled(self, query: Query) -> Sql:
        return Sql("catalogue_search MATCH %s", (f"{{title also}} : ({_all(query)})",))

    def word(self, term: str) -> Sql:
        return Sql("catalogue_search MATCH %s", (_quoted(term),))

    def in_title(self, term: str) -> Sql:
        return Sql("catalogue_search MATCH %s", (f"{{title also}} : {_quoted(term)}",))

    def has_words(self, query: Query) -> Sql:
        return self._has(_all(query))

    def has_phrase(self, query: Query) -> Sql:
        return self._has(_quoted(" ".join(query.terms)))

    def _has(self, match: str) -> Sql:
        return Sql(
            "EXISTS (SELECT 1 FROM catalogue_search WHERE catalogue_search MATCH %s"
            " AND rowid = s.page_id)",
            (match,),
        )

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]:
        with reading().cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            return list(cursor.fetchall())


class PostgreSQL:
    """A tsvector of everything and a small one of the names, in a table of its own."""

    some = "catalogue_search s"

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None:
        given = ", ".join(["(%s::bigint, %s, %s, %s, %s, %s)"] * len(pages))
        own = ", ".join(f"p.{name}" for name in NARROW.split(", "))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_search (page_id, {NARROW}, titled, words)"  # noqa: S608
                f" SELECT p.id, {own}, to_tsvector('english', v.title || ' ' || v.also),"
                " setweight(to_tsvector('english', v.title), 'A')"
                " || setweight(to_tsvector('english', v.also), 'B')"
                " || setweight(to_tsvector('english', v.more || ' ' || v.summary), 'C')"
                " || setweight(to_tsvector('english', v.text), 'D')"
                f" FROM (VALUES {given}) v (id, title, also, more, summary, text)"
                " JOIN catalogue_page p ON p.id = v.id"
                " ON CONFLICT (page_id) DO UPDATE SET (kind, published_at, updated_at,"
                " visible_from, visible_until, titled, words) = (EXCLUDED.kind,"
                " EXCLUDED.published_at, EXCLUDED.updated_at, EXCLUDED.visible_from,"
                " EXCLUDED.visible_until, EXCLUDED.titled, EXCLUDED.words)",
                [value for page, parts in pages for value in (page.pk, *parts)],
            )

    def forget(self, pages: Sequence[Page]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM catalogue_search WHERE page_id = ANY(%s)",
                [[page.pk for page in pages]],
            )

    def words(self, query: Query) -> Sql:
        return fill("s.words @@ ({asked})", asked=_tsquery(query))

    def titled(self, query: Query) -> Sql:
        return fill("s.titled @@ ({asked})", asked=_tsquery(query))

    def word(self, term: str) -> Sql:
        return fill("s.words @@ {asked}", asked=_plain(term))

    def in_title(self, term: str) -> Sql:
        return fill("s.titled @@ {asked}", asked=_plain(term))

    def has_words(self, query: Query) -> Sql:
        return self.words(query)

    def has_phrase(self, query: Query) -> Sql:
        return Sql("s.words @@ phraseto_tsquery('english', %s)", (" ".join(query.terms),))

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]:
        """Run it by its indexes: the planner does not know that reading a tsvector means unpacking it, and
        would rather read them all. One message for the three statements, in one transaction.
        """
        with reading().cursor() as cursor:
            cursor.execute(
                f"SET LOCAL enable_seqscan = off; SET LOCAL jit = off; {statement.text};"
                " SET LOCAL enable_seqscan = on",
                statement.params,
            )
            cursor.nextset()
            cursor.nextset()
            return list(cursor.fetchall())


def _all(query: Query) -> str:
    """Return what FTS5 is asked for: all groups, and the phrases."""
    groups = [[_words(each) for each in group] for group in query.groups]
    if groups and len(query.terms[-1]) > 2:
        groups[-1].append(f"{_quoted(query.terms[-1])}*")
    asked = [f"({' OR '.join(group)})" for group in groups]
    return " AND ".join([*asked, *map(_quoted, query.phrases)])


def _words(text: str) -> str:
    return f"({' AND '.join(map(_quoted, text.split()))})"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _tsquery(query: Query) -> Sql:
    """Return what PostgreSQL is asked for: all groups, and the phrases."""
    groups = [[_plain(each) for each in group] for group in query.groups]
    if groups and len(query.terms[-1]) > 2:
        beginning = query.terms[-1].replace("'", "''")
        groups[-1].append(Sql("to_tsquery('simple', %s)", (f"'{beginning}':*",)))
    asked = [fill("({any})", any=joined_by(" || ", group)) for group in groups]
    phrases = [Sql("phraseto_tsquery('english', %s)", (phrase,)) for phrase in query.phrases]
    return joined_by(" && ", [*asked, *phrases])


def _plain(text: str) -> Sql:
    return Sql("plainto_tsquery('english', %s)", (text,))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def side() -> str:
    """Return the table with the columns by which results are filtered and sorted."""
    return SIDE[connection.vendor]


def moment(at: datetime) -> Sql:
    """Return a time as the database has it."""
    return Sql("%s", (connection.ops.adapt_datetimefield_value(at),))


def visible(at: datetime | None = None) -> Sql:
    """Return the condition that a reader can see the page of row `s` of `side` at `at`, by default now: what
    `PageQuerySet.visible` says, for statements that no QuerySet makes.
    """
    return fill(
        "(s.visible_from <= {at} AND (s.visible_until IS NULL OR s.visible_until > {at}))",
        at=moment(at or timezone.now()),
    )
