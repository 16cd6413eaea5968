"""Search over the catalogue: index, forget, search, suggest. The same answers on SQLite and PostgreSQL.

SQLite uses FTS5 with the Porter stemmer, PostgreSQL its English full text over text that was folded
here (no accents), so that no extension is needed. Every word must occur; the last one may be
unfinished. Weights: title, other wordings, summary, text.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from .folding import fold, search_terms
from .models import Page, PageQuerySet
from .snippets import Fragment, snippet

MAX_WORDS = 12
FTS5_WEIGHTS = "10.0, 8.0, 4.0, 1.0"


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found, with the passage that shows why: fragments of text, some of them marked."""

    page: Page
    passage: tuple[Fragment, ...]


class Backend(Protocol):
    """What an engine has to do. `terms` are folded words; the last one may be the start of a word."""

    def index(self, page: Page) -> None: ...

    def forget(self, page: Page) -> None: ...

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet: ...


class SQLiteSearch:
    """FTS5, its row ids the primary keys of pages."""

    def index(self, page: Page) -> None:
        self.forget(page)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO catalogue_search (rowid, title, also, summary, text)"
                " VALUES (%s, %s, %s, %s, %s)",
                [page.pk, *(fold(part) for part in _parts(page))],
            )

    def forget(self, page: Page) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_search WHERE rowid = %s", [page.pk])

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        # SECURITY: each word is quoted, else FTS5 reads operators in what a reader typed.
        query = " ".join(f'"{term}"' for term in terms) + "*"
        matching = RawSQL(
            "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s", [query]
        )
        rank = RawSQL(
            f"(SELECT -bm25(catalogue_search, {FTS5_WEIGHTS}) FROM catalogue_search"  # noqa: S608
            " WHERE catalogue_search MATCH %s AND rowid = catalogue_page.id)",
            [query],
            output_field=FloatField(),
        )
        return pages.filter(pk__in=matching).annotate(rank=rank)


class PostgreSQLSearch:
    """A tsvector in a table of its own."""

    def index(self, page: Page) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO catalogue_search (page_id, words) VALUES (%s,"
                " setweight(to_tsvector('english', %s), 'A')"
                " || setweight(to_tsvector('english', %s), 'B')"
                " || setweight(to_tsvector('english', %s), 'C')"
                " || setweight(to_tsvector('english', %s), 'D'))"
                " ON CONFLICT (page_id) DO UPDATE SET words = EXCLUDED.words",
                [page.pk, *(fold(part) for part in _parts(page))],
            )

    def forget(self, page: Page) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_search WHERE page_id = %s", [page.pk])

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        *whole, last = terms
        query = (
            "plainto_tsquery('english', %s)"
            " && (plainto_tsquery('english', %s) || to_tsquery('simple', %s))"
        )
        # The last word counts when its stem matches, or when a word of the page begins with it.
        params = [" ".join(whole), last, f"'{last.replace(chr(39), chr(39) * 2)}':*"]
        matching = RawSQL(
            f"SELECT page_id FROM catalogue_search WHERE words @@ ({query})",  # noqa: S608
            params,
        )
        rank = RawSQL(
            "(SELECT ts_rank('{0.1, 0.4, 0.8, 1.0}', words, "  # noqa: S608
            f"({query})) FROM catalogue_search WHERE page_id = catalogue_page.id)",
            params,
            output_field=FloatField(),
        )
        return pages.filter(pk__in=matching).annotate(rank=rank)


def backend() -> Backend:
    return PostgreSQLSearch() if connection.vendor == "postgresql" else SQLiteSearch()


def index(page: Page) -> None:
    """Make the page findable, in the caller's transaction. What is visible is decided when searching."""
    backend().index(page)


def forget(page: Page) -> None:
    backend().forget(page)


def find(query: str, *, kinds: tuple[str, ...] = ()) -> PageQuerySet:
    """Return the visible pages that hold every word of `query`, best first; none for no words."""
    terms = search_terms(query)[:MAX_WORDS]
    pages = Page.objects.visible().of_kind(*kinds) if kinds else Page.objects.visible()
    if not terms:
        return pages.none()
    return backend().find(pages, terms).order_by("-rank", "-published_at", "pk")


def hits(pages: Any, query: str) -> list[Hit]:
    """Return a page of results with their passages."""
    return [Hit(page, snippet(page.summary, page.text, query)) for page in pages]


def suggest(query: str, *, limit: int = 8) -> list[Page]:
    """Return pages whose title or other wording begins to match what is being typed."""
    return list(find(query).defer("text")[:limit])


def _parts(page: Page) -> tuple[str, str, str, str]:
    return page.title, page.also, page.summary, page.text
